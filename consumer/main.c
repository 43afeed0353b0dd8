/*
 * stancewire-consumer: articles from a Kafka topic -> annotated articles on another, and counters.
 */
#include "annotator.h"
#include "config.h"
#include "log.h"
#include "model.h"
#include "service.h"
#include "stop.h"

int main(int argc, char **argv)
{
    struct options *options = NULL;
    struct config config;
    struct model model = {0};
    struct annotator annotator;
    struct log log;
    struct sw_error err;
    int status = options_start(&options, &consumer_program, argc, argv);
    if (status >= 0) {
        return status;
    }
    log_init(&log, options);
    if (config_read(&config, options, &err) != SW_OK) {
        log_error(&log, "cannot start detail=%s", err.text);
        status = EXIT_STATUS_USAGE;
        goto out;
    }
    log_hide(&log, config.redis.password);
    stop_install();
    if (model_load(&model, options_get(options, "model"), options_get(options, "gazetteer"),
                   &err) != SW_OK) {
        log_error(&log, "cannot start detail=%s", err.text);
        status = EXIT_STATUS_FATAL;
        goto out;
    }
    if (annotator_init(&annotator, model.engine, options, &err) != SW_OK) {
        log_error(&log, "cannot start detail=%s", err.text);
        status = EXIT_STATUS_USAGE;
        goto out;
    }
    status = service_check(&config, &log);
    if (status == EXIT_STATUS_DONE) {
        status = service_run(&config, &annotator, &log);
    }
out:
    model_free(&model);
    options_free(options);
    return status;
}
