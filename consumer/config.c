#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"

static const struct option stream_rows[] = {
    {.name = "input-topic",
     .fallback = "articles.raw",
     .value = "TOPIC",
     .help = "Articles to annotate"},
    {.name = "output-topic",
     .fallback = "articles.annotated",
     .value = "TOPIC",
     .help = "Where they go"},
    {.name = "dead-letter-topic",
     .fallback = "articles.dead-letter",
     .value = "TOPIC",
     .help = "Where records go that cannot be read"},
    {.name = "group-id", .fallback = "stancewire", .value = "GROUP", .help = "Consumer group"},
    {.name = "instance-id",
     .value = "NAME",
     .help = "Stays the same when the process starts again, differs between processes (default: "
             "host name)"},
    {.name = "delivery",
     .type = OPTION_CHOICE,
     .fallback = "exactly-once",
     .choices = "exactly-once|at-least-once",
     .help = "What the output topic promises"},
    {.name = "workers",
     .type = OPTION_NUMBER,
     .fallback = "1",
     .min = 1,
     .max = 64,
     .help = "Threads; each has its own consumer, producer and Redis connection"},
    {.name = "commit-interval-ms",
     .type = OPTION_NUMBER,
     .fallback = "500",
     .min = 1,
     .max = 60000,
     .help = "Longest time that a transaction stays open"},
    {.name = "transaction-timeout-ms",
     .type = OPTION_NUMBER,
     .fallback = "10000",
     .min = 1000,
     .max = 900000,
     .help = "When the broker gives up a transaction whose worker is gone"},
    {.name = "drain-timeout-ms",
     .type = OPTION_NUMBER,
     .fallback = "10000",
     .min = 100,
     .max = 600000,
     .help = "Time to finish what was begun, on SIGTERM and when partitions move"},
};

static const struct option service_rows[] = {
    {.name = "http-listen",
     .fallback = "127.0.0.1:8080",
     .value = "HOST:PORT|off",
     .help = "/livez /readyz /metrics /version"},
};

#define ROWS(rows) (rows), sizeof(rows) / sizeof((rows)[0])
static const struct option_group stream_group = {"Stream", ROWS(stream_rows)};
static const struct option_group service_group = {"HTTP", ROWS(service_rows)};

static const struct option_group *const groups[] = {
    &stream_group,  &options_record, &options_kafka, &options_redis,
    &service_group, &options_model,  &options_log,   NULL};

const struct options_program consumer_program = {
    .name = "stancewire-consumer",
    .usage = "[FLAG…]",
    .summary = "Annotates the news articles of a Kafka topic, keeps counters in Redis and publishes"
               " every article, annotated, exactly once.",
    .groups = groups,
};

static int read_instance(struct config *config, struct sw_error *err)
{
    const char *given = options_get(config->options, "instance-id");
    if (given == NULL || *given == '\0') {
        if (gethostname(config->instance_id, sizeof config->instance_id - 1) != 0) {
            return error_set(err, SW_EFORMAT, "this host has no name: set --instance-id");
        }
        return SW_OK;
    }
    if (strlen(given) >= sizeof config->instance_id) {
        return error_set(err, SW_EFORMAT, "--instance-id is longer than %zu bytes",
                         sizeof config->instance_id - 1);
    }
    snprintf(config->instance_id, sizeof config->instance_id, "%s", given);
    return SW_OK;
}

static int read_topics(struct config *config, struct sw_error *err)
{
    const struct options *options = config->options;
    config->input_topic = options_get(options, "input-topic");
    config->output_topic = options_get(options, "output-topic");
    config->dead_letter_topic = options_get(options, "dead-letter-topic");
    config->group_id = options_get(options, "group-id");
    if (strcmp(config->input_topic, config->output_topic) == 0 ||
        strcmp(config->input_topic, config->dead_letter_topic) == 0) {
        return error_set(err, SW_EFORMAT, "topic '%s' is both input and output: it would never end",
                         config->input_topic);
    }
    return SW_OK;
}

static int read_redis(struct config *config, struct sw_error *err)
{
    config->counters = !options_is(config->options, "redis", "off");
    return config->counters
               ? redis_url_parse(&config->redis, options_get(config->options, "redis"), err)
               : SW_OK;
}

int config_read(struct config *out, const struct options *options, struct sw_error *err)
{
    struct config config = {.options = options};
    int status = read_topics(&config, err);
    status = status != SW_OK ? status : read_instance(&config, err);
    status = status != SW_OK ? status : read_redis(&config, err);
    config.exactly_once = options_is(options, "delivery", "exactly-once");
    config.workers = (unsigned)options_number(options, "workers");
    config.commit_interval_ms = (int)options_number(options, "commit-interval-ms");
    config.drain_timeout_ms = (int)options_number(options, "drain-timeout-ms");
    config.transaction_timeout_ms = (int)options_number(options, "transaction-timeout-ms");
    config.http_listen =
        options_is(options, "http-listen", "off") ? NULL : options_get(options, "http-listen");
    if (status == SW_OK) {
        *out = config;
    }
    return status;
}
