/*
 * segments.h: tokens -> segments: titles, datelines, body, captions, boilerplate, repeats.
 *
 *     tokens --paragraphs_read--> paragraphs --(boilerplate, titles, repeats, parts)--> segments
 *
 * In doubt a paragraph is body; a text of one paragraph always is. The arena's memory, linear time.
 */
#ifndef ENGINE_SEGMENTS_H
#define ENGINE_SEGMENTS_H

#include "document.h"

struct segments {
    struct sw_segment *at;
    uint32_t *first; /* token of each; first[n] is the number of tokens */
    uint32_t n;
};

int segments_read(const struct lexicons *lexicons, struct sw_text text, struct sw_text title,
                  const struct token *tokens, uint32_t n_tokens, struct sw_arena *arena,
                  struct segments *out, struct sw_error *err);

#endif
