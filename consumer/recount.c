/* The counters' side of a worker: what is ready goes to Redis; where Redis was away, counting
 * resumes where it stood. */
#include "worker.h"

#include <inttypes.h>

#include "clock.h"

/*
 * LOOK_MS: how often an idle partition's position in Redis is looked at; BROKEN_MS: how often Redis
 * is asked whether somebody mended the counters.
 */
enum { LOOK_MS = 2000, BROKEN_MS = 5000 };
enum { BACKOFF_FIRST_MS = 250, BACKOFF_MAX_MS = 5000, TURN_MS = 10000, BOUNDS_MS = 5000 };

static void redis_came(struct worker *worker)
{
    worker->redis_backoff_ms = 0;
    worker->redis_retry_ms = 0;
    metric_set(worker->metrics, METRIC_REDIS_UP, 1);
    if (worker->redis_away) {
        log_info(worker->owner.log, "redis is back worker=%u", worker->index);
        worker->redis_away = false;
    }
}

static void redis_went(struct worker *worker, const struct sw_error *err)
{
    int backoff_ms = worker->redis_backoff_ms * 2;
    backoff_ms = backoff_ms < BACKOFF_FIRST_MS ? BACKOFF_FIRST_MS : backoff_ms;
    worker->redis_backoff_ms = backoff_ms > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : backoff_ms;
    worker->redis_retry_ms = clock_ms() + worker->redis_backoff_ms;
    metric_set(worker->metrics, METRIC_REDIS_UP, 0);
    if (!worker->redis_away) {
        log_warn(worker->owner.log, "redis is away, annotating goes on worker=%u detail=%s",
                 worker->index, err->text);
        worker->redis_away = true;
    }
}

/* Counting of this partition stops until somebody mends it. */
static void break_off(struct worker *worker, struct partition *partition, const char *why)
{
    const struct start broken = {.state = TALLY_BROKEN, .count_next = -1};
    tally_start(&partition->tally, &broken);
    partition->recount = false;
    if (!partition->announced) {
        log_error(worker->owner.log,
                  "counting of a partition stops, `stancewire counters rebuild` mends it"
                  " topic=%s partition=%" PRId32 " reason=%s",
                  worker->config->input_topic, partition->id, why);
        partition->announced = true;
    }
}

void recount_alarm(struct worker *worker, struct partition *partition,
                   const struct start_facts *facts)
{
    break_off(worker, partition,
              facts->counted_next < facts->low
                  ? "retention removed records that were not counted yet"
                  : "the counters are ahead of the topic, which was created anew");
}

void recount_ask(struct worker *worker, struct partition *partition, struct start_facts *facts)
{
    struct sw_error err = {SW_OK, ""};
    struct counter_position stands;
    facts->counters = worker->store != NULL;
    facts->redis_answers = false;
    if (worker->store == NULL) {
        return;
    }
    int result = counter_store_connect(worker->store, &err);
    if (result == REDIS_OK_RESULT) {
        result = counter_store_open(worker->store, partition->id, &stands, &partition->tally.window,
                                    &err);
    }
    if (result == REDIS_OK_RESULT) {
        redis_came(worker);
        facts->redis_answers = true;
        facts->counted = stands.known;
        facts->counted_next = stands.next;
    } else if (result == REDIS_REFUSED) {
        log_error(worker->owner.log,
                  "redis refuses the counters worker=%u partition=%" PRId32 " detail=%s",
                  worker->index, partition->id, err.text);
        if (metric_get(worker->metrics, METRIC_READY) == 0) {
            worker_end(worker, EXIT_STATUS_SERVICE);
        }
        redis_went(worker, &err);
    } else {
        redis_went(worker, &err);
    }
}

/* Asks Redis anew where it stands; where that is behind the stream, the stream goes back. */
static void reopen(struct worker *worker, struct partition *partition)
{
    struct start_facts facts = {.committed = partition->committed};
    if (rd_kafka_query_watermark_offsets(worker->consumer, worker->config->input_topic,
                                         partition->id, &facts.low, &facts.high,
                                         BOUNDS_MS) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return;
    }
    recount_ask(worker, partition, &facts);
    if (!facts.redis_answers) {
        return;
    }
    const struct start start = start_decide(&facts);
    if (start.state == TALLY_BROKEN) {
        recount_alarm(worker, partition, &facts);
        return;
    }
    tally_start(&partition->tally, &start);
    partition->announced = false;
    if (start.count_next < partition->position) {
        partition->recount = true;
        metric_add(worker->metrics, METRIC_COUNTER_REWINDS, 1);
        log_info(worker->owner.log,
                 "counting goes back partition=%" PRId32 " from=%" PRId64 " to=%" PRId64,
                 partition->id, partition->position, start.count_next);
    }
}

static void apply(struct worker *worker, struct partition *partition)
{
    struct sw_error err = {SW_OK, ""};
    int64_t n_applied = 0;
    int result = counter_store_connect(worker->store, &err);
    if (result == REDIS_OK_RESULT) {
        result = tally_apply(&partition->tally, worker->store, partition->id, &n_applied, &err);
    }
    metric_add(worker->metrics, METRIC_COUNTER_BATCHES, n_applied);
    switch (result) {
    case REDIS_OK_RESULT:
        redis_came(worker);
        break;
    case COUNTER_MOVED:
        log_warn(worker->owner.log, "the counters stand elsewhere than expected partition=%" PRId32,
                 partition->id);
        tally_forget(&partition->tally);
        break;
    case REDIS_REFUSED:
        break_off(worker, partition, err.text);
        break;
    default:
        redis_went(worker, &err);
        break;
    }
}

/*
 * While no record comes, no batch finds out that Redis lost what it had (an emptied or restored
 * Redis): look now and then whether it still stands where it was left.
 */
static void look(struct worker *worker, struct partition *partition)
{
    struct sw_error err = {SW_OK, ""};
    struct counter_position stands;
    if (partition->tally.applied < 0 || partition->tally.fresh ||
        clock_ms() - partition->looked_ms < LOOK_MS) {
        return;
    }
    partition->looked_ms = clock_ms();
    int result = counter_store_connect(worker->store, &err);
    if (result == REDIS_OK_RESULT) {
        result = counter_store_open(worker->store, partition->id, &stands, NULL, &err);
    }
    if (result != REDIS_OK_RESULT) {
        redis_went(worker, &err);
        return;
    }
    redis_came(worker);
    if (!stands.known || stands.next != partition->tally.applied) {
        log_warn(worker->owner.log, "the counters were moved from outside partition=%" PRId32,
                 partition->id);
        tally_forget(&partition->tally);
    }
}

/* Past the bound, what waits is dropped; it will be read again. */
static void bound_memory(struct worker *worker)
{
    size_t bytes = 0;
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        struct partition *partition = worker->partitions[i];
        bytes += partition->tally.ready_bytes;
        if (bytes > TALLY_READY_BYTES_MAX && partition->tally.ready_bytes > 0) {
            log_warn(worker->owner.log,
                     "counts that wait for redis are dropped, they will be made again "
                     "partition=%" PRId32,
                     partition->id);
            bytes -= partition->tally.ready_bytes;
            tally_forget(&partition->tally);
        }
    }
    metric_set(worker->metrics, METRIC_COUNTER_PENDING_BYTES, (int64_t)bytes);
}

void recount_turn(struct worker *worker)
{
    int64_t deadline_ms = clock_ms() + TURN_MS;
    int64_t broken = 0;
    bool ask_broken = clock_ms() >= worker->broken_retry_ms;
    if (worker->store == NULL) {
        return;
    }
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        struct partition *partition = worker->partitions[i];
        if (clock_ms() >= worker->redis_retry_ms && clock_left_ms(deadline_ms) > 0) {
            if (partition->tally.ready.first != NULL) {
                apply(worker, partition);
                partition->looked_ms = clock_ms();
            } else if (partition->tally.state == TALLY_LIVE) {
                look(worker, partition);
            }
            if (partition->tally.state == TALLY_UNKNOWN ||
                (partition->tally.state == TALLY_BROKEN && ask_broken)) {
                reopen(worker, partition);
            }
        }
        broken += partition->tally.state == TALLY_BROKEN;
    }
    worker->broken_retry_ms = ask_broken ? clock_ms() + BROKEN_MS : worker->broken_retry_ms;
    metric_set(worker->metrics, METRIC_COUNTERS_BROKEN, broken);
    bound_memory(worker);
}
