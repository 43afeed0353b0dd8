/* What to do after a transactional call: one table (facts: librdkafka's own rules). */
#include "sink.h"

/* What the error says of itself. */
enum flag { FATAL = 1, MUST_ABORT = 2, RETRIABLE = 4, ANY = 0 };

/* The first row whose flag and code fit decides; code 0 is any. */
static const struct {
    unsigned flag;
    rd_kafka_resp_err_t code;
    enum sink_result result;
} rows[] = {
    /* Nobody can help: the brokers do not let us. */
    {ANY, RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, SINK_END},
    {ANY, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, SINK_END},
    {ANY, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, SINK_END},
    {ANY, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, SINK_END},
    {ANY, RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT, SINK_END},
    {ANY, RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, SINK_END},
    /* A fence looks the same whether a successor stands or our own transaction timed out; who we
       are is decided by the consumer group (static membership), so a new producer may be tried. */
    {ANY, RD_KAFKA_RESP_ERR__FENCED, SINK_RENEW},
    {FATAL, RD_KAFKA_RESP_ERR_NO_ERROR, SINK_RENEW},
    {MUST_ABORT, RD_KAFKA_RESP_ERR_NO_ERROR, SINK_ABORT},
    {RETRIABLE, RD_KAFKA_RESP_ERR_NO_ERROR, SINK_AGAIN},
    {ANY, RD_KAFKA_RESP_ERR_NO_ERROR, SINK_RENEW},
};

static bool is_timeout(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT ||
           code == RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE ||
           code == RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT || code == RD_KAFKA_RESP_ERR__TRANSPORT;
}

enum sink_result sink_decide(struct sink *sink, const char *call, rd_kafka_error_t *error)
{
    if (error == NULL) {
        return SINK_DONE;
    }
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);
    unsigned flags = (rd_kafka_error_is_fatal(error) ? (unsigned)FATAL : 0) |
                     (rd_kafka_error_txn_requires_abort(error) ? (unsigned)MUST_ABORT : 0) |
                     (rd_kafka_error_is_retriable(error) ? (unsigned)RETRIABLE : 0);
    enum sink_result result = SINK_RENEW;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((rows[i].flag == ANY || (flags & rows[i].flag) != 0) &&
            (rows[i].code == RD_KAFKA_RESP_ERR_NO_ERROR || rows[i].code == code)) {
            result = rows[i].result;
            break;
        }
    }
    sink->fenced = sink->fenced || code == RD_KAFKA_RESP_ERR__FENCED || (flags & FATAL) != 0;
    sink->timed_out = sink->timed_out || is_timeout(code);
    if (result == SINK_AGAIN) {
        log_debug(sink->owner.log, "transaction call again call=%s worker=%u error=%s", call,
                  sink->worker, rd_kafka_err2name(code));
    } else {
        log_warn(sink->owner.log, "transaction call failed call=%s worker=%u error=%s detail=%s",
                 call, sink->worker, rd_kafka_err2name(code), rd_kafka_error_string(error));
    }
    rd_kafka_error_destroy(error);
    return result;
}
