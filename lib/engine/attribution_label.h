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
#define LABEL_CUE_BORDER (-0.7f)

#define LABEL_CHECK_BORDER (-0.3f)

/* Scores a head; false below the border. */
bool label_cue(const struct scene *scene, uint32_t head, struct cue *out);

/* Takes in the neighbours of the head. */
void label_edges(const struct scene *scene, struct cue *cue);

/* Finds source and content. */
void label_spans(const struct scene *scene, const struct cue *cue, struct found *out);

/* Labels all candidates of a sentence that score above the border; room for each is the caller's. */
void label_sentence(const struct scene *scene, const struct sentence *sentence,
                    struct finds *finds);

/* Sets the score of each: what stands has one above LABEL_CHECK_BORDER. */
void label_check(const struct scene *scene, struct finds *finds);

/* Kind, class and quote. */
void label_kind(const struct scene *scene, struct found *found);

#endif
