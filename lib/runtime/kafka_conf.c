#include "kafka_conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "error.h"

/* librdkafka's levels are those of syslog: 3 is an error, 4 a warning, 5 and 6 information. */
static void on_log(const rd_kafka_t *rk, int level, const char *facility, const char *text)
{
    const struct kafka_owner *owner = rd_kafka_opaque(rk);
    const char *name = rd_kafka_name(rk);
    if (level <= 3) {
        log_warn(owner->log, "kafka client client=%s facility=%s text=%s", name, facility, text);
    } else if (level <= 5) {
        log_info(owner->log, "kafka client client=%s facility=%s text=%s", name, facility, text);
    } else {
        log_debug(owner->log, "kafka client client=%s facility=%s text=%s", name, facility, text);
    }
}

static void on_error(rd_kafka_t *rk, int code, const char *reason, void *opaque)
{
    const struct kafka_owner *owner = opaque;
    log_warn(owner->log, "kafka error client=%s error=%s reason=%s", rd_kafka_name(rk),
             rd_kafka_err2name((rd_kafka_resp_err_t)code), reason);
}

static int set(rd_kafka_conf_t *conf, const char *name, const char *value, struct sw_error *err)
{
    char detail[512];
    if (rd_kafka_conf_set(conf, name, value, detail, sizeof detail) == RD_KAFKA_CONF_OK) {
        return SW_OK;
    }
    if (rd_kafka_conf_get(conf, name, NULL, &(size_t){0}) == RD_KAFKA_CONF_UNKNOWN) {
        return error_set(err, SW_EFORMAT, "-X %s: librdkafka %s has no such property", name,
                         rd_kafka_version_str());
    }
    return error_set(err, SW_EFORMAT, "-X %s: librdkafka refuses the value", name);
}

static const struct kafka_setting *find(const struct kafka_setting *settings, const char *name)
{
    for (; settings->name != NULL; settings++) {
        if (strcmp(settings->name, name) == 0) {
            return settings;
        }
    }
    return NULL;
}

static int set_all(rd_kafka_conf_t *conf, const struct kafka_setting *settings,
                   struct sw_error *err)
{
    int status = SW_OK;
    for (; settings->name != NULL && status == SW_OK; settings++) {
        status = set(conf, settings->name, settings->value, err);
    }
    return status;
}

static int set_property(rd_kafka_conf_t *conf, const char *item,
                        const struct kafka_setting *settings, struct sw_error *err)
{
    char name[128];
    const char *equals = strchr(item, '=');
    size_t len = equals == NULL ? 0 : (size_t)(equals - item);
    if (len == 0 || len >= sizeof name) {
        return error_set(err, SW_EFORMAT, "-X wants property=value");
    }
    memcpy(name, item, len);
    name[len] = '\0';
    const struct kafka_setting *row = find(settings, name);
    if (row != NULL && row->fixed) {
        return error_set(err, SW_EFORMAT, "-X %s: the program sets this itself (%s)", name,
                         row->value);
    }
    return set(conf, name, equals + 1, err);
}

int kafka_conf_new(rd_kafka_conf_t **out, const struct options *options,
                   const struct kafka_setting *settings, struct kafka_owner *owner,
                   struct sw_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    const char *item;
    int status;
    rd_kafka_conf_set_opaque(conf, owner);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_error_cb(conf, on_error);
    status = set(conf, "bootstrap.servers", options_get(options, "brokers"), err);
    if (status == SW_OK) {
        status = set_all(conf, settings, err);
    }
    for (size_t i = 0; status == SW_OK && (item = options_item(options, "property", i)); i++) {
        status = set_property(conf, item, settings, err);
    }
    if (status != SW_OK) {
        rd_kafka_conf_destroy(conf);
        return status;
    }
    *out = conf;
    return SW_OK;
}

int kafka_client_new(rd_kafka_t **out, rd_kafka_type_t type, rd_kafka_conf_t **conf,
                     struct sw_error *err)
{
    char detail[200];
    rd_kafka_t *rk = rd_kafka_new(type, *conf, detail, sizeof detail);
    if (rk == NULL) {
        rd_kafka_conf_destroy(*conf);
        *conf = NULL;
        return error_set(err, SW_EFORMAT, "cannot make a Kafka client: %s", detail);
    }
    *conf = NULL;
    *out = rk;
    return SW_OK;
}

/* One question. *unknown: the brokers answered, and do not know the topic. */
static int ask_topic(rd_kafka_t *rk, rd_kafka_topic_t *handle, int timeout_ms, int *n_partitions,
                     bool *unknown, struct sw_error *err)
{
    const struct rd_kafka_metadata *metadata = NULL;
    int status = SW_OK;
    rd_kafka_resp_err_t code = rd_kafka_metadata(rk, 0, handle, &metadata, timeout_ms);
    *unknown = false;
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return error_set(err, SW_EMISSING,
                         "no answer from the Kafka brokers (%s): see --brokers and"
                         " -X security settings",
                         rd_kafka_err2str(code));
    }
    if (metadata->topic_cnt != 1 || metadata->topics[0].partition_cnt == 0) {
        *unknown = true;
        status = error_set(err, SW_EMISSING, "topic '%s' is not there (%s): create it first",
                           rd_kafka_topic_name(handle),
                           rd_kafka_err2str(metadata->topic_cnt == 1 ? metadata->topics[0].err
                                                                     : RD_KAFKA_RESP_ERR_UNKNOWN));
    } else if (n_partitions != NULL) {
        *n_partitions = metadata->topics[0].partition_cnt;
    }
    rd_kafka_metadata_destroy(metadata);
    return status;
}

#define ASK_AGAIN_MS 200

static void rest(void)
{
    const struct timespec pause = {0, ASK_AGAIN_MS * 1000000L};
    nanosleep(&pause, NULL);
}

/* A topic that was made a moment ago is not known to every broker yet. */
#define NEW_TOPIC_MS 3000

int kafka_topic_check(rd_kafka_t *rk, const char *topic, int timeout_ms, int *n_partitions,
                      struct sw_error *err)
{
    rd_kafka_topic_t *handle = rd_kafka_topic_new(rk, topic, NULL);
    int status;
    bool unknown;
    if (handle == NULL) {
        return error_set(err, SW_EFORMAT, "topic '%s': not a name that Kafka takes", topic);
    }
    for (int waited_ms = 0;; waited_ms += ASK_AGAIN_MS) {
        status = ask_topic(rk, handle, timeout_ms, n_partitions, &unknown, err);
        if (!unknown || waited_ms >= NEW_TOPIC_MS) {
            break;
        }
        rest();
    }
    rd_kafka_topic_destroy(handle);
    return status;
}

static bool has_no_coordinator_yet(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR ||
           code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE ||
           code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS ||
           code == RD_KAFKA_RESP_ERR__WAIT_COORD;
}

static rd_kafka_resp_err_t ask_committed(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *list,
                                         int timeout_ms)
{
    rd_kafka_resp_err_t code = rd_kafka_committed(rk, list, timeout_ms);
    for (int i = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && i < list->cnt; i++) {
        code = list->elems[i].err;
    }
    return code;
}

int kafka_committed(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *list, int timeout_ms,
                    struct sw_error *err)
{
    rd_kafka_resp_err_t code = ask_committed(rk, list, timeout_ms);
    for (int waited_ms = 0; has_no_coordinator_yet(code) && waited_ms < timeout_ms;
         waited_ms += ASK_AGAIN_MS) {
        rest();
        code = ask_committed(rk, list, timeout_ms);
    }
    return code == RD_KAFKA_RESP_ERR_NO_ERROR
               ? SW_OK
               : error_set(err, SW_EMISSING, "the group's offsets cannot be read: %s",
                           rd_kafka_err2str(code));
}
