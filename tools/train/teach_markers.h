/*
 * teach_markers.h: sentences with targets -> articles to train markers on.
 *
 *     sentence, sentiment towards targets, a first model --teach_markers--> its markers, as gold
 *
 * A first model, trained on the reference, says what the markers are; what it says against the
 * known sentiment is struck out, and where it says nothing of a known sentiment the word that
 * carries it best becomes an evaluation (self-training with a weak label; Yarowsky 1995).
 */
#ifndef TRAIN_TEACH_MARKERS_H
#define TRAIN_TEACH_MARKERS_H

#include "train_markers.h"
#include "weights.h"

/* An entity that is not known: no candidate is right, the link is not learnt from. */
#define UNTAUGHT (-9)

/* Puts markers into the gold of each article. */
void teach_markers(struct marker_article *articles, uint32_t n, const struct weights *cues,
                   const struct weights *links, struct sw_arena *arena);

#endif
