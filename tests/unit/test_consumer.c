/* The consumer's decisions, without a broker. */
#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

#include "dead_letter.h"
#include "http_request.h"
#include "kafka_conf.h"
#include "metrics.h"
#include "redis_url.h"
#include "sink.h"
#include "start.h"

/* ---- Where to go on -------------------------------------------------------------------------- */

static void test_start(void **state)
{
    static const struct {
        const char *what;
        struct start_facts facts;
        struct start want;
    } rows[] = {
        {"nothing yet",
         {.low = 0, .high = 9, .committed = -1, .counters = true, .redis_answers = true},
         {.read_from = 0, .state = TALLY_LIVE, .fresh = true}},
        {"both at the same place",
         {.high = 9,
          .committed = 5,
          .counters = true,
          .redis_answers = true,
          .counted = true,
          .counted_next = 5},
         {.read_from = 5, .produce_next = 5, .count_next = 5, .state = TALLY_LIVE}},
        {"redis behind",
         {.high = 9,
          .committed = 7,
          .counters = true,
          .redis_answers = true,
          .counted = true,
          .counted_next = 2},
         {.read_from = 2, .produce_next = 7, .count_next = 2, .state = TALLY_LIVE}},
        {"kafka behind",
         {.high = 9,
          .committed = 2,
          .counters = true,
          .redis_answers = true,
          .counted = true,
          .counted_next = 7},
         {.read_from = 2, .produce_next = 2, .count_next = 7, .state = TALLY_LIVE}},
        {"redis lost everything",
         {.low = 3, .high = 9, .committed = 7, .counters = true, .redis_answers = true},
         {.read_from = 3, .produce_next = 7, .count_next = 3, .state = TALLY_LIVE, .fresh = true}},
        {"redis away",
         {.high = 9, .committed = 7, .counters = true},
         {.read_from = 7, .produce_next = 7, .count_next = -1, .state = TALLY_UNKNOWN}},
        {"no counters",
         {.high = 9, .committed = 7},
         {.read_from = 7, .produce_next = 7, .count_next = -1, .state = TALLY_OFF}},
        {"retention took what redis needs",
         {.low = 5,
          .high = 9,
          .committed = 7,
          .counters = true,
          .redis_answers = true,
          .counted = true,
          .counted_next = 4},
         {.read_from = 7, .produce_next = 7, .count_next = -1, .state = TALLY_BROKEN}},
        {"retention took what was not produced",
         {.low = 5, .high = 9, .committed = 2},
         {.read_from = 5,
          .produce_next = 5,
          .count_next = -1,
          .state = TALLY_OFF,
          .input_lost = 3}},
        {"a topic made anew",
         {.high = 3,
          .committed = 7,
          .counters = true,
          .redis_answers = true,
          .counted = true,
          .counted_next = 7},
         {.read_from = 0,
          .produce_next = 0,
          .count_next = -1,
          .state = TALLY_BROKEN,
          .topic_anew = true}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct start got = start_decide(&rows[i].facts), *want = &rows[i].want;
        if (got.read_from != want->read_from || got.produce_next != want->produce_next ||
            got.count_next != want->count_next || got.state != want->state ||
            got.fresh != want->fresh || got.input_lost != want->input_lost ||
            got.topic_anew != want->topic_anew) {
            fail_msg("%s: read %lld produce %lld count %lld state %d", rows[i].what,
                     (long long)got.read_from, (long long)got.produce_next,
                     (long long)got.count_next, (int)got.state);
        }
    }
}

/* ---- HTTP ------------------------------------------------------------------------------------ */

static void test_requests(void **state)
{
    static const struct {
        const char *text;
        int status;
        const char *path;
    } rows[] = {
        {"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", 200, "/livez"},
        {"HEAD /metrics?x=1 HTTP/1.0\r\n\r\n", 200, "/metrics"},
        {"GET /livez HTTP/1.1\r\nHost: x\r\n", 0, NULL},
        {"", 0, NULL},
        {"POST /livez HTTP/1.1\r\n\r\n", 405, NULL},
        {"GET livez HTTP/1.1\r\n\r\n", 400, NULL},
        {"GET /livez\r\n\r\n", 400, NULL},
        {"GET /livez FTP/1.1\r\n\r\n", 400, NULL},
        {"\r\n\r\n", 400, NULL},
        {" / HTTP/1.1\r\n\r\n", 400, NULL},
    };
    struct http_request request;
    char long_path[400] = "GET /";
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int status = http_request_parse(&request, rows[i].text, strlen(rows[i].text));
        assert_int_equal(status, rows[i].status);
        if (rows[i].path != NULL) {
            assert_string_equal(request.path, rows[i].path);
        }
    }
    memset(long_path + 5, 'a', 300);
    strcpy(long_path + 305, " HTTP/1.1\r\n\r\n");
    assert_int_equal(http_request_parse(&request, long_path, strlen(long_path)), 414);
    char *endless = malloc(HTTP_REQUEST_MAX);
    memset(endless, 'a', HTTP_REQUEST_MAX);
    assert_int_equal(http_request_parse(&request, endless, HTTP_REQUEST_MAX), 431);
    free(endless);
}

/* ---- Redis URLs ------------------------------------------------------------------------------ */

static void test_redis_urls(void **state)
{
    struct redis_url url;
    struct sw_error err;
    (void)state;
    assert_int_equal(redis_url_parse(&url, "redis://localhost", &err), SW_OK);
    assert_string_equal(url.host, "localhost");
    assert_int_equal(url.port, 6379);
    assert_int_equal(url.db, 0);
    assert_int_equal(redis_url_parse(&url, "redis://ann:p%40ss%3Aw@r.example:7000/12", &err),
                     SW_OK);
    assert_string_equal(url.user, "ann");
    assert_string_equal(url.password, "p@ss:w");
    assert_string_equal(url.host, "r.example");
    assert_int_equal(url.port, 7000);
    assert_int_equal(url.db, 12);
    assert_int_equal(redis_url_parse(&url, "redis://:only@h/", &err), SW_OK);
    assert_string_equal(url.user, "");
    assert_string_equal(url.password, "only");
    static const char *const bad[] = {"localhost:6379",        "redis://",           "redis://h:0",
                                      "redis://h:99999",       "redis://h:x",        "redis://h/x",
                                      "redis://u:sec%zzret@h", "redis://:secret@:1", "rediss://h"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (redis_url_parse(&url, bad[i], &err) != SW_EFORMAT) {
            fail_msg("%s is taken", bad[i]);
        }
        assert_null(strstr(err.text, "sec"));
    }
}

/* ---- The table of transactional errors ------------------------------------------------------- */

static void test_null_error_is_done(void **state)
{
    struct log log;
    struct sink sink = {.owner = {&log}};
    (void)state;
    log_init(&log, NULL);
    assert_int_equal(sink_decide(&sink, "call", NULL), SINK_DONE);
    assert_false(sink.timed_out);
}

/* ---- Dead letters ---------------------------------------------------------------------------- */

static const char *header(const rd_kafka_headers_t *headers, const char *name)
{
    const void *value;
    size_t size;
    return rd_kafka_header_get_last(headers, name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR
               ? value
               : NULL;
}

static void test_names_of_failures(void **state)
{
    (void)state;
    assert_string_equal(dead_letter_failure_name(SW_ENOMEM), "stancewire.MemoryLimit");
    assert_string_equal(dead_letter_failure_name(12345), "stancewire.Failure");
}

static void test_dead_letter_of_a_dead_letter(void **state)
{
    struct dead_letter letter = {"in", 3, 77, STAGE_READ, SW_ENOTEXT, "no text"};
    rd_kafka_headers_t *own = rd_kafka_headers_new(1);
    (void)state;
    rd_kafka_header_add(own, "traceparent", -1, "00-1", -1);
    rd_kafka_headers_t *first = dead_letter_headers(own, &letter);
    letter.offset = 78;
    letter.stage = STAGE_WRITE;
    rd_kafka_headers_t *second = dead_letter_headers(first, &letter);
    assert_int_equal(rd_kafka_header_cnt(second), 7);
    assert_string_equal(header(second, "traceparent"), "00-1");
    assert_string_equal(header(second, "__connect.errors.offset"), "78");
    assert_string_equal(header(second, "__connect.errors.stage"), "TASK_PUT");
    assert_string_equal(header(second, "__connect.errors.exception.class.name"),
                        "stancewire.NoText");
    assert_string_equal(header(first, "__connect.errors.offset"), "77");
    rd_kafka_headers_destroy(own);
    rd_kafka_headers_destroy(first);
    rd_kafka_headers_destroy(second);
}

/* ---- Metrics --------------------------------------------------------------------------------- */

static void test_metrics_text(void **state)
{
    struct metrics *metrics = calloc(1, sizeof *metrics);
    struct metrics *const workers[] = {metrics};
    char *text = NULL;
    size_t len = 0;
    (void)state;
    metric_add(metrics, METRIC_ANNOTATED, 3);
    metric_add(metrics, METRIC_ANNOTATE_US, 1500000);
    metric_partition_set(metrics, 7, 40, 50, 30);
    metric_partition_set(metrics, 8, 1, 1, 1);
    metric_partition_drop(metrics, 8);
    FILE *stream = open_memstream(&text, &len);
    metrics_print(stream, workers, 1);
    fclose(stream);
    assert_non_null(strstr(text, "\nstancewire_records_annotated_total{worker=\"0\"} 3\n"));
    assert_non_null(strstr(text, "\nstancewire_annotate_seconds_total{worker=\"0\"} 1.5\n"));
    assert_non_null(
        strstr(text, "\nstancewire_partition_lag_records{worker=\"0\",partition=\"7\"} 10\n"));
    assert_null(strstr(text, "partition=\"8\""));
    free(text);
    free(metrics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start),
        cmocka_unit_test(test_requests),
        cmocka_unit_test(test_redis_urls),
        cmocka_unit_test(test_null_error_is_done),
        cmocka_unit_test(test_names_of_failures),
        cmocka_unit_test(test_dead_letter_of_a_dead_letter),
        cmocka_unit_test(test_metrics_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
