#include "names_rows.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

#define CACHE_LINE 64u

#if defined(__GNUC__)
#define PREFETCH(at) __builtin_prefetch(at)
#else
#define PREFETCH(at) ((void)(at))
#endif

_Static_assert(NAMES_ROW_LABELS + NAMES_N_LABELS <= NAMES_ROW_BYTES, "a row has room for all labels");

int names_rows_init(struct names_rows *out, const struct weights *weights, struct sw_error *err)
{
    uint8_t *memory = calloc((size_t)weights->n_slots + 2, NAMES_ROW_BYTES);
    if (memory == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u rows of weights", weights->n_slots);
    }
    uint8_t *slots = memory + (CACHE_LINE - (uintptr_t)memory % CACHE_LINE) % CACHE_LINE;
    for (size_t i = 0; i < weights->n_slots; i++) {
        memcpy(slots + i * NAMES_ROW_BYTES, weights->slots + i * weights->stride,
               2 + NAMES_N_LABELS);
    }
    *out = (struct names_rows){memory, weights->seeds, slots, weights->n_slots,
                               weights->n_buckets};
    return SW_OK;
}

void names_rows_clear(struct names_rows *rows)
{
    free(rows->memory);
    rows->memory = NULL;
}

void names_rows_find(const struct names_rows *rows, struct names_found *found)
{
    for (uint32_t i = 0; i < found->n; i++) {
        uint64_t feature = found->features[i];
        const uint8_t *seed = rows->seeds + 2 * (size_t)weights_bucket(feature, rows->n_buckets);
        uint32_t number = (uint32_t)(seed[0] | seed[1] << 8);
        found->slots[i] =
            rows->slots + (size_t)weights_slot(feature, number, rows->n_slots) * NAMES_ROW_BYTES;
        PREFETCH(found->slots[i]);
    }
}

void names_rows_sum(struct names_found *found, int32_t *scores)
{
    int16_t sum[NAMES_ROW_BYTES] = {0};
    uint32_t hits = 0;
    for (uint32_t i = 0; i < found->n; i++) {
        const uint8_t *slot = found->slots[i];
        uint16_t fingerprint = (uint16_t)(slot[0] | slot[1] << 8);
        found->slots[hits] = slot;
        hits += fingerprint == weights_fingerprint(found->features[i]);
    }
    for (uint32_t i = 0; i < hits; i++) {
        const int8_t *row = (const int8_t *)found->slots[i];
        for (uint32_t k = 0; k < NAMES_ROW_BYTES; k++) {
            sum[k] = (int16_t)(sum[k] + row[k]);
        }
    }
    for (uint32_t k = 0; k < NAMES_N_LABELS; k++) {
        scores[k] = sum[NAMES_ROW_LABELS + k];
    }
}
