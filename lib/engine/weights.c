#include "weights.h"

#include <string.h>

#include "error.h"
#include "prefetch.h"

static uint32_t read_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

int weights_open(struct weights *out, const struct sw_blob *file, struct sw_error *err)
{
    const uint8_t *at = file->at;
    if (file->len < sizeof(struct weights_header) || memcmp(at, WEIGHTS_MAGIC, 8) != 0) {
        return error_set(err, SW_EFORMAT, "%s: not a weights file; build it with tools/train",
                         file->name);
    }
    if (read_u32(at + 8) != WEIGHTS_VERSION) {
        return error_set(err, SW_EVERSION, "%s: weights version %u, this engine reads %u",
                         file->name, read_u32(at + 8), WEIGHTS_VERSION);
    }
    struct weights w = {.n_labels = read_u32(at + 12),
                        .n_slots = read_u32(at + 16),
                        .n_buckets = read_u32(at + 20),
                        .stride = read_u32(at + 24)};
    bool sane = w.n_labels > 0 && w.n_labels <= WEIGHTS_MAX_LABELS && w.n_slots > 0 &&
                w.n_buckets > 0 && w.stride >= 2 + w.n_labels && w.stride <= 4 + w.n_labels;
    size_t body = file->len - sizeof(struct weights_header);
    size_t labels_bytes = (size_t)w.n_labels * WEIGHTS_LABEL_BYTES;
    if (!sane || body != labels_bytes + 2 * (size_t)w.n_buckets + (size_t)w.n_slots * w.stride) {
        return error_set(err, SW_EFORMAT, "%s: truncated or damaged: %zu bytes do not fit its header",
                         file->name, file->len);
    }
    const char *labels = (const char *)at + sizeof(struct weights_header);
    if ((uint32_t)hash_block(labels, body) != read_u32(at + 28)) {
        return error_set(err, SW_EFORMAT, "%s: damaged: its checksum does not match", file->name);
    }
    for (uint32_t i = 0; i < w.n_labels; i++) {
        if (memchr(labels + (size_t)i * WEIGHTS_LABEL_BYTES, '\0', WEIGHTS_LABEL_BYTES) == NULL) {
            return error_set(err, SW_EFORMAT, "%s: the name of label %u has no end", file->name, i);
        }
    }
    w.labels = labels;
    w.seeds = (const uint8_t *)labels + labels_bytes;
    w.slots = w.seeds + 2 * (size_t)w.n_buckets;
    *out = w;
    return SW_OK;
}

void weights_find(const struct weights *weights, const uint64_t *features, uint32_t n,
                  const uint8_t **slots)
{
    const struct weights w = *weights;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t feature = features[i];
        const uint8_t *seed = w.seeds + 2 * (size_t)weights_bucket(feature, w.n_buckets);
        uint32_t slot = weights_slot(feature, (uint32_t)(seed[0] | seed[1] << 8), w.n_slots);
        slots[i] = w.slots + (size_t)slot * w.stride;
        PREFETCH(slots[i]);
    }
}

/* Gathers the slots that are their features' own, without a branch: no wrong guess stops the loads in
 * flight. */
static uint32_t keep_own(const uint64_t *features, const uint8_t **slots, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *slot = slots[i];
        uint16_t fingerprint = (uint16_t)(slot[0] | slot[1] << 8);
        slots[kept] = slot;
        kept += fingerprint == weights_fingerprint(features[i]);
    }
    return kept;
}

/* Eight bytes; the compiler makes one load of it. */
static inline uint64_t read_u64(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
           (uint64_t)at[7] << 56;
}

/*
 * Rows of up to eight bytes are summed in the four lanes of two words: 128 is added to each byte
 * (its top bit turned), so that a lane has no sign until the end.
 */
static void add_short(const uint8_t *const *slots, uint32_t n, uint32_t stride, uint32_t n_labels,
                      int16_t *scores)
{
    const uint64_t lanes = UINT64_C(0x00FF00FF00FF00FF);
    const ptrdiff_t offset = (ptrdiff_t)stride - 8;
    uint64_t even = 0, odd = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t row = read_u64(slots[i] + offset) ^ UINT64_C(0x8080808080808080);
        even += row & lanes;
        odd += row >> 8 & lanes;
    }
    for (uint32_t k = 0; k < n_labels; k++) {
        uint32_t at = k + 10 - stride;
        uint16_t sum = (uint16_t)((at % 2 == 0 ? even : odd) >> at / 2 * 16);
        scores[k] = (int16_t)(scores[k] + (int16_t)sum - (int16_t)(128 * n));
    }
}

/* Sixteen bytes each: with that constant, the compiler holds all sums in vector registers. */
static void add_long(const uint8_t *const *slots, uint32_t n, uint32_t stride, uint32_t n_labels,
                     int16_t *scores)
{
    const ptrdiff_t offset = (ptrdiff_t)stride - 16;
    int16_t sums[16] = {0};
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *row = (const int8_t *)slots[i] + offset;
        for (uint32_t k = 0; k < 16; k++) {
            sums[k] = (int16_t)(sums[k] + row[k]);
        }
    }
    for (uint32_t k = 0; k < n_labels; k++) {
        scores[k] = (int16_t)(scores[k] + sums[k + 18 - stride]);
    }
}

static void add_labels(const uint8_t *const *slots, uint32_t n, uint32_t n_labels, int16_t *scores)
{
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *row = (const int8_t *)slots[i] + 2;
        for (uint32_t k = 0; k < n_labels; k++) {
            scores[k] = (int16_t)(scores[k] + row[k]);
        }
    }
}

/*
 * Of most models the last 8 or 16 bytes of the slots are summed: that these may begin before the
 * first label, even before the slot, where the seeds are, does not matter, as those sums are not
 * asked for.
 */
void weights_add(const struct weights *weights, const uint64_t *features, const uint8_t **slots,
                 uint32_t n, int16_t *scores)
{
    const uint32_t stride = weights->stride, n_labels = weights->n_labels;
    n = keep_own(features, slots, n);
    if (stride <= 8) {
        add_short(slots, n, stride, n_labels, scores);
    } else if (stride <= 18) {
        add_long(slots, n, stride, n_labels, scores);
    } else {
        add_labels(slots, n, n_labels, scores);
    }
}

enum { BATCH = 128 };

/* Nearly all of the time is memory's: all slots are found before the first is read. */
void weights_sum(const struct weights *weights, const uint64_t *features, uint32_t n,
                 int16_t *scores)
{
    const uint8_t *slots[BATCH];
    for (uint32_t first = 0; first < n; first += BATCH) {
        uint32_t end = n - first < BATCH ? n - first : BATCH;
        weights_find(weights, features + first, end, slots);
        weights_add(weights, features + first, slots, end, scores);
    }
}
