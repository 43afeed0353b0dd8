/*
 * weights.h: one linear model, mapped from a file: feature -> a row of label scores.
 *
 *     "SWWEIGHT" version n_labels n_slots n_buckets stride | label names | seeds | slots
 *
 * A slot is a 16-bit fingerprint of its feature and n_labels int8 scores. Slots are placed by hash
 * and displace (Belazzougui, Botelho & Dietzfelbinger 2009): two memory accesses a feature, no
 * probing, no empty slots to speak of. A feature that training never kept meets a foreign
 * fingerprint (chance 1 in 65,536 to be taken for another) and scores nothing.
 * All numbers are little-endian. Written by tools/train/weights_file.c.
 * The bytes are borrowed; reading is thread-safe.
 */
#ifndef ENGINE_WEIGHTS_H
#define ENGINE_WEIGHTS_H

#include <stancewire/stancewire.h>

#include "hash.h"

#define WEIGHTS_MAGIC "SWWEIGHT"
#define WEIGHTS_VERSION 2u
#define WEIGHTS_MAX_LABELS 64u
#define WEIGHTS_LABEL_BYTES 24u /* a label's name, NUL-padded */

struct weights_header {
    char magic[8];
    uint32_t version;
    uint32_t n_labels;
    uint32_t n_slots;
    uint32_t n_buckets;
    uint32_t stride;   /* bytes a slot: 2 + n_labels, rounded up to even */
    uint32_t checksum; /* the low half of hash_block of all that follows the header */
};

struct weights {
    uint32_t n_labels, n_slots, n_buckets, stride;
    const char *labels; /* n_labels times WEIGHTS_LABEL_BYTES */
    const uint8_t *seeds; /* n_buckets times uint16 */
    const uint8_t *slots;
};

/* Checks a file's bytes and points into them. SW_EFORMAT or SW_EVERSION say why in err. */
int weights_open(struct weights *out, const struct sw_blob *file, struct sw_error *err);

/* The name of a label, NUL-terminated, borrowed. */
static inline const char *weights_label(const struct weights *weights, uint32_t label)
{
    return weights->labels + (size_t)label * WEIGHTS_LABEL_BYTES;
}

static inline uint32_t weights_bucket(uint64_t feature, uint32_t n_buckets)
{
    return hash_scale((uint32_t)(feature >> 32), n_buckets);
}

static inline uint32_t weights_slot(uint64_t feature, uint32_t seed, uint32_t n_slots)
{
    uint64_t x = (feature ^ (feature >> 29)) * (UINT64_C(0x9e3779b97f4a7c15) + 2u * seed);
    return hash_scale((uint32_t)(x >> 32), n_slots);
}

static inline uint16_t weights_fingerprint(uint64_t feature)
{
    return (uint16_t)feature;
}

/* Adds the rows of n features to scores[n_labels]. At most 256 features keep int16 from
 * overflowing. */
void weights_sum(const struct weights *weights, const uint64_t *features, uint32_t n,
                 int16_t *scores);

/* The same in two steps, so that there is work to do while the memory brings the slots: where each
 * feature's slot would be, and the sum of those that are there. weights_add writes over slots. */
void weights_find(const struct weights *weights, const uint64_t *features, uint32_t n,
                  const uint8_t **slots);
void weights_add(const struct weights *weights, const uint64_t *features, const uint8_t **slots,
                 uint32_t n, int16_t *scores);

#endif
