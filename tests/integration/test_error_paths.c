/*
 * Every transactional error path that the mock cluster can make, on a whole worker.
 *
 * The list follows librdkafka's own (tests/0105-transactions_mock.c). Each row runs in a process of
 * its own: a cluster, records, a worker, the errors; then more records. Expected: every record
 * reaches the output and the worker ends when asked, or it ends of itself with the row's status.
 * The mock shows aborted records too, so "nothing twice" is proved on a real broker (tests/kafka).
 */
#include "error_paths.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "annotator.h"
#include "model.h"
#include "stop.h"

enum { ARGUMENTS = 64, RECORDS = 60, PARTITIONS = 2, ROW_S = 90, PARALLEL = 16, AGAIN_MS = 10000 };

/* The time of day, for some rows let the worker's clock run fast. */
static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void rest_ms(long ms)
{
    const struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

static void push_errors(struct scene *scene)
{
    const struct row *row = scene->row;
    size_t n = 0;
    if (row->act != NULL) {
        row->act(scene);
        return;
    }
    while (n < ERRORS_MAX && row->errors[n] != E(NO_ERROR)) {
        n++;
    }
    for (int i = 0; n > 0 && i < (row->times > 0 ? row->times : 1); i++) {
        rd_kafka_mock_push_request_errors_array(scene->cluster, (int16_t)row->api, n, row->errors);
    }
}

static void mend(struct scene *scene)
{
    if (scene->row->undo != NULL) {
        scene->row->undo(scene);
    }
}

/* ---- One scene ------------------------------------------------------------------------------- */

static void open_cluster(struct scene *scene)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "socket.nagle.disable", "true", NULL, 0);
    rd_kafka_conf_set(conf, "log_level", "2", NULL, 0);
    scene->host = rd_kafka_new(RD_KAFKA_PRODUCER, conf, NULL, 0);
    scene->cluster = rd_kafka_mock_cluster_new(scene->host, 3);
    snprintf(scene->brokers, sizeof scene->brokers, "%s",
             rd_kafka_mock_cluster_bootstraps(scene->cluster));
    const char *const topics[] = {"in", "out", "dead"};
    for (int i = 0; i < 3; i++) {
        rd_kafka_mock_topic_create(scene->cluster, topics[i], PARTITIONS, 3);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rd_kafka_mock_partition_set_leader(scene->cluster, topics[i], partition,
                                               i == 0 ? 3 : 1);
        }
    }
    rd_kafka_mock_coordinator_set(scene->cluster, "transaction", "group-id-0", 2);
    rd_kafka_mock_coordinator_set(scene->cluster, "group", "group", 3);
}

static bool produce(struct scene *scene, int from, int to)
{
    char value[200], key[16];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", scene->brokers, NULL, 0);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, NULL, 0);
    for (int i = from; i < to; i++) {
        size_t key_len = (size_t)snprintf(key, sizeof key, "%d", i);
        size_t len =
            (size_t)snprintf(value, sizeof value, "{\"text\":\"Rome said no to number %d.\"}", i);
        bool tombstone = i % 7 == 3;
        rd_kafka_producev(rk, RD_KAFKA_V_TOPIC("in"), RD_KAFKA_V_PARTITION(i % PARTITIONS),
                          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_len),
                          RD_KAFKA_V_VALUE(tombstone ? NULL : value, tombstone ? 0 : len),
                          RD_KAFKA_V_HEADER("n", key, (ssize_t)key_len), RD_KAFKA_V_END);
    }
    rd_kafka_resp_err_t code = rd_kafka_flush(rk, 20000);
    rd_kafka_destroy(rk);
    return code == E(NO_ERROR);
}

/* Reads the output until every number up to n was seen, or the worker has ended, or time is up. */
static int count_output(struct scene *scene, int n, int64_t deadline_ms)
{
    bool seen[2 * RECORDS] = {false};
    int n_seen = 0;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", scene->brokers, NULL, 0);
    rd_kafka_conf_set(conf, "group.id", "reader", NULL, 0);
    rd_kafka_conf_set(conf, "fetch.wait.max.ms", "10", NULL, 0);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, NULL, 0);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(PARTITIONS);
    for (int i = 0; i < PARTITIONS; i++) {
        rd_kafka_topic_partition_list_add(list, "out", i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    }
    rd_kafka_assign(rk, list);
    while (n_seen < n && now_ms() < deadline_ms && !scene->over) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(rk, 100);
        if (message == NULL) {
            continue;
        }
        if (message->err == E(NO_ERROR)) {
            int number = atoi(message->key);
            if (number >= 0 && number < 2 * RECORDS && !seen[number]) {
                seen[number] = true;
                n_seen++;
            }
        }
        rd_kafka_message_destroy(message);
    }
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_consumer_close(rk);
    rd_kafka_destroy(rk);
    return n_seen;
}

static void *run_worker(void *argument)
{
    struct scene *scene = argument;
    worker_run(&scene->worker);
    scene->over = true;
    return NULL;
}

static bool check(const struct scene *scene, int n_seen, int n)
{
    const struct row *row = scene->row;
    int64_t aborts = metric_get(scene->metrics, METRIC_ABORTS);
    int64_t renewals = metric_get(scene->metrics, METRIC_RENEWALS);
    bool ok = (int)scene->worker.status == row->ends;
    if (row->ends == 0) {
        ok = ok && n_seen == n && aborts >= row->aborts && renewals >= row->renewals;
    }
    fprintf(stderr, "%s: %s: %d of %d records, status %d, aborts %lld, renewals %lld\n",
            ok ? "ok" : "FAILED", row->name, n_seen, n, (int)scene->worker.status,
            (long long)aborts, (long long)renewals);
    return ok;
}

/* Half of the second records meet the trouble, the other half come when it is over. */
static void disturb(struct scene *scene)
{
    const struct row *row = scene->row;
    const int half = RECORDS + RECORDS / 2;
    push_errors(scene);
    bool ok = produce(scene, RECORDS, half);
    rest_ms(row->hold_ms);
    mend(scene);
    if (!ok || !produce(scene, half, 2 * RECORDS)) {
        fprintf(stderr, "the trouble met the test's own producer: %s\n", row->name);
    }
}

/* Mock clusters show aborted records: that all were seen is not the end of a recovery. */
static bool is_complete(const struct scene *scene)
{
    const struct row *row = scene->row;
    return scene->over ||
           (row->ends == 0 && metric_get(scene->metrics, METRIC_ABORTS) >= row->aborts &&
            metric_get(scene->metrics, METRIC_RENEWALS) >= row->renewals);
}

static bool play(struct scene *scene, const struct config *config,
                 const struct annotator *annotator, struct log *log)
{
    struct sw_error err;
    int n_seen = 0;
    int64_t deadline_ms = now_ms() + ROW_S * 800;
    scene->metrics = calloc(1, sizeof *scene->metrics);
    if (worker_init(&scene->worker, 0, config, annotator, scene->metrics, log, &err) != SW_OK ||
        !produce(scene, 0, RECORDS)) {
        return false;
    }
    if (scene->row->at_start) {
        push_errors(scene);
    }
    pthread_create(&scene->thread, NULL, run_worker, scene);
    if (scene->row->at_start) {
        rest_ms(scene->row->hold_ms);
        mend(scene);
    } else {
        n_seen = count_output(scene, RECORDS, deadline_ms);
        disturb(scene);
    }
    int n = scene->row->at_start ? RECORDS : 2 * RECORDS;
    n_seen = count_output(scene, n, deadline_ms);
    for (int64_t again_ms = now_ms() + AGAIN_MS;
         !is_complete(scene) && now_ms() < deadline_ms;) {
        rest_ms(50);
        if (now_ms() > again_ms &&
            scene->row->ends == 0) { /* the error met a moment without effect */
            push_errors(scene);
            produce(scene, 2 * RECORDS, 2 * RECORDS + 10);
            again_ms = now_ms() + AGAIN_MS;
        }
    }
    rest_ms(300); /* the commit of the last record */
    stop_ask();
    pthread_join(scene->thread, NULL);
    bool ok = check(scene, n_seen, n);
    worker_clear(&scene->worker);
    free(scene->metrics);
    return ok;
}

/* The command line of the row's worker; the last of two settings of one name counts. */
static int make_arguments(char **out, const struct scene *scene)
{
    const char *const debug = getenv("LOG_LEVEL") != NULL ? "debug" : "error";
    const char *const all[] = {
        "test", "--brokers", scene->brokers, "--input-topic", "in", "--output-topic", "out",
        "--dead-letter-topic", "dead", "--group-id", "group", "--instance-id", "id",
        "--redis", "off", "--commit-interval-ms", "50", "--log-level", debug,
        "-X", "fetch.wait.max.ms=10", "-X", "session.timeout.ms=5000",
        "-X", "heartbeat.interval.ms=500", "-X", "retry.backoff.ms=50",
        "-X", "partition.assignment.strategy=range", "-X", "linger.ms=5",
        "-X", "reconnect.backoff.max.ms=200", "-X", "topic.metadata.refresh.interval.ms=2000",
        "-X", "topic.metadata.propagation.max.ms=5000", "-X", "log_level=2"};
    int n = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        out[n++] = (char *)(uintptr_t)all[i];
    }
    for (int i = 0; i < ARGUMENTS_MAX && scene->row->arguments[i] != NULL; i++) {
        out[n++] = (char *)(uintptr_t)scene->row->arguments[i];
    }
    out[n] = NULL;
    return n;
}

static int run_row(const struct row *row, const struct model *model)
{
    struct scene scene = {.row = row};
    struct options *options = NULL;
    struct config config;
    struct annotator annotator;
    struct log log;
    struct sw_error err;
    open_cluster(&scene);
    char *arguments[ARGUMENTS];
    int argc = make_arguments(arguments, &scene);
    int status = 1;
    alarm(ROW_S);
    if (options_start(&options, &consumer_program, argc, arguments) >= 0) {
        return 1;
    }
    log_init(&log, options);
    if (config_read(&config, options, &err) == SW_OK &&
        annotator_init(&annotator, model->engine, options, &err) == SW_OK) {
        status = play(&scene, &config, &annotator, &log) ? 0 : 1;
    } else {
        fprintf(stderr, "%s\n", err.text);
    }
    options_free(options);
    rd_kafka_mock_cluster_destroy(scene.cluster);
    rd_kafka_destroy(scene.host);
    return status;
}

static int wait_one(void)
{
    int status;
    pid_t pid = wait(&status);
    bool ok = pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (pid > 0 && WIFSIGNALED(status)) {
        fprintf(stderr, "FAILED: a row ended by signal %d\n", WTERMSIG(status));
    }
    return ok ? 0 : 1;
}

/* usage: test_error_paths [WORD]: only the rows whose names contain it. */
int main(int argc, char **argv)
{
    struct model model;
    struct sw_error err;
    int failed = 0, running = 0, n = 0;
    if (model_load(&model, NULL, NULL, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    for (size_t i = 0; i < n_error_path_rows + n_error_path_rare_rows; i++) {
        const struct row *row = i < n_error_path_rows
                                    ? &error_path_rows[i]
                                    : &error_path_rare_rows[i - n_error_path_rows];
        if (argc > 1 && strstr(row->name, argv[1]) == NULL) {
            continue;
        }
        if (running == PARALLEL) {
            failed += wait_one();
            running--;
        }
        n++;
        running++;
        if (fork() == 0) {
            int status = run_row(row, &model);
            model_free(&model);
            exit(status);
        }
    }
    for (; running > 0; running--) {
        failed += wait_one();
    }
    fprintf(stderr, "%d rows, %d failed\n", n, failed);
    model_free(&model);
    return failed > 0 || n == 0;
}
