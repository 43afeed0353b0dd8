#include "publisher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "stop.h"

#define CONNECT_TIMEOUT_MS 10000

/* Batches stay under 2.5 MB: the mock cluster's partitions hold 5 MiB. */
static const struct kafka_setting settings[] = {
    {"client.id", "stancewire-producer", false},
    {"enable.idempotence", "true", true},
    {"compression.type", "lz4", false},
    {"linger.ms", "50", false},
    {"batch.size", "1000000", false},
    {"queue.buffering.max.kbytes", "65536", false},
    {"queue.buffering.max.messages", "100000", false},
    {"message.timeout.ms", "60000", false},
    {"socket.nagle.disable", "true", false},
    {NULL, NULL, false},
};

/* Where a record came from, until it is delivered. */
struct place {
    unsigned long long line;
    char name[];
};

static struct place *place_new(const struct item *item)
{
    size_t size = strlen(item->name) + 1;
    struct place *place = malloc(sizeof *place + size);
    if (place != NULL) {
        place->line = item->line;
        memcpy(place->name, item->name, size);
    }
    return place;
}

static void on_delivery(rd_kafka_t *client, const rd_kafka_message_t *message, void *opaque)
{
    struct publisher *publisher = opaque;
    struct place *place = message->_private;
    (void)client;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        publisher->n_delivered++;
        publisher->n_bytes += message->len;
    } else {
        const char *why = rd_kafka_err2str(message->err);
        if (publisher->n_failed++ == 0) {
            error_set(&publisher->first_error, SW_EMISSING, "%s", why);
        }
        log_error(publisher->owner.log, "not delivered file=%s line=%llu why=%s", place->name,
                  place->line, why);
    }
    free(place);
}

/*
 * Of a broker that is away one line is said, by who called: the client's own complaints are held
 * back until the topic is there.
 */
static int connect_quietly(struct publisher *publisher, rd_kafka_conf_t **conf, const char *brokers,
                           struct sw_error *err)
{
    struct log *log = publisher->owner.log;
    enum log_level level = log->level;
    log->level = level == LOG_LEVEL_DEBUG ? level : LOG_LEVEL_ERROR;
    int status = kafka_client_new(&publisher->client, RD_KAFKA_PRODUCER, conf, err);
    if (status == SW_OK) {
        struct sw_error detail;
        status = kafka_topic_check(publisher->client, publisher->topic, CONNECT_TIMEOUT_MS, NULL,
                                   &detail);
        if (status != SW_OK) {
            error_set(err, detail.status, "%.80s: %.160s", brokers, detail.text);
            publisher_close(publisher);
        }
    }
    log->level = level;
    return status;
}

/* Room for the largest record that is read, with its key and headers. */
static int set_message_size(rd_kafka_conf_t *conf, long long max_record_bytes)
{
    char bytes[32];
    long long want = max_record_bytes + 65536;
    snprintf(bytes, sizeof bytes, "%lld", want > 1000000 ? want : 1000000);
    return rd_kafka_conf_set(conf, "message.max.bytes", bytes, NULL, 0) == RD_KAFKA_CONF_OK
               ? SW_OK
               : SW_EFORMAT;
}

int publisher_open(struct publisher *publisher, const struct options *options, struct log *log,
                   struct sw_error *err)
{
    memset(publisher, 0, sizeof *publisher);
    publisher->owner.log = log;
    publisher->topic = options_get(options, "output-topic");
    publisher->source = options_get(options, "source");
    rd_kafka_conf_t *conf = NULL;
    int status = kafka_conf_new(&conf, options, settings, &publisher->owner, err);
    if (status != SW_OK) {
        return status;
    }
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    set_message_size(conf, options_number(options, "max-record-bytes"));
    return connect_quietly(publisher, &conf, options_get(options, "brokers"), err);
}

static int check_fatal(struct publisher *publisher, struct sw_error *err)
{
    char text[200];
    if (rd_kafka_fatal_error(publisher->client, text, sizeof text) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        return SW_OK;
    }
    publisher->fatal = true;
    return error_set(err, SW_EMISSING, "the Kafka client gave up: %s", text);
}

int publisher_send(struct publisher *publisher, const struct outgoing *outgoing,
                   const struct item *item, struct sw_error *err)
{
    char source[512];
    struct place *place = place_new(item);
    if (place == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for a record");
    }
    const char *slash = strrchr(item->name, '/');
    int len = publisher->source != NULL
                  ? snprintf(source, sizeof source, "%s", publisher->source)
                  : snprintf(source, sizeof source, "%s:%llu",
                             slash != NULL ? slash + 1 : item->name, item->line);
    len = len < (int)sizeof source ? len : (int)sizeof source - 1;
    for (;;) {
        rd_kafka_resp_err_t error = rd_kafka_producev(
            publisher->client, RD_KAFKA_V_TOPIC(publisher->topic),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_KEY(outgoing->key.at, outgoing->key.len),
            /* librdkafka copies: it writes into neither. */
            RD_KAFKA_V_VALUE((void *)(uintptr_t)outgoing->value.at, outgoing->value.len),
            RD_KAFKA_V_HEADER("stancewire.source", source, (ssize_t)len), RD_KAFKA_V_OPAQUE(place),
            RD_KAFKA_V_END);
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_poll(publisher->client, 0);
            return SW_OK;
        }
        int status = check_fatal(publisher, err);
        if (error == RD_KAFKA_RESP_ERR__QUEUE_FULL && status == SW_OK && !stop_asked()) {
            rd_kafka_poll(publisher->client, 100);
            continue;
        }
        free(place);
        return status != SW_OK
                   ? status
                   : error_set(err, SW_EFORMAT, "not sent: %s", rd_kafka_err2str(error));
    }
}

void publisher_poll(struct publisher *publisher)
{
    rd_kafka_poll(publisher->client, 0);
}

int publisher_finish(struct publisher *publisher, int timeout_ms, struct sw_error *err)
{
    const int step_ms = 200;
    int waited_ms = 0;
    while (rd_kafka_outq_len(publisher->client) > 0 && waited_ms < timeout_ms) {
        rd_kafka_flush(publisher->client, step_ms);
        if (check_fatal(publisher, err) != SW_OK) {
            return SW_EMISSING;
        }
        /* Each record has its own message.timeout.ms; only a stop cuts the waiting short. */
        waited_ms += stop_asked() ? step_ms : 0;
    }
    int left = rd_kafka_outq_len(publisher->client);
    if (left > 0) {
        return error_set(err, SW_EMISSING, "stopped with %d records not yet delivered", left);
    }
    if (publisher->n_failed > 0) {
        return error_set(err, SW_EMISSING, "%llu records were not delivered: %.150s",
                         publisher->n_failed, publisher->first_error.text);
    }
    return SW_OK;
}

void publisher_close(struct publisher *publisher)
{
    if (publisher->client != NULL) {
        rd_kafka_purge(publisher->client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        rd_kafka_flush(publisher->client, 100);
        rd_kafka_destroy(publisher->client);
        publisher->client = NULL;
    }
}
