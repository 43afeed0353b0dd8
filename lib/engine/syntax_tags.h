/*
 * syntax_tags.h: the fine tags that the tagger and the parser work with.
 *
 * Finer than the tags of syntax.h where it helps to parse: a verb's form, wh-words, plurals. Each is
 * a row of a table: name in the model files, tag and form. At most 32 are scored, the row of a
 * weights table; punctuation is told by its token.
 */
#ifndef ENGINE_SYNTAX_TAGS_H
#define ENGINE_SYNTAX_TAGS_H

#include "syntax.h"

enum syntax_fine {
    FINE_ADJ, FINE_ADP, FINE_ADV, FINE_ADV_WH, FINE_AUX, FINE_AUX_BASE, FINE_AUX_MODAL,
    FINE_AUX_PARTICIPLE, FINE_CCONJ, FINE_DET, FINE_DET_WH, FINE_INTJ, FINE_NOUN, FINE_NOUN_PLURAL,
    FINE_NUM, FINE_PART_NEGATION, FINE_PART_POSSESSIVE, FINE_PART_TO, FINE_PRON,
    FINE_PRON_POSSESSIVE, FINE_PRON_THERE, FINE_PRON_WH, FINE_PROPN, FINE_SCONJ, FINE_SYM,
    FINE_VERB_BASE, FINE_VERB_PRESENT, FINE_VERB_PAST, FINE_VERB_GERUND, FINE_VERB_PARTICIPLE,
    FINE_VERB_PLAIN, FINE_X, N_SYNTAX_SCORED, FINE_PUNCT = N_SYNTAX_SCORED, N_SYNTAX_FINE,
    FINE_NOTHING = N_SYNTAX_FINE, /* outside of the sentence */
    FINE_TOP                      /* the root above it */
};

struct syntax_fine_row {
    const char *name;
    enum syntax_tag tag;
    enum syntax_form form;
};

/* Indexed by enum syntax_fine. */
extern const struct syntax_fine_row syntax_fine_rows[N_SYNTAX_FINE];

static inline bool syntax_is_verb(uint8_t fine)
{
    return fine >= FINE_VERB_BASE && fine <= FINE_VERB_PLAIN;
}

#endif
