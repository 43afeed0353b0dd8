/*
 * config.h: the settings of the consumer, read and checked once.
 *
 * Memory: strings are borrowed from the options. Threads: read-only after config_read.
 */
#ifndef CONSUMER_CONFIG_H
#define CONSUMER_CONFIG_H

#include <stdbool.h>

#include <stancewire/stancewire.h>

#include "options.h"
#include "redis_url.h"

struct config {
    const struct options *options;
    const char *input_topic, *output_topic, *dead_letter_topic;
    const char *group_id;
    char instance_id[128];
    bool exactly_once;
    bool counters; /* false: redis = off */
    struct redis_url redis;
    unsigned workers;
    int commit_interval_ms, drain_timeout_ms, transaction_timeout_ms;
    const char *http_listen; /* NULL: off */
};

extern const struct options_program consumer_program;

/* SW_EFORMAT: one line for the user. */
int config_read(struct config *out, const struct options *options, struct sw_error *err);

#endif
