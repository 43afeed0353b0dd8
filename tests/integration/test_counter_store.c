/*
 * The counter script against an oracle: a plain map that gets each batch once.
 *
 * Random batches, replays, overlaps, zombies, keys of another type, values that are no numbers,
 * Redis full, scripts forgotten, Redis killed: after each, Redis holds what the oracle holds, or an
 * earlier batch's end of it.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "counter_read.h"
#include "counter_store.h"
#include "counting.h"
#include "redis_server.h"

enum { PARTITION = 3, ROUNDS = 400, FIELDS = 40 };

static struct redis_server server;
static uint64_t seed = 20261125;

static uint32_t random_below(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static struct counter_store *open_store(const char *area)
{
    struct sw_error err;
    struct counter_store *store = counter_store_new(&server.url, "topic", area, 2000);
    assert_non_null(store);
    if (counter_store_connect(store, &err) != REDIS_OK_RESULT) {
        fail_msg("%s", err.text);
    }
    return store;
}

static void redis_do(const char *command)
{
    struct redis *redis = redis_new(&server.url, 2000);
    struct sw_error err;
    assert_int_equal(redis_connect(redis, &err), REDIS_OK_RESULT);
    if (redis_callf(redis, NULL, &err, command, "f6 6") != REDIS_OK_RESULT) {
        fail_msg("%s: %s", command, err.text);
    }
    redis_free(redis);
}

static int flush(void **state)
{
    (void)state;
    redis_do("FLUSHALL");
    return 0;
}

/* What record number `offset` adds is a function of the offset alone, as in the stream. */
static void count_record(struct counter_batch *batch, int64_t offset)
{
    char field[32];
    uint16_t total = counter_batch_bucket(batch, (struct counter_bucket){.span = COUNTER_TOTAL});
    uint16_t day = counter_batch_bucket(
        batch, (struct counter_bucket){.span = COUNTER_DAY, .start_s = offset % 5 * 86400});
    for (int kind = 0; kind < COUNTER_KINDS; kind++) {
        int len =
            snprintf(field, sizeof field, "f%d %d", kind, (int)((offset * 7919 + kind) % FIELDS));
        struct sw_text text = {field, (size_t)len};
        counter_batch_add(batch, total, (enum counter_kind)kind, text, offset % 3 + 1);
        counter_batch_add(batch, day, (enum counter_kind)kind, text, 1);
    }
    if (offset % 4 == 0) {
        char line[NEAR_LINE_MAX];
        const struct near_entry entry = {(uint64_t)offset + 1, offset, (char[]){"http://x"}};
        counter_batch_add_window(batch, (struct sw_text){line, near_entry_print(line, &entry)});
    }
    counting_done(batch, offset);
}

static struct counter_batch *batch_of(int64_t first, int64_t next)
{
    struct counter_batch *batch = counter_batch_new(first);
    assert_non_null(batch);
    for (int64_t offset = first; offset < next; offset++) {
        count_record(batch, offset);
    }
    assert_false(counter_batch_failed(batch));
    return batch;
}

static struct counter_position position_of(struct counter_store *store)
{
    struct counter_position position;
    struct sw_error err;
    if (counter_store_open(store, PARTITION, &position, NULL, &err) != REDIS_OK_RESULT) {
        fail_msg("%s", err.text);
    }
    return position;
}

/* Redis holds exactly the records [base, next). */
static void assert_counts(struct counter_store *store, int64_t base, int64_t next)
{
    struct sw_error err;
    struct counter_batch *want = batch_of(base, next), *have = counter_batch_new(0);
    for (uint32_t b = 0; b < want->n_buckets; b++) {
        char name[40];
        uint16_t bucket = counter_batch_bucket(have, want->buckets[b]);
        counter_bucket_name(name, &want->buckets[b]);
        for (int kind = 0; kind < COUNTER_KINDS; kind++) {
            if (counter_read_hash(store, PARTITION, name, (enum counter_kind)kind, have, bucket,
                                  &err) != REDIS_OK_RESULT) {
                fail_msg("%s", err.text);
            }
        }
    }
    assert_int_equal(have->n_cells, want->n_cells);
    for (uint32_t i = 0; i < want->n_cells; i++) {
        const struct counter_cell *cell = &want->cells[i];
        struct sw_text field = {want->text + cell->field, cell->len};
        int64_t got = counter_batch_get(have, cell->bucket, (enum counter_kind)cell->kind, field);
        if (got != cell->n) {
            fail_msg("%.*s: %" PRId64 ", not %" PRId64, (int)field.len, field.at, got, cell->n);
        }
    }
    counter_batch_free(want);
    counter_batch_free(have);
}

static int apply(struct counter_store *store, int64_t first, int64_t next, bool fresh,
                 struct counter_position *stands)
{
    struct sw_error err = {SW_OK, ""};
    struct counter_batch *batch = batch_of(first, next);
    int result = counter_store_apply(store, PARTITION, batch, fresh, stands, &err);
    counter_batch_free(batch);
    return result;
}

static void test_begins_at_base(void **state)
{
    struct counter_store *store = open_store("");
    struct counter_position stands = position_of(store);
    (void)state;
    assert_false(stands.known);
    assert_int_equal(apply(store, 10, 20, false, &stands), COUNTER_MOVED); /* nothing is there */
    assert_false(stands.known);
    assert_int_equal(apply(store, 10, 20, true, &stands), REDIS_OK_RESULT);
    assert_int_equal(apply(store, 10, 20, true, &stands), COUNTER_MOVED); /* no longer fresh */
    assert_int_equal(stands.next, 20);
    stands = position_of(store);
    assert_int_equal(stands.next, 20);
    assert_int_equal(stands.base, 10);
    assert_counts(store, 10, 20);
    counter_store_free(store);
}

/* Two clients that each believe to be the owner, batches that repeat, overlap and run ahead. */
static void test_random_batches(void **state)
{
    struct counter_store *stores[2] = {open_store(""), open_store("")};
    struct counter_position stands;
    int64_t next = 0;
    (void)state;
    assert_int_equal(apply(stores[0], 0, 5, true, &stands), REDIS_OK_RESULT);
    next = 5;
    for (int round = 0; round < ROUNDS; round++) {
        struct counter_store *store = stores[random_below(2)];
        int64_t first = next + (int64_t)random_below(21) - 10; /* half of them are not at next */
        first = first < 0 ? 0 : round % 3 == 0 ? next : first;
        int64_t end = first + random_below(30);
        int result = apply(store, first, end, false, &stands);
        if (first == next) {
            assert_int_equal(result, REDIS_OK_RESULT);
            next = end;
        } else {
            assert_int_equal(result, COUNTER_MOVED);
            assert_int_equal(stands.next, next);
        }
        if (round % 40 == 0) {
            redis_do("SCRIPT FLUSH");
        }
        if (round % 100 == 50) {
            assert_counts(stores[1], 0, next);
        }
    }
    assert_counts(stores[0], 0, next);
    counter_store_free(stores[0]);
    counter_store_free(stores[1]);
}

/* A key or a value that is not ours: refused, and nothing of the batch is added. */
static void test_wrong_types(void **state)
{
    static const struct {
        const char *spoil, *mend;
    } rows[] = {
        {"SET {stancewire:topic:3}:total:outlets x", "DEL {stancewire:topic:3}:total:outlets"},
        {"RPUSH {stancewire:topic:3}:day:1970-01-03:favor x",
         "DEL {stancewire:topic:3}:day:1970-01-03:favor"},
        {"HSET {stancewire:topic:3}:total:outlets %s x",
         "DEL {stancewire:topic:3}:total:outlets"}, /* a field that record 0 adds to */
        {"SET {stancewire:topic:3}:window x", "DEL {stancewire:topic:3}:window"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct counter_store *store = open_store("");
        struct counter_position stands;
        redis_do("FLUSHALL");
        redis_do(rows[i].spoil);
        assert_int_equal(apply(store, 0, 50, true, &stands), REDIS_REFUSED);
        redis_do(rows[i].mend);
        assert_false(position_of(store).known);
        assert_int_equal(apply(store, 0, 50, true, &stands), REDIS_OK_RESULT);
        assert_counts(store, 0, 50);
        counter_store_free(store);
    }
}

/* Memory full: all or nothing, and it goes on when there is room again. */
static void test_memory_full(void **state)
{
    struct counter_store *store = open_store("");
    struct counter_position stands;
    (void)state;
    assert_int_equal(apply(store, 0, 100, true, &stands), REDIS_OK_RESULT);
    redis_do("CONFIG SET maxmemory 1");
    assert_int_equal(apply(store, 100, 200, false, &stands), REDIS_FULL);
    redis_do("CONFIG SET maxmemory 0");
    assert_counts(store, 0, 100);
    assert_int_equal(apply(store, 100, 200, false, &stands), REDIS_OK_RESULT);
    assert_counts(store, 0, 200);
    counter_store_free(store);
}

/* A store that may lose keys is no store. */
static void test_eviction_is_refused(void **state)
{
    struct sw_error err;
    struct counter_store *store = counter_store_new(&server.url, "topic", "", 2000);
    (void)state;
    redis_do("CONFIG SET maxmemory 100000000");
    redis_do("CONFIG SET maxmemory-policy allkeys-lru");
    assert_int_equal(counter_store_connect(store, &err), REDIS_REFUSED);
    assert_non_null(strstr(err.text, "noeviction"));
    redis_do("CONFIG SET maxmemory-policy noeviction");
    assert_int_equal(counter_store_connect(store, &err), REDIS_OK_RESULT);
    redis_do("CONFIG SET maxmemory 0");
    counter_store_free(store);
}

/* kill -9: what comes back is some batch's end, never a part of one. */
static void test_killed(void **state)
{
    struct counter_store *store = open_store("");
    struct counter_position stands;
    struct sw_error err;
    int64_t next = 0;
    (void)state;
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 20; i++, next += 10) {
            assert_int_equal(apply(store, next, next + 10, next == 0, &stands), REDIS_OK_RESULT);
        }
        redis_server_kill(&server);
        assert_int_equal(apply(store, next, next + 10, false, &stands), REDIS_AWAY);
        assert_false(counter_store_connected(store));
        redis_server_restart(&server);
        assert_int_equal(counter_store_connect(store, &err), REDIS_OK_RESULT);
        stands = position_of(store);
        next = stands.known ? stands.next : 0;
        assert_int_equal(next % 10, 0);
        assert_counts(store, 0, next);
    }
    counter_store_free(store);
}

/* The window comes back as it was, bounded. */
static void test_window(void **state)
{
    struct counter_store *store = open_store("");
    struct counter_position stands;
    struct near_window window;
    struct sw_error err;
    const int64_t n = 4 * (NEAR_WINDOW_MAX + 100);
    (void)state;
    assert_int_equal(near_window_init(&window), SW_OK);
    assert_int_equal(apply(store, 0, n, true, &stands), REDIS_OK_RESULT);
    assert_int_equal(counter_store_open(store, PARTITION, &stands, &window, &err), REDIS_OK_RESULT);
    assert_int_equal(window.n, NEAR_WINDOW_MAX);
    assert_int_equal(near_window_last(&window)->offset, n - 4);
    assert_string_equal(near_window_last(&window)->url, "http://x");
    near_window_clear(&window);
    counter_store_free(store);
}

/* Rebuilt counters take the place of the live ones in one step; nothing of the old is left. */
static void test_swap(void **state)
{
    struct counter_store *live = open_store(""), *beside = open_store("rebuild:");
    struct counter_position stands;
    struct sw_error err;
    (void)state;
    assert_int_equal(apply(live, 0, 90, true, &stands), REDIS_OK_RESULT);
    redis_do("HSET {stancewire:topic:3}:day:2030-01-01:outlets stray 5");
    assert_int_equal(apply(beside, 0, 60, true, &stands), REDIS_OK_RESULT);
    assert_int_equal(counter_store_swap(live, PARTITION, &err), REDIS_OK_RESULT);
    assert_int_equal(position_of(live).next, 60);
    assert_false(position_of(beside).known);
    assert_counts(live, 0, 60);
    struct counter_batch *stray = counter_batch_new(0);
    uint16_t bucket = counter_batch_bucket(stray, (struct counter_bucket){.span = COUNTER_TOTAL});
    assert_int_equal(
        counter_read_hash(live, PARTITION, "day:2030-01-01", COUNTER_OUTLETS, stray, bucket, &err),
        REDIS_OK_RESULT);
    assert_int_equal(stray->n_cells, 0);
    counter_batch_free(stray);
    assert_int_equal(counter_store_drop(live, PARTITION, &err), REDIS_OK_RESULT);
    assert_false(position_of(live).known);
    counter_store_free(live);
    counter_store_free(beside);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_begins_at_base, flush),
        cmocka_unit_test_setup(test_random_batches, flush),
        cmocka_unit_test_setup(test_wrong_types, flush),
        cmocka_unit_test_setup(test_memory_full, flush),
        cmocka_unit_test_setup(test_eviction_is_refused, flush),
        cmocka_unit_test_setup(test_killed, flush),
        cmocka_unit_test_setup(test_window, flush),
        cmocka_unit_test_setup(test_swap, flush),
    };
    redis_server_start(&server);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_server_clear(&server);
    return failed;
}
