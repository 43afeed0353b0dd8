#include "weights_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "weights.h"

#define KEYS_A_BUCKET 4u
#define MAX_SEED 65535u
#define ATTEMPTS_MAX 8u

/* The table being placed: slots taken by row (1 + index), seeds by bucket. */
struct placement {
    const struct weights_table *table;
    uint32_t n_slots, n_buckets;
    uint32_t *by_bucket;    /* rows sorted by bucket */
    uint32_t *bucket_start; /* n_buckets + 1 */
    uint32_t *order;        /* buckets, the fullest first */
    uint32_t *taken;
    uint16_t *seeds;
};

static void sort_rows(struct placement *p)
{
    uint32_t n = p->table->n_rows;
    for (uint32_t i = 0; i < n; i++) {
        p->bucket_start[weights_bucket(p->table->features[i], p->n_buckets) + 1]++;
    }
    uint32_t largest = 0;
    for (uint32_t b = 0; b < p->n_buckets; b++) {
        largest = p->bucket_start[b + 1] > largest ? p->bucket_start[b + 1] : largest;
        p->bucket_start[b + 1] += p->bucket_start[b];
    }
    uint32_t *fill = calloc(p->n_buckets + 1, sizeof *fill);
    for (uint32_t i = 0; fill != NULL && i < n; i++) {
        uint32_t b = weights_bucket(p->table->features[i], p->n_buckets);
        p->by_bucket[p->bucket_start[b] + fill[b]++] = i;
    }
    free(fill);
    uint32_t at = 0;
    for (uint32_t size = largest + 1; size-- > 0;) {
        for (uint32_t b = 0; b < p->n_buckets; b++) {
            if (p->bucket_start[b + 1] - p->bucket_start[b] == size) {
                p->order[at++] = b;
            }
        }
    }
}

/* Tries one seed for a bucket: all its rows in free, different slots, or none. */
static bool try_seed(struct placement *p, uint32_t bucket, uint32_t seed)
{
    uint32_t first = p->bucket_start[bucket], end = p->bucket_start[bucket + 1];
    for (uint32_t i = first; i < end; i++) {
        uint32_t row = p->by_bucket[i];
        uint32_t slot = weights_slot(p->table->features[row], seed, p->n_slots);
        if (p->taken[slot] != 0) {
            for (uint32_t j = first; j < i; j++) {
                p->taken[weights_slot(p->table->features[p->by_bucket[j]], seed, p->n_slots)] = 0;
            }
            return false;
        }
        p->taken[slot] = row + 1;
    }
    return true;
}

static bool place_rows(struct placement *p)
{
    for (uint32_t i = 0; i < p->n_buckets; i++) {
        uint32_t seed = 0;
        while (seed <= MAX_SEED && !try_seed(p, p->order[i], seed)) {
            seed++;
        }
        if (seed > MAX_SEED) {
            return false;
        }
        p->seeds[p->order[i]] = (uint16_t)seed;
    }
    return true;
}

static void put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

static int8_t quantise(float score, float clip)
{
    float scaled = roundf(score / clip * 127.0f);
    return (int8_t)(scaled > 127.0f ? 127.0f : scaled < -127.0f ? -127.0f : scaled);
}

static float largest_score(const struct weights_table *table)
{
    float largest = 1e-6f;
    for (size_t i = 0; i < (size_t)table->n_rows * table->n_labels; i++) {
        largest = fmaxf(largest, fabsf(table->rows[i]));
    }
    return largest;
}

static size_t file_bytes(const struct placement *p, uint32_t stride)
{
    return sizeof(struct weights_header) + (size_t)p->table->n_labels * WEIGHTS_LABEL_BYTES +
           2 * (size_t)p->n_buckets + (size_t)p->n_slots * stride;
}

static void fill_file(uint8_t *at, const struct placement *p, uint32_t stride)
{
    const struct weights_table *table = p->table;
    size_t len = file_bytes(p, stride);
    uint8_t *labels = at + sizeof(struct weights_header);
    for (uint32_t i = 0; i < table->n_labels; i++) {
        size_t n = strlen(table->labels[i]);
        memcpy(labels + (size_t)i * WEIGHTS_LABEL_BYTES, table->labels[i],
               n < WEIGHTS_LABEL_BYTES ? n : WEIGHTS_LABEL_BYTES - 1);
    }
    uint8_t *seeds = labels + (size_t)table->n_labels * WEIGHTS_LABEL_BYTES;
    for (uint32_t i = 0; i < p->n_buckets; i++) {
        seeds[2 * (size_t)i] = (uint8_t)p->seeds[i];
        seeds[2 * (size_t)i + 1] = (uint8_t)(p->seeds[i] >> 8);
    }
    uint8_t *slot = seeds + 2 * (size_t)p->n_buckets;
    float clip = table->clip > 0 ? table->clip : largest_score(table);
    for (uint32_t i = 0; i < p->n_slots; i++, slot += stride) {
        if (p->taken[i] == 0) {
            continue;
        }
        uint32_t row = p->taken[i] - 1;
        slot[0] = (uint8_t)weights_fingerprint(table->features[row]);
        slot[1] = (uint8_t)(weights_fingerprint(table->features[row]) >> 8);
        for (uint32_t k = 0; k < table->n_labels; k++) {
            slot[2 + k] = (uint8_t)quantise(table->rows[(size_t)row * table->n_labels + k], clip);
        }
    }
    memcpy(at, WEIGHTS_MAGIC, 8);
    const uint32_t header[] = {WEIGHTS_VERSION, table->n_labels, p->n_slots, p->n_buckets, stride};
    for (size_t i = 0; i < sizeof header / sizeof header[0]; i++) {
        put_u32(at + 8 + 4 * i, header[i]);
    }
    put_u32(at + 28, (uint32_t)hash_block(labels, len - sizeof(struct weights_header)));
}

static int write_bytes(const char *path, const uint8_t *at, size_t len, struct sw_error *err)
{
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fwrite(at, 1, len, file) == len;
    if (file == NULL || fclose(file) != 0 || !written) {
        return error_set(err, SW_EFORMAT, "%s: cannot write: %s", path, strerror(errno));
    }
    return SW_OK;
}

static void placement_clear(struct placement *p)
{
    free(p->by_bucket);
    free(p->bucket_start);
    free(p->order);
    free(p->taken);
    free(p->seeds);
    *p = (struct placement){0};
}

/* Room for one row in fifty more than there are; each further try has as much again. */
static int place(struct placement *p, const struct weights_table *table, uint32_t attempt)
{
    *p = (struct placement){.table = table,
                            .n_slots = table->n_rows + (attempt + 1) * (table->n_rows / 50 + 8),
                            .n_buckets = table->n_rows / KEYS_A_BUCKET + 1 + attempt};
    p->by_bucket = calloc(table->n_rows + 1, sizeof *p->by_bucket);
    p->bucket_start = calloc(p->n_buckets + 1, sizeof *p->bucket_start);
    p->order = calloc(p->n_buckets, sizeof *p->order);
    p->taken = calloc(p->n_slots, sizeof *p->taken);
    p->seeds = calloc(p->n_buckets, sizeof *p->seeds);
    if (p->by_bucket == NULL || p->bucket_start == NULL || p->order == NULL || p->taken == NULL ||
        p->seeds == NULL) {
        return SW_ENOMEM;
    }
    sort_rows(p);
    return place_rows(p) ? SW_OK : SW_EFORMAT;
}

int weights_file_write(const char *path, const struct weights_table *table, struct sw_error *err)
{
    struct placement p = {0};
    uint32_t stride = (2 + table->n_labels + 1) / 2 * 2;
    int status = SW_EFORMAT;
    for (uint32_t attempt = 0; status == SW_EFORMAT && attempt < ATTEMPTS_MAX; attempt++) {
        placement_clear(&p);
        status = place(&p, table, attempt);
    }
    if (status == SW_EFORMAT) {
        error_set(err, SW_EFORMAT, "%s: no place found for %u features", path, table->n_rows);
    }
    uint8_t *bytes = status == SW_OK ? calloc(1, file_bytes(&p, stride)) : NULL;
    if (bytes != NULL) {
        fill_file(bytes, &p, stride);
        status = write_bytes(path, bytes, file_bytes(&p, stride), err);
    } else if (status != SW_EFORMAT) {
        status = error_set(err, SW_ENOMEM, "%s: no memory for %u features", path, table->n_rows);
    }
    free(bytes);
    placement_clear(&p);
    return status;
}
