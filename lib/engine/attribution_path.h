/*
 * attribution_path.h: the best labels of all units of one cue together.
 *
 *     units, scores --path_find--> one unit_label a unit
 *
 * Viterbi over states (what the unit is, whether a source and a content have been seen): there is
 * at most one source, a content may come in pieces. What may start where has scores of its own, the
 * labels of DECIDE_ORDER. Linear in the units.
 */
#ifndef ENGINE_ATTRIBUTION_PATH_H
#define ENGINE_ATTRIBUTION_PATH_H

#include "attribution_units.h"

/*
 * Labels of DECIDE_ORDER: a source starts (side, content seen), a content starts (side, source seen,
 * content seen), the end (source seen, content seen).
 */
enum { ORDER_SOURCE = 0, ORDER_CONTENT = 4, ORDER_END = 12, N_ORDER_LABELS = 16 };

extern const char *const order_label_names[N_ORDER_LABELS];

/* Features of DECIDE_ORDER. */
void order_features(const struct scene *scene, const struct cue *cue, const struct units *units,
                    struct features *out);

/* scores: units->n rows of UNIT_ROW. Writes units->n labels and returns the path's score. */
int32_t path_find(const struct units *units, const int16_t *scores, const int32_t *order,
                  uint8_t *labels);

/* A state is what a unit is (out, source, content) and what has been seen, itself included. */
#define N_PATH_STATES 12u
#define PATH_WAYS_MAX 4u
#define PATH_NO_ORDER 255u

/* One way from a state into the next unit: where to, by which label, which order label it costs. */
struct path_way {
    uint8_t to, label, order;
};

/* All ways from a state into a unit on that side of the cue (1: right); across: the cue stands
 * between the two, so nothing goes on. Returns their number. */
uint32_t path_ways(uint32_t from, uint32_t side, bool across, struct path_way *out);

#endif
