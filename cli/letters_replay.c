#include "letters_replay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

#define TRANSACTION_RECORDS 500
#define TRANSACTION_BYTES ((size_t)8 << 20)
#define TIMEOUT_MS 30000
#define LEDGER_MAX 4000 /* Kafka's offset.metadata.max.bytes is 4096 */

static const struct kafka_setting settings[] = {
    {"client.id", "stancewire-replay", false},
    {"enable.idempotence", "true", true},
    {"compression.type", "lz4", false},
    {"linger.ms", "10", false},
    {"message.max.bytes", "20000000", false},
    {"message.timeout.ms", "30000", true},
    {"transaction.timeout.ms", "30000", true},
    {"socket.nagle.disable", "true", false},
    {NULL, NULL, false},
};

/* Takes the error of a transactional call. */
static int check(rd_kafka_error_t *error, const char *what, struct sw_error *err)
{
    if (error == NULL) {
        return SW_OK;
    }
    bool fenced = rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR__FENCED;
    int status = error_set(err, SW_EMISSING, "%s: %.180s%s", what, rd_kafka_error_string(error),
                           fenced ? " (another replay runs)" : "");
    rd_kafka_error_destroy(error);
    return status;
}

static int connect_producer(struct replay *replay, const struct options *options, const char *group,
                            struct sw_error *err)
{
    char id[300];
    rd_kafka_conf_t *conf = NULL;
    int status = kafka_conf_new(&conf, options, settings, &replay->owner, err);
    if (status != SW_OK) {
        return status;
    }
    snprintf(id, sizeof id, "%.250s.producer", group);
    if (rd_kafka_conf_set(conf, "transactional.id", id, NULL, 0) != RD_KAFKA_CONF_OK) {
        rd_kafka_conf_destroy(conf);
        return error_set(err, SW_EFORMAT, "group %.80s: librdkafka refuses the name", group);
    }
    status = kafka_client_new(&replay->producer, RD_KAFKA_PRODUCER, &conf, err);
    return status == SW_OK ? check(rd_kafka_init_transactions(replay->producer, TIMEOUT_MS),
                                   "no transactions", err)
                           : status;
}

int replay_open(struct replay *replay, struct letters *letters, const struct options *options,
                const char *group, struct log *log, struct sw_error *err)
{
    memset(replay, 0, sizeof *replay);
    replay->owner.log = log;
    replay->letters = letters;
    replay->to = options_get(options, "to");
    replay->again = options_switch(options, "again");
    replay->touched = calloc((size_t)letters->n_partitions, sizeof *replay->touched);
    replay->group = rd_kafka_consumer_group_metadata_new(group);
    int status = replay->touched != NULL ? SW_OK : error_set(err, SW_ENOMEM, "no memory");
    if (status == SW_OK) {
        status = connect_producer(replay, options, group, err);
    }
    /* Only now nobody else can add to it. */
    if (status == SW_OK) {
        status = letters_read_ledger(letters, err);
    }
    if (status != SW_OK) {
        replay_close(replay);
    }
    return status;
}

void replay_close(struct replay *replay)
{
    if (replay->producer != NULL) {
        rd_kafka_destroy(replay->producer);
    }
    if (replay->group != NULL) {
        rd_kafka_consumer_group_metadata_destroy(replay->group);
    }
    free(replay->touched);
    memset(replay, 0, sizeof *replay);
}

/* ---- One letter ----------------------------------------------------------------------------- */

static bool is_error_header(const char *name)
{
    return strncmp(name, "__connect.errors.", strlen("__connect.errors.")) == 0 ||
           strcmp(name, "stancewire.replayed") == 0;
}

/* The record's own headers and the mark; the caller's. */
static rd_kafka_headers_t *own_headers(const struct letter *letter, const char *topic)
{
    rd_kafka_headers_t *out = rd_kafka_headers_new(8);
    const char *name;
    const void *value;
    size_t len;
    for (size_t i = 0;
         letter->headers != NULL && rd_kafka_header_get_all(letter->headers, i, &name, &value,
                                                            &len) == RD_KAFKA_RESP_ERR_NO_ERROR;
         i++) {
        if (!is_error_header(name)) {
            rd_kafka_header_add(out, name, -1, value, (ssize_t)len);
        }
    }
    char mark[400];
    snprintf(mark, sizeof mark, "%.300s:%" PRId32 ":%" PRId64, topic, letter->message->partition,
             letter->message->offset);
    rd_kafka_header_add(out, "stancewire.replayed", -1, mark, -1);
    return out;
}

static int produce(struct replay *replay, const struct letter *letter, const char *to,
                   struct sw_error *err)
{
    const rd_kafka_message_t *message = letter->message;
    rd_kafka_headers_t *headers = own_headers(letter, replay->letters->topic);
    rd_kafka_resp_err_t error;
    do {
        error = rd_kafka_producev(replay->producer, RD_KAFKA_V_TOPIC(to),
                                  RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                  RD_KAFKA_V_KEY(message->key, message->key_len),
                                  RD_KAFKA_V_VALUE(message->payload, message->len),
                                  RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
        if (error == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            rd_kafka_poll(replay->producer, 100);
        }
    } while (error == RD_KAFKA_RESP_ERR__QUEUE_FULL);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        rd_kafka_headers_destroy(headers);
        return error_set(err, SW_EMISSING, "%d:%" PRId64 " cannot be sent: %s", message->partition,
                         message->offset, rd_kafka_err2str(error));
    }
    return SW_OK;
}

/* Where a letter goes: --to, or the topic that it names. */
static int target_of(char out[256], const struct replay *replay, const struct letter *letter,
                     struct sw_error *err)
{
    int n = replay->to != NULL
                ? snprintf(out, 256, "%s", replay->to)
                : snprintf(out, 256, "%.*s", (int)letter->topic.len, letter->topic.at);
    if (n <= 0 || n >= 256) {
        return error_set(err, SW_EFORMAT,
                         "%d:%" PRId64 " does not say where it came from; name the topic with --to",
                         letter->message->partition, letter->message->offset);
    }
    return SW_OK;
}

/* ---- Transactions --------------------------------------------------------------------------- */

/* The offsets that mark the replays: the ledger is their metadata. */
static int ledger_of(rd_kafka_topic_partition_list_t **out, const struct replay *replay,
                     struct sw_error *err)
{
    const struct letters *letters = replay->letters;
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(letters->n_partitions);
    for (int i = 0; i < letters->n_partitions; i++) {
        const struct offset_ranges *ranges = &letters->replayed[i];
        char text[LEDGER_MAX];
        if (!replay->touched[i]) {
            continue;
        }
        size_t len = offset_ranges_print(ranges, text, sizeof text);
        rd_kafka_topic_partition_t *partition =
            rd_kafka_topic_partition_list_add(list, letters->topic, i);
        partition->offset = ranges->at[ranges->n - 1].last + 1;
        partition->metadata = malloc(len + 1); /* librdkafka frees it */
        if (len == 0 || partition->metadata == NULL) {
            rd_kafka_topic_partition_list_destroy(list);
            return error_set(err, SW_ETOOBIG,
                             "partition %d: too many separate letters replayed to be remembered; "
                             "replay all of it",
                             i);
        }
        memcpy(partition->metadata, text, len + 1);
        partition->metadata_size = len;
    }
    *out = list;
    return SW_OK;
}

static int commit(struct replay *replay, struct sw_error *err)
{
    rd_kafka_topic_partition_list_t *list = NULL;
    int status = ledger_of(&list, replay, err);
    if (status != SW_OK) {
        return status;
    }
    status = check(
        rd_kafka_send_offsets_to_transaction(replay->producer, list, replay->group, TIMEOUT_MS),
        "cannot mark what is replayed", err);
    rd_kafka_topic_partition_list_destroy(list);
    if (status == SW_OK) {
        status = check(rd_kafka_commit_transaction(replay->producer, TIMEOUT_MS),
                       "cannot commit the replay", err);
    }
    if (status == SW_OK) {
        replay->open = false;
        replay->n_replayed += replay->n_pending;
        replay->n_pending = 0;
        replay->pending_bytes = 0;
        memset(replay->touched, 0, (size_t)replay->letters->n_partitions * sizeof(bool));
    }
    return status;
}

int replay_letter(void *context, const struct letter *letter, struct sw_error *err)
{
    struct replay *replay = context;
    char to[256];
    if (letter->replayed && !replay->again) {
        replay->n_skipped++;
        return SW_OK;
    }
    int status = target_of(to, replay, letter, err);
    if (status == SW_OK && !replay->open) {
        status = check(rd_kafka_begin_transaction(replay->producer), "no transaction", err);
        replay->open = status == SW_OK;
    }
    if (status == SW_OK) {
        status = produce(replay, letter, to, err);
    }
    if (status == SW_OK) {
        int32_t partition = letter->message->partition;
        int64_t offset = letter->message->offset;
        status = offset_ranges_add(&replay->letters->replayed[partition], offset, offset);
        replay->touched[partition] = true;
        replay->pending_bytes += letter->message->len;
        replay->n_pending++;
    }
    if (status == SW_OK &&
        (replay->n_pending >= TRANSACTION_RECORDS || replay->pending_bytes >= TRANSACTION_BYTES)) {
        status = commit(replay, err);
    }
    return status;
}

int replay_finish(struct replay *replay, bool failed, struct sw_error *err)
{
    int status = SW_OK;
    if (replay->open && !failed) {
        status = commit(replay, err);
    }
    if (replay->open) {
        rd_kafka_error_t *error = rd_kafka_abort_transaction(replay->producer, TIMEOUT_MS);
        if (error != NULL) {
            rd_kafka_error_destroy(error);
        }
        replay->open = false;
    }
    return status;
}
