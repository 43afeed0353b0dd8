/*
 * syntax_tagger.h: tokens -> fine tags, from left to right.
 *
 *     tokens --syntax_view_read--> words, shapes --syntax_tag--> fine tags
 *
 * Punctuation is told by its kind, most small words by the table of words; the others are scored by
 * their word, affix, shape and cluster, the two tags before and the words around.
 */
#ifndef ENGINE_SYNTAX_TAGGER_H
#define ENGINE_SYNTAX_TAGGER_H

#include "syntax_net.h"
#include "syntax_words.h"

#define SYNTAX_TAG_FEATURES 15u

/* Rows of the tagger's network. */
extern const uint32_t syntax_tag_n_rows;

/* A piece of a sentence as the tagger sees it. Token i of the piece stands at i + 2, with two empty
 * ones on each side. */
struct syntax_view {
    const struct document *document;
    uint32_t first, n; /* tokens of the document; n at most SYNTAX_PIECE_MAX */
    uint32_t written;  /* 0 plain, 1 capitals, 2 titles, 3 no capitals */
    struct syntax_word words[SYNTAX_PIECE_MAX + 4];
    uint8_t fine[SYNTAX_PIECE_MAX + 4]; /* enum syntax_fine */
};

/* Looks up n tokens from first on; sets all but the fine tags of the tokens. */
void syntax_view_read(const struct syntax_words *words, const struct document *document,
                      uint32_t first, uint32_t n, struct syntax_view *out);

/* The tag of token i of the piece, told without scoring; SYNTAX_UNDECIDED where it must be. */
uint8_t syntax_tag_known(const struct syntax_words *words, const struct syntax_view *view,
                         uint32_t i);

/* The features of token i; the tags to its left must be there. */
void syntax_tag_features(const struct syntax_view *view, uint32_t i,
                         uint32_t out[SYNTAX_TAG_FEATURES]);

/* Fills the fine tags of the view. */
void syntax_tag(const struct syntax_words *words, const struct syntax_net *net,
                struct syntax_view *view);

#endif
