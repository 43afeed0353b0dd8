/*
 * counter_read.h: the counters of a topic, read back and added up over its partitions.
 *
 *     counter_read_partitions -> counter_read_hash ... -> cells of a counter_batch (bucket 0)
 *
 * Readers take no lock: partitions are read one after the other, each hash while it may grow.
 * Errors: enum redis_result.
 */
#ifndef COUNTERS_COUNTER_READ_H
#define COUNTERS_COUNTER_READ_H

#include "counter_store.h"

/* The partitions that have counters, ascending: malloc'ed, the caller's. */
int counter_read_partitions(struct counter_store *store, int32_t **out, size_t *n,
                            struct sw_error *err);

/*
 * Adds the hash of a bucket ("total", "day:2026-11-25", "hour:…T09") and kind of one partition to
 * the cells of `into`. A hash that is not there adds nothing.
 */
int counter_read_hash(struct counter_store *store, int32_t partition, const char *bucket,
                      enum counter_kind kind, struct counter_batch *into, uint16_t into_bucket,
                      struct sw_error *err);

/* The names of the buckets of a partition that begin with `prefix` ("day:"), as malloc'ed lines. */
int counter_read_buckets(struct counter_store *store, int32_t partition, const char *prefix,
                         char **out, struct sw_error *err);

#endif
