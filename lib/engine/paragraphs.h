/*
 * paragraphs.h: tokens -> paragraphs: what stands between line ends.
 *
 * A line that goes on in the next (it breaks off before a small letter or after a comma, or the text
 * is wrapped) is one paragraph with it. Linear time; the arena's memory.
 */
#ifndef ENGINE_PARAGRAPHS_H
#define ENGINE_PARAGRAPHS_H

#include "document.h"

struct paragraph {
    uint32_t first, end;  /* tokens, end exclusive; never empty */
    uint32_t n_words;     /* words and numbers */
    uint64_t words;       /* a hash of them, whatever the punctuation; 0 for long paragraphs */
    bool blank_before;    /* a blank line, or the start of the text */
    bool is_closed;       /* ends with a full stop, question or exclamation mark, or a colon */
    uint8_t kind;         /* enum sw_segment_kind */
    uint16_t part;
};

struct paragraphs {
    struct paragraph *at;
    uint32_t n;
};

/* SW_ENOMEM. Every paragraph is SW_BODY at first. */
int paragraphs_read(struct sw_text text, const struct token *tokens, uint32_t n_tokens,
                    struct sw_arena *arena, struct paragraphs *out, struct sw_error *err);

/* The hash that paragraph.words holds, of a run of tokens. */
uint64_t paragraph_words(const struct token *tokens, uint32_t first, uint32_t end);

#endif
