/*
 * train_names.h: corpus -> weights of the name tagger.
 *
 *     first pass:  structured averaged perceptron with a margin over the engine's features; where
 *                  a label is not known for sure, towards the best sequence that the corpus allows
 *     second pass: on first-pass labels from models that did not see the text (jack-knife)
 *
 * Deterministic for a seed.
 */
#ifndef TRAIN_TRAIN_NAMES_H
#define TRAIN_TRAIN_NAMES_H

#include "corpus.h"

struct train_names_options {
    uint32_t epochs, second_epochs, folds; /* folds 0: no second pass */
    uint32_t min_count, seed, models;
    float margin, min_score, second_rate;
};

/* Writes path. */
int train_names(const struct corpus *corpus, const struct sw_blob *files, size_t n_files,
                const struct train_names_options *options, const char *path, struct sw_error *err);

#endif
