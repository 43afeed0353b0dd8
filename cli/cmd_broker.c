#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "commands.h"
#include "error.h"
#include "exit_status.h"
#include "options.h"
#include "stop.h"

static const struct option rows[] = {
    {.name = "topic",
     .type = OPTION_LIST,
     .value = "NAME",
     .help = "Topics to make (default: articles.raw, articles.annotated, articles.dead-letter)"},
    {.name = "partitions",
     .type = OPTION_NUMBER,
     .fallback = "16",
     .min = 1,
     .max = 128,
     .help = "Partitions of each topic"},
    {.name = "nodes",
     .type = OPTION_NUMBER,
     .fallback = "1",
     .min = 1,
     .max = 9,
     .help = "Brokers of the cluster"},
};
static const struct option_group group = {"Broker", rows, sizeof rows / sizeof rows[0]};
static const struct option_group *const groups[] = {&group, NULL};
static const struct options_program program = {
    "stancewire broker", "[FLAG…]",
    "Hosts librdkafka's mock cluster on 127.0.0.1, prints bootstrap=HOST:PORT and runs until\n"
    "SIGTERM or SIGINT. It is for trying out, and no Kafka: nothing is kept when it ends, a\n"
    "partition holds its last 5 MiB, transactions are accepted but prove nothing (aborted records\n"
    "are seen, offsets in a transaction are lost), and whoever reaches the port may do anything.",
    groups};

static const char *const standard_topics[] = {"articles.raw", "articles.annotated",
                                              "articles.dead-letter"};

/* The client that hosts the cluster; Nagle's algorithm would cost 15 ms a commit. */
static rd_kafka_t *new_host(struct sw_error *err)
{
    char text[200] = "";
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "client.id", "stancewire-broker", NULL, 0);
    rd_kafka_conf_set(conf, "log_level", "3", NULL, 0);
    rd_kafka_conf_set(conf, "socket.nagle.disable", "true", NULL, 0);
    rd_kafka_t *host = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (host == NULL) {
        rd_kafka_conf_destroy(conf);
        error_set(err, SW_EFORMAT, "no broker: %s", text);
    }
    return host;
}

static int make_topics(rd_kafka_mock_cluster_t *cluster, const struct options *options,
                       struct sw_error *err)
{
    int partitions = (int)options_number(options, "partitions");
    bool own = options_item(options, "topic", 0) != NULL;
    size_t n_standard = sizeof standard_topics / sizeof standard_topics[0];
    for (size_t i = 0;; i++) {
        const char *topic = own              ? options_item(options, "topic", i)
                            : i < n_standard ? standard_topics[i]
                                             : NULL;
        if (topic == NULL) {
            return SW_OK;
        }
        rd_kafka_resp_err_t error = rd_kafka_mock_topic_create(cluster, topic, partitions, 1);
        if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
            return error_set(err, SW_EFORMAT, "topic %.100s: %s", topic, rd_kafka_err2str(error));
        }
    }
}

static void wait_for_stop(void)
{
    const struct timespec pause = {0, 100 * 1000000};
    while (!stop_asked()) {
        nanosleep(&pause, NULL);
    }
}

static int run(const struct options *options, struct sw_error *err)
{
    rd_kafka_mock_cluster_t *cluster = NULL;
    int status = SW_OK;
    rd_kafka_t *host = new_host(err);
    if (host == NULL) {
        return err->status;
    }
    cluster = rd_kafka_mock_cluster_new(host, (int)options_number(options, "nodes"));
    if (cluster == NULL) {
        status = error_set(err, SW_EFORMAT, "no broker: the mock cluster did not start");
        goto out;
    }
    status = make_topics(cluster, options, err);
    if (status != SW_OK) {
        goto out;
    }
    printf("bootstrap=%s\n", rd_kafka_mock_cluster_bootstraps(cluster));
    fflush(stdout);
    fputs("stancewire broker: in memory, for trying out; no proof of exactly-once (--help says "
          "more)\n",
          stderr);
    wait_for_stop();
out:
    if (cluster != NULL) {
        rd_kafka_mock_cluster_destroy(cluster);
    }
    rd_kafka_destroy(host);
    return status;
}

int cmd_broker(int argc, char **argv)
{
    struct options *options;
    int exit_status = options_start(&options, &program, argc, argv);
    if (exit_status >= 0) {
        return exit_status;
    }
    struct sw_error err;
    stop_install();
    int status = run(options, &err);
    if (status != SW_OK) {
        fprintf(stderr, "stancewire: %s\n", err.text);
    }
    options_free(options);
    return status == SW_OK ? EXIT_STATUS_DONE : EXIT_STATUS_FATAL;
}
