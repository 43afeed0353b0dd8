/*
 * tokens.h: text -> tokens. The rules stand in document.h.
 * Also used where the model files are read, so that phrases are cut as texts are.
 */
#ifndef ENGINE_TOKENS_H
#define ENGINE_TOKENS_H

#include "document.h"

/*
 * Cuts text (valid UTF-8) into tokens; at most text.len of them. *out is the arena's.
 * SW_ENOMEM. Sets all flags but TOKEN_SENTENCE_START.
 */
int tokens_read(struct sw_text text, struct sw_arena *arena, struct token **out,
                uint32_t *n_out, struct sw_error *err);

/* The hash that `token.lower` holds, of a word given by itself. */
uint32_t tokens_hash_lower(struct sw_text word);

#endif
