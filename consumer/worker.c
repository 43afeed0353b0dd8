#include "worker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "error.h"
#include "stop.h"

/*
 * A commit interval does not bound a transaction, so its records and bytes are bounded too.
 * COMMIT_MS bounds a commit; OPEN_MS the first try to make a producer.
 */
enum { RECORDS_MAX = 1000, TRANSACTION_BYTES = 8 << 20, COMMIT_MS = 30000, OPEN_MS = 60000 };
enum { POLL_MS = 100, REDIS_MS = 1000, WATCH_MS = 1000 };

int worker_init(struct worker *worker, unsigned index, const struct config *config,
                const struct annotator *annotator, struct metrics *metrics, struct log *log,
                struct sw_error *err)
{
    *worker = (struct worker){.owner = {log},
                              .index = index,
                              .config = config,
                              .annotator = annotator,
                              .arena = sw_arena_new(annotator_arena_bytes(annotator)),
                              .metrics = metrics,
                              .records_max = RECORDS_MAX};
    sink_init(&worker->sink, config, index, log);
    if (worker->arena == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for a worker");
    }
    if (config->counters) {
        worker->store = counter_store_new(&config->redis, config->input_topic, "", REDIS_MS);
        if (worker->store == NULL) {
            worker_clear(worker);
            return error_set(err, SW_ENOMEM, "no memory for a worker");
        }
    }
    return SW_OK;
}

void worker_clear(struct worker *worker)
{
    while (worker->n_partitions > 0) {
        partition_remove(worker, worker->partitions[0]->id);
    }
    free(worker->partitions);
    worker->partitions = NULL;
    counter_store_free(worker->store);
    worker->store = NULL;
    sw_arena_free(worker->arena);
    worker->arena = NULL;
}

void worker_end(struct worker *worker, enum exit_status status)
{
    if (!worker->ended) {
        worker->ended = true;
        worker->status = status;
    }
}

bool worker_check(struct worker *worker, enum sink_result result)
{
    if (result == SINK_END) {
        worker_end(worker, EXIT_STATUS_FATAL);
    }
    if (result > worker->trouble) {
        worker->trouble = result;
    }
    worker->fenced = worker->fenced || (result == SINK_RENEW && worker->sink.fenced);
    return result == SINK_DONE;
}

/* ---- The consumer ---------------------------------------------------------------------------- */

static int make_conf(struct worker *worker, rd_kafka_conf_t **out, struct sw_error *err)
{
    const struct config *config = worker->config;
    char id[256];
    snprintf(id, sizeof id, "%s-%u", config->instance_id, worker->index);
    /* Below 2.3.0 a cooperative consumer that goes before it was assigned ends the process. */
    bool cooperative = rd_kafka_version() >= 0x02030000;
    const struct kafka_setting settings[] = {
        {"client.id", "stancewire-consumer", false},
        {"group.id", config->group_id, true},
        {"group.instance.id", id, true},
        {"enable.auto.commit", "false", true},
        {"enable.auto.offset.store", "false", true},
        {"auto.offset.reset", "earliest", true},
        {"isolation.level", "read_committed", true},
        {"enable.partition.eof", "true", true},
        {"partition.assignment.strategy", cooperative ? "cooperative-sticky" : "range", false},
        {"session.timeout.ms", "10000", false},
        {"heartbeat.interval.ms", "1000", false},
        {"max.poll.interval.ms", "300000", false},
        {"fetch.min.bytes", "65536", false},
        {"fetch.wait.max.ms", "50", false},
        {"max.partition.fetch.bytes", "2097152", false},
        {"queued.max.messages.kbytes", "16384", false},
        {"socket.nagle.disable", "true", false},
        {"reconnect.backoff.max.ms", "1000", false},
        {NULL, NULL, false},
    };
    return kafka_conf_new(out, config->options, settings, &worker->owner, err);
}

static int subscribe(struct worker *worker, struct sw_error *err)
{
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, worker->config->input_topic, RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t code = rd_kafka_subscribe(worker->consumer, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR
               ? SW_OK
               : error_set(err, SW_EFORMAT, "cannot subscribe to '%s': %s",
                           worker->config->input_topic, rd_kafka_err2str(code));
}

static int open_consumer(struct worker *worker, struct sw_error *err)
{
    rd_kafka_conf_t *conf = NULL;
    int status = make_conf(worker, &conf, err);
    if (status == SW_OK) {
        rd_kafka_conf_set_rebalance_cb(conf, rebalance_callback);
        status = kafka_client_new(&worker->consumer, RD_KAFKA_CONSUMER, &conf, err);
    }
    if (status == SW_OK) {
        rd_kafka_poll_set_consumer(worker->consumer);
        status = subscribe(worker, err);
    }
    return status;
}

/* The producer first: what a former run of this worker left open is closed before offsets are read.
 */
static bool open_clients(struct worker *worker)
{
    struct sw_error err = {SW_OK, ""};
    int64_t deadline_ms = clock_ms() + OPEN_MS;
    enum sink_result result;
    do { /* a fence at the start is that of the run before: the next try is a new producer */
        result = sink_open(&worker->sink, deadline_ms, &err);
    } while (result == SINK_RENEW && clock_left_ms(deadline_ms) > 0 && !stop_asked());
    if (result != SINK_DONE) {
        log_error(worker->owner.log, "cannot start worker=%u detail=%s", worker->index, err.text);
        worker_end(worker, result == SINK_END ? EXIT_STATUS_FATAL : EXIT_STATUS_SERVICE);
        return false;
    }
    int status = open_consumer(worker, &err);
    if (status != SW_OK) {
        log_error(worker->owner.log, "cannot start worker=%u detail=%s", worker->index, err.text);
        worker_end(worker, EXIT_STATUS_USAGE);
    }
    return status == SW_OK;
}

/* ---- Commits --------------------------------------------------------------------------------- */

static rd_kafka_topic_partition_list_t *uncommitted(const struct worker *worker)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(8);
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        const struct partition *partition = worker->partitions[i];
        if (partition->produce_next > partition->committed) {
            rd_kafka_topic_partition_list_add(list, worker->config->input_topic, partition->id)
                ->offset = partition->produce_next;
        }
    }
    return list;
}

static void committed(struct worker *worker)
{
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        struct partition *partition = worker->partitions[i];
        partition->committed = partition->produce_next;
        tally_commit(&partition->tally);
    }
    worker->began_ms = 0;
    worker->records = 0;
}

/* Only what the brokers took tells that the trouble is over. */
static void trust(struct worker *worker)
{
    worker->failures = worker->fences = 0;
    worker->records_max =
        worker->records_max * 2 > RECORDS_MAX ? RECORDS_MAX : worker->records_max * 2;
}

bool worker_commit(struct worker *worker, int64_t deadline_ms)
{
    rd_kafka_topic_partition_list_t *offsets = uncommitted(worker);
    bool ok = true;
    int64_t before_us = clock_us();
    if (offsets->cnt > 0 || worker->sink.open_txn) {
        ok = worker_check(worker, sink_begin(&worker->sink)) &&
             worker_check(worker,
                          sink_commit(&worker->sink, worker->consumer, offsets, deadline_ms));
        metric_add(worker->metrics, METRIC_COMMIT_US, clock_us() - before_us);
        metric_add(worker->metrics, METRIC_COMMITS, ok ? 1 : 0);
        if (ok) {
            trust(worker);
        }
    }
    rd_kafka_topic_partition_list_destroy(offsets);
    if (ok) {
        committed(worker);
        recount_turn(worker);
    }
    return ok;
}

static bool commit_is_due(const struct worker *worker)
{
    return worker->began_ms != 0 &&
           (clock_ms() - worker->began_ms >= worker->config->commit_interval_ms ||
            worker->records >= worker->records_max || worker->sink.bytes >= TRANSACTION_BYTES);
}

/* ---- The loop -------------------------------------------------------------------------------- */

/* Errors of the consumer that no waiting mends. */
static bool ends_worker(rd_kafka_resp_err_t code, enum exit_status *out)
{
    static const struct {
        rd_kafka_resp_err_t code;
        enum exit_status status;
    } rows[] = {
        {RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, EXIT_STATUS_FATAL},
        {RD_KAFKA_RESP_ERR__FATAL, EXIT_STATUS_FATAL},
        {RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT, EXIT_STATUS_SERVICE},
        {RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL, EXIT_STATUS_SERVICE},
        {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, EXIT_STATUS_SERVICE},
        {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, EXIT_STATUS_SERVICE},
        {RD_KAFKA_RESP_ERR__AUTHENTICATION, EXIT_STATUS_SERVICE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].code == code) {
            *out = rows[i].status;
            return true;
        }
    }
    return false;
}

static void on_consumer_error(struct worker *worker, const rd_kafka_message_t *message)
{
    enum exit_status status;
    log_warn(worker->owner.log, "consumer error worker=%u error=%s detail=%s", worker->index,
             rd_kafka_err2name(message->err), rd_kafka_message_errstr(message));
    if (ends_worker(message->err, &status)) {
        worker_end(worker, status);
    }
}

/* Between the last record and the end there are only marks of transactions: go past them. */
static void on_end_of_partition(struct worker *worker, const rd_kafka_message_t *message)
{
    struct partition *partition = partition_find(worker, message->partition);
    if (partition == NULL || partition->recount || message->offset <= partition->position) {
        return;
    }
    partition->position = message->offset;
    if (partition->produce_next < message->offset) {
        partition->produce_next = message->offset;
    }
    if (tally_skip_to(&partition->tally, message->offset) != SW_OK) {
        tally_forget(&partition->tally);
    }
    worker->began_ms = worker->began_ms != 0 ? worker->began_ms : clock_ms();
}

static void on_record(struct worker *worker, const rd_kafka_message_t *message)
{
    struct partition *partition = partition_find(worker, message->partition);
    if (partition == NULL || message->offset < partition->position || partition->recount) {
        return; /* of an assignment that is gone, or it will be read again */
    }
    worker->began_ms = worker->began_ms != 0 ? worker->began_ms : clock_ms();
    process_record(worker, partition, message);
    worker->records++;
}

static void take(struct worker *worker, const rd_kafka_message_t *message)
{
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        on_record(worker, message);
    } else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        on_end_of_partition(worker, message);
    } else {
        on_consumer_error(worker, message);
    }
}

static bool wants_recount(const struct worker *worker)
{
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        if (worker->partitions[i]->recount) {
            return true;
        }
    }
    return false;
}

static void watch(struct worker *worker)
{
    int64_t now_ms = clock_ms(), low, high;
    metric_set(worker->metrics, METRIC_HEARTBEAT_MS, now_ms);
    if (now_ms - worker->watched_ms < WATCH_MS) {
        return;
    }
    worker->watched_ms = now_ms;
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        const struct partition *partition = worker->partitions[i];
        if (rd_kafka_get_watermark_offsets(worker->consumer, worker->config->input_topic,
                                           partition->id, &low,
                                           &high) != RD_KAFKA_RESP_ERR_NO_ERROR) {
            high = -1;
        }
        metric_partition_set(worker->metrics, partition->id, partition->position, high,
                             partition->tally.applied);
    }
    if (worker->began_ms == 0) {
        recount_turn(worker);
    }
}

static int poll_timeout_ms(const struct worker *worker)
{
    if (worker->began_ms == 0) {
        return POLL_MS;
    }
    int left_ms = clock_left_ms(worker->began_ms + worker->config->commit_interval_ms);
    return left_ms < POLL_MS ? left_ms : POLL_MS;
}

/* One turn. A rebalance inside the poll may leave trouble: then the record it gave is read again.
 */
static void turn(struct worker *worker)
{
    rd_kafka_message_t *message = rd_kafka_consumer_poll(worker->consumer, poll_timeout_ms(worker));
    if (message != NULL) {
        if (worker->trouble == SINK_DONE) {
            take(worker, message);
        }
        rd_kafka_message_destroy(message);
    }
    if (worker->trouble == SINK_DONE && commit_is_due(worker)) {
        worker_commit(worker, clock_ms() + COMMIT_MS);
    }
    if (worker->trouble != SINK_DONE && !worker->ended) {
        recovery_run(worker);
    } else if (worker->began_ms == 0 && wants_recount(worker)) {
        recovery_rewind(worker, false);
    }
    if (worker->sink.rk != NULL) {
        rd_kafka_poll(worker->sink.rk, 0);
    }
    watch(worker);
}

/* What was begun is finished within the budget; what is not is read again by the next owner. */
static void drain(struct worker *worker)
{
    int64_t deadline_ms = clock_ms() + worker->config->drain_timeout_ms;
    if (worker->trouble == SINK_DONE && !worker->ended) {
        worker_commit(worker, deadline_ms);
    }
    if (worker->trouble != SINK_DONE && !worker->ended) {
        sink_abort(&worker->sink, deadline_ms);
    }
    rd_kafka_consumer_close(worker->consumer);
}

void worker_run(struct worker *worker)
{
    if (open_clients(worker)) {
        log_info(worker->owner.log, "worker started worker=%u", worker->index);
        while (!stop_asked() && !worker->ended) {
            turn(worker);
        }
        drain(worker);
    }
    metric_set(worker->metrics, METRIC_READY, 0);
    if (worker->consumer != NULL) {
        rd_kafka_destroy(worker->consumer);
        worker->consumer = NULL;
    }
    sink_close(&worker->sink);
    log_info(worker->owner.log, "worker ended worker=%u status=%d", worker->index,
             (int)worker->status);
}
