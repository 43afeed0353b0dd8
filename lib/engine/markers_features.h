/*
 * markers_features.h: what the trained decisions look at. tools/train runs this same code.
 *
 * Three kinds of examples: a token (is it part of a cue of type t?), a quoted phrase (is it a scare
 * quote?), a link (is this entity the target of that marker?). A feature is a 64-bit hash.
 */
#ifndef ENGINE_MARKERS_FEATURES_H
#define ENGINE_MARKERS_FEATURES_H

#include "markers_context.h"

#define MARKER_FEATURES_MAX 112u

struct marker_features {
    uint64_t at[MARKER_FEATURES_MAX];
    uint32_t n;
};

/* Labels of models/markers.weights: the types, then whether an evaluation is a good one. */
enum { MARKER_LABEL_GOOD = SW_N_MARKER_TYPES, N_MARKER_LABELS };

/* Of a token and its sentence. */
void marker_token_features(const struct markers_context *context, const struct sentence *sentence,
                           uint32_t token, struct marker_features *out);

/* The feature that every token has: its weights are the thresholds of the types. */
uint64_t marker_bias_feature(void);
uint64_t marker_quote_bias_feature(void);

/* Added where the token before is part of a cue of the same type. */
void marker_chain_features(const struct markers_context *context, uint32_t token,
                           struct marker_features *out);

/* Whether a quotation is so short, and in one sentence, that it may be a scare quote. */
bool marker_quote_is_short(const struct markers_context *context, const struct quoted *quoted);

/* Of such a phrase. */
void marker_quote_features(const struct markers_context *context, const struct quoted *quoted,
                           struct marker_features *out);

#endif
