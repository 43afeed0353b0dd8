/*
 * fingerprint.h: a SimHash (Charikar 2002) of an article's body: near copies differ in few bits.
 * Boilerplate, repeats and datelines do not count, nor case, punctuation and quote marks.
 */
#ifndef ENGINE_FINGERPRINT_H
#define ENGINE_FINGERPRINT_H

#include "document.h"

uint64_t fingerprint_of(const struct document *document);

#endif
