/*
 * kafka_tool: the few things that the tests do with a broker, so that they need no Java and no
 * Python package.
 *
 *     kafka_tool BROKERS topics NAME:PARTITIONS[:REPLICAS[:SETTING=VALUE]] ...
 *     kafka_tool BROKERS delete NAME
 *     kafka_tool BROKERS trim TOPIC PARTITION OFFSET    removes the records before the offset
 *     kafka_tool BROKERS produce TOPIC           stdin: key TAB value; "key TAB \N": a tombstone
 *     kafka_tool BROKERS dump TOPIC [uncommitted]  one JSON object a record, to the present end
 *     kafka_tool BROKERS ends TOPIC              "partition low end" a line
 *     kafka_tool BROKERS committed GROUP TOPIC   "partition offset" a line
 *     kafka_tool BROKERS zombie ID TOPIC         opens a transaction, prints "open", commits
 *                                                after a line on stdin
 *
 * -X properties for the client stand in KAFKA_TOOL_X, separated by spaces.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kafka_conf.h"

enum { WAIT_MS = 30000, LINE_MAX_BYTES = 32 << 20 };

static int die(const char *what, const char *detail)
{
    fprintf(stderr, "kafka_tool: %s: %s\n", what, detail);
    return 1;
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value)
{
    char detail[256];
    if (rd_kafka_conf_set(conf, name, value, detail, sizeof detail) != RD_KAFKA_CONF_OK) {
        exit(die(name, detail));
    }
}

static unsigned long failed;

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    (void)rk;
    (void)opaque;
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR && failed++ == 0) {
        fprintf(stderr, "kafka_tool: not delivered: %s\n", rd_kafka_err2name(message->err));
    }
}

static rd_kafka_t *client(rd_kafka_type_t type, const char *brokers, const char *(*rows)[2])
{
    char detail[256], extra[2048];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    const char *properties = getenv("KAFKA_TOOL_X");
    set(conf, "bootstrap.servers", brokers);
    set(conf, "socket.nagle.disable", "true");
    for (; (*rows)[0] != NULL; rows++) {
        set(conf, (*rows)[0], (*rows)[1]);
    }
    snprintf(extra, sizeof extra, "%s", properties != NULL ? properties : "");
    for (char *item = strtok(extra, " "); item != NULL; item = strtok(NULL, " ")) {
        char *equals = strchr(item, '=');
        if (equals != NULL) {
            *equals = '\0';
            set(conf, item, equals + 1);
        }
    }
    if (type == RD_KAFKA_PRODUCER) {
        rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    }
    rd_kafka_t *rk = rd_kafka_new(type, conf, detail, sizeof detail);
    if (rk == NULL) {
        exit(die("client", detail));
    }
    return rk;
}

/* ---- topics, delete -------------------------------------------------------------------------- */

static int admin_result(rd_kafka_queue_t *queue)
{
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, WAIT_MS);
    size_t n = 0;
    if (event == NULL) {
        return die("admin", "no answer");
    }
    int status = rd_kafka_event_error(event) ? die("admin", rd_kafka_event_error_string(event)) : 0;
    const rd_kafka_CreateTopics_result_t *made = rd_kafka_event_CreateTopics_result(event);
    const rd_kafka_DeleteTopics_result_t *gone = rd_kafka_event_DeleteTopics_result(event);
    const rd_kafka_topic_result_t **rows =
        made != NULL   ? rd_kafka_CreateTopics_result_topics(made, &n)
        : gone != NULL ? rd_kafka_DeleteTopics_result_topics(gone, &n)
                       : NULL;
    for (size_t i = 0; i < n; i++) {
        if (rd_kafka_topic_result_error(rows[i]) != RD_KAFKA_RESP_ERR_NO_ERROR) {
            status = die(rd_kafka_topic_result_name(rows[i]),
                         rd_kafka_err2name(rd_kafka_topic_result_error(rows[i])));
        }
    }
    rd_kafka_event_destroy(event);
    return status;
}

static int topics(rd_kafka_t *rk, int n, char **specs)
{
    rd_kafka_NewTopic_t *rows[64];
    char detail[256];
    for (int i = 0; i < n && i < 64; i++) {
        char *colon = strchr(specs[i], ':');
        int partitions = 1, replicas = 1;
        char name[128] = "", value[128];
        if (colon != NULL) {
            *colon = '\0';
            sscanf(colon + 1, "%d:%d:%127[^=]=%127s", &partitions, &replicas, name, value);
        }
        rows[i] = rd_kafka_NewTopic_new(specs[i], partitions, replicas, detail, sizeof detail);
        if (name[0] != '\0') {
            rd_kafka_NewTopic_set_config(rows[i], name, value);
        }
    }
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_CreateTopics(rk, rows, (size_t)n, NULL, queue);
    int status = admin_result(queue);
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy_array(rows, (size_t)n);
    return status;
}

static int delete_topic(rd_kafka_t *rk, const char *name)
{
    rd_kafka_DeleteTopic_t *row = rd_kafka_DeleteTopic_new(name);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_DeleteTopics(rk, &row, 1, NULL, queue);
    int status = admin_result(queue);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteTopic_destroy(row);
    return status;
}

static int trim(rd_kafka_t *rk, const char *topic, int partition, long long offset)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = offset;
    rd_kafka_DeleteRecords_t *row = rd_kafka_DeleteRecords_new(list);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_DeleteRecords(rk, &row, 1, NULL, queue);
    int status = admin_result(queue);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteRecords_destroy(row);
    rd_kafka_topic_partition_list_destroy(list);
    return status;
}

/* ---- produce --------------------------------------------------------------------------------- */

static int produce(const char *brokers, const char *topic)
{
    static const char *rows[][2] = {{"linger.ms", "20"},
                                    {"compression.codec", "lz4"},
                                    {"enable.idempotence", "true"},
                                    {"queue.buffering.max.kbytes", "65536"},
                                    {"partitioner", "murmur2_random"},
                                    {NULL, NULL}};
    rd_kafka_t *rk = client(RD_KAFKA_PRODUCER, brokers, rows);
    char *line = malloc(LINE_MAX_BYTES);
    int number = 0;
    while (line != NULL && fgets(line, LINE_MAX_BYTES, stdin) != NULL) {
        size_t len = strcspn(line, "\n");
        line[len] = '\0';
        char *tab = strchr(line, '\t');
        char *value = tab != NULL ? tab + 1 : line;
        char seq[16];
        bool tombstone = strcmp(value, "\\N") == 0;
        void *bytes = tombstone ? NULL : value;
        size_t bytes_len = tombstone ? 0 : len - (size_t)(value - line);
        size_t key_len = tab != NULL ? (size_t)(tab - line) : 0;
        snprintf(seq, sizeof seq, "%d", number++);
        rd_kafka_resp_err_t code;
        do {
            code = rd_kafka_producev(
                rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                RD_KAFKA_V_KEY(line, key_len), RD_KAFKA_V_VALUE(bytes, bytes_len),
                RD_KAFKA_V_HEADER("n", seq, -1), RD_KAFKA_V_END);
            rd_kafka_poll(rk, code == RD_KAFKA_RESP_ERR__QUEUE_FULL ? 100 : 0);
        } while (code == RD_KAFKA_RESP_ERR__QUEUE_FULL);
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            return die("produce", rd_kafka_err2name(code));
        }
    }
    free(line);
    rd_kafka_resp_err_t flushed = rd_kafka_flush(rk, WAIT_MS);
    rd_kafka_destroy(rk);
    return flushed == RD_KAFKA_RESP_ERR_NO_ERROR && failed == 0 ? 0 : die("flush", "not all went");
}

/* ---- dump ------------------------------------------------------------------------------------ */

static void print_json(const char *name, const void *at, size_t len)
{
    const unsigned char *bytes = at;
    printf("\"%s\":", name);
    if (at == NULL) {
        printf("null");
        return;
    }
    putchar('"');
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] == '"' || bytes[i] == '\\') {
            printf("\\%c", bytes[i]);
        } else if (bytes[i] < 0x20 || bytes[i] >= 0x7f) {
            printf("\\u%04x", bytes[i]); /* bytes as Latin-1: what is compared is bytes */
        } else {
            putchar(bytes[i]);
        }
    }
    putchar('"');
}

static void print_record(const rd_kafka_message_t *message)
{
    rd_kafka_timestamp_type_t type;
    rd_kafka_headers_t *headers = NULL;
    const char *name;
    const void *value;
    size_t len;
    printf("{\"partition\":%" PRId32 ",\"offset\":%" PRId64 ",\"timestamp\":%" PRId64 ",",
           message->partition, message->offset, rd_kafka_message_timestamp(message, &type));
    print_json("key", message->key, message->key_len);
    putchar(',');
    print_json("value", message->payload, message->len);
    printf(",\"headers\":{");
    rd_kafka_message_headers(message, &headers);
    for (size_t i = 0;
         headers != NULL &&
         rd_kafka_header_get_all(headers, i, &name, &value, &len) == RD_KAFKA_RESP_ERR_NO_ERROR;
         i++) {
        printf("%s", i > 0 ? "," : "");
        print_json(name, value, len);
    }
    printf("}}\n");
}

static const struct rd_kafka_metadata *metadata_of(rd_kafka_t *rk, const char *topic)
{
    const struct rd_kafka_metadata *metadata;
    rd_kafka_topic_t *handle = rd_kafka_topic_new(rk, topic, NULL);
    if (rd_kafka_metadata(rk, 0, handle, &metadata, WAIT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR ||
        metadata->topic_cnt != 1 || metadata->topics[0].partition_cnt == 0) {
        exit(die(topic, "no such topic, or no answer"));
    }
    rd_kafka_topic_destroy(handle);
    return metadata;
}

static int dump(rd_kafka_t *rk, const char *topic)
{
    const struct rd_kafka_metadata *metadata = metadata_of(rk, topic);
    int n = metadata->topics[0].partition_cnt, left = n;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(n);
    for (int i = 0; i < n; i++) {
        rd_kafka_topic_partition_list_add(list, topic, i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    }
    rd_kafka_assign(rk, list);
    while (left > 0) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(rk, WAIT_MS);
        if (message == NULL) {
            return die("dump", "no record and no end for a long time");
        }
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            print_record(message);
        } else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            left--;
        } else {
            return die("dump", rd_kafka_message_errstr(message));
        }
        rd_kafka_message_destroy(message);
    }
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_metadata_destroy(metadata);
    rd_kafka_consumer_close(rk);
    return 0;
}

static int ends(rd_kafka_t *rk, const char *topic)
{
    const struct rd_kafka_metadata *metadata = metadata_of(rk, topic);
    for (int i = 0; i < metadata->topics[0].partition_cnt; i++) {
        int64_t low = -1, high = -1;
        rd_kafka_query_watermark_offsets(rk, topic, i, &low, &high, WAIT_MS);
        printf("%d %" PRId64 " %" PRId64 "\n", i, low, high);
    }
    rd_kafka_metadata_destroy(metadata);
    return 0;
}

static int committed(rd_kafka_t *rk, const char *topic)
{
    const struct rd_kafka_metadata *metadata = metadata_of(rk, topic);
    int n = metadata->topics[0].partition_cnt;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(n);
    for (int i = 0; i < n; i++) {
        rd_kafka_topic_partition_list_add(list, topic, i);
    }
    struct sw_error err;
    int status = kafka_committed(rk, list, WAIT_MS, &err) == SW_OK ? 0 : die("committed", err.text);
    for (int i = 0; i < n && status == 0; i++) {
        printf("%" PRId32 " %" PRId64 "\n", list->elems[i].partition, list->elems[i].offset);
    }
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_metadata_destroy(metadata);
    return status;
}

/* ---- zombie ---------------------------------------------------------------------------------- */

static int report(const char *what, rd_kafka_error_t *error)
{
    int status = error != NULL;
    if (error != NULL) {
        printf("%s %s fatal=%d\n", what, rd_kafka_error_name(error),
               rd_kafka_error_is_fatal(error));
        rd_kafka_error_destroy(error);
    }
    return status;
}

static int zombie(const char *brokers, const char *id, const char *topic)
{
    const char *rows[][2] = {{"transactional.id", id}, {NULL, NULL}};
    rd_kafka_t *rk = client(RD_KAFKA_PRODUCER, brokers, rows);
    char line[16];
    int status = report("init", rd_kafka_init_transactions(rk, WAIT_MS)) ||
                 report("begin", rd_kafka_begin_transaction(rk));
    if (status == 0) {
        rd_kafka_producev(rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_VALUE("zombie", 6),
                          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
        rd_kafka_flush(rk, WAIT_MS);
        printf("open\n");
        fflush(stdout);
        if (fgets(line, sizeof line, stdin) != NULL) {
            status = report("commit", rd_kafka_commit_transaction(rk, WAIT_MS));
        }
    }
    rd_kafka_destroy(rk);
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        return die("usage", "see the top of kafka_tool.c");
    }
    const char *command = argv[2];
    bool uncommitted = argc > 4 && strcmp(argv[4], "uncommitted") == 0;
    bool groups = strcmp(command, "committed") == 0;
    const char *rows[][2] = {
        {"group.id", groups ? argv[3] : "kafka_tool"},
        {"isolation.level", uncommitted ? "read_uncommitted" : "read_committed"},
        {"enable.partition.eof", "true"},
        {"enable.auto.commit", "false"},
        {"fetch.wait.max.ms", "50"},
        {"queued.max.messages.kbytes", "65536"},
        {NULL, NULL},
    };
    if (strcmp(command, "produce") == 0) {
        return produce(argv[1], argv[3]);
    }
    if (strcmp(command, "zombie") == 0 && argc > 4) {
        return zombie(argv[1], argv[3], argv[4]);
    }
    rd_kafka_t *rk = client(RD_KAFKA_CONSUMER, argv[1], rows);
    int status = strcmp(command, "topics") == 0   ? topics(rk, argc - 3, argv + 3)
                 : strcmp(command, "delete") == 0 ? delete_topic(rk, argv[3])
                 : strcmp(command, "trim") == 0 && argc > 5
                     ? trim(rk, argv[3], atoi(argv[4]), atoll(argv[5]))
                 : strcmp(command, "dump") == 0 ? dump(rk, argv[3])
                 : strcmp(command, "ends") == 0 ? ends(rk, argv[3])
                 : groups && argc > 4           ? committed(rk, argv[4])
                                                : die(command, "no such command");
    rd_kafka_destroy(rk);
    return status;
}
