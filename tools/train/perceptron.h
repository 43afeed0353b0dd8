/*
 * perceptron.h: averaged perceptron (Collins 2002) over hashed features.
 *
 * One row of n_labels scores a feature, made when it is first updated. perceptron_add scores with
 * the current weights, while training; perceptron_write averages over all steps, drops what was
 * updated seldom, and writes a weights file. Structured learners (Viterbi, beam, transitions) call
 * perceptron_update once for each feature of the gold and of the predicted structure.
 * Deterministic: no random numbers here; the caller shuffles with a fixed seed.
 */
#ifndef TRAIN_PERCEPTRON_H
#define TRAIN_PERCEPTRON_H

#include <stancewire/stancewire.h>

struct perceptron;

struct perceptron *perceptron_new(uint32_t n_labels);
void perceptron_free(struct perceptron *perceptron);

/* Adds the row of a feature to scores[n_labels]. */
void perceptron_add(const struct perceptron *perceptron, uint64_t feature, float *scores);

/* Adds delta to one label's score of a feature. */
void perceptron_update(struct perceptron *perceptron, uint64_t feature, uint32_t label,
                       float delta);

/* One example is done: a step of the average. */
void perceptron_step(struct perceptron *perceptron);

/* Counts that a feature was seen in the data: perceptron_write can drop the rare ones. */
void perceptron_count(struct perceptron *perceptron, uint64_t feature);

/* The averaged weights take the place of the current ones (to evaluate before writing). The
 * returned perceptron is the caller's. */
struct perceptron *perceptron_averaged(const struct perceptron *perceptron);

/* Adds share times the current weights of `from` to those of `into`: an average of several models. */
void perceptron_blend(struct perceptron *into, const struct perceptron *from, float share);

/*
 * Writes the averaged weights; features counted fewer than min_count times (where any were
 * counted) or with no score of at least min_score are left out.
 */
int perceptron_write(const struct perceptron *perceptron, const char *path,
                     const char *const *labels, uint32_t min_count, float min_score,
                     struct sw_error *err);

#endif
