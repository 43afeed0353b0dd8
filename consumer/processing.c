/* One record: annotate, send, count. */
#include "worker.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "dead_letter.h"

/* How long a full producer queue may hold a record up; far below max.poll.interval.ms. */
enum { SEND_MS = 60000 };

static rd_kafka_headers_t *own_headers(const rd_kafka_message_t *message)
{
    rd_kafka_headers_t *headers = NULL;
    if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return NULL;
    }
    return headers;
}

static int64_t timestamp_of(const rd_kafka_message_t *message)
{
    rd_kafka_timestamp_type_t type;
    int64_t timestamp_ms = rd_kafka_message_timestamp(message, &type);
    return type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : timestamp_ms;
}

/* Sends and releases the headers where the producer did not take them. */
static bool send_record(struct worker *worker, struct sink_record *record)
{
    bool sent = worker_check(worker, sink_send(&worker->sink, record, clock_ms() + SEND_MS));
    if (record->headers != NULL) {
        rd_kafka_headers_destroy(record->headers);
    }
    if (sent) {
        metric_add(worker->metrics, METRIC_BYTES_OUT, (int64_t)record->value_len);
    }
    return sent;
}

/* The record as it came, for another topic; headers are the caller's to set. */
static struct sink_record same_record(const rd_kafka_message_t *message, const char *topic)
{
    return (struct sink_record){.topic = topic,
                                .key = message->key,
                                .key_len = message->key_len,
                                .value = message->payload,
                                .value_len = message->len,
                                .timestamp_ms = timestamp_of(message)};
}

static bool send_tombstone(struct worker *worker, const rd_kafka_message_t *message)
{
    struct sink_record record = same_record(message, worker->config->output_topic);
    const rd_kafka_headers_t *own = own_headers(message);
    record.headers = own != NULL ? rd_kafka_headers_copy(own) : NULL;
    metric_add(worker->metrics, METRIC_TOMBSTONES, 1);
    return send_record(worker, &record);
}

/* Value and key unchanged; a value that is too large for any record stays away: the headers name
 * it. */
static bool send_dead_letter(struct worker *worker, const rd_kafka_message_t *message,
                             enum record_stage stage, int failure, const char *text)
{
    const struct config *config = worker->config;
    const struct dead_letter letter = {.topic = config->input_topic,
                                       .partition = message->partition,
                                       .offset = message->offset,
                                       .stage = stage,
                                       .failure = failure,
                                       .message = text};
    struct sink_record record = same_record(message, config->dead_letter_topic);
    record.headers = dead_letter_headers(own_headers(message), &letter);
    if (!sink_fits(&worker->sink, &record)) {
        record.value = "";
        record.value_len = 0;
    }
    metric_add(worker->metrics, METRIC_DEAD_LETTERS, 1);
    log_info(worker->owner.log,
             "dead letter topic=%s partition=%" PRId32 " offset=%" PRId64 " reason=%s detail=%s",
             config->input_topic, message->partition, message->offset,
             dead_letter_failure_name(failure), text);
    return send_record(worker, &record);
}

static bool send_article(struct worker *worker, const rd_kafka_message_t *message,
                         const struct annotated *article, const struct near_entry *near)
{
    struct sw_error err;
    struct sw_text value, id = {NULL, 0}, url = {NULL, 0};
    char id_text[320];
    struct sink_record record = same_record(message, worker->config->output_topic);
    if (near != NULL) {
        int n = snprintf(id_text, sizeof id_text, "%s/%" PRId32 "/%" PRId64,
                         worker->config->input_topic, message->partition, near->offset);
        id = (struct sw_text){id_text, (size_t)n};
        url = (struct sw_text){near->url, strlen(near->url)};
    }
    int status = annotator_write(worker->annotator, article, id, url, worker->arena, &value, &err);
    if (status != SW_OK) {
        return send_dead_letter(worker, message, STAGE_WRITE, status, err.text);
    }
    const rd_kafka_headers_t *own = own_headers(message);
    record.value = value.at;
    record.value_len = value.len;
    record.headers = own != NULL ? rd_kafka_headers_copy(own) : NULL;
    if (!sink_fits(&worker->sink, &record)) {
        if (record.headers != NULL) {
            rd_kafka_headers_destroy(record.headers);
        }
        snprintf(err.text, sizeof err.text,
                 "the annotated record has %zu bytes, more than message.max.bytes = %zu takes",
                 value.len, worker->sink.message_bytes_max);
        return send_dead_letter(worker, message, STAGE_WRITE, SW_ETOOBIG, err.text);
    }
    metric_add(worker->metrics, METRIC_ANNOTATED, 1);
    return send_record(worker, &record);
}

/* Counting that runs out of memory is given up and asked for again, for the article must go on. */
static void check_count(struct worker *worker, struct partition *partition, int status)
{
    if (status != SW_OK) {
        log_error(worker->owner.log, "no memory to count partition=%" PRId32, partition->id);
        tally_forget(&partition->tally);
    }
}

/* Out of memory is the engine's; whatever else is wrong is in the record. */
static enum record_stage failed_stage(int status)
{
    return status == SW_ENOMEM ? STAGE_ANNOTATE : STAGE_READ;
}

static bool process_article(struct worker *worker, struct partition *partition,
                            const rd_kafka_message_t *message, bool produce)
{
    const struct counted_record record = {message->offset, timestamp_of(message)};
    const struct sw_text bytes = {message->payload, message->len};
    struct annotated article;
    struct sw_error err;
    sw_arena_reset(worker->arena);
    int status = annotator_annotate(worker->annotator, bytes, worker->arena, &article, &err);
    if (status != SW_OK) {
        if (produce && !send_dead_letter(worker, message, failed_stage(status), status, err.text)) {
            return false;
        }
        check_count(worker, partition, tally_other(&partition->tally, &record, SUM_UNREADABLE));
        return true;
    }
    const struct near_entry *near =
        tally_near(&partition->tally, article.annotations.fingerprint, message->offset);
    if (near != NULL) {
        metric_add(worker->metrics, METRIC_NEAR_DUPLICATES, 1);
    }
    if (produce && !send_article(worker, message, &article, near)) {
        return false;
    }
    check_count(worker, partition,
                tally_article(&partition->tally, &record, &article.article, &article.annotations,
                              near != NULL));
    return true;
}

static bool process_tombstone(struct worker *worker, struct partition *partition,
                              const rd_kafka_message_t *message, bool produce)
{
    const struct counted_record record = {message->offset, timestamp_of(message)};
    if (produce && !send_tombstone(worker, message)) {
        return false;
    }
    check_count(worker, partition, tally_other(&partition->tally, &record, SUM_TOMBSTONES));
    return true;
}

void process_record(struct worker *worker, struct partition *partition,
                    const rd_kafka_message_t *message)
{
    bool produce = message->offset >= partition->produce_next;
    bool count = tally_wants(&partition->tally, message->offset);
    bool done = true;
    int64_t before_us = clock_us();
    if (produce && !worker_check(worker, sink_begin(&worker->sink))) {
        return;
    }
    if (produce || count) {
        done = message->payload != NULL ? process_article(worker, partition, message, produce)
                                        : process_tombstone(worker, partition, message, produce);
    }
    if (!done) {
        return;
    }
    partition->position = message->offset + 1;
    if (produce) {
        partition->produce_next = partition->position;
    } else if (count) {
        metric_add(worker->metrics, METRIC_COUNTED_ONLY, 1);
    }
    metric_add(worker->metrics, METRIC_BYTES_IN, (int64_t)message->len);
    metric_add(worker->metrics, METRIC_ANNOTATE_US, clock_us() - before_us);
}
