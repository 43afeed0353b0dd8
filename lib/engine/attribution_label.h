/*
 * attribution_label.h: one cue -> its source and content, with the weights of the model.
 * The steps that the trainer repeats on what it has learnt so far.
 */
#ifndef ENGINE_ATTRIBUTION_LABEL_H
#define ENGINE_ATTRIBUTION_LABEL_H

#include "attribution_found.h"

/* Scores are stored in this many parts of a unit of log odds (the clip of the trainer is 4). */
#define LABEL_SCORE_UNIT (127.0f / 4.0f)

/* Heads that score above this are labelled; the check has the last word. */
#define LABEL_CUE_BORDER (-1.5f)

/* Scores a head; false below the border. */
bool label_cue(const struct scene *scene, uint32_t head, struct cue *out);

/* Takes in the neighbours of the head. */
void label_edges(const struct scene *scene, struct cue *cue);

/* Finds source and content, and checks them: out->score is that of DECIDE_CHECK. */
void label_spans(const struct scene *scene, const struct cue *cue, struct found *out);

/* Kind, class and quote. */
void label_kind(const struct scene *scene, struct found *found);

#endif
