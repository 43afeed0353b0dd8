/*
 * syntax.h: document -> a part of speech for each token and a dependency tree for each sentence.
 *
 * Tags and relations are Universal Dependencies v2 (Nivre et al. 2020). A head is a token of the
 * same sentence, or SYNTAX_ROOT. Trees are projective: all below a token is one run of tokens.
 * Sentences longer than SYNTAX_PIECE_MAX are parsed in pieces, each with a root of its own, so that
 * time stays linear. A sentence in boilerplate or a repeat has tags and a flat tree only.
 * A negated contraction ("doesn't") is one AUX. Questions about the tree: syntax_tree.h.
 */
#ifndef ENGINE_SYNTAX_H
#define ENGINE_SYNTAX_H

#include "document.h"

#define SYNTAX_ROOT UINT32_MAX
#define SYNTAX_PIECE_MAX 256u

enum syntax_tag {
    TAG_ADJ, TAG_ADP, TAG_ADV, TAG_AUX, TAG_CCONJ, TAG_DET, TAG_INTJ, TAG_NOUN, TAG_NUM, TAG_PART,
    TAG_PRON, TAG_PROPN, TAG_PUNCT, TAG_SCONJ, TAG_SYM, TAG_VERB, TAG_X, N_SYNTAX_TAGS
};

/* The form of a word, where it tells more than the tag. */
enum syntax_form {
    FORM_NONE,
    FORM_BASE,       /* verb: "go", infinitive or present */
    FORM_PRESENT,    /* "goes" */
    FORM_PAST,       /* "went" */
    FORM_GERUND,     /* "going" */
    FORM_PARTICIPLE, /* "gone" */
    FORM_MODAL,      /* "can", "will" */
    FORM_PLURAL,     /* noun: "parties" */
    FORM_WH,         /* "who", "which", "when", relative "that" */
    FORM_POSSESSIVE, /* "his", "'s" */
    FORM_NEGATION,   /* "not" */
    FORM_TO,         /* of an infinitive */
    FORM_EXISTENTIAL, /* "there" */
    N_SYNTAX_FORMS
};

/* Relations, folded to those that the rooms above ask for; the table is in syntax.c. */
enum syntax_relation {
    REL_ACL, REL_ADVCL, REL_ADVMOD, REL_AMOD, REL_APPOS, REL_AUX, REL_AUXPASS, REL_CASE, REL_CC,
    REL_CCOMP, REL_COMPOUND, REL_CONJ, REL_COP, REL_DEP, REL_DET, REL_FLAT, REL_IOBJ, REL_MARK,
    REL_NMOD, REL_NMOD_POSS, REL_NSUBJ, REL_NSUBJPASS, REL_NUMMOD, REL_OBJ, REL_OBL, REL_PARATAXIS,
    REL_PUNCT, REL_ROOT, REL_XCOMP, N_SYNTAX_RELATIONS
};

struct syntax {
    const uint8_t *tags;      /* enum syntax_tag of each token; the arena's */
    const uint8_t *forms;     /* enum syntax_form of each token */
    const uint32_t *heads;    /* token index or SYNTAX_ROOT */
    const uint8_t *relations; /* enum syntax_relation of each token to its head */
};

struct syntax_model;
struct names_words;

/* Borrows the table of words (names_model_words) and the files. SW_EMISSING, SW_EFORMAT,
 * SW_EVERSION. */
int syntax_model_new(struct syntax_model **out, const struct names_words *words,
                     const struct sw_blob *files, size_t n_files, struct sw_error *err);
void syntax_model_free(struct syntax_model *model);

int syntax_read(const struct syntax_model *model, const struct document *document,
                struct sw_arena *arena, struct syntax *out, struct sw_error *err);

#endif
