/*
 * score_markers.h: markers found against markers of the reference.
 *
 * A marker is right when its type is and its cue shares a byte with the cue of a reference marker
 * that no other has taken (`overlap`), or is the same span (`exact`). Holder, target and polarity
 * are counted over the markers that are right by overlap.
 */
#ifndef TRAIN_SCORE_MARKERS_H
#define TRAIN_SCORE_MARKERS_H

#include <stdio.h>

#include "gold.h"

struct marker_counts {
    uint32_t right, exact, found, wanted;
};

struct marker_scores {
    struct marker_counts types[SW_N_MARKER_TYPES];
    uint32_t right, holder;         /* of all types */
    uint32_t linked, target, polar; /* of favor, against, evaluate; target and polarity right */
    uint32_t in_quote;
    FILE *log; /* NULL, or one line for each miss and false alarm */
};

/* entities: those that the found markers name, mapped to the reference's by the names they share.
 */
void score_markers(struct marker_scores *scores, const struct gold_article *gold,
                   const struct sw_entity *entities, uint32_t n_entities,
                   const struct sw_marker *markers, uint32_t n_markers, struct sw_arena *arena);

double marker_f1(const struct marker_counts *counts);
void print_marker_scores(const struct marker_scores *scores, FILE *out);

#endif
