#include "service.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "http.h"
#include "stop.h"
#include "worker.h"

/* A worker whose loop has not turned for STUCK_MS is not alive (max.poll.interval.ms is 300 s). */
enum { CHECK_MS = 10000, REDIS_MS = 2000, STUCK_MS = 290000, TURN_MS = 100, END_EXTRA_MS = 5000 };

struct service {
    const struct config *config;
    struct log *log;
    unsigned n;
    struct worker *workers;
    struct metrics **metrics;
    pthread_t *threads;
    unsigned n_started;
    _Atomic unsigned n_ended;
};

/* ---- Before the start ------------------------------------------------------------------------ */

static enum exit_status check_topics(const struct config *config, struct log *log)
{
    static const struct kafka_setting settings[] = {{"client.id", "stancewire-consumer", false},
                                                    {NULL, NULL, false}};
    struct kafka_owner owner = {log};
    struct sw_error err;
    rd_kafka_conf_t *conf = NULL;
    rd_kafka_t *rk = NULL;
    const char *const topics[] = {config->input_topic, config->output_topic,
                                  config->dead_letter_topic};
    if (kafka_conf_new(&conf, config->options, settings, &owner, &err) != SW_OK ||
        kafka_client_new(&rk, RD_KAFKA_PRODUCER, &conf, &err) != SW_OK) {
        log_error(log, "cannot start detail=%s", err.text);
        return EXIT_STATUS_USAGE;
    }
    enum exit_status status = EXIT_STATUS_DONE;
    for (size_t i = 0; i < 3 && status == EXIT_STATUS_DONE; i++) {
        if (kafka_topic_check(rk, topics[i], CHECK_MS, NULL, &err) != SW_OK) {
            log_error(log, "cannot start detail=%s", err.text);
            status = EXIT_STATUS_SERVICE;
        }
    }
    rd_kafka_destroy(rk);
    return status;
}

static enum exit_status check_redis(const struct config *config, struct log *log)
{
    struct sw_error err = {SW_OK, ""};
    struct counter_store *store =
        counter_store_new(&config->redis, config->input_topic, "", REDIS_MS);
    if (store == NULL) {
        return EXIT_STATUS_FATAL;
    }
    int result = counter_store_connect(store, &err);
    counter_store_free(store);
    if (result == REDIS_REFUSED) {
        log_error(log, "cannot start detail=%s", err.text);
        return EXIT_STATUS_SERVICE;
    }
    if (result != REDIS_OK_RESULT) {
        log_warn(log, "redis is away, annotating goes on without counters for now detail=%s",
                 err.text);
    }
    return EXIT_STATUS_DONE;
}

enum exit_status service_check(const struct config *config, struct log *log)
{
    enum exit_status status = check_topics(config, log);
    return status == EXIT_STATUS_DONE && config->counters ? check_redis(config, log) : status;
}

/* ---- HTTP ------------------------------------------------------------------------------------ */

static int answer_live(void *context, FILE *body)
{
    const struct service *service = context;
    int64_t now_ms = clock_ms();
    for (unsigned i = 0; i < service->n; i++) {
        int64_t turned_ms = metric_get(service->metrics[i], METRIC_HEARTBEAT_MS);
        if (turned_ms != 0 && now_ms - turned_ms > STUCK_MS) {
            fprintf(body, "worker %u is stuck\n", i);
            return 503;
        }
    }
    fputs("alive\n", body);
    return 200;
}

static int answer_ready(void *context, FILE *body)
{
    const struct service *service = context;
    for (unsigned i = 0; i < service->n; i++) {
        if (metric_get(service->metrics[i], METRIC_READY) == 0) {
            fprintf(body, "worker %u has not joined its group\n", i);
            return 503;
        }
    }
    fputs("ready\n", body);
    return 200;
}

static int answer_metrics(void *context, FILE *body)
{
    const struct service *service = context;
    metrics_print(body, service->metrics, service->n);
    return 200;
}

static int answer_version(void *context, FILE *body)
{
    const struct service *service = context;
    fprintf(body, "{\"version\":\"%s\",\"model\":\"%s\",\"librdkafka\":\"%s\"}\n",
            sw_engine_version(), sw_engine_model(service->workers[0].annotator->engine),
            rd_kafka_version_str());
    return 200;
}

static const struct http_route routes[] = {
    {"/livez", "text/plain; charset=utf-8", answer_live},
    {"/readyz", "text/plain; charset=utf-8", answer_ready},
    {"/metrics", "text/plain; version=0.0.4; charset=utf-8", answer_metrics},
    {"/version", "application/json", answer_version},
    {NULL, NULL, NULL},
};

/* ---- Workers --------------------------------------------------------------------------------- */

struct thread_start {
    struct service *service;
    struct worker *worker;
};

static void *run_thread(void *argument)
{
    struct thread_start *start = argument;
    worker_run(start->worker);
    stop_ask(); /* one that ends takes the process with it: a supervisor starts it anew */
    atomic_fetch_add(&start->service->n_ended, 1);
    free(start);
    return NULL;
}

static bool start_workers(struct service *service, const struct annotator *annotator)
{
    struct sw_error err;
    for (unsigned i = 0; i < service->n; i++) {
        struct thread_start *start = malloc(sizeof *start);
        service->metrics[i] = calloc(1, sizeof **service->metrics);
        if (start == NULL || service->metrics[i] == NULL ||
            worker_init(&service->workers[i], i, service->config, annotator, service->metrics[i],
                        service->log, &err) != SW_OK) {
            free(start);
            return false;
        }
        *start = (struct thread_start){service, &service->workers[i]};
        if (pthread_create(&service->threads[i], NULL, run_thread, start) != 0) {
            worker_clear(&service->workers[i]);
            free(start);
            return false;
        }
        service->n_started++;
    }
    return true;
}

/* Serves HTTP until the process is asked to end, then until the workers did or the budget is gone.
 */
static void serve(struct service *service, struct http *http)
{
    int64_t end_ms = INT64_MAX;
    while (atomic_load(&service->n_ended) < service->n_started && clock_ms() < end_ms) {
        if (http != NULL) {
            http_turn(http, TURN_MS);
        } else {
            nanosleep(&(struct timespec){.tv_nsec = TURN_MS * 1000000L}, NULL);
        }
        if (end_ms == INT64_MAX && stop_asked()) {
            end_ms = clock_ms() + service->config->drain_timeout_ms + END_EXTRA_MS;
        }
    }
}

static enum exit_status join_workers(struct service *service)
{
    enum exit_status status = EXIT_STATUS_DONE;
    if (atomic_load(&service->n_ended) < service->n_started) {
        log_error(service->log,
                  "workers did not end within the drain budget: ending now budget_ms=%d",
                  service->config->drain_timeout_ms);
        _exit(EXIT_STATUS_SERVICE);
    }
    for (unsigned i = 0; i < service->n_started; i++) {
        pthread_join(service->threads[i], NULL);
        if (service->workers[i].status > status) {
            status = service->workers[i].status;
        }
        worker_clear(&service->workers[i]);
    }
    return status;
}

enum exit_status service_run(const struct config *config, const struct annotator *annotator,
                             struct log *log)
{
    struct service service = {.config = config, .log = log, .n = config->workers};
    struct http *http = config->http_listen != NULL ? calloc(1, sizeof *http) : NULL;
    struct sw_error err;
    enum exit_status status = EXIT_STATUS_FATAL;
    service.workers = calloc(service.n, sizeof *service.workers);
    service.metrics = calloc(service.n, sizeof *service.metrics);
    service.threads = calloc(service.n, sizeof *service.threads);
    if (service.workers == NULL || service.metrics == NULL || service.threads == NULL) {
        log_error(log, "no memory for the workers");
        goto out;
    }
    if (http != NULL && http_open(http, config->http_listen, routes, &service, &err) != SW_OK) {
        log_error(log, "cannot start detail=%s", err.text);
        status = EXIT_STATUS_SERVICE;
        goto out;
    }
    bool started = start_workers(&service, annotator);
    if (!started) {
        log_error(log, "cannot start the workers");
        stop_ask();
    }
    serve(&service, http);
    status = join_workers(&service);
    status = started ? status : EXIT_STATUS_FATAL;
out:
    if (http != NULL) {
        http_close(http);
    }
    for (unsigned i = 0; i < service.n && service.metrics != NULL; i++) {
        free(service.metrics[i]);
    }
    free(service.metrics);
    free(service.workers);
    free(service.threads);
    free(http);
    return status;
}
