#include <stdio.h>

#include <librdkafka/rdkafka.h>

#include "commands.h"
#include "exit_status.h"
#include "model.h"
#include "options.h"

static const struct option_group *const groups[] = {&options_model, NULL};
static const struct options_program program = {
    "stancewire version", "[FLAG…]", "Says which version, model and Kafka library this is.",
    groups};

int cmd_version(int argc, char **argv)
{
    struct options *options;
    int exit_status = options_start(&options, &program, argc, argv);
    if (exit_status >= 0) {
        return exit_status;
    }
    struct model model;
    struct sw_error err;
    int status =
        model_load(&model, options_get(options, "model"), options_get(options, "gazetteer"), &err);
    printf("stancewire %s\nmodel %s\nlibrdkafka %s\n", sw_engine_version(),
           status == SW_OK ? sw_engine_model(model.engine) : "unreadable", rd_kafka_version_str());
    if (status != SW_OK) {
        fprintf(stderr, "stancewire: %s\n", err.text);
    } else {
        model_free(&model);
    }
    options_free(options);
    return status == SW_OK ? EXIT_STATUS_DONE : EXIT_STATUS_FATAL;
}
