#include "names_rows.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "prefetch.h"
#include "table.h"

#define CACHE_LINE 64u

_Static_assert(NAMES_ROW_LABELS + NAMES_N_LABELS <= NAMES_ROW_BYTES, "a row has room for all labels");
_Static_assert(NAMES_MAX_FEATURES * 255 <= UINT16_MAX, "a sum of rows stays in its 16 bits");

#define LOW_BYTES UINT64_C(0x00FF00FF00FF00FF) /* every other byte: a sum of them has room to grow */
#define BIAS 128 /* scores are kept as score + 128, so that bytes add up without signs */
#define BIASES UINT64_C(0x8080808080808080)

/* Puts a row of the file into words: its byte k in bits 8 * (k % 8) of word k / 8. */
static void pack(const uint8_t *row, uint64_t *out)
{
    uint8_t bytes[NAMES_ROW_BYTES] = {0};
    memcpy(bytes, row, NAMES_ROW_LABELS + NAMES_N_LABELS);
    for (uint32_t k = 0; k < NAMES_ROW_WORDS; k++) {
        const uint8_t *at = bytes + 8 * (size_t)k;
        out[k] = (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 |
                 (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 |
                 (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
        out[k] ^= k > 0 ? BIASES : BIASES << (8 * NAMES_ROW_LABELS);
    }
}

int names_rows_init(struct names_rows *out, const struct weights *weights, struct sw_error *err)
{
    uint8_t *memory = table_new((size_t)weights->n_slots + 2, NAMES_ROW_BYTES);
    if (memory == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u rows of weights", weights->n_slots);
    }
    size_t gap = (CACHE_LINE - (uintptr_t)memory % CACHE_LINE) % CACHE_LINE;
    uint64_t *slots = (uint64_t *)(void *)(memory + gap);
    for (size_t i = 0; i < weights->n_slots; i++) {
        pack(weights->slots + i * weights->stride, slots + i * NAMES_ROW_WORDS);
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
            rows->slots + (size_t)weights_slot(feature, number, rows->n_slots) * NAMES_ROW_WORDS;
        PREFETCH(found->slots[i]);
    }
}

/* Moves the rows that are the features' own to the front and returns how many. */
static uint32_t keep_own(struct names_found *found)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < found->n; i++) {
        const uint64_t *slot = found->slots[i];
        found->slots[n] = slot;
        n += (uint16_t)slot[0] == weights_fingerprint(found->features[i]);
    }
    return n;
}

void names_rows_sum(struct names_found *found, int32_t *scores)
{
    uint64_t even[NAMES_ROW_WORDS] = {0}, odd[NAMES_ROW_WORDS] = {0};
    uint32_t n = keep_own(found);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < NAMES_ROW_WORDS; k++) {
            even[k] += found->slots[i][k] & LOW_BYTES;
            odd[k] += found->slots[i][k] >> 8 & LOW_BYTES;
        }
    }
    for (uint32_t k = 0; k < NAMES_N_LABELS; k++) {
        uint32_t byte = NAMES_ROW_LABELS + k;
        uint64_t sums = byte % 2 == 0 ? even[byte / 8] : odd[byte / 8];
        scores[k] = (int32_t)(sums >> (8 * (byte % 8 & ~1u)) & UINT16_MAX) - (int32_t)(BIAS * n);
    }
}
