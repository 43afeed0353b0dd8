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
    if (hash_bytes(labels, body) != read_u32(at + 28)) {
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
