#include "counters_verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counters_recount.h"
#include "error.h"
#include "stop.h"

/* SHOWN_MAX differences are printed for a partition; TRIES_MAX times the live counters may move on.
 */
enum { SHOWN_MAX = 10, TRIES_MAX = 20, BATCH_RECORDS = 200 };

typedef int for_partition(struct counters_session *session, struct recount *recount,
                          int32_t partition, struct sw_error *err);

/* ---- verify ---------------------------------------------------------------------------------- */

static unsigned show_difference(const struct recount *recount, const char *bucket,
                                enum counter_kind kind, struct sw_text field, int64_t redis,
                                int64_t recounted, unsigned shown)
{
    if (shown < SHOWN_MAX) {
        printf("partition %" PRId32 ": %s:%s %.*s: redis has %" PRId64 ", the input gives %" PRId64
               "\n",
               recount->partition, bucket, counter_kind_name(kind), (int)field.len, field.at, redis,
               recounted);
    }
    return shown + 1;
}

/* Cells of `a` that `b` has otherwise. flipped: a is what Redis has. */
static unsigned compare_cells(const struct recount *recount, const struct counter_batch *a,
                              const struct counter_batch *b, uint16_t bucket, const char *name,
                              bool flipped, unsigned shown)
{
    for (uint32_t i = 0; i < a->n_cells; i++) {
        const struct counter_cell *cell = &a->cells[i];
        struct sw_text field = {a->text + cell->field, cell->len};
        if (cell->bucket != bucket) {
            continue;
        }
        int64_t other = counter_batch_get(b, bucket, (enum counter_kind)cell->kind, field);
        if (other != cell->n && (!flipped || other == 0)) { /* the other way has shown the rest */
            shown = show_difference(recount, name, (enum counter_kind)cell->kind, field,
                                    flipped ? cell->n : other, flipped ? other : cell->n, shown);
        }
    }
    return shown;
}

static int read_bucket(struct counters_session *session, const struct recount *recount,
                       const char *name, uint16_t bucket, struct counter_batch *redis,
                       struct sw_error *err)
{
    for (int kind = 0; kind < COUNTER_KINDS; kind++) {
        if (counter_read_hash(session->store, recount->partition, name, (enum counter_kind)kind,
                              redis, bucket, err) != REDIS_OK_RESULT) {
            return EXIT_STATUS_SERVICE;
        }
    }
    return EXIT_STATUS_DONE;
}

static bool bucket_is_empty(const struct counter_batch *batch, uint16_t bucket)
{
    for (int kind = 0; kind < COUNTER_KINDS; kind++) {
        if (batch->hash_heads[bucket * COUNTER_KINDS + kind] != 0) {
            return false;
        }
    }
    return true;
}

/* Compares every bucket that the input gives; hours may have expired as a whole. */
static int compare(struct counters_session *session, struct recount *recount, unsigned *n_different,
                   struct sw_error *err)
{
    struct counter_batch *redis = counter_batch_new(0);
    int status = redis != NULL ? EXIT_STATUS_DONE : EXIT_STATUS_FATAL;
    for (uint32_t i = 0; i < recount->batch->n_buckets && status == EXIT_STATUS_DONE; i++) {
        const struct counter_bucket *bucket = &recount->batch->buckets[i];
        uint16_t number = counter_batch_bucket(redis, *bucket);
        char name[40];
        counter_bucket_name(name, bucket);
        status = read_bucket(session, recount, name, number, redis, err);
        if (status != EXIT_STATUS_DONE ||
            (bucket->span == COUNTER_HOUR && bucket_is_empty(redis, number))) {
            continue;
        }
        *n_different =
            compare_cells(recount, recount->batch, redis, number, name, false, *n_different);
        *n_different =
            compare_cells(recount, redis, recount->batch, number, name, true, *n_different);
    }
    counter_batch_free(redis);
    return status;
}

/* Days in Redis that the input knows nothing of. */
static int compare_days(struct counters_session *session, const struct recount *recount,
                        unsigned *n_different, struct sw_error *err)
{
    char *lines = NULL;
    if (counter_read_buckets(session->store, recount->partition, "day:", &lines, err) !=
        REDIS_OK_RESULT) {
        return EXIT_STATUS_SERVICE;
    }
    for (char *line = strtok(lines, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        bool known = false;
        for (uint32_t i = 0; i < recount->batch->n_buckets && !known; i++) {
            char name[40];
            counter_bucket_name(name, &recount->batch->buckets[i]);
            known = strcmp(name, line) == 0;
        }
        if (!known) {
            printf("partition %" PRId32 ": redis has %s, the input gives nothing there\n",
                   recount->partition, line);
            ++*n_different;
        }
    }
    free(lines);
    return EXIT_STATUS_DONE;
}

static int read_stands(struct counters_session *session, int32_t partition,
                       struct counter_position *out, struct sw_error *err)
{
    return counter_store_open(session->store, partition, out, NULL, err) == REDIS_OK_RESULT
               ? EXIT_STATUS_DONE
               : EXIT_STATUS_SERVICE;
}

/* Whether the input still has all that was counted. */
static bool can_verify(struct recount *recount, const struct counter_position *stands,
                       int32_t partition, int *status, struct sw_error *err)
{
    int64_t low = 0, high = 0;
    *status = recount_bounds(recount, partition, &low, &high, err);
    if (*status != EXIT_STATUS_DONE) {
        return false;
    }
    if (stands->next > high) {
        printf("partition %" PRId32 ": counted up to %" PRId64
               ", past the end of the topic (%" PRId64 "): it was created anew; rebuild\n",
               partition, stands->next, high);
    } else if (stands->next < low) {
        printf("partition %" PRId32 ": retention removed records %" PRId64 " to %" PRId64
               " before they were counted; rebuild\n",
               partition, stands->next, low - 1);
    } else if (stands->base < low) {
        printf("partition %" PRId32 ": retention removed records %" PRId64 " to %" PRId64
               " that were counted: nobody can tell any more\n",
               partition, stands->base, low - 1);
    } else {
        return true;
    }
    *status = EXIT_STATUS_SOME_FAILED;
    return false;
}

/* Counts up to where Redis stands, until it has stood still while it was compared. */
static int verify_partition(struct counters_session *session, struct recount *recount,
                            int32_t partition, struct sw_error *err)
{
    struct counter_position before, after;
    unsigned n_different = 0;
    int status = read_stands(session, partition, &before, err);
    if (status != EXIT_STATUS_DONE || !before.known ||
        !can_verify(recount, &before, partition, &status, err)) {
        return status;
    }
    status = recount_begin(recount, partition, before.base, err);
    for (int try = 0; try < TRIES_MAX && status == EXIT_STATUS_DONE; try++) {
        status = recount_to(recount, before.next, 0, err);
        if (status == EXIT_STATUS_DONE) {
            status = read_stands(session, partition, &after, err);
        }
        if (status != EXIT_STATUS_DONE || after.next != before.next) {
            before = after;
            continue;
        }
        status = compare(session, recount, &n_different, err);
        if (status == EXIT_STATUS_DONE) {
            status = compare_days(session, recount, &n_different, err);
        }
        if (status == EXIT_STATUS_DONE) {
            status = read_stands(session, partition, &after, err);
        }
        if (status != EXIT_STATUS_DONE || after.next == before.next) {
            break;
        }
        before = after;
        n_different = 0;
    }
    if (status == EXIT_STATUS_DONE) {
        printf("partition %" PRId32 ": records %" PRId64 " to %" PRId64 ": %s\n", partition,
               before.base, before.next - 1, n_different == 0 ? "equal" : "different");
    }
    return status == EXIT_STATUS_DONE && n_different > 0 ? EXIT_STATUS_SOME_FAILED : status;
}

/* ---- rebuild --------------------------------------------------------------------------------- */

static int fill(struct counter_store *beside, struct recount *recount, int64_t to,
                struct sw_error *err)
{
    bool fresh = true;
    int status = EXIT_STATUS_DONE;
    while (status == EXIT_STATUS_DONE && (recount->next < to || fresh)) {
        struct counter_position stands;
        status = recount_to(recount, to, BATCH_RECORDS, err);
        struct counter_batch *batch = status == EXIT_STATUS_DONE ? recount_take(recount) : NULL;
        if (batch == NULL) {
            return status != EXIT_STATUS_DONE ? status : EXIT_STATUS_FATAL;
        }
        int result = counter_store_apply(beside, recount->partition, batch, fresh, &stands, err);
        counter_batch_free(batch);
        if (result == COUNTER_MOVED) {
            error_set(err, SW_EFORMAT, "another rebuild of partition %" PRId32 " is under way",
                      recount->partition);
        }
        status = result == REDIS_OK_RESULT ? EXIT_STATUS_DONE : EXIT_STATUS_SERVICE;
        fresh = false;
    }
    return status;
}

static int rebuild_partition(struct counters_session *session, struct recount *recount,
                             int32_t partition, struct sw_error *err)
{
    int64_t low = 0, high = 0;
    struct counter_position live;
    struct counter_store *beside = counters_session_store(session, "rebuild:", err);
    if (beside == NULL) {
        return EXIT_STATUS_SERVICE;
    }
    int status = recount_bounds(recount, partition, &low, &high, err);
    if (status == EXIT_STATUS_DONE) {
        status = read_stands(session, partition, &live, err);
    }
    if (status == EXIT_STATUS_DONE &&
        counter_store_drop(beside, partition, err) != REDIS_OK_RESULT) {
        status = EXIT_STATUS_SERVICE;
    }
    if (status == EXIT_STATUS_DONE) {
        status = recount_begin(recount, partition, low, err);
    }
    if (status == EXIT_STATUS_DONE) {
        bool stands = live.known && live.next >= low && live.next <= high;
        status = fill(beside, recount, stands ? live.next : high, err);
    }
    if (status == EXIT_STATUS_DONE &&
        counter_store_swap(session->store, partition, err) != REDIS_OK_RESULT) {
        status = EXIT_STATUS_SERVICE;
    }
    if (status == EXIT_STATUS_DONE) {
        printf("partition %" PRId32 ": records %" PRId64 " to %" PRId64 " counted again\n",
               partition, low, recount->next - 1);
    }
    counter_store_free(beside);
    return status;
}

/* ---- Both ------------------------------------------------------------------------------------ */

/* Every partition, or the one that --partition names; the worst status of all. */
static int each_partition(struct counters_session *session, for_partition *run,
                          struct sw_error *err)
{
    struct recount recount;
    int n = 0;
    long long only = options_number(session->options, "partition");
    stop_install();
    int worst = recount_open(&recount, session->options, err);
    if (worst == EXIT_STATUS_DONE) {
        worst = recount_partitions(&recount, &n, err);
    }
    if (worst == EXIT_STATUS_DONE && only >= n) {
        error_set(err, SW_EFORMAT, "--partition %lld: the topic has %d", only, n);
        worst = EXIT_STATUS_USAGE;
    }
    for (int i = 0; i < n && worst <= EXIT_STATUS_SOME_FAILED && !stop_asked(); i++) {
        if (only < 0 || only == i) {
            int status = run(session, &recount, i, err);
            worst = status > worst ? status : worst;
        }
    }
    recount_close(&recount);
    return worst;
}

int counters_verify(struct counters_session *session, struct sw_error *err)
{
    return each_partition(session, verify_partition, err);
}

int counters_rebuild(struct counters_session *session, struct sw_error *err)
{
    return each_partition(session, rebuild_partition, err);
}
