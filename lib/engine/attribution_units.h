/*
 * attribution_units.h: the stretch of text around one cue, cut into what is labelled as a whole.
 *
 *     scene, cue --units_cut--> struct units --unit_features--> scores --> attribution_path.h
 *
 * A unit is one token, or a whole quotation that the cue does not stand in: a content never ends
 * inside one. Quotations that begin before the sentence or go on after it are whole units too, and
 * one just before or after the sentence is the unit at that end. At most UNITS_LEFT + UNITS_RIGHT
 * units: the rest of a very long sentence is out of reach.
 */
#ifndef ENGINE_ATTRIBUTION_UNITS_H
#define ENGINE_ATTRIBUTION_UNITS_H

#include "attribution_cues.h"

#define UNITS_LEFT 60u
#define UNITS_RIGHT 100u
#define UNITS_MAX (UNITS_LEFT + UNITS_RIGHT + 2u)

/* UNIT_CONTENT_END and UNIT_SOURCE_END are the first unit after a content or a source: where they end
 * has features of its own. */
enum unit_label {
    UNIT_SOURCE_B,
    UNIT_SOURCE_I,
    UNIT_CONTENT_B,
    UNIT_CONTENT_I,
    UNIT_CONTENT_END,
    UNIT_SOURCE_END,
    UNIT_OUT /* scores 0 always: the others are measured by it */
};
#define N_UNIT_LABELS 6u /* that have weights */
#define UNIT_ROW 8u      /* scores of one unit, UNIT_OUT and an unused one among them */

extern const char *const unit_label_names[N_UNIT_LABELS];

/* How a unit stands to quotations. */
enum unit_quote {
    UNIT_PLAIN,     /* a token in the cue's own quotation, or outside all as the cue is */
    UNIT_OUTSIDE,   /* a token outside the quotation that the cue stands in */
    UNIT_QUOTED,    /* a whole quotation of a clause or more */
    UNIT_SHORT,     /* a whole quotation of few words */
    UNIT_NEIGHBOUR, /* a quotation outside the cue's sentence */
    UNIT_OWN_MARK   /* a mark of the cue's own quotation */
};

struct unit {
    uint32_t first, end; /* tokens */
    uint32_t word;
    uint32_t barrier; /* the last clause boundary on the way from the cue, by its word */
    uint16_t zone;
    uint16_t tag;
    uint16_t distance; /* units from the cue, from 1 */
    uint8_t quote;     /* enum unit_quote */
    uint8_t look;
    uint8_t coarse;
    uint16_t fine;
    uint8_t n_verbs, n_marks; /* on the way from the cue, at most 3 */
    uint8_t n_cues;           /* words that are mostly cues, on the way from the cue, at most 3 */
    uint8_t rate;             /* 0..3: how often its word is a cue */
    uint8_t hangs;            /* its relation and the side of its head */
    uint16_t opens, closes;   /* the largest phrase that begins and ends with it: where it hangs */
};

struct units {
    uint32_t n, n_left; /* the first n_left stand before the cue */
    uint8_t quoted;     /* bits: a whole quotation to the left, right, beside the sentence there */
    struct unit at[UNITS_MAX];
};

void units_cut(const struct scene *scene, const struct cue *cue, struct units *out);

/* Features of DECIDE_SPAN. */
void unit_features(const struct scene *scene, const struct cue *cue, const struct units *units,
                   uint32_t i, struct features *out);

#endif
