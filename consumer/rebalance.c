/* Partitions come and go: commit what was begun, find where to go on. */
#include "worker.h"

#include <inttypes.h>
#include <string.h>

#include "clock.h"
#include "stop.h"

/*
 * ASK_MS bounds one question to the brokers; COMMITTED_MS all of them, below max.poll.interval.ms.
 * The group's offsets are held back while a transaction of the former owner is open.
 */
enum { ASK_MS = 5000, COMMITTED_MS = 200000 };

static bool is_cooperative(rd_kafka_t *rk)
{
    const char *protocol = rd_kafka_rebalance_protocol(rk);
    return protocol != NULL && strcmp(protocol, "COOPERATIVE") == 0;
}

static void check(struct worker *worker, const char *what, rd_kafka_error_t *error)
{
    if (error != NULL) {
        log_warn(worker->owner.log, "assignment call failed call=%s error=%s", what,
                 rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
    }
}

static void give(struct worker *worker, const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_t *rk = worker->consumer;
    if (is_cooperative(rk)) {
        check(worker, "incremental_assign", rd_kafka_incremental_assign(rk, list));
    } else {
        rd_kafka_assign(rk, list);
    }
}

static void take_away(struct worker *worker, const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_t *rk = worker->consumer;
    if (is_cooperative(rk)) {
        check(worker, "incremental_unassign", rd_kafka_incremental_unassign(rk, list));
    } else {
        rd_kafka_assign(rk, NULL);
    }
    for (int i = 0; i < list->cnt; i++) {
        partition_remove(worker, list->elems[i].partition);
    }
}

bool rebalance_committed(struct worker *worker, rd_kafka_topic_partition_list_t *list)
{
    int64_t deadline_ms = clock_ms() + COMMITTED_MS;
    while (!stop_asked() && clock_left_ms(deadline_ms) > 0) {
        rd_kafka_resp_err_t code = rd_kafka_committed(worker->consumer, list, ASK_MS);
        bool all = code == RD_KAFKA_RESP_ERR_NO_ERROR;
        for (int i = 0; i < list->cnt; i++) {
            all = all && list->elems[i].err == RD_KAFKA_RESP_ERR_NO_ERROR;
        }
        if (all) {
            return true;
        }
        log_info(worker->owner.log, "waiting for the group's offsets worker=%u error=%s",
                 worker->index, rd_kafka_err2name(code));
        if (worker->sink.rk != NULL) {
            rd_kafka_poll(worker->sink.rk, 100);
        }
    }
    return false;
}

static bool ask_bounds(struct worker *worker, int32_t partition, struct start_facts *facts)
{
    int64_t deadline_ms = clock_ms() + COMMITTED_MS;
    while (!stop_asked() && clock_left_ms(deadline_ms) > 0) {
        rd_kafka_resp_err_t code =
            rd_kafka_query_watermark_offsets(worker->consumer, worker->config->input_topic,
                                             partition, &facts->low, &facts->high, ASK_MS);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            return true;
        }
        log_info(worker->owner.log, "waiting for the bounds of partition=%" PRId32 " error=%s",
                 partition, rd_kafka_err2name(code));
    }
    return false;
}

static void announce(struct worker *worker, const struct partition *partition,
                     const struct start *start, const struct start_facts *facts)
{
    log_info(worker->owner.log,
             "partition assigned worker=%u partition=%" PRId32 " read_from=%" PRId64
             " produce_from=%" PRId64 " count_from=%" PRId64,
             worker->index, partition->id, start->read_from, start->produce_next,
             start->count_next);
    if (start->input_lost > 0) {
        log_error(worker->owner.log,
                  "retention removed records before they were annotated partition=%" PRId32
                  " records=%" PRId64,
                  partition->id, start->input_lost);
        metric_add(worker->metrics, METRIC_INPUT_LOST, start->input_lost);
    }
    if (start->topic_anew) {
        log_error(worker->owner.log,
                  "the group's offset is past the end, the topic was created anew: it is read from"
                  " its beginning partition=%" PRId32 " offset=%" PRId64 " end=%" PRId64,
                  partition->id, facts->committed, facts->high);
    }
}

/* Finds where one partition goes on. False: not now. */
static bool open_partition(struct worker *worker, rd_kafka_topic_partition_t *element)
{
    struct start_facts facts = {.committed = element->offset};
    struct partition *partition = partition_add(worker, element->partition);
    if (partition == NULL || !ask_bounds(worker, element->partition, &facts)) {
        return false;
    }
    recount_ask(worker, partition, &facts);
    const struct start start = start_decide(&facts);
    partition->position = start.read_from;
    partition->produce_next = partition->committed = start.produce_next;
    partition->recount = partition->announced = false;
    tally_start(&partition->tally, &start);
    announce(worker, partition, &start, &facts);
    if (start.state == TALLY_BROKEN) {
        recount_alarm(worker, partition, &facts);
    }
    element->offset = start.read_from;
    return true;
}

static void on_assign(struct worker *worker, rd_kafka_topic_partition_list_t *list)
{
    bool ok = list->cnt == 0 || rebalance_committed(worker, list);
    for (int i = 0; ok && i < list->cnt; i++) {
        ok = open_partition(worker, &list->elems[i]);
    }
    if (!ok) {
        for (int i = 0; i < list->cnt; i++) {
            partition_remove(worker, list->elems[i].partition);
        }
        if (!stop_asked()) {
            log_error(worker->owner.log, "the brokers do not tell where to go on worker=%u",
                      worker->index);
            worker_end(worker, EXIT_STATUS_SERVICE);
        }
        rd_kafka_topic_partition_list_t *none = rd_kafka_topic_partition_list_new(0);
        give(worker, none);
        rd_kafka_topic_partition_list_destroy(none);
        return;
    }
    give(worker, list);
    metric_set(worker->metrics, METRIC_READY, 1);
}

/* Lost partitions have another owner: nothing of them may be committed. */
static void on_revoke(struct worker *worker, const rd_kafka_topic_partition_list_t *list)
{
    bool lost = rd_kafka_assignment_lost(worker->consumer) != 0;
    if (lost) {
        log_warn(worker->owner.log, "partitions were lost worker=%u partitions=%d", worker->index,
                 list->cnt);
        worker_check(worker, SINK_ABORT);
    } else if (worker->trouble == SINK_DONE) {
        worker_commit(worker, clock_ms() + worker->config->drain_timeout_ms);
    }
    take_away(worker, list);
}

void rebalance_callback(rd_kafka_t *rk, rd_kafka_resp_err_t err,
                        rd_kafka_topic_partition_list_t *list, void *opaque)
{
    struct worker *worker = opaque;
    (void)rk;
    metric_add(worker->metrics, METRIC_REBALANCES, 1);
    if (err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        on_assign(worker, list);
    } else {
        log_info(worker->owner.log, "partitions go worker=%u partitions=%d", worker->index,
                 list->cnt);
        on_revoke(worker, list);
    }
    metric_set(worker->metrics, METRIC_PARTITIONS, worker->n_partitions);
}
