/*
 * counters_recount.h: counts a partition of the input topic again, as the consumer does.
 *
 *     recount_open -> recount_to(offset) ... -> batches -> recount_close
 *
 * The counters follow from the input log, the model and the settings of the record alone, so this
 * gives the numbers that the consumer gave, where all three are the same.
 */
#ifndef CLI_COUNTERS_RECOUNT_H
#define CLI_COUNTERS_RECOUNT_H

#include <librdkafka/rdkafka.h>

#include "annotator.h"
#include "counter_store.h"
#include "kafka_conf.h"
#include "log.h"
#include "model.h"
#include "near_window.h"

struct recount {
    struct kafka_owner owner; /* first: librdkafka's opaque */
    struct log log;
    const char *topic;
    struct model model;
    struct annotator annotator;
    struct sw_arena *arena;
    rd_kafka_t *rk;
    /* of the partition that is counted */
    int32_t partition;
    int64_t next; /* next record to count */
    struct near_window window;
    struct counter_batch *batch; /* what was counted since recount_take */
};

/* An exit status (exit_status.h): model, brokers and topic are there. */
int recount_open(struct recount *recount, const struct options *options, struct sw_error *err);
void recount_close(struct recount *recount);

/* The first offset of a partition and its end for readers of committed records. */
int recount_bounds(struct recount *recount, int32_t partition, int64_t *low, int64_t *high,
                   struct sw_error *err);
/* Partitions of the topic. */
int recount_partitions(struct recount *recount, int *n, struct sw_error *err);

/* Begins a partition at an offset, with an empty window. */
int recount_begin(struct recount *recount, int32_t partition, int64_t from, struct sw_error *err);
/*
 * Counts on, up to (not including) an offset, or until the batch has records_max records (0: no
 * limit). recount->next tells how far it came.
 */
int recount_to(struct recount *recount, int64_t to, uint32_t records_max, struct sw_error *err);
/* The batch so far: the caller's; a new one begins. NULL without memory. */
struct counter_batch *recount_take(struct recount *recount);

#endif
