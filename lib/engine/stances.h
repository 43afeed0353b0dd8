/*
 * stances.h: markers -> one row a pair of holder and target.
 * favor and evaluate +1 count for, against and evaluate -1 against; what is only supposed, asked or
 * denied counts for nothing. In the order of their first marker.
 */
#ifndef ENGINE_STANCES_H
#define ENGINE_STANCES_H

#include "markers.h"

struct stances {
    const struct sw_stance *at; /* the arena's */
    uint32_t n;
};

int stances_sum(const struct markers *markers, struct sw_arena *arena, struct stances *out,
                struct sw_error *err);

#endif
