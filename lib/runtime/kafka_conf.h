/*
 * kafka_conf.h: settings and -X properties -> a librdkafka client.
 *
 *     defaults < -X property=value < fixed settings      -> rd_kafka_conf_t -> rd_kafka_t
 *
 * A fixed setting carries a guarantee (enable.auto.commit=false): a -X of that name is refused.
 * The client logs to its owner's log: the opaque of every client points to a struct that begins
 * with struct kafka_owner.
 * Errors: one line; values of properties are not repeated in it, for they may be secrets.
 */
#ifndef RUNTIME_KAFKA_CONF_H
#define RUNTIME_KAFKA_CONF_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>

#include <stancewire/stancewire.h>

#include "log.h"
#include "options.h"

struct kafka_owner {
    struct log *log;
};

/* One row of a table that ends with name NULL. */
struct kafka_setting {
    const char *name, *value;
    bool fixed;
};

/*
 * A configuration of brokers, settings and the -X properties of `options`; *out is the caller's
 * until kafka_client_new takes it. owner is borrowed by the client. SW_EFORMAT, SW_ENOMEM.
 */
int kafka_conf_new(rd_kafka_conf_t **out, const struct options *options,
                   const struct kafka_setting *settings, struct kafka_owner *owner,
                   struct sw_error *err);

/* Takes *conf (sets it to NULL, also on failure). SW_EFORMAT. */
int kafka_client_new(rd_kafka_t **out, rd_kafka_type_t type, rd_kafka_conf_t **conf,
                     struct sw_error *err);

/*
 * Waits until the brokers answer and know the topic. SW_EMISSING says which of the two it was.
 * n_partitions may be NULL.
 */
int kafka_topic_check(rd_kafka_t *rk, const char *topic, int timeout_ms, int *n_partitions,
                      struct sw_error *err);

/*
 * Offsets (and metadata) that the client's group has committed, into `list`. Asks again while the
 * group has no coordinator: a broker that came up a moment ago says so. Any partition's error
 * fails it. SW_EMISSING.
 */
int kafka_committed(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *list, int timeout_ms,
                    struct sw_error *err);

#endif
