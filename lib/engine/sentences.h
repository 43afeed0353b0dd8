/*
 * sentences.h: segments -> sentences.
 *
 * A sentence ends at a full stop, question mark, exclamation mark or ellipsis, with the closing
 * marks behind it, unless what follows goes on in small letters or says who spoke; an abbreviation
 * ends one only before a word that starts sentences ("... in the U.S. The ...").
 * Sets TOKEN_SENTENCE_START. Linear time.
 */
#ifndef ENGINE_SENTENCES_H
#define ENGINE_SENTENCES_H

#include "segments.h"

int sentences_read(const struct lexicons *lexicons, struct sw_text text,
                   const struct segments *segments, struct token *tokens, uint32_t n_tokens,
                   struct sw_arena *arena, struct sentence **out, uint32_t *n_out,
                   struct sw_error *err);

#endif
