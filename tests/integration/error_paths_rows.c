/* The rows of test_error_paths, and what they do to the cluster. */
#include "error_paths.h"

/* Kinds of requests, by their number in the protocol. */
enum {
    PRODUCE = 0,
    FETCH = 1,
    LIST_OFFSETS = 2,
    METADATA = 3,
    OFFSET_FETCH = 9,
    FIND_COORDINATOR = 10
};
enum { JOIN = 11, HEARTBEAT = 12, SYNC = 14, INIT_ID = 22, ADD_PARTITIONS = 24, ADD_OFFSETS = 25 };
enum { END_TXN = 26, TXN_OFFSETS = 28 };

/* ---- What happens to the cluster ------------------------------------------------------------- */

static void leader_goes(struct scene *scene)
{
    rd_kafka_mock_broker_set_down(scene->cluster, 1);
}

static void leader_comes(struct scene *scene)
{
    rd_kafka_mock_broker_set_up(scene->cluster, 1);
}

static void coordinator_goes(struct scene *scene)
{
    rd_kafka_mock_broker_set_down(scene->cluster, 2);
}

static void coordinator_comes(struct scene *scene)
{
    rd_kafka_mock_broker_set_up(scene->cluster, 2);
}

static void coordinator_moves(struct scene *scene)
{
    rd_kafka_mock_coordinator_set(scene->cluster, "transaction", "group-id-0", 3);
}

static void coordinator_moves_back(struct scene *scene)
{
    rd_kafka_mock_coordinator_set(scene->cluster, "transaction", "group-id-0", 1);
}

static void group_coordinator_moves(struct scene *scene)
{
    rd_kafka_mock_coordinator_set(scene->cluster, "group", "group", 2);
}

/* Slower than a call may take: the outcome is not known. */
static void coordinator_slows(struct scene *scene)
{
    rd_kafka_mock_broker_set_rtt(scene->cluster, 2, 7000);
}

static void coordinator_speeds(struct scene *scene)
{
    rd_kafka_mock_broker_set_rtt(scene->cluster, 2, 0);
}

/* The coordinator's next answer of this kind: with this error, or with none, and not before. */
static void next_answer(struct scene *scene, int api, rd_kafka_resp_err_t error, int after_ms)
{
    rd_kafka_mock_broker_push_request_error_rtts(scene->cluster, 2, (int16_t)api, 1, error,
                                                 after_ms);
}

static void init_late(struct scene *scene)
{
    next_answer(scene, INIT_ID, E(NO_ERROR), 6000);
}

static void add_partitions_late(struct scene *scene)
{
    next_answer(scene, ADD_PARTITIONS, E(NO_ERROR), 1500);
}

static void end_late(struct scene *scene)
{
    next_answer(scene, END_TXN, E(NO_ERROR), 6000);
}

static void end_refused_late(struct scene *scene)
{
    next_answer(scene, END_TXN, E(INVALID_PRODUCER_EPOCH), 6000);
}

/* The abort asks for a new epoch, the second INIT_ID of this producer. */
static void bump_refused(struct scene *scene, rd_kafka_resp_err_t error)
{
    const rd_kafka_resp_err_t lost = E(UNKNOWN_PRODUCER_ID);
    next_answer(scene, INIT_ID, E(NO_ERROR), 0);
    next_answer(scene, INIT_ID, error, 0);
    rd_kafka_mock_push_request_errors_array(scene->cluster, PRODUCE, 1, &lost);
}

static void bump_fenced(struct scene *scene)
{
    bump_refused(scene, E(INVALID_PRODUCER_EPOCH));
}

static void bump_fenced_new_code(struct scene *scene)
{
    bump_refused(scene, E(PRODUCER_FENCED));
}

static void bump_late(struct scene *scene, int after_ms)
{
    const rd_kafka_resp_err_t lost = E(UNKNOWN_PRODUCER_ID);
    next_answer(scene, INIT_ID, E(NO_ERROR), 0);
    next_answer(scene, INIT_ID, E(NO_ERROR), after_ms);
    rd_kafka_mock_push_request_errors_array(scene->cluster, PRODUCE, 1, &lost);
}

static void bump_slow(struct scene *scene)
{
    bump_late(scene, 3000);
}

/* Longer than the abort waits for it. */
static void bump_too_slow(struct scene *scene)
{
    bump_late(scene, 20000);
}

/* An error that wants an abort, and one for the abort. */
static void abort_refused(struct scene *scene, rd_kafka_resp_err_t error)
{
    const rd_kafka_resp_err_t first = E(TOPIC_AUTHORIZATION_FAILED);
    next_answer(scene, END_TXN, error, 0);
    next_answer(scene, ADD_PARTITIONS, first, 0);
}

static void abort_fenced(struct scene *scene)
{
    abort_refused(scene, E(INVALID_PRODUCER_EPOCH));
}

static void abort_fenced_new_code(struct scene *scene)
{
    abort_refused(scene, E(PRODUCER_FENCED));
}

static void no_transactions(struct scene *scene)
{
    rd_kafka_mock_set_apiversion(scene->cluster, INIT_ID, -1, -1);
}

static void another_coordinates(struct scene *scene)
{
    rd_kafka_mock_coordinator_set(scene->cluster, "transaction", "group-id-0", 3);
    rd_kafka_mock_broker_set_down(scene->cluster, 2);
}

static void group_coordinator_apart(struct scene *scene)
{
    rd_kafka_mock_coordinator_set(scene->cluster, "group", "group", 2);
    rd_kafka_mock_coordinator_set(scene->cluster, "transaction", "group-id-0", 1);
}

static void another_coordinates_group(struct scene *scene)
{
    group_coordinator_apart(scene);
    rd_kafka_mock_broker_set_down(scene->cluster, 2);
    rd_kafka_mock_coordinator_set(scene->cluster, "group", "group", 3);
}

static void group_coordinator_goes(struct scene *scene)
{
    group_coordinator_apart(scene);
    rd_kafka_mock_broker_set_down(scene->cluster, 2);
}

static void all_slow(struct scene *scene)
{
    for (int32_t broker = 1; broker <= 3; broker++) {
        rd_kafka_mock_broker_set_rtt(scene->cluster, broker, 700);
    }
}

static void all_fast(struct scene *scene)
{
    for (int32_t broker = 1; broker <= 3; broker++) {
        rd_kafka_mock_broker_set_rtt(scene->cluster, broker, 0);
    }
}

static void topic_disappears(struct scene *scene)
{
    rd_kafka_mock_topic_set_error(scene->cluster, "out", E(UNKNOWN_TOPIC_OR_PART));
}

static void topic_appears(struct scene *scene)
{
    rd_kafka_mock_topic_set_error(scene->cluster, "out", E(NO_ERROR));
}

/* ---- The rows -------------------------------------------------------------------------------- */

const struct row error_path_rows[] = {
    {.name = "nothing happens", .api = FETCH},
    {.name = "init: coordinator not there yet",
     .api = INIT_ID,
     .errors = RECOVERABLE,
     .at_start = true},
    {.name = "init: concurrent transactions",
     .api = INIT_ID,
     .errors = {E(CONCURRENT_TRANSACTIONS)},
     .times = 3,
     .at_start = true},
    {.name = "init: fenced",
     .api = INIT_ID,
     .errors = {E(INVALID_PRODUCER_EPOCH)},
     .at_start = true},
    {.name = "init: not authorised for the id",
     .api = INIT_ID,
     .errors = {E(TRANSACTIONAL_ID_AUTHORIZATION_FAILED)},
     .times = 4,
     .at_start = true,
     .ends = 4},
    {.name = "init: not authorised for the cluster",
     .api = INIT_ID,
     .errors = {E(CLUSTER_AUTHORIZATION_FAILED)},
     .times = 4,
     .at_start = true,
     .ends = 4},
    {.name = "init: brokers without transactions",
     .act = no_transactions,
     .at_start = true,
     .ends = 4},
    {.name = "init: answered late", .act = init_late, .at_start = true},
    {.name = "init: no coordinator for a while",
     .act = coordinator_goes,
     .undo = coordinator_comes,
     .hold_ms = 3000,
     .at_start = true},
    {.name = "find coordinator: not available",
     .api = FIND_COORDINATOR,
     .errors = {E(COORDINATOR_NOT_AVAILABLE)},
     .times = 3,
     .at_start = true},
    {.name = "find coordinator: not authorised",
     .api = FIND_COORDINATOR,
     .errors = {E(TRANSACTIONAL_ID_AUTHORIZATION_FAILED)},
     .times = 20,
     .at_start = true,
     .ends = 4},
    {.name = "add partitions: recoverable", .api = ADD_PARTITIONS, .errors = RECOVERABLE},
    {.name = "add partitions: concurrent transactions",
     .api = ADD_PARTITIONS,
     .errors = {E(CONCURRENT_TRANSACTIONS)},
     .times = 5},
    {.name = "add partitions: unknown topic for a while",
     .api = ADD_PARTITIONS,
     .errors = {E(UNKNOWN_TOPIC_OR_PART)},
     .times = 2},
    {.name = "add partitions: id mapping gone",
     .api = ADD_PARTITIONS,
     .errors = {E(INVALID_PRODUCER_ID_MAPPING)},
     .aborts = 1},
    {.name = "add partitions: unknown producer",
     .api = ADD_PARTITIONS,
     .errors = {E(UNKNOWN_PRODUCER_ID)},
     .aborts = 1},
    {.name = "add partitions: wrong state",
     .api = ADD_PARTITIONS,
     .errors = {E(INVALID_TXN_STATE)},
     .aborts = 1,
     .renewals = 1},
    {.name = "add partitions: fenced",
     .api = ADD_PARTITIONS,
     .errors = {E(INVALID_PRODUCER_EPOCH)},
     .aborts = 1,
     .renewals = 1},
    {.name = "add partitions: fenced, new code",
     .api = ADD_PARTITIONS,
     .errors = {E(PRODUCER_FENCED)},
     .aborts = 1,
     .renewals = 1},
    {.name = "add partitions: topic not authorised",
     .api = ADD_PARTITIONS,
     .errors = {E(TOPIC_AUTHORIZATION_FAILED)},
     .aborts = 1},
    {.name = "add partitions: answered late", .act = add_partitions_late},
    {.name = "produce: leader moved",
     .api = PRODUCE,
     .errors = {E(NOT_LEADER_FOR_PARTITION), E(LEADER_NOT_AVAILABLE)}},
    {.name = "produce: too few replicas",
     .api = PRODUCE,
     .errors = {E(NOT_ENOUGH_REPLICAS), E(NOT_ENOUGH_REPLICAS_AFTER_APPEND)}},
    {.name = "produce: request timed out",
     .api = PRODUCE,
     .errors = {E(REQUEST_TIMED_OUT)},
     .times = 2},
    {.name = "produce: out of order",
     .api = PRODUCE,
     .errors = {E(OUT_OF_ORDER_SEQUENCE_NUMBER)},
     .at_start = true,
     .aborts = 1},
    {.name = "produce: unknown producer",
     .api = PRODUCE,
     .errors = {E(UNKNOWN_PRODUCER_ID)},
     .at_start = true,
     .aborts = 1},
    {.name = "produce: id mapping gone",
     .api = PRODUCE,
     .errors = {E(INVALID_PRODUCER_ID_MAPPING)},
     .at_start = true,
     .aborts = 1},
    {.name = "produce: topic not authorised",
     .api = PRODUCE,
     .errors = {E(TOPIC_AUTHORIZATION_FAILED)},
     .at_start = true,
     .aborts = 1},
    {.name = "produce: out of order after other errors",
     .api = PRODUCE,
     .errors = {E(NOT_LEADER_FOR_PARTITION), E(NOT_LEADER_FOR_PARTITION),
                E(OUT_OF_ORDER_SEQUENCE_NUMBER)},
     .at_start = true,
     .aborts = 1},
    {.name = "abort: a new epoch is refused",
     .act = bump_fenced,
     .at_start = true,
     .aborts = 1,
     .renewals = 1},
    {.name = "abort: a new epoch is refused, new code",
     .act = bump_fenced_new_code,
     .at_start = true,
     .aborts = 1,
     .renewals = 1},
    {.name = "abort: a new epoch comes late", .act = bump_slow, .at_start = true, .aborts = 1},
    {.name = "abort: a new epoch comes too late",
     .act = bump_too_slow,
     .at_start = true,
     .aborts = 1,
     .renewals = 1},
    {.name = "abort: fenced", .act = abort_fenced, .aborts = 1, .renewals = 1},
    {.name = "abort: fenced, new code", .act = abort_fenced_new_code, .aborts = 1, .renewals = 1},
    {.name = "produce: fenced",
     .api = PRODUCE,
     .errors = {E(INVALID_PRODUCER_EPOCH)},
     .at_start = true,
     .aborts = 1},
    {.name = "produce: message too large",
     .api = PRODUCE,
     .errors = {E(MSG_SIZE_TOO_LARGE)},
     .at_start = true,
     .aborts = 1},
    {.name = "add offsets: recoverable", .api = ADD_OFFSETS, .errors = RECOVERABLE},
    {.name = "add offsets: concurrent transactions",
     .api = ADD_OFFSETS,
     .errors = {E(CONCURRENT_TRANSACTIONS)},
     .times = 5},
    {.name = "add offsets: fenced",
     .api = ADD_OFFSETS,
     .errors = {E(PRODUCER_FENCED)},
     .aborts = 1,
     .renewals = 1},
    {.name = "add offsets: group not authorised",
     .api = ADD_OFFSETS,
     .errors = {E(GROUP_AUTHORIZATION_FAILED)},
     .ends = 4},
    {.name = "offsets: recoverable", .api = TXN_OFFSETS, .errors = RECOVERABLE},
    {.name = "offsets: recoverable, many times",
     .api = TXN_OFFSETS,
     .errors = {E(COORDINATOR_NOT_AVAILABLE)},
     .times = 5},
    {.name = "offsets: unknown member",
     .api = TXN_OFFSETS,
     .errors = {E(UNKNOWN_MEMBER_ID)},
     .aborts = 1},
    {.name = "offsets: illegal generation",
     .api = TXN_OFFSETS,
     .errors = {E(ILLEGAL_GENERATION)},
     .aborts = 1},
    {.name = "offsets: fenced instance",
     .api = TXN_OFFSETS,
     .errors = {E(FENCED_INSTANCE_ID)},
     .aborts = 1},
    {.name = "offsets: fenced producer",
     .api = TXN_OFFSETS,
     .errors = {E(INVALID_PRODUCER_EPOCH)},
     .aborts = 1,
     .renewals = 1},
    {.name = "end: recoverable", .api = END_TXN, .errors = RECOVERABLE},
    {.name = "end: recoverable, many times", .api = END_TXN, .errors = RECOVERABLE, .times = 6},
    {.name = "end: concurrent transactions",
     .api = END_TXN,
     .errors = {E(CONCURRENT_TRANSACTIONS)},
     .times = 5},
    {.name = "end: fenced",
     .api = END_TXN,
     .errors = {E(PRODUCER_FENCED)},
     .aborts = 1,
     .renewals = 1},
    {.name = "end: id mapping gone",
     .api = END_TXN,
     .errors = {E(INVALID_PRODUCER_ID_MAPPING)},
     .aborts = 1},
    {.name = "end: wrong state",
     .api = END_TXN,
     .errors = {E(INVALID_TXN_STATE)},
     .aborts = 1,
     .renewals = 1},
    {.name = "end: unknown producer",
     .api = END_TXN,
     .errors = {E(UNKNOWN_PRODUCER_ID)},
     .aborts = 1},
    {.name = "end: times out, outcome unknown",
     .act = coordinator_slows,
     .undo = coordinator_speeds,
     .hold_ms = 16000,
     .renewals = 1},
    {.name = "end: answered late", .act = end_late, .renewals = 1},
    {.name = "end: refused late", .act = end_refused_late, .aborts = 1, .renewals = 1},
    {.name = "the leader is away for longer than records live",
     .act = leader_goes,
     .undo = leader_comes,
     .hold_ms = 13000,
     .aborts = 1},
    {.name = "all brokers are slow", .act = all_slow, .undo = all_fast, .hold_ms = 6000},
    {.name = "another coordinates, the old one is gone",
     .act = another_coordinates,
     .undo = coordinator_comes,
     .hold_ms = 2000},
    {.name = "the group's coordinator goes and comes",
     .act = group_coordinator_goes,
     .undo = coordinator_comes,
     .hold_ms = 2000},
    {.name = "another coordinates the group, the old one is gone",
     .act = another_coordinates_group,
     .undo = coordinator_comes,
     .hold_ms = 2000},
    {.name = "the leader goes and comes",
     .act = leader_goes,
     .undo = leader_comes,
     .hold_ms = 2000},
    {.name = "the coordinator goes and comes",
     .act = coordinator_goes,
     .undo = coordinator_comes,
     .hold_ms = 2000},
    {.name = "the coordinator moves in a transaction",
     .act = coordinator_moves,
     .undo = coordinator_moves_back,
     .hold_ms = 300},
    {.name = "the group's coordinator moves", .act = group_coordinator_moves},
    {.name = "the topic disappears for a while",
     .act = topic_disappears,
     .undo = topic_appears,
     .hold_ms = 1500},
    {.name = "group offsets: unstable",
     .api = OFFSET_FETCH,
     .errors = {E(UNSTABLE_OFFSET_COMMIT)},
     .times = 3,
     .at_start = true},
    {.name = "group offsets: coordinator loading",
     .api = OFFSET_FETCH,
     .errors = RECOVERABLE,
     .at_start = true},
    {.name = "bounds: leader unknown",
     .api = LIST_OFFSETS,
     .errors = {E(LEADER_NOT_AVAILABLE), E(NOT_LEADER_FOR_PARTITION)},
     .at_start = true},
    {.name = "group: rebalance in progress",
     .api = HEARTBEAT,
     .errors = {E(REBALANCE_IN_PROGRESS)}},
    {.name = "group: member unknown", .api = HEARTBEAT, .errors = {E(UNKNOWN_MEMBER_ID)}},
    {.name = "group: generation old", .api = HEARTBEAT, .errors = {E(ILLEGAL_GENERATION)}},
    {.name = "group: another has our name",
     .api = HEARTBEAT,
     .errors = {E(FENCED_INSTANCE_ID)},
     .ends = 4},
};

const size_t n_error_path_rows = sizeof error_path_rows / sizeof error_path_rows[0];
