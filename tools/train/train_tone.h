/*
 * train_tone.h: sentences with targets -> models/markers_tone.weights.
 */
#ifndef TRAIN_TRAIN_TONE_H
#define TRAIN_TRAIN_TONE_H

#include "targets.h"
#include "train_markers.h"
#include "weights.h"

/* Articles as targets_read gives them. Writes path; prints why and exits with 4 where it cannot. */
void train_marker_tone(const struct marker_article *articles, uint32_t n,
                       const struct train_markers_options *options, const char *path);

/* Counts what the weights say of each target; shift is added to the score of neither. */
void score_marker_tone(const struct marker_article *articles, uint32_t n,
                       const struct weights *weights, int16_t shift, struct target_scores *scores);

#endif
