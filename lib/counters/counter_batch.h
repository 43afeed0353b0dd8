/*
 * counter_batch.h: what some records in a row add to the counters of their partition.
 *
 *     records [first, next) --counter_batch_add--> cells (bucket, kind, field) += n
 *
 * A bucket is a span of publication time (all of it, a day, an hour); a kind is what is counted;
 * bucket and kind together name one hash in Redis, a cell is one of its fields.
 * Memory: malloc, bounded by what the caller puts in; counter_batch_bytes tells it. Adding stops
 * for good at the first failure (counter_batch_failed), so that a half-counted record is seen.
 * Threads: none of its own.
 */
#ifndef COUNTERS_COUNTER_BATCH_H
#define COUNTERS_COUNTER_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <stancewire/stancewire.h>

enum counter_kind {
    COUNTER_SUMS,     /* articles, unreadable, ... (enum counter_sum) */
    COUNTER_ENTITIES, /* articles that name an entity */
    COUNTER_MENTIONS, /* mentions of an entity */
    COUNTER_FAVOR,    /* holder -> target */
    COUNTER_AGAINST,
    COUNTER_MARKERS, /* by type */
    COUNTER_OUTLETS, /* articles of an outlet */
    COUNTER_KINDS
};

enum counter_span { COUNTER_TOTAL, COUNTER_DAY, COUNTER_HOUR };

struct counter_bucket {
    enum counter_span span;
    int64_t start_s;  /* since 1970; 0 of the total */
    int64_t expire_s; /* when Redis may forget it; 0: never */
};

struct counter_cell {
    uint32_t field, len;   /* in batch->text */
    uint32_t next_of_hash; /* index + 1 of the next cell with the same bucket and kind, or 0 */
    uint16_t bucket;
    uint8_t kind;
    int64_t n;
    int64_t source; /* that added last, of counter_batch_add_once */
};

struct counter_batch {
    int64_t first, next; /* offsets; next is one past the last */
    uint32_t records;
    struct counter_bucket *buckets;
    uint32_t n_buckets;
    uint32_t *hash_heads; /* n_buckets * COUNTER_KINDS: index + 1 of the first cell, or 0 */
    struct counter_cell *cells;
    uint32_t n_cells, max_cells;
    uint32_t *slots; /* open addressing: index + 1, or 0 */
    uint32_t n_slots;
    char *text;
    uint32_t text_len, text_max;
    char *window; /* lines for the near window, each ending with '\n' */
    uint32_t window_len, window_max;
    bool failed;
    struct counter_batch *later; /* the caller's queue */
};

/* Empty, at this offset. NULL without memory. */
struct counter_batch *counter_batch_new(int64_t first);
void counter_batch_free(struct counter_batch *batch);
size_t counter_batch_bytes(const struct counter_batch *batch);
bool counter_batch_failed(const struct counter_batch *batch);

/* The number of a bucket, made where it is not there yet. */
uint16_t counter_batch_bucket(struct counter_batch *batch, struct counter_bucket bucket);

/* Adds n to a cell. */
void counter_batch_add(struct counter_batch *batch, uint16_t bucket, enum counter_kind kind,
                       struct sw_text field, int64_t n);
/* Adds n unless the same source (a record's offset, a partition; >= 0) was the last to add. */
void counter_batch_add_once(struct counter_batch *batch, uint16_t bucket, enum counter_kind kind,
                            struct sw_text field, int64_t n, int64_t source);
/* What a cell holds; 0 where it is not there. */
int64_t counter_batch_get(const struct counter_batch *batch, uint16_t bucket,
                          enum counter_kind kind, struct sw_text field);
/* Adds a line to what the near window of the partition gains. */
void counter_batch_add_window(struct counter_batch *batch, struct sw_text line);

#endif
