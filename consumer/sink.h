/*
 * sink.h: the producer of one worker.
 *
 *     sink_open -> (sink_begin, sink_send ..., sink_commit | sink_abort) ... -> sink_close
 *
 * Exactly-once: a transactional producer; what was sent is committed together with the offsets it
 * came from. At-least-once: an idempotent producer; commit waits for the brokers, then the group's
 * offsets are written.
 * Every call that can fail gives an enum sink_result, which sink_result.c derives from librdkafka's
 * error by one table; every wait ends at a deadline (monotonic milliseconds, clock.h).
 * After a timeout the outcome of a request is not known and it may still reach the broker: the
 * producer must be made anew before the next transaction (SINK_RENEW; KIP-890).
 * Threads: a sink belongs to one worker.
 */
#ifndef CONSUMER_SINK_H
#define CONSUMER_SINK_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "kafka_conf.h"

enum sink_result {
    SINK_DONE,
    SINK_AGAIN, /* the same call again; never returned by the sink_ calls below */
    SINK_ABORT, /* give the transaction up, read its records again */
    SINK_RENEW, /* the same, and close and open the sink first */
    SINK_END    /* no producer of ours can work: not authorised, wrong configuration */
};

struct sink {
    struct kafka_owner owner; /* first: librdkafka's opaque is the sink */
    const struct config *config;
    unsigned worker;
    rd_kafka_t *rk;  /* NULL while closed */
    bool open_txn;   /* a transaction has begun */
    bool timed_out;  /* a request of this producer did: renew it */
    bool fenced;     /* this producer was: by a successor, or by its own late transaction */
    uintptr_t epoch; /* of the transaction: late delivery reports are of an older one */
    uint64_t sent, delivered, failed; /* in this transaction */
    size_t bytes;                     /* sent in this transaction */
    size_t refused_bytes;             /* of a record that the topic refused as too large; 0: none */
    size_t learned_bytes_max;         /* what that told; 0: nothing yet */
    size_t message_bytes_max;         /* the broker's limit, less a margin for the frame */
};

/* One record to send. Takes headers (may be NULL) when it is sent. */
struct sink_record {
    const char *topic;
    const void *key, *value;
    size_t key_len, value_len; /* key or value NULL: none */
    int64_t timestamp_ms;      /* < 0: now */
    rd_kafka_headers_t *headers;
};

void sink_init(struct sink *sink, const struct config *config, unsigned worker, struct log *log);
/* SINK_DONE, SINK_RENEW (try again later) or SINK_END; err has one line. */
enum sink_result sink_open(struct sink *sink, int64_t deadline_ms, struct sw_error *err);
void sink_close(struct sink *sink);

/* Begins a transaction where none is open. */
enum sink_result sink_begin(struct sink *sink);
/* Whether a record of this size can be sent at all. */
bool sink_fits(const struct sink *sink, const struct sink_record *record);
/* Waits while the producer's queue is full. On any other result headers are still the caller's. */
enum sink_result sink_send(struct sink *sink, struct sink_record *record, int64_t deadline_ms);
/*
 * Flushes, then commits the offsets (in the transaction, or for the group). After SINK_DONE all is
 * committed; after anything else nothing may be assumed.
 */
enum sink_result sink_commit(struct sink *sink, rd_kafka_t *consumer,
                             const rd_kafka_topic_partition_list_t *offsets, int64_t deadline_ms);
/* Gives up what was sent. SINK_DONE or SINK_RENEW. */
enum sink_result sink_abort(struct sink *sink, int64_t deadline_ms);

/* The table: what to do after a transactional call. Takes error; NULL is SINK_DONE. */
enum sink_result sink_decide(struct sink *sink, const char *call, rd_kafka_error_t *error);

#endif
