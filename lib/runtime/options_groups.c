#include "options.h"

#define ROWS(rows) (rows), sizeof(rows) / sizeof((rows)[0])

static const struct option kafka_rows[] = {
    {.name = "brokers",
     .fallback = "127.0.0.1:9092",
     .value = "HOST:PORT,…",
     .help = "Kafka brokers to start from"},
    {.name = "property",
     .letter = 'X',
     .type = OPTION_LIST,
     .secret = true,
     .value = "NAME=VALUE",
     .help = "Any setting of librdkafka; the file form takes a client.properties"},
};
const struct option_group options_kafka = {"Kafka", ROWS(kafka_rows)};

static const struct option model_rows[] = {
    {.name = "model",
     .value = "FOLDER",
     .help = "Model folder (default: ../share/stancewire/models beside the program)"},
    {.name = "gazetteer", .value = "FILE", .help = "Your own names, added to the model's"},
};
const struct option_group options_model = {"Model", ROWS(model_rows)};

static const struct option log_rows[] = {
    {.name = "log-format",
     .type = OPTION_CHOICE,
     .fallback = "logfmt",
     .choices = "logfmt|json",
     .help = "Shape of the log lines on standard error"},
    {.name = "log-level",
     .type = OPTION_CHOICE,
     .fallback = "info",
     .choices = "error|warn|info|debug",
     .help = "Least weight of a line that is written"},
};
const struct option_group options_log = {"Log", ROWS(log_rows)};

static const struct option redis_rows[] = {
    {.name = "redis",
     .fallback = "redis://127.0.0.1:6379/0",
     .value = "URL|off",
     .secret = true,
     .help = "Where counters are kept: redis://[user:password@]host:port/db"},
};
const struct option_group options_redis = {"Redis", ROWS(redis_rows)};

static const struct option record_rows[] = {
    {.name = "field",
     .type = OPTION_LIST,
     .value = "NAME=KEY",
     .help = "Key of your records that is the text, title, url, date, outlet or language"},
    {.name = "max-record-bytes",
     .type = OPTION_NUMBER,
     .fallback = "1048576",
     .min = 1024,
     .max = 16 << 20,
     .help = "Largest input record that is read"},
};
const struct option_group options_record = {"Record", ROWS(record_rows)};
