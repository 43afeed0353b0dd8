#include "counters_recount.h"

#include <inttypes.h>

#include "counting.h"
#include "error.h"
#include "exit_status.h"
#include "options.h"
#include "stop.h"

enum { WAIT_MS = 15000, POLL_MS = 500, SILENCE_POLLS_MAX = 120 };

static int make_client(struct recount *recount, const struct options *options, struct sw_error *err)
{
    static const struct kafka_setting settings[] = {
        {"client.id", "stancewire-counters", false},
        {"group.id", "stancewire-counters",
         true}, /* never joined: partitions are assigned by hand */
        {"enable.auto.commit", "false", true},
        {"enable.auto.offset.store", "false", true},
        {"isolation.level", "read_committed", true},
        {"enable.partition.eof", "true", true},
        {"auto.offset.reset", "error", true}, /* records that are gone are an error, not a guess */
        {"fetch.wait.max.ms", "50", false},
        {"queued.max.messages.kbytes", "16384", false},
        {NULL, NULL, false},
    };
    rd_kafka_conf_t *conf = NULL;
    if (kafka_conf_new(&conf, options, settings, &recount->owner, err) != SW_OK ||
        kafka_client_new(&recount->rk, RD_KAFKA_CONSUMER, &conf, err) != SW_OK) {
        return EXIT_STATUS_USAGE;
    }
    rd_kafka_poll_set_consumer(recount->rk);
    return EXIT_STATUS_DONE;
}

int recount_open(struct recount *recount, const struct options *options, struct sw_error *err)
{
    *recount = (struct recount){.topic = options_get(options, "input-topic")};
    log_init(&recount->log, options);
    recount->owner.log = &recount->log;
    if (model_load(&recount->model, options_get(options, "model"),
                   options_get(options, "gazetteer"), err) != SW_OK) {
        return EXIT_STATUS_FATAL;
    }
    if (annotator_init(&recount->annotator, recount->model.engine, options, err) != SW_OK) {
        return EXIT_STATUS_USAGE;
    }
    recount->arena = sw_arena_new(annotator_arena_bytes(&recount->annotator));
    if (recount->arena == NULL || near_window_init(&recount->window) != SW_OK) {
        error_set(err, SW_ENOMEM, "no memory");
        return EXIT_STATUS_FATAL;
    }
    return make_client(recount, options, err);
}

void recount_close(struct recount *recount)
{
    if (recount->rk != NULL) {
        rd_kafka_assign(recount->rk, NULL);
        rd_kafka_consumer_close(recount->rk);
        rd_kafka_destroy(recount->rk);
    }
    counter_batch_free(recount->batch);
    if (recount->window.at != NULL) {
        near_window_clear(&recount->window);
    }
    sw_arena_free(recount->arena);
    model_free(&recount->model);
    *recount = (struct recount){0};
}

int recount_partitions(struct recount *recount, int *n, struct sw_error *err)
{
    return kafka_topic_check(recount->rk, recount->topic, WAIT_MS, n, err) == SW_OK
               ? EXIT_STATUS_DONE
               : EXIT_STATUS_SERVICE;
}

int recount_bounds(struct recount *recount, int32_t partition, int64_t *low, int64_t *high,
                   struct sw_error *err)
{
    rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(recount->rk, recount->topic,
                                                                partition, low, high, WAIT_MS);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        error_set(err, SW_EMISSING, "topic '%s', partition %" PRId32 ": %s", recount->topic,
                  partition, rd_kafka_err2str(code));
        return EXIT_STATUS_SERVICE;
    }
    return EXIT_STATUS_DONE;
}

int recount_begin(struct recount *recount, int32_t partition, int64_t from, struct sw_error *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, recount->topic, partition)->offset = from;
    rd_kafka_resp_err_t code = rd_kafka_assign(recount->rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    near_window_empty(&recount->window);
    recount->partition = partition;
    recount->next = from;
    counter_batch_free(recount->batch);
    recount->batch = counter_batch_new(from);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR || recount->batch == NULL) {
        error_set(err, SW_EMISSING, "cannot read partition %" PRId32 ": %s", partition,
                  rd_kafka_err2str(code));
        return EXIT_STATUS_SERVICE;
    }
    return EXIT_STATUS_DONE;
}

static void count_article(struct recount *recount, const struct counted_record *record,
                          const struct annotated *annotated)
{
    uint64_t fingerprint = annotated->annotations.fingerprint;
    bool near = near_window_find(&recount->window, fingerprint, record->offset) != NULL;
    counting_article(recount->batch, record, &annotated->article, &annotated->annotations, near);
    if (!near && counting_remember(&recount->window, recount->batch, fingerprint, record->offset,
                                   annotated->article.url) != SW_OK) {
        recount->batch->failed = true;
    }
}

static void count_message(struct recount *recount, const rd_kafka_message_t *message)
{
    rd_kafka_timestamp_type_t type;
    struct counted_record record = {message->offset, rd_kafka_message_timestamp(message, &type)};
    struct annotated annotated;
    const struct sw_text bytes = {message->payload, message->len};
    if (type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE) {
        record.timestamp_ms = -1;
    }
    sw_arena_reset(recount->arena);
    if (message->payload == NULL) {
        counting_other(recount->batch, &record, SUM_TOMBSTONES);
    } else if (annotator_annotate(&recount->annotator, bytes, recount->arena, &annotated, NULL) ==
               SW_OK) {
        count_article(recount, &record, &annotated);
    } else {
        counting_other(recount->batch, &record, SUM_UNREADABLE);
    }
    counting_done(recount->batch, message->offset);
    recount->next = message->offset + 1;
}

/* One message; there are offsets without a record, so the end of the partition is one as well. */
static int take(struct recount *recount, const rd_kafka_message_t *message, int64_t to,
                struct sw_error *err)
{
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (message->offset < to) {
            count_message(recount, message);
        } else {
            recount->next = to;
        }
        return EXIT_STATUS_DONE;
    }
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        if (message->offset >= to) {
            recount->next = to;
        }
        return EXIT_STATUS_DONE;
    }
    error_set(err, SW_EMISSING, "topic '%s', partition %" PRId32 ": %s", recount->topic,
              recount->partition, rd_kafka_message_errstr(message));
    return EXIT_STATUS_SERVICE;
}

int recount_to(struct recount *recount, int64_t to, uint32_t records_max, struct sw_error *err)
{
    int status = EXIT_STATUS_DONE;
    unsigned silent = 0;
    while (recount->next < to && status == EXIT_STATUS_DONE) {
        if (records_max != 0 && recount->batch->records >= records_max) {
            break;
        }
        rd_kafka_message_t *message = rd_kafka_consumer_poll(recount->rk, POLL_MS);
        if (message == NULL) {
            if (++silent > SILENCE_POLLS_MAX || stop_asked()) {
                error_set(err, SW_EMISSING, "partition %" PRId32 ": the brokers fell silent",
                          recount->partition);
                status = EXIT_STATUS_SERVICE;
            }
            continue;
        }
        silent = 0;
        status = take(recount, message, to, err);
        rd_kafka_message_destroy(message);
        if (counter_batch_failed(recount->batch)) {
            error_set(err, SW_ENOMEM, "no memory for the counts");
            status = EXIT_STATUS_FATAL;
        }
    }
    if (recount->next == to && recount->batch->next < to) {
        recount->batch->next = to;
    }
    return status;
}

struct counter_batch *recount_take(struct recount *recount)
{
    struct counter_batch *taken = recount->batch;
    recount->batch = counter_batch_new(taken->next);
    if (recount->batch == NULL) {
        counter_batch_free(taken);
        return NULL;
    }
    return taken;
}
