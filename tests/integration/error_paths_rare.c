/*
 * What no broker does on demand: calls of the client library that fail, a clock that runs fast (so
 * that long budgets end soon), and settings that no client can be made with.
 *
 * The linker puts __wrap_ functions between our code and the library (tests/integration/CMakeLists.txt).
 */
#include "error_paths.h"

#include <time.h>

enum { PRODUCE = 0, METADATA = 3, OFFSET_COMMIT = 8, HEARTBEAT = 12, INIT_ID = 22 };
enum { ADD_PARTITIONS = 24, END_TXN = 26 };
enum { FAST = 20 };

static _Atomic int seeks_fail, bounds_fail, offsets_fail, assigns_fail;
static _Atomic int64_t fast_since_ns; /* 0: it goes as it should */

/* Takes a while, as a call would that waits for an answer. */
static bool one_of(_Atomic int *n)
{
    const struct timespec while_ = {0, 20000000};
    bool fails = *n > 0 && (*n)-- > 0;
    if (fails) {
        nanosleep(&while_, NULL);
    }
    return fails;
}

/* ---- Between us and the libraries ------------------------------------------------------------ */

rd_kafka_error_t *__real_rd_kafka_seek_partitions(rd_kafka_t *rk,
                                                  rd_kafka_topic_partition_list_t *list,
                                                  int timeout_ms);
rd_kafka_error_t *__wrap_rd_kafka_seek_partitions(rd_kafka_t *rk,
                                                  rd_kafka_topic_partition_list_t *list,
                                                  int timeout_ms);
rd_kafka_resp_err_t __real_rd_kafka_query_watermark_offsets(rd_kafka_t *rk, const char *topic,
                                                            int32_t partition, int64_t *low,
                                                            int64_t *high, int timeout_ms);
rd_kafka_resp_err_t __wrap_rd_kafka_query_watermark_offsets(rd_kafka_t *rk, const char *topic,
                                                            int32_t partition, int64_t *low,
                                                            int64_t *high, int timeout_ms);
rd_kafka_resp_err_t __real_rd_kafka_committed(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *list,
                                              int timeout_ms);
rd_kafka_resp_err_t __wrap_rd_kafka_committed(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *list,
                                              int timeout_ms);
rd_kafka_error_t *__real_rd_kafka_incremental_assign(rd_kafka_t *rk,
                                                     const rd_kafka_topic_partition_list_t *list);
rd_kafka_error_t *__wrap_rd_kafka_incremental_assign(rd_kafka_t *rk,
                                                     const rd_kafka_topic_partition_list_t *list);
int __real_clock_gettime(clockid_t id, struct timespec *now);
int __wrap_clock_gettime(clockid_t id, struct timespec *now);

rd_kafka_error_t *__wrap_rd_kafka_seek_partitions(rd_kafka_t *rk,
                                                  rd_kafka_topic_partition_list_t *list,
                                                  int timeout_ms)
{
    return one_of(&seeks_fail) ? rd_kafka_error_new(E(_TIMED_OUT), "it does not answer")
                               : __real_rd_kafka_seek_partitions(rk, list, timeout_ms);
}

rd_kafka_resp_err_t __wrap_rd_kafka_query_watermark_offsets(rd_kafka_t *rk, const char *topic,
                                                            int32_t partition, int64_t *low,
                                                            int64_t *high, int timeout_ms)
{
    return one_of(&bounds_fail) ? E(_TIMED_OUT)
                                : __real_rd_kafka_query_watermark_offsets(rk, topic, partition, low,
                                                                          high, timeout_ms);
}

rd_kafka_resp_err_t __wrap_rd_kafka_committed(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *list,
                                              int timeout_ms)
{
    return one_of(&offsets_fail) ? E(_TIMED_OUT) : __real_rd_kafka_committed(rk, list, timeout_ms);
}

/* It is done, but an error is said: nothing may depend on what it says. */
rd_kafka_error_t *__wrap_rd_kafka_incremental_assign(rd_kafka_t *rk,
                                                     const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_error_t *error = __real_rd_kafka_incremental_assign(rk, list);
    return error == NULL && one_of(&assigns_fail)
               ? rd_kafka_error_new(E(_STATE), "an error for the test")
               : error;
}

/* Time of day stays; what waits and budgets are measured by runs FAST times as fast. */
int __wrap_clock_gettime(clockid_t id, struct timespec *now)
{
    int status = __real_clock_gettime(id, now);
    if (id == CLOCK_MONOTONIC && fast_since_ns != 0) {
        int64_t ns = now->tv_sec * INT64_C(1000000000) + now->tv_nsec;
        ns = fast_since_ns + (ns - fast_since_ns) * FAST;
        now->tv_sec = ns / 1000000000;
        now->tv_nsec = ns % 1000000000;
    }
    return status;
}

static void clock_runs_fast(void)
{
    struct timespec now;
    __real_clock_gettime(CLOCK_MONOTONIC, &now);
    fast_since_ns = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* ---- What happens ---------------------------------------------------------------------------- */

static void fail_next(struct scene *scene, int api, rd_kafka_resp_err_t error, int times)
{
    while (times-- > 0) {
        rd_kafka_mock_push_request_errors_array(scene->cluster, (int16_t)api, 1, &error);
    }
}

static void seek_fails(struct scene *scene)
{
    seeks_fail = 1;
    fail_next(scene, ADD_PARTITIONS, E(INVALID_TXN_STATE), 1);
}

static void bounds_are_late(struct scene *scene)
{
    (void)scene;
    bounds_fail = 3;
}

static void offsets_never_come(struct scene *scene)
{
    (void)scene;
    offsets_fail = 1000000;
    clock_runs_fast();
}

static void bounds_never_come(struct scene *scene)
{
    (void)scene;
    bounds_fail = 1000000;
    clock_runs_fast();
}

static void assign_says_no(struct scene *scene)
{
    (void)scene;
    assigns_fail = 1;
}

static void offsets_unknown_after_a_fence(struct scene *scene)
{
    offsets_fail = 1000000;
    clock_runs_fast();
    fail_next(scene, END_TXN, E(PRODUCER_FENCED), 1);
}

static void init_never_ends(struct scene *scene)
{
    clock_runs_fast();
    fail_next(scene, INIT_ID, E(COORDINATOR_LOAD_IN_PROGRESS), 1000);
}

static void fenced_again_and_again(struct scene *scene)
{
    clock_runs_fast();
    fail_next(scene, ADD_PARTITIONS, E(PRODUCER_FENCED), 30);
}

static void fenced_then_refused(struct scene *scene)
{
    fail_next(scene, INIT_ID, E(TRANSACTIONAL_ID_AUTHORIZATION_FAILED), 4);
    fail_next(scene, END_TXN, E(PRODUCER_FENCED), 1);
}

static void fenced_then_fenced(struct scene *scene)
{
    fail_next(scene, INIT_ID, E(INVALID_PRODUCER_EPOCH), 1);
    fail_next(scene, END_TXN, E(PRODUCER_FENCED), 1);
}

/* The producer is fenced, and while it waits whether the group has a successor, it has. */
static void fenced_by_a_successor(struct scene *scene)
{
    fail_next(scene, HEARTBEAT, E(NO_ERROR), 2);
    fail_next(scene, HEARTBEAT, E(FENCED_INSTANCE_ID), 1);
    fail_next(scene, END_TXN, E(PRODUCER_FENCED), 1);
}

static void no_topic(struct scene *scene)
{
    rd_kafka_mock_topic_set_error(scene->cluster, "in", E(TOPIC_AUTHORIZATION_FAILED));
}

/* ---- The rows -------------------------------------------------------------------------------- */

#define COOPERATIVE {"-X", "partition.assignment.strategy=cooperative-sticky"}

const struct row error_path_rare_rows[] = {
    {.name = "rare: a seek does not work", .act = seek_fails, .aborts = 1},
    {.name = "rare: a seek does not work in a cooperative group",
     .act = seek_fails,
     .aborts = 1,
     .arguments = COOPERATIVE},
    {.name = "rare: a cooperative group is divided anew",
     .api = HEARTBEAT,
     .errors = {E(REBALANCE_IN_PROGRESS)},
     .arguments = COOPERATIVE},
    {.name = "rare: assigning says no",
     .act = assign_says_no,
     .at_start = true,
     .arguments = COOPERATIVE},
    {.name = "rare: bounds come late", .act = bounds_are_late, .at_start = true},
    {.name = "rare: bounds never come", .act = bounds_never_come, .at_start = true, .ends = 3},
    {.name = "rare: the group's offsets never come",
     .act = offsets_never_come,
     .at_start = true,
     .ends = 3},
    {.name = "rare: nobody tells what was committed",
     .act = offsets_unknown_after_a_fence,
     .ends = 3},
    {.name = "rare: init never ends", .act = init_never_ends, .at_start = true, .ends = 3},
    {.name = "rare: fenced again and again", .act = fenced_again_and_again, .ends = 4},
    {.name = "rare: fenced, and then not authorised", .act = fenced_then_refused, .ends = 4},
    {.name = "rare: fenced, and the next one too",
     .act = fenced_then_fenced,
     .aborts = 1,
     .renewals = 1},
    {.name = "rare: fenced by a successor", .act = fenced_by_a_successor, .ends = 4},
    {.name = "rare: the topic is forbidden",
     .act = no_topic,
     .at_start = true,
     .ends = 3},
    {.name = "rare: a producer's queue that is full",
     .api = METADATA,
     .arguments = {"-X", "queue.buffering.max.messages=3"}},
    {.name = "rare: no producer can be made of these settings",
     .at_start = true,
     .ends = 4,
     .arguments = {"-X", "security.protocol=ssl", "-X", "ssl.ca.location=/nowhere"}},
    {.name = "rare: no producer takes this setting",
     .at_start = true,
     .ends = 4,
     .arguments = {"-X", "no.such.setting=1"}},
    {.name = "rare: no consumer can be made of these settings",
     .at_start = true,
     .ends = 2,
     .arguments = {"-X", "max.poll.interval.ms=4000"}},
    {.name = "rare: no topic has such a name",
     .at_start = true,
     .ends = 2,
     .arguments = {"--input-topic", "^("}},
    {.name = "rare: at least once, offsets are refused",
     .api = OFFSET_COMMIT,
     .errors = {E(UNKNOWN_MEMBER_ID)},
     .aborts = 1,
     .arguments = {"--delivery", "at-least-once"}},
};

const size_t n_error_path_rare_rows = sizeof error_path_rare_rows / sizeof error_path_rare_rows[0];
