/*
 * dead_letter.h: the headers of a dead letter, under Kafka Connect's names.
 *
 * The headers that the record came with are kept; those of an older dead letter are replaced.
 */
#ifndef CONSUMER_DEAD_LETTER_H
#define CONSUMER_DEAD_LETTER_H

#include <librdkafka/rdkafka.h>

/* How far a record came, in Kafka Connect's words. */
enum record_stage { STAGE_READ, STAGE_ANNOTATE, STAGE_WRITE };

/* What went wrong, and where the record stands. */
struct dead_letter {
    const char *topic;
    int32_t partition;
    int64_t offset;
    enum record_stage stage;
    int failure;         /* enum sw_status */
    const char *message; /* one line */
};

/* The record's own headers (may be NULL) and those of the dead letter: the caller's. */
rd_kafka_headers_t *dead_letter_headers(const rd_kafka_headers_t *own,
                                        const struct dead_letter *letter);

/* "VALUE_CONVERTER", "TRANSFORMATION", "TASK_PUT". Static. */
const char *dead_letter_stage_name(enum record_stage stage);
/* What the failure is called: "stancewire.NoText", ... Static. */
const char *dead_letter_failure_name(int failure);

#endif
