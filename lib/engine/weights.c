#include "weights.h"

#include <string.h>

#include "error.h"

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

enum { BATCH = 64 };

#if defined(__GNUC__)
#define PREFETCH(at) __builtin_prefetch(at)
#else
#define PREFETCH(at) ((void)(at))
#endif

/* Whole blocks of eight are what a compiler turns into one vector addition. */
static void add_row(const int8_t *row, uint32_t n_labels, int16_t *scores)
{
    uint32_t i = 0;
    for (; i + 8 <= n_labels; i += 8) {
        for (uint32_t k = 0; k < 8; k++) {
            scores[i + k] = (int16_t)(scores[i + k] + row[i + k]);
        }
    }
    for (; i < n_labels; i++) {
        scores[i] = (int16_t)(scores[i] + row[i]);
    }
}

/*
 * Nearly all of the time is memory's: all slots are found before the first is read, and the rows
 * that are there are gathered without a branch, so that no wrong guess stops the loads in flight.
 */
void weights_sum(const struct weights *weights, const uint64_t *features, uint32_t n,
                 int16_t *scores)
{
    const uint8_t *slots[BATCH];
    const struct weights w = *weights;
    for (uint32_t first = 0; first < n; first += BATCH) {
        uint32_t end = n - first < BATCH ? n - first : BATCH, hits = 0;
        for (uint32_t i = 0; i < end; i++) {
            uint64_t feature = features[first + i];
            const uint8_t *seed = w.seeds + 2 * (size_t)weights_bucket(feature, w.n_buckets);
            uint32_t slot = weights_slot(feature, (uint32_t)(seed[0] | seed[1] << 8), w.n_slots);
            slots[i] = w.slots + (size_t)slot * w.stride;
            PREFETCH(slots[i]);
        }
        for (uint32_t i = 0; i < end; i++) {
            const uint8_t *slot = slots[i];
            uint16_t fingerprint = (uint16_t)(slot[0] | slot[1] << 8);
            slots[hits] = slot;
            hits += fingerprint == weights_fingerprint(features[first + i]);
        }
        for (uint32_t i = 0; i < hits; i++) {
            add_row((const int8_t *)slots[i] + 2, w.n_labels, scores);
        }
    }
}
