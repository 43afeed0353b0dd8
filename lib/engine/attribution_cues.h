/*
 * attribution_cues.h: which words mark an attribution, and how far each cue reaches.
 *
 *     scene --is_candidate, cue_features--> score of a head --edge_features--> struct cue
 *
 * A cue has one head, a word of the cue table; it takes in neighbours one by one ("according" +
 * "to", "made" + "it clear").
 */
#ifndef ENGINE_ATTRIBUTION_CUES_H
#define ENGINE_ATTRIBUTION_CUES_H

#include "attribution_features.h"
#include "attribution_scene.h"

#define CUE_REACH_LEFT 4u
#define CUE_REACH_RIGHT 5u

struct cue {
    uint32_t head;
    uint32_t first, end; /* tokens, the head among them */
    int32_t score;       /* of the head: 0 is the border */
};

bool cue_is_candidate(const struct scene *scene, uint32_t token);

/* Features of DECIDE_CUE. */
void cue_features(const struct scene *scene, uint32_t head, struct features *out);

/* Features of DECIDE_EDGE: shall the cue take in token `next`, which touches [first, end)? */
void edge_features(const struct scene *scene, uint32_t head, uint32_t first, uint32_t end,
                   uint32_t next, struct features *out);

/* Whether a cue may take in this token at all: of its sentence, within reach, not across a quote
 * mark. */
bool cue_can_reach(const struct scene *scene, uint32_t head, uint32_t next);

#endif
