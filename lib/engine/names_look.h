/*
 * names_look.h: document -> what the tagger sees of each token.
 *
 *     tokens --names_read--> looks (word, clusters, shape, known names, capital run)
 *
 * Looks stand in one array with two empty ones on each side of a sentence, so that a neighbour is
 * always there: the token i of sentence s has look i + 4 * s + 2.
 * A candidate is a token that can be part of a name: a word with a capital, or a small word, number
 * or mark between or beside such words that the lists know from names. A frequent word that merely
 * opens a sentence is none. In a sentence with no capitals every rarer word is one.
 * All arrays are the arena's. Linear time.
 */
#ifndef ENGINE_NAMES_LOOK_H
#define ENGINE_NAMES_LOOK_H

#include "document.h"
#include "gazetteer.h"
#include "names_words.h"

/* How a sentence is written. */
enum names_case { NAMES_PLAIN_CASE, NAMES_CAPITALS, NAMES_TITLE_CASE, NAMES_SMALL };

enum names_look_flag {
    NAMES_CAPITAL = 1 << 0,   /* the word has a capital letter */
    NAMES_CANDIDATE = 1 << 1, /* it is scored */
    NAMES_START = 1 << 2,     /* first word of its sentence */
    NAMES_SEEN_SMALL = 1 << 3,   /* elsewhere in the text in small letters */
    NAMES_SEEN_CAPITAL = 1 << 4, /* elsewhere with a capital, inside a plain sentence */
    NAMES_SHORT_FORM = 1 << 5,   /* initials that the text gives to a name: "(ICE)" */
    NAMES_HAS_SHORT = 1 << 6     /* in the name that they are given to */
};

/* Where a token stands in a known name of the gazetteer. */
enum names_known_place { NAMES_UNKNOWN, NAMES_FIRST, NAMES_LATER, NAMES_WHOLE };

struct names_look {
    uint32_t lower;
    uint32_t token; /* its index in the document */
    uint16_t fine;
    uint16_t kinds; /* gazetteer kinds of the known name it is part of */
    uint16_t view;   /* cluster in the second view of the vectors */
    uint8_t coarse, rank;
    uint8_t lists; /* enum names_list */
    uint8_t place; /* in the known name: enum names_known_place */
    uint8_t shape; /* capitals, digits, points, kind, length */
    uint8_t flags;
    uint32_t run_first, run_last; /* looks of the run of capitalised words around it */
    uint32_t longest; /* look of the same word in the longest run of the text, if not this; or 0 */
};

struct names_sentence {
    uint32_t first, end; /* looks */
    uint32_t token;      /* token of the first look */
    enum names_case written;
};

struct names_view {
    const struct document *document;
    struct names_look *looks;
    struct names_sentence *sentences;
    uint32_t n_sentences, n_looks;
};

/* SW_ENOMEM. */
int names_read(const struct names_words *words, const struct gazetteer *gazetteer,
               const struct document *document, struct sw_arena *arena, struct names_view *out,
               struct sw_error *err);

/* The token of a look. */
static inline const struct token *names_token(const struct names_view *view, uint32_t look)
{
    return &view->document->tokens[view->looks[look].token];
}

#endif
