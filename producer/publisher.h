/*
 * publisher.h: records on their way to one topic.
 *
 *     publisher_open --publisher_send...--> publisher_finish
 *
 * Idempotent, compressed, at most 64 MiB in flight: send waits where that is full. What the broker
 * refuses is reported with its place and counted.
 * Threads: one; delivery reports come in send and finish.
 */
#ifndef PRODUCER_PUBLISHER_H
#define PRODUCER_PUBLISHER_H

#include "kafka_conf.h"
#include "outgoing.h"

struct publisher {
    struct kafka_owner owner; /* first: the log of the client */
    rd_kafka_t *client;
    const char *topic;  /* borrowed */
    const char *source; /* header, or NULL for file and line */
    unsigned long long n_delivered, n_failed, n_bytes;
    bool fatal; /* the client can do no more */
    struct sw_error first_error;
};

/* Connects and checks the topic. SW_EFORMAT: settings; SW_EMISSING: no broker, no topic. */
int publisher_open(struct publisher *publisher, const struct options *options, struct log *log,
                   struct sw_error *err);
/* Copies the record. SW_EMISSING where the client is beyond help. */
int publisher_send(struct publisher *publisher, const struct outgoing *outgoing,
                   const struct item *item, struct sw_error *err);
/* Serves delivery reports, waits for nothing. */
void publisher_poll(struct publisher *publisher);
/* Waits until all is delivered or refused, at most timeout_ms after a stop was asked. */
int publisher_finish(struct publisher *publisher, int timeout_ms, struct sw_error *err);
void publisher_close(struct publisher *publisher);

#endif
