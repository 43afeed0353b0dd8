/*
 * attribution_stems.h: one stem for the forms of a word: "said", "says", "saying" -> "say".
 * Rough on purpose: it only has to join the forms of one verb or noun.
 */
#ifndef TRAIN_ATTRIBUTION_STEMS_H
#define TRAIN_ATTRIBUTION_STEMS_H

#include <stddef.h>

/* word: small letters, NUL-terminated. */
void stem_word(const char *word, char *out, size_t room);

/* The regular forms of a verb: writes up to 4 ("claim", "claims", "claimed", "claiming"). */
#define STEM_FORMS 4
int stem_forms(const char *base, char out[STEM_FORMS][48]);

#endif
