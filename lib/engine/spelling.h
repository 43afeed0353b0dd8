/*
 * spelling.h: whether two words are one name, spelt twice: "Sergei" and "Sergey", "Voladimir" and
 * "Vladimir", "Brazile" and "Brazille". ASCII and Latin letters with their marks off.
 */
#ifndef ENGINE_SPELLING_H
#define ENGINE_SPELLING_H

#include <stancewire/stancewire.h>

/* A key that spellings of one name share: its first letter and its consonants, as they sound. */
uint64_t spelling_key(struct sw_text word);

/* Whether two words with the same key are near enough: at most two letters differ in long ones. */
bool spelling_near(struct sw_text a, struct sw_text b);

#endif
