/*
 * logistic.h: sparse logistic regression with AdaGrad (Duchi, Hazan & Singer 2011), for models of
 * independent yes-or-no labels over hashed features.
 *
 * One row of n_labels weights a feature. The caller computes the gradient of its loss at each
 * label's score (for chains by forward-backward) and gives it to logistic_update.
 */
#ifndef TRAIN_LOGISTIC_H
#define TRAIN_LOGISTIC_H

#include <stancewire/stancewire.h>

struct logistic;

/* l2: the pull of each weight towards 0 at an update. */
struct logistic *logistic_new(uint32_t n_labels, float rate, float l2);
void logistic_free(struct logistic *model);

/* The number of a feature, made where it is new (unless frozen: then UINT32_MAX). */
uint32_t logistic_id(struct logistic *model, uint64_t feature);
/* No new features from here on; those seen fewer than min_count times stay at 0. */
void logistic_freeze(struct logistic *model, uint32_t min_count);
/* The number of a feature, or UINT32_MAX where it is unknown or too rare. */
uint32_t logistic_find(const struct logistic *model, uint64_t feature);

/* Adds the rows of the features to scores[n_labels]. */
void logistic_add(const struct logistic *model, const uint32_t *ids, uint32_t n, float *scores);

/* One step against gradient[n_labels]. */
void logistic_update(struct logistic *model, const uint32_t *ids, uint32_t n,
                     const float *gradient);

/* Adds the weights as they are to a mean, which logistic_use_mean puts in their place: steadier
 * than the last ones. Called after each epoch but the first few. */
void logistic_collect(struct logistic *model);
void logistic_use_mean(struct logistic *model);

/* Adds delta to one weight for good (a tuned threshold). */
void logistic_shift(struct logistic *model, uint64_t feature, uint32_t label, float delta);

/* Writes a weights file; rows with no weight of min_weight or more are left out. */
int logistic_write(const struct logistic *model, const char *path, const char *const *labels,
                   float min_weight, float clip, struct sw_error *err);

#endif
