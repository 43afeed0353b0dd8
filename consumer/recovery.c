/* After a failed transaction: abort it or make the producer anew, then read again what Kafka does
 * not surely have. */
#include "worker.h"

#include <stdint.h>

#include "clock.h"
#include "stop.h"

/*
 * ABORT_MS bounds an abort, OPEN_MS one try to make a producer. FENCED_MS is longer than a
 * successor with our group.instance.id takes from its producer to its group and our next heartbeat,
 * which ends us by then. FENCES_MAX in a row, without a commit between, mean that somebody uses our
 * transactional.id outside the group.
 */
enum { ABORT_MS = 15000, OPEN_MS = 30000, FENCED_MS = 2500, RETRY_MS = 1000, FENCES_MAX = 10 };
enum { SEEK_MS = 5000, RECORDS_MIN = 1, BACKOFF_FIRST_MS = 50, BACKOFF_MAX_MS = 5000 };

/* Below 2.1.0 the timeout of a seek is taken for a thousandth of what it is. */
static int seek_timeout_ms(void)
{
    return rd_kafka_version() < 0x02010000 ? SEEK_MS * 1000 : SEEK_MS;
}

/* Where a seek does not work the partitions are assigned anew, which does. */
static void reassign(struct worker *worker, const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_topic_partition_list_t *all = rd_kafka_topic_partition_list_new(8);
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        const struct partition *partition = worker->partitions[i];
        rd_kafka_topic_partition_list_add(all, worker->config->input_topic, partition->id)->offset =
            partition->position;
    }
    const char *protocol = rd_kafka_rebalance_protocol(worker->consumer);
    if (protocol != NULL && protocol[0] == 'C') {
        rd_kafka_error_t *error = rd_kafka_incremental_unassign(worker->consumer, list);
        rd_kafka_error_destroy(error);
        error = rd_kafka_incremental_assign(worker->consumer, list);
        rd_kafka_error_destroy(error);
    } else {
        rd_kafka_assign(worker->consumer, all);
    }
    rd_kafka_topic_partition_list_destroy(all);
}

static void seek(struct worker *worker, rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_error_t *error = rd_kafka_seek_partitions(worker->consumer, list, seek_timeout_ms());
    bool ok = error == NULL;
    rd_kafka_error_destroy(error);
    for (int i = 0; i < list->cnt; i++) {
        ok = ok && list->elems[i].err == RD_KAFKA_RESP_ERR_NO_ERROR;
    }
    if (!ok) {
        log_info(worker->owner.log, "a seek did not work, assigning anew worker=%u", worker->index);
        reassign(worker, list);
    }
}

void recovery_rewind(struct worker *worker, bool all)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(8);
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        struct partition *partition = worker->partitions[i];
        if (all || partition->recount) {
            partition->recount = false;
            partition->position = partition_read_from(partition);
            rd_kafka_topic_partition_list_add(list, worker->config->input_topic, partition->id)
                ->offset = partition->position;
        }
    }
    if (list->cnt > 0) {
        seek(worker, list);
    }
    rd_kafka_topic_partition_list_destroy(list);
}

/* The group stays informed that we live; what it hands out meanwhile is read again later. */
static void poll_group(struct worker *worker, int time_ms)
{
    int64_t deadline_ms = clock_ms() + time_ms;
    while (!stop_asked() && !worker->ended && clock_left_ms(deadline_ms) > 0) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(worker->consumer, 50);
        char text[256];
        if (message != NULL) {
            rd_kafka_message_destroy(message);
        }
        if (rd_kafka_fatal_error(worker->consumer, text, sizeof text) !=
            RD_KAFKA_RESP_ERR_NO_ERROR) {
            log_error(worker->owner.log,
                      "the consumer group has another member of our name"
                      " worker=%u detail=%s",
                      worker->index, text);
            worker_end(worker, EXIT_STATUS_FATAL);
        }
        metric_set(worker->metrics, METRIC_HEARTBEAT_MS, clock_ms());
    }
}

static bool renew_producer(struct worker *worker)
{
    struct sw_error err = {SW_OK, ""};
    sink_close(&worker->sink);
    if (worker->fenced) {
        worker->fenced = false;
        if (++worker->fences > FENCES_MAX) {
            log_error(worker->owner.log,
                      "fenced again and again: another producer uses our"
                      " transactional id worker=%u",
                      worker->index);
            worker_end(worker, EXIT_STATUS_FATAL);
        }
        poll_group(worker, FENCED_MS);
    }
    while (!stop_asked() && !worker->ended) {
        enum sink_result result = sink_open(&worker->sink, clock_ms() + OPEN_MS, &err);
        if (result == SINK_DONE) {
            metric_add(worker->metrics, METRIC_RENEWALS, 1);
            log_info(worker->owner.log, "producer made anew worker=%u", worker->index);
            return true;
        }
        if (result == SINK_END) {
            log_error(worker->owner.log, "no producer worker=%u detail=%s", worker->index,
                      err.text);
            worker_end(worker, EXIT_STATUS_FATAL);
        }
        poll_group(worker, RETRY_MS);
    }
    return false;
}

/* What became of the last commit is not known: the group's offsets tell. */
static void learn_committed(struct worker *worker)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(8);
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        rd_kafka_topic_partition_list_add(list, worker->config->input_topic,
                                          worker->partitions[i]->id);
    }
    if (list->cnt > 0 && !rebalance_committed(worker, list) && !stop_asked()) {
        log_error(worker->owner.log, "the brokers do not tell what was committed worker=%u",
                  worker->index);
        worker_end(worker, EXIT_STATUS_SERVICE);
    }
    for (int i = 0; i < list->cnt && !worker->ended && !stop_asked(); i++) {
        struct partition *partition = partition_find(worker, list->elems[i].partition);
        if (partition != NULL && list->elems[i].offset > partition->committed) {
            partition->committed = list->elems[i].offset;
        }
    }
    rd_kafka_topic_partition_list_destroy(list);
}

/*
 * Batches of a transaction that turns out to be committed are counted by reading its records again:
 * Redis still stands before them.
 */
static void forget_uncommitted(struct worker *worker)
{
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        struct partition *partition = worker->partitions[i];
        partition->produce_next = partition->committed;
        int64_t open_from =
            partition->tally.open.first != NULL ? partition->tally.open.first->first : INT64_MAX;
        int64_t from = open_from < partition->committed ? open_from : partition->committed;
        tally_abort(&partition->tally, from);
    }
    worker->began_ms = 0;
    worker->records = 0;
    worker->records_max =
        worker->records_max / 2 < RECORDS_MIN ? RECORDS_MIN : worker->records_max / 2;
}

/* Trouble that stays (a right that is missing, a full disk) is not met as fast as we can. */
static void back_off(struct worker *worker)
{
    int wait_ms = BACKOFF_FIRST_MS;
    for (unsigned i = 1; i < worker->failures && wait_ms < BACKOFF_MAX_MS; i++) {
        wait_ms *= 2;
    }
    if (worker->failures++ > 0) {
        poll_group(worker, wait_ms < BACKOFF_MAX_MS ? wait_ms : BACKOFF_MAX_MS);
    }
}

void recovery_run(struct worker *worker)
{
    enum sink_result trouble = worker->trouble;
    metric_add(worker->metrics, METRIC_ABORTS, 1);
    if (trouble == SINK_ABORT) {
        trouble = sink_abort(&worker->sink, clock_ms() + ABORT_MS);
        worker_check(worker, trouble); /* a fence may be met first here */
    }
    if (trouble != SINK_DONE && !renew_producer(worker)) {
        return;
    }
    back_off(worker);
    worker->trouble = SINK_DONE;
    if (trouble != SINK_DONE) {
        learn_committed(worker);
    }
    if (worker->ended || stop_asked()) {
        return;
    }
    forget_uncommitted(worker);
    recovery_rewind(worker, true);
    log_info(worker->owner.log, "going on after trouble worker=%u records_max=%u", worker->index,
             worker->records_max);
}
