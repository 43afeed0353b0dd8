#include "letters.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

#define CONNECT_TIMEOUT_MS 10000
#define READ_TIMEOUT_MS 30000

static const struct kafka_setting settings[] = {
    {"client.id", "stancewire-dead-letter", false},
    {"enable.auto.commit", "false", true},
    {"enable.partition.eof", "true", true},
    {"auto.offset.reset", "earliest", true},
    {"isolation.level", "read_committed", false},
    {"socket.nagle.disable", "true", false},
    {"fetch.wait.max.ms", "50", false},
    {NULL, NULL, false},
};

static int connect_consumer(struct letters *letters, const struct options *options,
                            const char *group, struct sw_error *err)
{
    rd_kafka_conf_t *conf = NULL;
    int status = kafka_conf_new(&conf, options, settings, &letters->owner, err);
    if (status != SW_OK) {
        return status;
    }
    if (rd_kafka_conf_set(conf, "group.id", group, NULL, 0) != RD_KAFKA_CONF_OK) {
        rd_kafka_conf_destroy(conf);
        return error_set(err, SW_EFORMAT, "group %.80s: librdkafka refuses the name", group);
    }
    status = kafka_client_new(&letters->consumer, RD_KAFKA_CONSUMER, &conf, err);
    return status == SW_OK ? kafka_topic_check(letters->consumer, letters->topic,
                                               CONNECT_TIMEOUT_MS, &letters->n_partitions, err)
                           : status;
}

static int read_low(struct letters *letters, struct sw_error *err)
{
    for (int i = 0; i < letters->n_partitions; i++) {
        int64_t high;
        rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(
            letters->consumer, letters->topic, i, &letters->low[i], &high, CONNECT_TIMEOUT_MS);
        if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
            return error_set(err, SW_EMISSING, "%s, partition %d: %s", letters->topic, i,
                             rd_kafka_err2str(error));
        }
    }
    return SW_OK;
}

int letters_open(struct letters *letters, const struct options *options, const char *topic,
                 const char *group, struct log *log, struct sw_error *err)
{
    memset(letters, 0, sizeof *letters);
    letters->owner.log = log;
    letters->topic = topic;
    /* What is wrong is said once, by who called. */
    enum log_level level = log->level;
    log->level = level == LOG_LEVEL_DEBUG ? level : LOG_LEVEL_ERROR;
    int status = connect_consumer(letters, options, group, err);
    if (status == SW_OK) {
        size_t n = (size_t)letters->n_partitions;
        letters->replayed = calloc(n, sizeof *letters->replayed);
        letters->low = calloc(n, sizeof *letters->low);
        status = letters->replayed != NULL && letters->low != NULL
                     ? read_low(letters, err)
                     : error_set(err, SW_ENOMEM, "no memory for %zu partitions", n);
    }
    if (status == SW_OK) {
        status = letters_read_ledger(letters, err);
    }
    if (status != SW_OK) {
        letters_close(letters);
    }
    log->level = level;
    return status;
}

void letters_close(struct letters *letters)
{
    for (int i = 0; letters->replayed != NULL && i < letters->n_partitions; i++) {
        offset_ranges_clear(&letters->replayed[i]);
    }
    free(letters->replayed);
    free(letters->low);
    letters->replayed = NULL;
    letters->low = NULL;
    if (letters->consumer != NULL) {
        rd_kafka_consumer_close(letters->consumer);
        rd_kafka_destroy(letters->consumer);
        letters->consumer = NULL;
    }
}

static rd_kafka_topic_partition_list_t *all_partitions(const struct letters *letters)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(letters->n_partitions);
    for (int i = 0; i < letters->n_partitions; i++) {
        rd_kafka_topic_partition_list_add(list, letters->topic, i)->offset =
            RD_KAFKA_OFFSET_BEGINNING;
    }
    return list;
}

static int take_ledger(struct letters *letters, const rd_kafka_topic_partition_t *partition)
{
    struct offset_ranges *ranges = &letters->replayed[partition->partition];
    struct sw_text text = {partition->metadata, partition->metadata_size};
    offset_ranges_clear(ranges);
    int status = text.len > 0 ? offset_ranges_parse(ranges, text) : SW_OK;
    offset_ranges_drop_below(ranges, letters->low[partition->partition]);
    return status;
}

int letters_read_ledger(struct letters *letters, struct sw_error *err)
{
    rd_kafka_topic_partition_list_t *list = all_partitions(letters);
    int status = kafka_committed(letters->consumer, list, CONNECT_TIMEOUT_MS, err);
    for (int i = 0; status == SW_OK && i < list->cnt; i++) {
        status = take_ledger(letters, &list->elems[i]);
        if (status != SW_OK) {
            error_set(err, (enum sw_status)status,
                      "partition %d: what the group committed is no list of replays; name "
                      "another --group-id",
                      list->elems[i].partition);
        }
    }
    rd_kafka_topic_partition_list_destroy(list);
    return status;
}

/* ---- One letter ----------------------------------------------------------------------------- */

static struct sw_text header(const struct letter *letter, const char *name)
{
    const void *value = NULL;
    size_t len = 0;
    if (letter->headers == NULL || rd_kafka_header_get_last(letter->headers, name, &value, &len) !=
                                       RD_KAFKA_RESP_ERR_NO_ERROR) {
        return (struct sw_text){"", 0};
    }
    return (struct sw_text){value, value != NULL ? len : 0};
}

static void take_letter(struct letter *letter, const struct letters *letters,
                        const rd_kafka_message_t *message)
{
    rd_kafka_timestamp_type_t type;
    memset(letter, 0, sizeof *letter);
    letter->message = message;
    letter->timestamp_ms = rd_kafka_message_timestamp(message, &type);
    if (rd_kafka_message_headers(message, &letter->headers) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        letter->headers = NULL;
    }
    letter->topic = header(letter, "__connect.errors.topic");
    letter->partition = header(letter, "__connect.errors.partition");
    letter->offset = header(letter, "__connect.errors.offset");
    letter->stage = header(letter, "__connect.errors.stage");
    letter->reason = header(letter, "__connect.errors.exception.class.name");
    letter->detail = header(letter, "__connect.errors.exception.message");
    letter->source = header(letter, "stancewire.source");
    letter->replayed = offset_ranges_has(&letters->replayed[message->partition], message->offset);
}

static bool contains(struct sw_text text, const char *part)
{
    size_t len = strlen(part);
    for (size_t at = 0; at + len <= text.len; at++) {
        size_t i = 0;
        while (i < len &&
               tolower((unsigned char)text.at[at + i]) == tolower((unsigned char)part[i])) {
            i++;
        }
        if (i == len) {
            return true;
        }
    }
    return false;
}

static bool read_position(const char *text, long *partition, long long *offset)
{
    char *end = NULL;
    if (!isdigit((unsigned char)*text)) {
        return false;
    }
    *partition = strtol(text, &end, 10);
    if (*end != ':' || !isdigit((unsigned char)end[1])) {
        return false;
    }
    *offset = strtoll(end + 1, &end, 10);
    return *end == '\0';
}

int letter_filter_check(const struct letter_filter *filter, struct sw_error *err)
{
    long partition;
    long long offset;
    for (char *const *at = filter->positions; *at != NULL; at++) {
        if (!read_position(*at, &partition, &offset)) {
            return error_set(err, SW_EFORMAT, "\"%.40s\" is no PARTITION:OFFSET", *at);
        }
    }
    return SW_OK;
}

static bool is_position(char *const *positions, const rd_kafka_message_t *message)
{
    long partition;
    long long offset;
    for (char *const *at = positions; *at != NULL; at++) {
        if (read_position(*at, &partition, &offset) && partition == message->partition &&
            offset == message->offset) {
            return true;
        }
    }
    return *positions == NULL;
}

bool letter_filter_takes(const struct letter_filter *filter, const struct letter *letter)
{
    return (filter->stage == NULL || contains(letter->stage, filter->stage)) &&
           (filter->reason == NULL || contains(letter->reason, filter->reason) ||
            contains(letter->detail, filter->reason)) &&
           (filter->source == NULL || contains(letter->source, filter->source) ||
            contains(letter->topic, filter->source)) &&
           is_position(filter->positions, letter->message);
}

/* ---- All of them ---------------------------------------------------------------------------- */

static int read_all(struct letters *letters, const struct letter_filter *filter, letters_each *each,
                    void *context, struct sw_error *err)
{
    int status = SW_OK;
    for (int left = letters->n_partitions; left > 0 && status == SW_OK;) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(letters->consumer, READ_TIMEOUT_MS);
        if (message == NULL) {
            return error_set(err, SW_EMISSING, "%s: no answer in %d s", letters->topic,
                             READ_TIMEOUT_MS / 1000);
        }
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            left--;
        } else if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            status = error_set(err, SW_EMISSING, "%s: %.150s", letters->topic,
                               rd_kafka_message_errstr(message));
        } else {
            struct letter letter;
            take_letter(&letter, letters, message);
            if (letter_filter_takes(filter, &letter)) {
                status = each(context, &letter, err);
            }
        }
        rd_kafka_message_destroy(message);
    }
    return status;
}

int letters_read(struct letters *letters, const struct letter_filter *filter, letters_each *each,
                 void *context, struct sw_error *err)
{
    rd_kafka_topic_partition_list_t *list = all_partitions(letters);
    rd_kafka_resp_err_t error = rd_kafka_assign(letters->consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return error_set(err, SW_EMISSING, "%s: %s", letters->topic, rd_kafka_err2str(error));
    }
    int status = read_all(letters, filter, each, context, err);
    rd_kafka_assign(letters->consumer, NULL);
    return status;
}
