/*
 * targets.h: sentences with a sentiment towards a target (NewsMTSC), as gold articles.
 *
 * Each target is an entity of its sentence; its sentiment is a marker without cue: type evaluate,
 * target the entity, polarity -1, 0 or 1.
 */
#ifndef TRAIN_TARGETS_H
#define TRAIN_TARGETS_H

#include <stdio.h>

#include "gold.h"

/* Reads a file of JSON lines. Prints why and exits with 4 where it cannot. */
void targets_read(struct gold *out, const char *path, struct sw_arena *arena);

/* The confusion of sentiments: wanted, found; -1, 0, 1 are 0, 1, 2. */
struct target_scores {
    uint32_t n[3][3];
};

/*
 * Counts a sentence: what is found for a target is the sign of the sum of the polarities of all
 * favor, against and evaluate markers about an entity that is mentioned where the target stands.
 */
void score_targets(struct target_scores *scores, const struct gold_article *gold,
                   const struct sw_entity *entities, uint32_t n_entities,
                   const struct sw_marker *markers, uint32_t n_markers);

void print_target_scores(const struct target_scores *scores, FILE *out);

#endif
