/*
 * score_names.h: precision, recall and F1 of names against a corpus: exact span and type, by type,
 * and boundaries alone. Types that the corpus does not annotate are passed over; so are names in
 * text of which nothing is known.
 */
#ifndef TRAIN_SCORE_NAMES_H
#define TRAIN_SCORE_NAMES_H

#include <stdio.h>

#include "corpus.h"
#include "lexicons.h"
#include "names.h"

struct name_counts {
    uint32_t found, expected, right;
};

struct name_scores {
    struct name_counts types[NAMES_N_TYPES], all, spans;
    uint64_t words;
    double seconds; /* CPU: tokens and names */
};

/* The tagger of a model folder. */
struct name_tagger {
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct names_model *model;
};

/* Status as the engine's. */
int name_tagger_init(struct name_tagger *out, const struct sw_blob *files, size_t n_files,
                     struct sw_error *err);
void name_tagger_clear(struct name_tagger *tagger);

/* types: the set to score, bits of SW_PER ...; errors (or NULL) gets a line a wrong name. */
void score_names(const struct name_tagger *tagger, const struct corpus *corpus, uint32_t types,
                 FILE *errors, struct name_scores *out);

double name_f1(struct name_counts counts);

/* A table, a line a type that occurs. */
void print_name_scores(const char *title, const struct name_scores *scores, FILE *out);

#endif
