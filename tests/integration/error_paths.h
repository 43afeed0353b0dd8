/*
 * error_paths.h: what goes wrong in a scene of test_error_paths: errors of one request, or
 * something that happens to the cluster; and what must come of it.
 */
#ifndef TESTS_ERROR_PATHS_H
#define TESTS_ERROR_PATHS_H

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <pthread.h>
#include <stdbool.h>

#include "worker.h"

enum { ERRORS_MAX = 8, ARGUMENTS_MAX = 4 };

#define E(name) RD_KAFKA_RESP_ERR_##name
#define RECOVERABLE                                                                                \
    {                                                                                              \
        E(COORDINATOR_NOT_AVAILABLE), E(NOT_COORDINATOR), E(COORDINATOR_LOAD_IN_PROGRESS)          \
    }

struct scene;

struct row {
    const char *name;
    int api;
    rd_kafka_resp_err_t errors[ERRORS_MAX]; /* in a row; ends with 0 */
    int times;                              /* the list is pushed so often; 0: once */
    bool at_start;                          /* before the worker begins */
    void (*act)(struct scene *scene);       /* instead of errors */
    void (*undo)(struct scene *scene);      /* after hold_ms; may be NULL */
    long hold_ms;
    int ends;             /* exit status when it ends of itself; 0: it goes on */
    int aborts, renewals; /* at least */
    const char *arguments[ARGUMENTS_MAX]; /* more of them, for the worker */
};

struct scene {
    const struct row *row;
    rd_kafka_t *host;
    rd_kafka_mock_cluster_t *cluster;
    char brokers[256];
    struct metrics *metrics;
    struct worker worker;
    pthread_t thread;
    _Atomic bool over;
};

extern const struct row error_path_rows[], error_path_rare_rows[];
extern const size_t n_error_path_rows, n_error_path_rare_rows;

#endif
