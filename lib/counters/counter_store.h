/*
 * counter_store.h: the counters of one topic in Redis.
 *
 *     batch --counter_store_apply (one Lua script: compare the position, add, move it)--> Redis
 *
 * Keys of a partition, all with one hash tag (docs/counters.md):
 *     {stancewire:<topic>:<partition>}:state                 hash: next, base
 *     {stancewire:<topic>:<partition>}:window                list: recent fingerprints
 *     {stancewire:<topic>:<partition>}:total:<kind>          hash: field -> n
 *     {stancewire:<topic>:<partition>}:day:2026-11-25:<kind>
 *     {stancewire:<topic>:<partition>}:hour:2026-11-25T09:<kind>
 *
 * The script checks every key and value before it changes the first, so a batch is added in full
 * or not at all, and only where `next` stands at the batch's first offset: replays, overlaps and
 * zombies change nothing.
 * Errors: enum redis_result, or COUNTER_MOVED. Threads: one store belongs to one thread.
 */
#ifndef COUNTERS_COUNTER_STORE_H
#define COUNTERS_COUNTER_STORE_H

#include "counter_batch.h"
#include "near_window.h"
#include "redis_client.h"

enum { COUNTER_MOVED = -104 /* Redis stands at another offset than the batch begins at */ };

/* Where the counters of a partition stand. */
struct counter_position {
    bool known;   /* false: nothing was counted yet */
    int64_t next; /* offset of the next record to count */
    int64_t base; /* offset of the first record that was counted */
};

struct counter_store;

/*
 * area: "" for the live counters, "rebuild:" for those that stand beside them until they are
 * swapped in. url and topic are copied. NULL without memory.
 */
struct counter_store *counter_store_new(const struct redis_url *url, const char *topic,
                                        const char *area, int timeout_ms);
void counter_store_free(struct counter_store *store);
bool counter_store_connected(const struct counter_store *store);
/* Both borrowed. */
const char *counter_store_topic(const struct counter_store *store);
struct redis *counter_store_redis(struct counter_store *store);

/* Connects when it is not; checks that Redis keeps what it is given, loads the script. */
int counter_store_connect(struct counter_store *store, struct sw_error *err);

/* Reads position and window (emptied first; NULL: not wanted) of a partition, in one step. */
int counter_store_open(struct counter_store *store, int32_t partition, struct counter_position *out,
                       struct near_window *window, struct sw_error *err);

/*
 * Adds a batch. `fresh`: the partition must not be known yet and begins at batch->first.
 * COUNTER_MOVED sets *out to where Redis stands instead.
 */
int counter_store_apply(struct counter_store *store, int32_t partition,
                        const struct counter_batch *batch, bool fresh, struct counter_position *out,
                        struct sw_error *err);

/* Removes all keys of the partition in this store's area. */
int counter_store_drop(struct counter_store *store, int32_t partition, struct sw_error *err);

/* Puts the keys of the area "rebuild:" in the place of the live ones, in one step. */
int counter_store_swap(struct counter_store *store, int32_t partition, struct sw_error *err);

/* The names in keys: "entities", "total", "day:2026-11-25", ... */
const char *counter_kind_name(enum counter_kind kind);
size_t counter_bucket_name(char out[40], const struct counter_bucket *bucket);

#endif
