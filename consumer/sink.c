#include "sink.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "error.h"

/*
 * CALL_MS is shorter than librdkafka's own request timeout, so that a slow request is seen as a
 * timeout here and not repeated unseen below. FRAME_BYTES is what a batch adds to a record.
 */
enum { CALL_MS = 5000, FULL_POLL_MS = 50, FRAME_BYTES = 1024 };

/* Delivery reports count for the transaction they belong to. */
static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    struct sink *sink = opaque;
    (void)rk;
    if ((uintptr_t)message->_private != sink->epoch) {
        return;
    }
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        sink->delivered++;
        return;
    }
    if (message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
        sink->refused_bytes = message->len + message->key_len + FRAME_BYTES;
    }
    if (sink->failed++ == 0) {
        log_warn(sink->owner.log, "a record was not delivered worker=%u topic=%s error=%s",
                 sink->worker, rd_kafka_topic_name(message->rkt), rd_kafka_err2name(message->err));
    }
}

void sink_init(struct sink *sink, const struct config *config, unsigned worker, struct log *log)
{
    *sink = (struct sink){.owner = {log}, .config = config, .worker = worker, .epoch = 1};
}

static int make_conf(struct sink *sink, rd_kafka_conf_t **out, struct sw_error *err)
{
    const struct config *config = sink->config;
    char id[600], timeout[16];
    snprintf(id, sizeof id, "%s-%s-%u", config->group_id, config->instance_id, sink->worker);
    snprintf(timeout, sizeof timeout, "%d", config->transaction_timeout_ms);
    const struct kafka_setting settings[] = {
        {"client.id", "stancewire-consumer", false},
        {"linger.ms", "20", false},
        {"compression.codec", "lz4", false},
        {"queue.buffering.max.kbytes", "16384", false},
        {"partitioner", "murmur2_random", false},
        {"socket.nagle.disable", "true", false},
        {"reconnect.backoff.max.ms", "1000", false},
        {"topic.metadata.refresh.interval.ms", "60000", false},
        {"enable.idempotence", "true", true},
        {"acks", "all", true},
        {config->exactly_once ? "transactional.id" : NULL, id, true}, /* else the end */
        {"transaction.timeout.ms", timeout, false},
        {NULL, NULL, false},
    };
    return kafka_conf_new(out, config->options, settings, &sink->owner, err);
}

/* One transactional call of librdkafka. */
typedef rd_kafka_error_t *sink_call(struct sink *sink, int timeout_ms, const void *argument);

/* Calls once more while the answer is SINK_AGAIN and there is time. */
static enum sink_result repeat(struct sink *sink, const char *name, sink_call *call,
                               const void *argument, int64_t deadline_ms)
{
    for (;;) {
        int left_ms = clock_left_ms(deadline_ms);
        int timeout_ms = left_ms < CALL_MS ? left_ms : CALL_MS;
        if (timeout_ms == 0) {
            log_warn(sink->owner.log, "transaction call ran out of time call=%s worker=%u", name,
                     sink->worker);
            sink->timed_out = true;
            return SINK_RENEW;
        }
        enum sink_result result = sink_decide(sink, name, call(sink, timeout_ms, argument));
        if (result != SINK_AGAIN) {
            return result;
        }
        rd_kafka_poll(sink->rk, 10); /* a refusal can come at once: do not spin */
    }
}

static rd_kafka_error_t *call_init(struct sink *sink, int timeout_ms, const void *argument)
{
    (void)argument;
    return rd_kafka_init_transactions(sink->rk, timeout_ms);
}

static rd_kafka_error_t *call_commit(struct sink *sink, int timeout_ms, const void *argument)
{
    (void)argument;
    return rd_kafka_commit_transaction(sink->rk, timeout_ms);
}

static rd_kafka_error_t *call_abort(struct sink *sink, int timeout_ms, const void *argument)
{
    (void)argument;
    return rd_kafka_abort_transaction(sink->rk, timeout_ms);
}

struct offsets_argument {
    rd_kafka_t *consumer;
    const rd_kafka_topic_partition_list_t *offsets;
};

static rd_kafka_error_t *call_send_offsets(struct sink *sink, int timeout_ms, const void *argument)
{
    const struct offsets_argument *it = argument;
    rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(it->consumer);
    rd_kafka_error_t *error =
        rd_kafka_send_offsets_to_transaction(sink->rk, it->offsets, group, timeout_ms);
    rd_kafka_consumer_group_metadata_destroy(group);
    return error;
}

static size_t read_message_max(const rd_kafka_conf_t *conf)
{
    char text[32];
    size_t size = sizeof text;
    if (rd_kafka_conf_get(conf, "message.max.bytes", text, &size) != RD_KAFKA_CONF_OK) {
        return 1000000;
    }
    return (size_t)strtoull(text, NULL, 10);
}

enum sink_result sink_open(struct sink *sink, int64_t deadline_ms, struct sw_error *err)
{
    rd_kafka_conf_t *conf = NULL;
    if (make_conf(sink, &conf, err) != SW_OK) {
        return SINK_END;
    }
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    sink->message_bytes_max = read_message_max(conf);
    if (sink->learned_bytes_max != 0 && sink->learned_bytes_max < sink->message_bytes_max) {
        sink->message_bytes_max = sink->learned_bytes_max;
    }
    if (kafka_client_new(&sink->rk, RD_KAFKA_PRODUCER, &conf, err) != SW_OK) {
        return SINK_END;
    }
    sink->open_txn = false;
    sink->timed_out = sink->fenced = false;
    sink->epoch++;
    if (!sink->config->exactly_once) {
        return SINK_DONE;
    }
    enum sink_result result = repeat(sink, "init_transactions", call_init, NULL, deadline_ms);
    if (result == SINK_DONE) {
        return SINK_DONE;
    }
    error_set(err, SW_EMISSING, "the transactional producer cannot start: see the line before");
    sink_close(sink);
    return result == SINK_END ? SINK_END : SINK_RENEW;
}

void sink_close(struct sink *sink)
{
    if (sink->rk != NULL) {
        rd_kafka_purge(sink->rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        rd_kafka_destroy(sink->rk);
        sink->rk = NULL;
    }
    sink->open_txn = false;
}

enum sink_result sink_begin(struct sink *sink)
{
    if (sink->rk == NULL) {
        return SINK_RENEW;
    }
    if (sink->open_txn) {
        return SINK_DONE;
    }
    enum sink_result result = SINK_DONE;
    if (sink->config->exactly_once) {
        result = sink->timed_out
                     ? SINK_RENEW
                     : sink_decide(sink, "begin_transaction", rd_kafka_begin_transaction(sink->rk));
    }
    if (result == SINK_DONE) {
        sink->open_txn = true;
        sink->epoch++;
        sink->sent = sink->delivered = sink->failed = 0;
        sink->refused_bytes = 0;
        sink->bytes = 0;
    }
    return result == SINK_AGAIN ? SINK_ABORT : result;
}

static size_t record_bytes(const struct sink_record *record)
{
    size_t bytes = record->key_len + record->value_len + FRAME_BYTES, value_len;
    const char *name;
    const void *value;
    for (size_t i = 0; record->headers != NULL &&
                       rd_kafka_header_get_all(record->headers, i, &name, &value, &value_len) ==
                           RD_KAFKA_RESP_ERR_NO_ERROR;
         i++) {
        bytes += strlen(name) + value_len + 10;
    }
    return bytes;
}

bool sink_fits(const struct sink *sink, const struct sink_record *record)
{
    return record_bytes(record) <= sink->message_bytes_max;
}

/* V_ arguments are macros over void *; librdkafka does not write through them (MSG_F_COPY). */
static rd_kafka_resp_err_t produce(struct sink *sink, const struct sink_record *record)
{
    rd_kafka_vu_t values[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = record->topic},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = (void *)sink->epoch},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {(void *)(uintptr_t)record->key, record->key_len}},
        {.vtype = RD_KAFKA_VTYPE_VALUE,
         .u.mem = {(void *)(uintptr_t)record->value, record->value_len}},
        {.vtype = RD_KAFKA_VTYPE_TIMESTAMP,
         .u.i64 = record->timestamp_ms < 0 ? 0 : record->timestamp_ms},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = record->headers},
    };
    size_t n = sizeof values / sizeof values[0];
    rd_kafka_error_t *error =
        rd_kafka_produceva(sink->rk, values, record->headers != NULL ? n : n - 1);
    rd_kafka_resp_err_t code =
        error == NULL ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_error_code(error);
    rd_kafka_error_destroy(error);
    return code;
}

enum sink_result sink_send(struct sink *sink, struct sink_record *record, int64_t deadline_ms)
{
    for (;;) {
        rd_kafka_resp_err_t code = produce(sink, record);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            record->headers = NULL;
            sink->sent++;
            sink->bytes += record->value_len;
            if (sink->sent % 64 == 0) {
                rd_kafka_poll(sink->rk, 0);
            }
            return SINK_DONE;
        }
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL || clock_left_ms(deadline_ms) == 0) {
            log_warn(sink->owner.log, "a record was not taken by the producer worker=%u error=%s",
                     sink->worker, rd_kafka_err2name(code));
            bool fatal = code == RD_KAFKA_RESP_ERR__FATAL || code == RD_KAFKA_RESP_ERR__FENCED;
            sink->fenced = sink->fenced || fatal;
            return fatal ? SINK_RENEW : SINK_ABORT;
        }
        rd_kafka_poll(sink->rk, FULL_POLL_MS);
    }
}

/*
 * The topic may take less than our message.max.bytes. In a batch nobody knows which record was too
 * large; transactions shrink with each failure, so in the end it stands alone and tells the limit.
 */
static void learn_limit(struct sink *sink)
{
    if (sink->sent == 1 && sink->refused_bytes > 0) {
        sink->learned_bytes_max = sink->refused_bytes - 1;
        sink->message_bytes_max = sink->learned_bytes_max;
        log_warn(sink->owner.log,
                 "the topic takes smaller records than message.max.bytes worker=%u"
                 " limit=%zu",
                 sink->worker, sink->message_bytes_max);
    }
}

/* All that was sent must have been delivered before it may be committed. */
static enum sink_result flush(struct sink *sink, int64_t deadline_ms)
{
    rd_kafka_resp_err_t code = rd_kafka_flush(sink->rk, clock_left_ms(deadline_ms));
    if (sink->failed == 0 && sink->delivered == sink->sent) {
        return SINK_DONE;
    }
    log_warn(sink->owner.log,
             "not everything was delivered worker=%u sent=%" PRIu64 " delivered=%" PRIu64
             " failed=%" PRIu64 " flush=%s",
             sink->worker, sink->sent, sink->delivered, sink->failed, rd_kafka_err2name(code));
    sink->timed_out = sink->timed_out || sink->failed == 0;
    learn_limit(sink);
    return sink->failed > 0 ? SINK_ABORT : SINK_RENEW;
}

static enum sink_result commit_group(struct sink *sink, rd_kafka_t *consumer,
                                     const rd_kafka_topic_partition_list_t *offsets)
{
    rd_kafka_resp_err_t code =
        offsets->cnt > 0 ? rd_kafka_commit(consumer, offsets, 0) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        return SINK_DONE;
    }
    log_warn(sink->owner.log, "offsets were not committed worker=%u error=%s", sink->worker,
             rd_kafka_err2name(code));
    return SINK_ABORT;
}

enum sink_result sink_commit(struct sink *sink, rd_kafka_t *consumer,
                             const rd_kafka_topic_partition_list_t *offsets, int64_t deadline_ms)
{
    const struct offsets_argument argument = {consumer, offsets};
    enum sink_result result = flush(sink, deadline_ms);
    if (result == SINK_DONE && !sink->config->exactly_once) {
        result = commit_group(sink, consumer, offsets);
    } else if (result == SINK_DONE) {
        if (offsets->cnt > 0) {
            result = repeat(sink, "send_offsets", call_send_offsets, &argument, deadline_ms);
        }
        if (result == SINK_DONE) {
            result = repeat(sink, "commit_transaction", call_commit, NULL, deadline_ms);
        }
    }
    if (result == SINK_DONE) {
        sink->open_txn = false;
        sink->bytes = 0;
    }
    return result;
}

enum sink_result sink_abort(struct sink *sink, int64_t deadline_ms)
{
    enum sink_result result = SINK_DONE;
    if (sink->rk == NULL) {
        return SINK_RENEW;
    }
    if (!sink->open_txn) {
        return SINK_DONE;
    }
    sink->open_txn = false;
    sink->epoch++;
    if (sink->config->exactly_once) {
        result = repeat(sink, "abort_transaction", call_abort, NULL, deadline_ms);
    }
    return result == SINK_DONE && sink->timed_out ? SINK_RENEW : result;
}
