/*
 * metrics.h: what a worker counts about itself, and its Prometheus text.
 *
 * A metric is a row of the table in metrics.c. Each worker has its own struct metrics, which only
 * it writes; the HTTP thread reads. Gauges of partitions have a slot for each partition.
 */
#ifndef CONSUMER_METRICS_H
#define CONSUMER_METRICS_H

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

enum metric {
    METRIC_ANNOTATED,
    METRIC_DEAD_LETTERS,
    METRIC_TOMBSTONES,
    METRIC_COUNTED_ONLY,
    METRIC_NEAR_DUPLICATES,
    METRIC_BYTES_IN,
    METRIC_BYTES_OUT,
    METRIC_ANNOTATE_US,
    METRIC_COMMITS,
    METRIC_ABORTS,
    METRIC_RENEWALS,
    METRIC_REBALANCES,
    METRIC_PARTITIONS,
    METRIC_INPUT_LOST,
    METRIC_REDIS_UP,
    METRIC_COUNTER_BATCHES,
    METRIC_COUNTER_REWINDS,
    METRIC_COUNTER_PENDING_BYTES,
    METRIC_COUNTERS_BROKEN,
    METRIC_COMMIT_US,
    METRIC_HEARTBEAT_MS, /* when the worker's loop last turned, monotonic */
    METRIC_READY,
    N_METRICS
};

enum { METRIC_PARTITIONS_MAX = 1024 };

struct metric_partition {
    _Atomic int32_t id_plus_1; /* 0: free */
    _Atomic int64_t position, end, counted;
};

struct metrics {
    _Atomic int64_t at[N_METRICS];
    struct metric_partition partitions[METRIC_PARTITIONS_MAX];
};

void metric_add(struct metrics *metrics, enum metric metric, int64_t n);
void metric_set(struct metrics *metrics, enum metric metric, int64_t value);
int64_t metric_get(const struct metrics *metrics, enum metric metric);

/* The gauges of a partition that the worker has; -1 where unknown. */
void metric_partition_set(struct metrics *metrics, int32_t partition, int64_t position, int64_t end,
                          int64_t counted);
void metric_partition_drop(struct metrics *metrics, int32_t partition);

/* The text that /metrics answers. */
void metrics_print(FILE *out, struct metrics *const *workers, unsigned n_workers);

#endif
