/*
 * train_attribution.h: the steps of training the attribution room, each one weights file.
 *
 *     articles --train_words--> cue_words.txt --train_cues, train_edges, train_spans--> weights
 *              --train_check (on articles that the others did not see)--> weights --train_kinds-->
 *
 * Deterministic: the order of examples comes from a fixed seed.
 */
#ifndef TRAIN_ATTRIBUTION_H
#define TRAIN_ATTRIBUTION_H

#include "attribution_data.h"

struct train_options {
    const char *out;         /* folder */
    const char *verbs;       /* a list of reporting verbs, one base form a line, or NULL */
    uint32_t epochs, span_epochs;
    uint32_t complete_weight; /* how many times a complete article counts */
    uint32_t min_count;
    float dropout, span_dropout; /* share of the features left out at each step */
    float cue_rate, cue_l2, span_rate, span_l2; /* of AdaGrad */
};

/* Articles with (index mod 2 == half) only; -1: all. */
struct part {
    const struct articles *articles;
    int half;
};

static inline bool part_has(const struct part *part, uint32_t article)
{
    return part->half < 0 || (int)(article % 2) == part->half;
}

/* A shuffle that is the same everywhere. */
void train_shuffle(uint32_t *at, uint32_t n, uint64_t seed);

/* Prints why and exits with 4 when a file cannot be written. */
void train_require(int status, const struct sw_error *err);

/* "OUT/NAME" in a static buffer. */
const char *train_path(const struct train_options *options, const char *name);

void train_words(const struct articles *articles, const struct train_options *options);
void train_cues(const struct part *part, const struct train_options *options);
void train_edges(const struct part *part, const struct train_options *options);
void train_spans(const struct part *part, const struct attribution_model *model,
                 const struct train_options *options);
/* halves: a model trained on each half; each is asked about the other. */
void train_check(const struct articles *articles, const struct attribution_model *const halves[2],
                 const struct train_options *options);
void train_kinds(const struct part *part, const struct train_options *options);

/* The labels of a cue's units in the gold. */
void gold_labels(const struct units *units, const struct found *gold, uint8_t *labels);

#endif
