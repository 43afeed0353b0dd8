#include "counters_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

enum { REDIS_MS = 5000 };

static enum exit_status choose_bucket(struct counters_session *session, struct sw_error *err)
{
    const char *day = options_get(session->options, "day");
    const char *hour = options_get(session->options, "hour");
    const char *given = day != NULL ? day : hour;
    if (day != NULL && hour != NULL) {
        error_set(err, SW_EFORMAT, "--day and --hour exclude each other");
        return EXIT_STATUS_USAGE;
    }
    if (given == NULL) {
        snprintf(session->bucket, sizeof session->bucket, "total");
        return EXIT_STATUS_DONE;
    }
    if (strlen(given) != (day != NULL ? 10u : 13u)) {
        error_set(err, SW_EFORMAT, "a day is YYYY-MM-DD, an hour YYYY-MM-DDTHH");
        return EXIT_STATUS_USAGE;
    }
    snprintf(session->bucket, sizeof session->bucket, "%s:%s", day != NULL ? "day" : "hour", given);
    return EXIT_STATUS_DONE;
}

struct counter_store *counters_session_store(const struct counters_session *session,
                                             const char *area, struct sw_error *err)
{
    struct redis_url url;
    const char *text = options_get(session->options, "redis");
    if (text == NULL || redis_url_parse(&url, text, err) != SW_OK) {
        return NULL;
    }
    struct counter_store *store =
        counter_store_new(&url, options_get(session->options, "input-topic"), area, REDIS_MS);
    if (store == NULL) {
        error_set(err, SW_ENOMEM, "no memory");
    } else if (counter_store_connect(store, err) != REDIS_OK_RESULT) {
        counter_store_free(store);
        store = NULL;
    }
    return store;
}

static enum exit_status connect_redis(struct counters_session *session, struct sw_error *err)
{
    session->store = counters_session_store(session, "", err);
    if (session->store == NULL) {
        return err->status == SW_EFORMAT ? EXIT_STATUS_USAGE : EXIT_STATUS_SERVICE;
    }
    return counter_read_partitions(session->store, &session->partitions, &session->n_partitions,
                                   err) == REDIS_OK_RESULT
               ? EXIT_STATUS_DONE
               : EXIT_STATUS_SERVICE;
}

enum exit_status counters_session_open(struct counters_session *session,
                                       const struct options *options, struct sw_error *err)
{
    *session = (struct counters_session){.options = options,
                                         .arguments = options_arguments(options),
                                         .limit = (size_t)options_number(options, "limit"),
                                         .as_json = options_is(options, "format", "json")};
    enum exit_status status = choose_bucket(session, err);
    return status == EXIT_STATUS_DONE ? connect_redis(session, err) : status;
}

void counters_session_close(struct counters_session *session)
{
    counter_store_free(session->store);
    free(session->partitions);
    session->store = NULL;
    session->partitions = NULL;
}

struct counter_batch *counters_session_read(struct counters_session *session,
                                            enum counter_kind kind, enum counter_kind second,
                                            struct sw_error *err)
{
    const enum counter_kind kinds[] = {kind, second};
    struct counter_batch *cells = counter_batch_new(0);
    if (cells == NULL) {
        error_set(err, SW_ENOMEM, "no memory");
        return NULL;
    }
    uint16_t bucket = counter_batch_bucket(cells, (struct counter_bucket){.span = COUNTER_TOTAL});
    for (size_t i = 0; i < session->n_partitions; i++) {
        for (int k = 0; k < 2 && kinds[k] != COUNTER_KINDS; k++) {
            if (counter_read_hash(session->store, session->partitions[i], session->bucket, kinds[k],
                                  cells, bucket, err) != REDIS_OK_RESULT) {
                counter_batch_free(cells);
                return NULL;
            }
        }
    }
    if (counter_batch_failed(cells)) {
        error_set(err, SW_ENOMEM, "no memory");
        counter_batch_free(cells);
        return NULL;
    }
    return cells;
}
