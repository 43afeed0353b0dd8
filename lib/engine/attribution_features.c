#include "attribution_features.h"

#include <string.h>

#if defined(__GNUC__)
#define PREFETCH(at) __builtin_prefetch(at)
#else
#define PREFETCH(at) ((void)(at))
#endif

void features_ask(const struct features *features, const struct weights *weights,
                  struct features_asked *out)
{
    const struct weights w = *weights;
    for (uint32_t k = 0; k < features->n; k++) {
        uint64_t feature = features->at[k];
        const uint8_t *seed = w.seeds + 2 * (size_t)weights_bucket(feature, w.n_buckets);
        uint32_t slot = weights_slot(feature, (uint32_t)(seed[0] | seed[1] << 8), w.n_slots);
        out->rows[k] = w.slots + (size_t)slot * w.stride;
        PREFETCH(out->rows[k]);
    }
}

void features_sum(const struct features *features, const struct features_asked *asked,
                  uint32_t n_labels, int32_t *scores)
{
    const int8_t *known[FEATURES_MAX];
    uint32_t n = 0;
    for (uint32_t k = 0; k < features->n; k++) {
        const uint8_t *row = asked->rows[k];
        known[n] = (const int8_t *)row + 2;
        n += (uint16_t)(row[0] | row[1] << 8) == weights_fingerprint(features->at[k]);
    }
    memset(scores, 0, n_labels * sizeof *scores);
    for (uint32_t k = 0; k < n; k++) {
        for (uint32_t i = 0; i < n_labels; i++) {
            scores[i] += known[k][i];
        }
    }
}
