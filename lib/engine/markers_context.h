/*
 * markers_context.h: all that is known of each token before markers are sought.
 *
 *     document, syntax, entities, attributions, words --markers_context_build--> one struct a token
 *
 * The words of names are replaced by their type here, once: what stands behind this header cannot
 * see them. Linear in the tokens and the attributions. Everything is the arena's.
 */
#ifndef ENGINE_MARKERS_CONTEXT_H
#define ENGINE_MARKERS_CONTEXT_H

#include "attribution.h"
#include "markers_words.h"
#include "syntax_tree.h"

enum marker_token_flag {
    MARKER_TOKEN_SCORED = 1 << 0,       /* may be part of a cue */
    MARKER_TOKEN_OPENS = 1 << 1,        /* may be a cue by itself */
    MARKER_TOKEN_PHRASE_FIRST = 1 << 2, /* first of a phrase of the lexicons */
    MARKER_TOKEN_PHRASE_NEXT = 1 << 3,
    MARKER_TOKEN_SOURCE = 1 << 4, /* inside the source of an attribution */
    MARKER_TOKEN_TARGETED = 1 << 5
};

struct marker_token {
    const struct marker_word *info; /* NULL: unknown, or a name */
    uint32_t word;                  /* hash: small letters, or the type of a name */
    uint32_t lemma;
    int32_t cue;         /* the attribution whose cue it is part of, or SW_NONE */
    int32_t voice;       /* the innermost attribution whose words it is part of, or SW_NONE */
    int32_t content;     /* the same, of any kind */
    uint16_t types;      /* phrases of the lexicons around it, a bit a type */
    uint8_t name;        /* 1 + enum sw_entity_type of the name it is part of, 0: none */
    uint8_t quote_words; /* words in the quote marks around it, at most 255; 0: none */
    uint8_t flags;       /* enum marker_token_flag */
    uint8_t segment;     /* enum sw_segment_kind */
    int8_t tone;         /* of the nearest mention in the sentence, see markers_tone.h */
    uint8_t tones;       /* the strongest bad and good tone of the sentence */
    int16_t judges;      /* how much it looks like an evaluation: its score, after decoding */
};

/* Words between quote marks. */
struct quoted {
    uint32_t open, close; /* the marks' tokens; close is the segment's end where none closes */
    bool closed;
};

/* Where an attribution stands, in tokens. */
struct source_place {
    uint32_t cue;        /* first token of its cue */
    uint32_t first, end; /* of all that is told; both 0 where nothing is */
};

struct markers_context {
    const struct document *document;
    const struct syntax *syntax;
    const struct entities *entities;
    const struct attributions *attributions;
    struct syntax_tree tree;
    struct marker_token *tokens;
    const struct source_place *told; /* one an attribution */
    struct quoted *quotes; /* in the order of their ends */
    uint32_t n_quotes;
};

/* SW_ENOMEM. */
int markers_context_build(const struct marker_words *words, const struct document *document,
                          const struct syntax *syntax, const struct entities *entities,
                          const struct attributions *attributions, struct sw_arena *arena,
                          struct markers_context *out, struct sw_error *err);

/* The first token that ends after a byte. */
uint32_t markers_token_at(const struct document *document, uint32_t byte);

/* Pairs the quote marks of a document. *out is the arena's. SW_ENOMEM. */
int markers_quotes(const struct document *document, struct sw_arena *arena, struct quoted **out,
                   uint32_t *n_out, struct sw_error *err);

#endif
