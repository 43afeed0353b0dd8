/*
 * attribution_features.h: the numbers of the features of one decision, in a bounded list.
 * The trainer and the engine fill the same lists, so that what is trained is what runs.
 */
#ifndef ENGINE_ATTRIBUTION_FEATURES_H
#define ENGINE_ATTRIBUTION_FEATURES_H

#include "attribution_model.h"

#define FEATURES_MAX 128u

struct features {
    uint32_t n;
    uint32_t next; /* the number of the next template */
    uint64_t at[FEATURES_MAX];
};

static inline void features_start(struct features *features)
{
    features->n = 0;
    features->next = 0;
}

/* Adds a feature of the next template. */
static inline void features_add(struct features *features, uint64_t a, uint64_t b)
{
    features->at[features->n++] = hash_feature(features->next++, a, b);
}

/* Two values in one: `small` is below 2^20. */
static inline uint64_t both(uint64_t a, uint64_t small)
{
    return a << 20 ^ small;
}

/* The scores of all labels of a decision. */
static inline void features_score(const struct features *features, const struct weights *weights,
                                  int32_t *scores)
{
    int16_t sums[WEIGHTS_MAX_LABELS] = {0};
    weights_sum(weights, features->at, features->n, sums);
    for (uint32_t i = 0; i < weights->n_labels; i++) {
        scores[i] = sums[i];
    }
}

/* Sizes in steps that grow: 0 1 2 3 4 5-6 7-9 10-14 15-24 25-49 50... */
static inline uint32_t step_of(uint32_t n)
{
    static const uint8_t ends[] = {0, 1, 2, 3, 4, 6, 9, 14, 24, 49};
    uint32_t step = 0;
    while (step < sizeof ends && n > ends[step]) {
        step++;
    }
    return step;
}

#endif
