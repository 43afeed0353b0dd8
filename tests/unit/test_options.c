#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "options.h"
#include "options_file.h"

static const struct option rows[] = {
    {.name = "input-topic", .fallback = "articles.raw", .help = "Topic"},
    {.name = "workers", .fallback = "1", .type = OPTION_NUMBER, .min = 1, .max = 64, .help = "N"},
    {.name = "delivery",
     .fallback = "exactly-once",
     .type = OPTION_CHOICE,
     .choices = "exactly-once|at-least-once",
     .help = "How"},
    {.name = "quiet", .fallback = "false", .letter = 'q', .type = OPTION_SWITCH, .help = "Still"},
    {.name = "redis", .secret = true, .help = "Where"},
};
static const struct option_group group = {"Test", rows, sizeof rows / sizeof rows[0]};
static const struct option_group *const groups[] = {&group, &options_kafka, NULL};
static const struct options_program program = {"prog", "[FILE…]", "Tests.", groups};

/* Reads a command line of words. */
static int read_words(struct options **out, char *const *environment, struct sw_error *err,
                      char *const *words)
{
    int argc = 0;
    while (words[argc] != NULL) {
        argc++;
    }
    assert_int_equal(options_new(out, &program, err), SW_OK);
    return options_read(*out, argc, words, environment, err);
}
#define READ(out, env, err, ...) read_words(out, env, err, (char *[]){"prog", __VA_ARGS__, NULL})

static char *write_temporary(const char *text)
{
    static char path[64];
    strcpy(path, "options-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return path;
}

static void test_defaults_and_both_forms_of_a_flag(void **state)
{
    (void)state;
    struct options *options;
    struct sw_error err;
    assert_int_equal(READ(&options, NULL, &err, "--workers", "3", "a", "-q", "--", "--b"), SW_OK);
    assert_string_equal(options_get(options, "input-topic"), "articles.raw");
    assert_int_equal(options_number(options, "workers"), 3);
    assert_true(options_switch(options, "quiet"));
    assert_true(options_is(options, "delivery", "exactly-once"));
    assert_null(options_get(options, "redis"));
    assert_string_equal(options_arguments(options)[0], "a");
    assert_string_equal(options_arguments(options)[1], "--b");
    assert_null(options_arguments(options)[2]);
    options_free(options);
    assert_int_equal(READ(&options, NULL, &err, "--input-topic=x=y", "--quiet=false", "-"), SW_OK);
    assert_string_equal(options_get(options, "input-topic"), "x=y");
    assert_false(options_switch(options, "quiet"));
    assert_string_equal(options_arguments(options)[0], "-");
    options_free(options);
}

static void test_flags_win_over_environment_over_file(void **state)
{
    (void)state;
    struct options *options;
    struct sw_error err;
    char *path = write_temporary("# comment\r\n\n input-topic =  from file \r\nworkers=2\n"
                                 "property = a=file\nproperty = b=file\n");
    char *environment[] = {"STANCEWIRE_WORKERS=4", "STANCEWIRE_PROPERTY=a=env\nc=env",
                           "STANCEWIRE_DELIVERY=", "STANCEWIRE_NO_SUCH=1", NULL};
    assert_int_equal(READ(&options, environment, &err, "--config", path, "-X", "a=flag"), SW_OK);
    assert_string_equal(options_get(options, "input-topic"), "from file");
    assert_int_equal(options_number(options, "workers"), 4);
    assert_string_equal(options_get(options, "delivery"), "exactly-once");
    const char *want[] = {"a=file", "b=file", "a=env", "c=env", "a=flag"};
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(options_item(options, "property", i), want[i]);
    }
    assert_null(options_item(options, "property", 5));
    options_free(options);
    assert_int_equal(READ(&options, environment, &err, "--config", path, "--workers=5"), SW_OK);
    assert_int_equal(options_number(options, "workers"), 5);
    options_free(options);
    unlink(path);
}

static void test_a_secret_comes_from_a_file(void **state)
{
    (void)state;
    struct options *options;
    struct sw_error err;
    char *path = write_temporary("redis://:pass word@h:1/0\n");
    char variable[128];
    snprintf(variable, sizeof variable, "STANCEWIRE_REDIS_FILE=%s", path);
    char *environment[] = {variable, NULL};
    assert_int_equal(READ(&options, environment, &err, "-q"), SW_OK);
    assert_string_equal(options_get(options, "redis"), "redis://:pass word@h:1/0");
    options_free(options);
    assert_int_equal(READ(&options, NULL, &err, "--redis-file", "no-such-file"), SW_EFORMAT);
    assert_string_equal(err.text, "--redis-file: no-such-file: No such file or directory");
    options_free(options);
    unlink(path);
    path = write_temporary("sasl.password = a=b\n");
    assert_int_equal(READ(&options, NULL, &err, "--property-file", path), SW_OK);
    assert_string_equal(options_item(options, "property", 0), "sasl.password=a=b");
    options_free(options);
    unlink(path);
}

static void test_what_is_wrong_is_one_clear_line(void **state)
{
    (void)state;
    static const struct {
        char *flags[3];
        const char *message;
    } cases[] = {
        {{"--inptu-topic=x"}, "unknown flag --inptu-topic; prog --help lists them"},
        {{"-Z"}, "unknown flag -Z; prog --help lists them"},
        {{"--workers"}, "--workers needs a value"},
        {{"-X"}, "-X needs a value"},
        {{"--workers=0"}, "--workers: workers is \"0\", not a whole number of 1..64"},
        {{"--workers=1e3"}, "--workers: workers is \"1e3\", not a whole number of 1..64"},
        {{"--workers="}, "--workers: workers is \"\", not a whole number of 1..64"},
        {{"--workers=99999999999999999999"},
         "--workers: workers is \"99999999999999999999\", not a whole number of 1..64"},
        {{"--delivery=once"},
         "--delivery: delivery is \"once\", not one of exactly-once|at-least-once"},
        {{"--quiet=maybe"}, "--quiet: quiet is \"maybe\", not one of true|false"},
        {{"--input-topic-file=x"}, "unknown flag --input-topic-file; prog --help lists them"},
        {{"--config=no-such"}, "--config no-such: No such file or directory"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct options *options;
        struct sw_error err = {0};
        assert_int_equal(READ(&options, NULL, &err, cases[i].flags[0]), SW_EFORMAT);
        assert_string_equal(err.text, cases[i].message);
        options_free(options);
    }
}

static void test_a_bad_line_of_the_file_is_named(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"workers = 1\nno equals\n", ":2: expected `key = value`"},
        {"= 1\n", ":1: expected `key = value`"},
        {"\n\nnosuch = 1", ":3: unknown setting nosuch"},
        {"config = other", ":1: unknown setting config"},
        {"workers = many", ":1: workers is \"many\", not a whole number of 1..64"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct options *options;
        struct sw_error err = {0};
        char *path = write_temporary(cases[i][0]);
        assert_int_equal(READ(&options, NULL, &err, "--config", path), SW_EFORMAT);
        assert_string_equal(err.text + strlen(path), cases[i][1]);
        options_free(options);
        unlink(path);
    }
}

static int count_line(void *context, unsigned line, const char *key, const char *value,
                      struct sw_error *err)
{
    (void)line, (void)key, (void)value, (void)err;
    ++*(int *)context;
    return SW_OK;
}

static void test_odd_bytes_in_a_file(void **state)
{
    (void)state;
    struct sw_error err;
    int n = 0;
    struct sw_text bom = {"\xEF\xBB\xBF"
                          "a=b",
                          6};
    assert_int_equal(options_file_parse("f", bom, count_line, &n, &err), SW_OK);
    assert_int_equal(n, 1);
    struct sw_text nul = {"a=b\nc\0=d", 8};
    assert_int_equal(options_file_parse("f", nul, count_line, &n, &err), SW_EFORMAT);
    assert_string_equal(err.text, "f:2: a NUL byte; this is no text file");
    struct sw_text empty = {NULL, 0};
    assert_int_equal(options_file_parse("f", empty, count_line, &n, &err), SW_OK);
}

static void test_help_lists_every_row(void **state)
{
    (void)state;
    struct options *options;
    struct sw_error err;
    assert_int_equal(READ(&options, NULL, &err, "-h"), SW_OK);
    assert_true(options_help_asked(options));
    FILE *file = tmpfile();
    options_print_help(options, file);
    rewind(file);
    char text[8192];
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    for (size_t i = 0; i < group.n; i++) {
        char flag[64];
        snprintf(flag, sizeof flag, "--%s", rows[i].name);
        assert_non_null(strstr(text, flag));
        assert_non_null(strstr(text, rows[i].help));
    }
    assert_non_null(strstr(text, "--redis[-file]"));
    assert_non_null(strstr(text, "(default: articles.raw)"));
    options_free(options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults_and_both_forms_of_a_flag),
        cmocka_unit_test(test_flags_win_over_environment_over_file),
        cmocka_unit_test(test_a_secret_comes_from_a_file),
        cmocka_unit_test(test_what_is_wrong_is_one_clear_line),
        cmocka_unit_test(test_a_bad_line_of_the_file_is_named),
        cmocka_unit_test(test_odd_bytes_in_a_file),
        cmocka_unit_test(test_help_lists_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
