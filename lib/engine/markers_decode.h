/*
 * markers_decode.h: tokens in context -> cues.
 *
 *     context, weights --markers_decode--> struct found (type and tokens of each cue)
 *
 * Each type has a chain of its own with two states, in a cue and not; so one token may be part of
 * cues of several types. Only tokens that a look-up lets through are scored, and a chain is cut
 * after CHAIN_MAX tokens: linear time whatever the text.
 */
#ifndef ENGINE_MARKERS_DECODE_H
#define ENGINE_MARKERS_DECODE_H

#include "markers_features.h"
#include "weights.h"

#define CHAIN_MAX 64u

struct found {
    uint32_t first, end; /* tokens */
    uint8_t type;        /* enum sw_marker_type */
    int16_t good;        /* of an evaluation: above 0 good, below bad */
    int32_t score;
    int32_t attribution; /* the one whose cue it is, or SW_NONE */
    uint32_t sentence;   /* these three are set once all cues are found */
    int32_t holder, target;
};

struct found_list {
    struct found *at; /* the arena's */
    uint32_t n, room;
};

/* Sorted by first token, then type. SW_ENOMEM. */
int markers_decode(struct markers_context *context, const struct weights *weights,
                   struct sw_arena *arena, struct found_list *out, struct sw_error *err);

/* Of favor 1, of against -1, of an evaluation what was found, of the rest 0. */
int8_t found_polarity(const struct found *found);

/* Adds one; false when memory is out. */
bool found_add(struct found_list *list, struct found found, struct sw_arena *arena);
void found_sort(struct found_list *list);

#endif
