/*
 * letters.h: the dead letters of a topic, one after the other.
 *
 *     topic --letters_read--> struct letter, struct letter, ... (up to the end as it stands)
 *
 * Memory: a letter is borrowed until the callback returns. Every wait has a timeout. Threads: one.
 */
#ifndef CLI_LETTERS_H
#define CLI_LETTERS_H

#include "kafka_conf.h"
#include "offset_ranges.h"

struct letter {
    const rd_kafka_message_t *message;
    rd_kafka_headers_t *headers; /* borrowed, may be NULL */
    long long timestamp_ms;      /* -1: none */
    /* Of the headers; len 0 where missing. */
    struct sw_text topic, partition, offset, stage, reason, detail, source;
    bool replayed; /* the ledger says so */
};

/* Which letters are meant: every one that is not NULL must match. */
struct letter_filter {
    const char *stage, *reason, *source; /* parts of the text, without regard to case */
    char *const *positions;              /* "PARTITION:OFFSET", ends with NULL; empty: all */
};

/* Open on a topic; what was replayed is remembered in the committed metadata of `group`. */
struct letters {
    struct kafka_owner owner; /* first: the opaque of the client */
    rd_kafka_t *consumer;
    const char *topic;
    int n_partitions;
    struct offset_ranges *replayed; /* of each partition */
    int64_t *low;                   /* first offset of each partition that is still there */
};

/* Not 0 ends the reading and is what letters_read returns. */
typedef int letters_each(void *context, const struct letter *letter, struct sw_error *err);

/* SW_EFORMAT: settings; SW_EMISSING: no broker, no topic; SW_ENOMEM. */
int letters_open(struct letters *letters, const struct options *options, const char *topic,
                 const char *group, struct log *log, struct sw_error *err);
/* Reads the ledger of replays anew. SW_EMISSING, SW_EFORMAT. */
int letters_read_ledger(struct letters *letters, struct sw_error *err);
int letters_read(struct letters *letters, const struct letter_filter *filter, letters_each *each,
                 void *context, struct sw_error *err);
void letters_close(struct letters *letters);

/* Whether every position of a filter is PARTITION:OFFSET. SW_EFORMAT names the one that is not. */
int letter_filter_check(const struct letter_filter *filter, struct sw_error *err);
bool letter_filter_takes(const struct letter_filter *filter, const struct letter *letter);

#endif
