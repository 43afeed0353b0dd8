/*
 * train_names.h: corpus -> weights of the name tagger.
 *
 *     structured averaged perceptron with a margin over the engine's features; where a label is not
 *     known for sure, towards the best sequence that the corpus allows
 *
 * The weights are the mean of several models that saw the texts in different orders.
 * Deterministic for a seed.
 */
#ifndef TRAIN_TRAIN_NAMES_H
#define TRAIN_TRAIN_NAMES_H

#include "corpus.h"

struct train_names_options {
    uint32_t epochs, models, min_count, seed;
    float margin, min_score;
};

/* Writes path. */
int train_names(const struct corpus *corpus, const struct sw_blob *files, size_t n_files,
                const struct train_names_options *options, const char *path, struct sw_error *err);

#endif
