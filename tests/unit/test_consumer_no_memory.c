/*
 * The consumer when memory ends at any of its own calls: it is said, nothing leaks
 * (AddressSanitizer and valgrind look on), and what was held before is held still.
 */
#include "unit.h"

#include <stdlib.h>

#include "error.h"
#include "http.h"
#include "service.h"
#include "short_of_memory.h"
#include "worker.h"

/* Runs a job with ever more memory until it succeeds; it must have failed before. */
static void run_short_of_memory(int (*job)(void))
{
    for (long n = 0; n < 10000; n++) {
        short_of_memory_after(n);
        int status = job();
        short_of_memory_after(-1);
        if (status == SW_OK) {
            assert_true(n > 0);
            return;
        }
        assert_int_equal(status, SW_ENOMEM);
    }
    fail_msg("there is never enough");
}

/* ---- A tally --------------------------------------------------------------------------------- */

static const struct start live = {.state = TALLY_LIVE, .fresh = true};

/* Article, poison, a gap, an article that copies the first: as a partition of the stream has them. */
static int count_all(struct tally *tally)
{
    const struct sw_article article = {.url = {"https://news.example/1", 22}};
    const struct sw_annotations annotations = {.fingerprint = 77};
    int status = tally_article(tally, &(struct counted_record){0, 1764300000000}, &article,
                               &annotations, false);
    if (status == SW_OK) {
        status = tally_other(tally, &(struct counted_record){1, -1}, SUM_UNREADABLE);
    }
    if (status == SW_OK) {
        status = tally_skip_to(tally, 5);
    }
    if (status == SW_OK) {
        const struct near_entry *near = tally_near(tally, 77, 5);
        assert_non_null(near);
        status = tally_article(tally, &(struct counted_record){5, -1}, &article, &annotations, true);
    }
    return status;
}

static int run_tally(void)
{
    struct tally tally;
    int status = tally_init(&tally);
    if (status == SW_OK) {
        tally_start(&tally, &live);
        status = count_all(&tally);
        if (status == SW_OK) {
            assert_int_equal(tally.next, 6);
            tally_commit(&tally);
            assert_true(tally.ready_bytes > 0);
        } else {
            tally_forget(&tally); /* what the worker does then */
            assert_false(tally_wants(&tally, 0));
        }
    }
    tally_clear(&tally);
    return status;
}

/* Each first record of a batch takes memory of its own. */
static int open_by(int (*step)(struct tally *tally))
{
    struct tally tally;
    int status = tally_init(&tally);
    if (status == SW_OK) {
        tally_start(&tally, &live);
        status = step(&tally);
    }
    tally_clear(&tally);
    return status;
}

static int begin_by_a_gap(struct tally *tally)
{
    return tally_skip_to(tally, 3);
}

static int begin_by_a_tombstone(struct tally *tally)
{
    return tally_other(tally, &(struct counted_record){0, -1}, SUM_TOMBSTONES);
}

static int open_by_gap(void)
{
    return open_by(begin_by_a_gap);
}

static int open_by_tombstone(void)
{
    return open_by(begin_by_a_tombstone);
}

static void test_tally(void **state)
{
    (void)state;
    run_short_of_memory(run_tally);
    run_short_of_memory(open_by_gap);
    run_short_of_memory(open_by_tombstone);
}

/* What the table of rows promises when the transaction is given up. */
static void test_tally_abort(void **state)
{
    struct tally tally;
    (void)state;
    assert_int_equal(tally_init(&tally), SW_OK);
    tally_start(&tally, &live);
    assert_int_equal(count_all(&tally), SW_OK);
    tally_abort(&tally, 0);
    assert_int_equal(tally.next, 0);
    assert_null(tally_near(&tally, 77, 5));
    assert_int_equal(count_all(&tally), SW_OK);
    tally_abort(&tally, 0);
    tally_abort(&tally, 0); /* nothing is open */
    assert_int_equal(tally.next, 0);
    assert_int_equal(tally_skip_to(&tally, 0), SW_OK);
    tally_forget(&tally);
    assert_int_equal(tally_other(&tally, &(struct counted_record){9, -1}, SUM_TOMBSTONES), SW_OK);
    assert_int_equal(tally_skip_to(&tally, 20), SW_OK);
    tally_clear(&tally);
}

/* ---- A worker -------------------------------------------------------------------------------- */

static struct config config = {.counters = true, .redis = {.host = "127.0.0.1", .port = 1},
                               .input_topic = "in", .group_id = "g", .workers = 1};
static const struct annotator annotator = {.max_bytes = 1000};
static struct metrics metrics;
static struct log quiet;

static int make_worker(void)
{
    struct worker worker;
    struct sw_error err = {0};
    int status = worker_init(&worker, 0, &config, &annotator, &metrics, &quiet, &err);
    if (status != SW_OK) {
        assert_string_equal(err.text, "no memory for a worker");
        return status;
    }
    for (int32_t id = 0; id < 3 && status == SW_OK; id++) {
        status = partition_add(&worker, id) != NULL ? SW_OK : SW_ENOMEM;
        assert_int_equal(worker.n_partitions, status == SW_OK ? id + 1 : id);
    }
    if (status == SW_OK) {
        assert_ptr_equal(partition_add(&worker, 1), partition_find(&worker, 1));
        partition_remove(&worker, 7);
        assert_int_equal(worker.n_partitions, 3);
    }
    worker_clear(&worker);
    return status;
}

static void test_worker(void **state)
{
    (void)state;
    run_short_of_memory(make_worker);
}

static void test_service(void **state)
{
    (void)state;
    for (long n = 0; n < 6; n++) { /* the first calls are the service's own and its worker's */
        short_of_memory_after(n);
        enum exit_status status = service_run(&config, &annotator, &quiet);
        short_of_memory_after(-1);
        assert_int_equal(status, EXIT_STATUS_FATAL);
    }
}

static int set_up(void **state)
{
    (void)state;
    log_init(&quiet, NULL);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally),
        cmocka_unit_test(test_tally_abort),
        cmocka_unit_test(test_worker),
        cmocka_unit_test(test_service),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
