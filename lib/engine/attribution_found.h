/*
 * attribution_found.h: one attribution as token ranges, and what is decided once its source and
 * content are known.
 *
 *     units, labels --found_read--> struct found --check_features, kind_features, class_features-->
 */
#ifndef ENGINE_ATTRIBUTION_FOUND_H
#define ENGINE_ATTRIBUTION_FOUND_H

#include "attribution_path.h"

#define FOUND_PIECES_MAX 4u
/* How many tokens of a piece are looked at: many cues may share one endless quotation. */
#define FOUND_LOOK_MAX 512u

struct found {
    struct cue cue;
    struct token_range source;                    /* empty: first == end */
    struct token_range content[FOUND_PIECES_MAX]; /* in text order */
    uint32_t n_content;
    uint8_t cue_step; /* the score of the cue's head in steps */
    int32_t score;    /* of DECIDE_CHECK: 0 is the border */
    uint8_t kind, marker_class, quote;
};

/* Gathers the labels; a fifth piece of content is dropped. */
void found_read(const struct units *units, const uint8_t *labels, const struct cue *cue,
                struct found *out);

/* How much of the content stands in quotation marks. */
enum sw_quote found_quote(const struct scene *scene, const struct found *found);

/* What a sentence has, in the order of the cues' heads, before the check. */
struct finds {
    struct found *at;
    uint32_t n;
};

/* Features of DECIDE_CHECK of the find i: itself, and how it stands to FOUND_NEIGHBOURS others. */
#define FOUND_NEIGHBOURS 6u
void check_features(const struct scene *scene, const struct finds *finds, uint32_t i,
                    struct features *out);

/* Features of DECIDE_KIND and DECIDE_CLASS. */
void kind_features(const struct scene *scene, const struct found *found, struct features *out);

/* A score in steps of a quarter of `unit`, between 0 and 31. */
uint32_t found_score_step(float score);

#endif
