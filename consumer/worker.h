/*
 * worker.h: one share-nothing worker: a consumer, a producer, a Redis connection, an arena.
 *
 *     poll -> process -> send ... -> commit (offsets in the transaction) -> counters to Redis
 *        \-> rebalance: commit what was begun, find where to go on
 *        \-> trouble: abort or renew the producer, rewind, go on
 *
 * The files: worker.c the loop and commits, rebalance.c partitions come and go, processing.c one
 * record, recount.c the counters' side, recovery.c after a failed transaction.
 * Threads: worker_run is the worker's thread; others may only read its metrics.
 */
#ifndef CONSUMER_WORKER_H
#define CONSUMER_WORKER_H

#include <librdkafka/rdkafka.h>

#include "annotator.h"
#include "config.h"
#include "counter_store.h"
#include "exit_status.h"
#include "metrics.h"
#include "sink.h"
#include "tally.h"

struct partition {
    int32_t id;
    int64_t position;     /* next record to read */
    int64_t produce_next; /* next record to produce; what is below is sent, perhaps not committed */
    int64_t committed;    /* produce_next as Kafka surely has it */
    bool recount;         /* counting goes back: seek before the next record */
    int64_t looked_ms;    /* when Redis was last heard to stand where it should */
    bool announced;       /* that its counters are broken was said */
    struct tally tally;
};

struct worker {
    struct kafka_owner owner; /* first: librdkafka's opaque is the worker */
    unsigned index;
    const struct config *config;
    rd_kafka_t *consumer;
    struct sink sink;
    const struct annotator *annotator;
    struct sw_arena *arena;
    struct metrics *metrics;

    struct partition **partitions;
    unsigned n_partitions;

    struct counter_store *store; /* NULL: redis = off */
    int64_t redis_retry_ms;      /* not before */
    int redis_backoff_ms;
    int64_t broken_retry_ms; /* when to ask again for partitions with broken counters */
    bool redis_away;         /* was said */

    int64_t began_ms;     /* when the first record since the last commit was read; 0: none was */
    unsigned records;     /* read since then */
    unsigned records_max; /* at which a commit is due: halves with trouble, grows with success */
    int64_t watched_ms;   /* when the gauges of the partitions were last set */
    enum sink_result trouble; /* SINK_DONE: none */
    unsigned failures;        /* recoveries in a row, without a commit between */
    unsigned fences;          /* of those, by a fence */
    bool fenced;              /* the producer was: the group decides who we are */
    bool ended;               /* the loop ends */
    enum exit_status status;
};

/* Everything is borrowed. SW_ENOMEM. */
int worker_init(struct worker *worker, unsigned index, const struct config *config,
                const struct annotator *annotator, struct metrics *metrics, struct log *log,
                struct sw_error *err);
void worker_clear(struct worker *worker);
/* Runs until stop_asked or trouble that nobody here can mend; worker->status says how it ended. */
void worker_run(struct worker *worker);

/* ---- Between the worker's files -------------------------------------------------------------- */

/* Ends the loop; the first status counts. */
void worker_end(struct worker *worker, enum exit_status status);
/* Remembers what a sink call gave; true when it was SINK_DONE. */
bool worker_check(struct worker *worker, enum sink_result result);
/* Commits what was begun. False when it failed: worker->trouble says what to do. */
bool worker_commit(struct worker *worker, int64_t deadline_ms);

struct partition *partition_find(const struct worker *worker, int32_t id);
/* NULL without memory. */
struct partition *partition_add(struct worker *worker, int32_t id);
void partition_remove(struct worker *worker, int32_t id);
/* Where reading goes on after going back. */
int64_t partition_read_from(const struct partition *partition);

void rebalance_callback(rd_kafka_t *rk, rd_kafka_resp_err_t err,
                        rd_kafka_topic_partition_list_t *list, void *opaque);
/* Offsets that the group has for these partitions; false when the brokers do not tell in time. */
bool rebalance_committed(struct worker *worker, rd_kafka_topic_partition_list_t *list);

/* One record: annotate, send, count. */
void process_record(struct worker *worker, struct partition *partition,
                    const rd_kafka_message_t *message);

/* Where the counters of a partition stand: fills the Redis half of facts and the window. */
void recount_ask(struct worker *worker, struct partition *partition, struct start_facts *facts);
/* Says that the counters of a partition need a rebuild, and why; counting of it stops. */
void recount_alarm(struct worker *worker, struct partition *partition,
                   const struct start_facts *facts);
/* Sends what is ready to Redis, asks again where it was away; bounded in time. */
void recount_turn(struct worker *worker);

/* Aborts or renews the producer, then reads again what was not committed. */
void recovery_run(struct worker *worker);
/* Moves the consumer to partition_read_from of each partition that wants it (all: every one). */
void recovery_rewind(struct worker *worker, bool all);

#endif
