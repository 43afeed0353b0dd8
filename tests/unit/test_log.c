#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "log.h"
#include "stop.h"

/* What a log with these settings wrote, without its time. */
static const char *written(const struct log *log)
{
    static char text[8192];
    rewind(log->out);
    text[fread(text, 1, sizeof text - 1, log->out)] = '\0';
    fclose(log->out);
    const char *level = strstr(text, log->format == LOG_FORMAT_JSON ? "\"level" : "level");
    return level != NULL ? level : text;
}

static struct log open_log(enum log_format format)
{
    struct log log;
    log_init(&log, NULL);
    log.out = tmpfile();
    log.format = format;
    return log;
}

static void test_logfmt(void **state)
{
    (void)state;
    struct log log = open_log(LOG_FORMAT_LOGFMT);
    const char *unknown = getenv("NO_SUCH_VARIABLE");
    log_debug(&log, "not written");
    log_info(&log, "all fine topic=%s partition=%d offset=%lld share=%.2f why=%s n=%zu",
             "a b=\"c\"", -3, 1LL << 40, 0.5, unknown, (size_t)7);
    assert_string_equal(written(&log),
                        "level=info msg=\"all fine\" topic=\"a b=\\\"c\\\"\" partition=-3 "
                        "offset=1099511627776 share=0.50 why=none n=7\n");
}

static void test_json(void **state)
{
    (void)state;
    struct log log = open_log(LOG_FORMAT_JSON);
    log_error(&log, "bad");
    log_error(&log, "bad line text=%.*s n=%ld", 5,
              "\n\xFF\"\xC3\xA9"
              "cut",
              9L);
    assert_non_null(strstr(written(&log), "\"level\":\"error\",\"msg\":\"bad\"}\n{\"time\":\""));
    log = open_log(LOG_FORMAT_JSON);
    log_error(&log, "bad line text=%.*s n=%ld", 5,
              "\n\xFF\"\xC3\xA9"
              "cut",
              9L);
    assert_string_equal(written(&log), "\"level\":\"error\",\"msg\":\"bad line\","
                                       "\"text\":\"\\u000a\xEF\xBF\xBD\\\"\xC3\xA9\",\"n\":9}\n");
}

static void test_secrets_never_come_out(void **state)
{
    (void)state;
    struct log log = open_log(LOG_FORMAT_LOGFMT);
    log_hide(&log, "pa\"ss");
    log_hide(&log, "");
    log_hide(&log, "x");
    log_warn(&log, "refused url=%s", "redis://u:pa\"ss@h pa\"ss");
    log_warn(&log, "refused url=%s", "axb");
    const char *text = written(&log);
    assert_null(strstr(text, "ss@"));
    assert_non_null(strstr(text, "redis://u:***@h ***"));
    assert_non_null(strstr(text, "url=a***b"));
    char small[6] = "axxxx";
    log_redact(&log, small, sizeof small);
    assert_string_equal(small, "a****");
}

static void test_a_long_field_does_not_break_the_line(void **state)
{
    (void)state;
    struct log log = open_log(LOG_FORMAT_JSON);
    char big[3000];
    memset(big, '"', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    log_info(&log, "big a=%s b=%s c=%d", big, big, 1);
    const char *text = written(&log);
    assert_string_equal(text + strlen(text) - 2, "}\n");
    assert_true(strlen(text) < LOG_LINE_MAX);
}

static void test_a_signal_asks_to_stop(void **state)
{
    (void)state;
    stop_install();
    assert_false(stop_asked());
    raise(SIGTERM);
    assert_true(stop_asked());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_logfmt),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_secrets_never_come_out),
        cmocka_unit_test(test_a_long_field_does_not_break_the_line),
        cmocka_unit_test(test_a_signal_asks_to_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
