/*
 * quotes.h: document -> its quotations: which mark closes which, and what each token stands in.
 *
 *     document --quotes_read--> struct quotes
 *
 * Pairs are made within a paragraph (a segment): an odd mark never spoils the next one. Straight,
 * curly, single and angle marks are paired by family; a mark that stands wrong for its shape (a
 * closing one that opens) counts by where it stands. A quotation that opens its paragraph or follows
 * a colon or comma and is never closed goes to the paragraph's end; if the next paragraph opens with
 * a mark, that one continues it. Any other odd mark is dropped. Editorial brackets are plain tokens.
 * Quotations nest up to QUOTES_MAX_DEPTH; deeper marks are plain tokens.
 * Linear time, the arena's memory; reading is thread-safe.
 */
#ifndef ENGINE_QUOTES_H
#define ENGINE_QUOTES_H

#include "document.h"

#define QUOTES_MAX_DEPTH 4u
#define QUOTES_NONE UINT32_MAX

struct quote {
    uint32_t first, end; /* tokens, marks included, end exclusive */
    uint32_t parent;     /* the quotation around it, or QUOTES_NONE */
    uint32_t next;       /* the quotation that continues it in the next paragraph, or QUOTES_NONE */
    uint32_t previous;   /* the one it continues */
    bool closed;         /* ends with a mark of its own */
};

struct quotes {
    const struct quote *at; /* in the order of their opening marks; the arena's */
    uint32_t n;
    const uint32_t *of_token; /* the innermost quotation of each token, marks included, or NONE */
};

/* SW_ENOMEM. */
int quotes_read(const struct document *document, struct sw_arena *arena, struct quotes *out,
                struct sw_error *err);

#endif
