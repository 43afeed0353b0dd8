#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outgoing.h"
#include "source.h"

/* ---- Lines ---------------------------------------------------------------------------------- */

/* Gives its bytes in small pieces, then fails or ends. */
struct feed {
    const char *at;
    size_t len, piece;
    int fails;
};

static ssize_t read_feed(void *context, char *to, size_t size)
{
    struct feed *feed = context;
    size_t n = feed->len < feed->piece ? feed->len : feed->piece;
    n = n < size ? n : size;
    if (n == 0 && feed->fails != 0) {
        errno = feed->fails;
        return -1;
    }
    memcpy(to, feed->at, n);
    feed->at += n;
    feed->len -= n;
    return (ssize_t)n;
}

static void check_lines(const char *bytes, size_t piece, size_t max, const char *want)
{
    struct feed feed = {bytes, strlen(bytes), piece, 0};
    struct lines lines;
    struct sw_text line;
    struct sw_error err;
    char got[512] = "";
    lines_init(&lines, read_feed, &feed, max);
    for (int status; (status = lines_next(&lines, &line, &err)) != LINES_END;) {
        char part[256];
        snprintf(part, sizeof part, "%llu:%.*s|", lines.number,
                 status == LINES_LINE ? (int)line.len : 1, status == LINES_LINE ? line.at : "!");
        strcat(got, part);
    }
    assert_string_equal(got, want);
    assert_int_equal(lines.offset, strlen(bytes));
    lines_clear(&lines);
}

static void test_lines(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 12; piece++) {
        check_lines("", piece, 9, "");
        check_lines("\n", piece, 9, "1:|");
        check_lines("a", piece, 9, "1:a|");
        check_lines("a\nbc\r\n\r\n\nd\r", piece, 9, "1:a|2:bc|3:|4:|5:d\r|");
        check_lines("12345\n123456\n1\n1234567", piece, 5, "1:12345|2:!|3:1|4:!|");
    }
}

static void test_a_stream_that_fails(void **state)
{
    (void)state;
    struct feed feed = {"a\nb", 3, 3, EIO};
    struct lines lines;
    struct sw_text line;
    struct sw_error err;
    lines_init(&lines, read_feed, &feed, 10);
    assert_int_equal(lines_next(&lines, &line, &err), LINES_LINE);
    assert_int_equal(lines_next(&lines, &line, &err), SW_EMISSING);
    assert_string_equal(err.text, "Input/output error");
    lines_clear(&lines);
}

/* ---- Sources -------------------------------------------------------------------------------- */

static char root[] = "sources-test-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int make_folder(void **state)
{
    (void)state;
    char path[256];
    assert_non_null(mkdtemp(root));
    snprintf(path, sizeof path, "%s/sub", root);
    mkdir(path, 0700);
    write_file("b.jsonl", "{\"text\":\"1\"}\n\n{\"text\":\"2\"}\n");
    write_file("a.json", "{\n \"text\": \"whole\"\n}\n");
    write_file("sub/c.txt", "Plain.\n");
    write_file("sub/.hidden.txt", "no");
    write_file("d.html", "no");
    write_file("big.txt", "0123456789012345678901234567890123456789");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"b.jsonl", "a.json",  "sub/c.txt", "sub/.hidden.txt",
                                        "d.html",  "big.txt", "sub",       ""};
    char path[256];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", root, names[i]);
        assert_int_equal(remove(path), 0);
    }
    return 0;
}

static void check_source(const char *name, const char *format, const char *want)
{
    char path[256], got[1024] = "";
    struct source *source;
    struct item item;
    struct sw_error err;
    snprintf(path, sizeof path, "%s/%s", root, name);
    assert_int_equal(source_open(&source, path, format, 30, &err), SW_OK);
    for (int status; (status = source_next(source, &item, &err)) != SOURCE_END;) {
        char part[300];
        snprintf(part, sizeof part, "%s:%llu%s=%.*s|", item.name + strlen(root) + 1, item.line,
                 item.is_text ? "t" : "", status == SOURCE_ITEM ? (int)item.value.len : 1,
                 status == SOURCE_ITEM ? item.value.at : "!");
        strcat(got, part);
    }
    assert_int_equal(source_next(source, &item, &err), SOURCE_END);
    assert_string_equal(got, want);
    source_free(source);
}

static void test_each_kind_of_source(void **state)
{
    (void)state;
    check_source("b.jsonl", "auto", "b.jsonl:1={\"text\":\"1\"}|b.jsonl:3={\"text\":\"2\"}|");
    check_source("a.json", "auto", "a.json:0={\n \"text\": \"whole\"\n}|");
    check_source("sub/c.txt", "auto", "sub/c.txt:0t=Plain.\n|");
    check_source("big.txt", "auto", "big.txt:0=!|");
    check_source("d.html", "auto", "d.html:1=no|");
    check_source("d.html", "text", "d.html:0t=no|");
    check_source("sub/c.txt", "jsonl", "sub/c.txt:1=Plain.|");
}

static void test_a_folder(void **state)
{
    (void)state;
    char want[1024];
    snprintf(want, sizeof want,
             "/a.json:0={\n \"text\": \"whole\"\n}|/b.jsonl:1={\"text\":\"1\"}|"
             "/b.jsonl:3={\"text\":\"2\"}|/big.txt:0=!|/sub/c.txt:0t=Plain.\n|");
    check_source("", "auto", want);
}

static void test_what_cannot_be_opened(void **state)
{
    (void)state;
    struct source *source;
    struct sw_error err;
    assert_int_equal(source_open(&source, "no-such", "auto", 30, &err), SW_EMISSING);
    assert_string_equal(err.text, "no-such: No such file or directory");
    char empty[] = "sources-empty-XXXXXX";
    assert_non_null(mkdtemp(empty));
    assert_int_equal(source_open(&source, empty, "auto", 30, &err), SW_EMISSING);
    assert_non_null(strstr(err.text, "no .jsonl, .json or .txt file in it"));
    rmdir(empty);
}

/* ---- Outgoing records ------------------------------------------------------------------------ */

static void check_outgoing(struct item item, const struct outgoing_rules *rules, const char *value,
                           const char *key)
{
    struct sw_arena *arena = sw_arena_new(1 << 20);
    struct outgoing out;
    struct sw_error err;
    assert_int_equal(outgoing_make(&out, &item, rules, arena, &err), SW_OK);
    assert_int_equal(out.value.len, strlen(value));
    assert_memory_equal(out.value.at, value, out.value.len);
    assert_int_equal(out.key.len, strlen(key));
    assert_memory_equal(out.key.at, key, out.key.len);
    sw_arena_free(arena);
}

/* First half of the SHA-256 of "abc". */
#define KEY_OF_ABC "ba7816bf8f01cfea414140de5dae2223"

static void test_keys_and_values(void **state)
{
    (void)state;
    const struct outgoing_rules by_url = {.key_is_url = true, .check = true};
    const struct outgoing_rules by_content = {.check = true};
    static const char with_url[] = "{\"text\":\"abc\",\"url\":\"https://x.org/\\u0031\"}";
    struct item item = {.value = {with_url, sizeof with_url - 1}, .name = "f"};
    check_outgoing(item, &by_url, with_url, "https://x.org/1");
    check_outgoing(item, &by_content, with_url, KEY_OF_ABC);
    item.value = (struct sw_text){"{\"text\":\"abc\"}", 14};
    check_outgoing(item, &by_url, "{\"text\":\"abc\"}", KEY_OF_ABC);
    item = (struct item){.value = {"\xEF\xBB\xBF"
                                   "abc",
                                   6},
                         .is_text = true,
                         .name = "d/a\"b.txt"};
    check_outgoing(item, &by_url, "{\"id\":\"a\\\"b.txt\",\"text\":\"abc\"}", KEY_OF_ABC);
}

static void test_what_is_no_article(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1 << 20);
    struct outgoing_rules rules = {.key_is_url = true, .check = true};
    struct outgoing out;
    struct sw_error err;
    struct item bad = {.value = {"abc", 3}, .name = "f"};
    assert_int_equal(outgoing_make(&out, &bad, &rules, arena, &err), SW_EFORMAT);
    struct item latin = {.value = {"caf\xe9", 4}, .is_text = true, .name = "f"};
    assert_int_equal(outgoing_make(&out, &latin, &rules, arena, &err), SW_EENCODING);
    struct item empty = {.value = {"", 0}, .is_text = true, .name = "f"};
    assert_int_equal(outgoing_make(&out, &empty, &rules, arena, &err), SW_ENOTEXT);
    sw_arena_free(arena);
    rules.check = false;
    check_outgoing(bad, &rules, "abc", KEY_OF_ABC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_a_stream_that_fails),
        cmocka_unit_test(test_each_kind_of_source),
        cmocka_unit_test(test_a_folder),
        cmocka_unit_test(test_what_cannot_be_opened),
        cmocka_unit_test(test_keys_and_values),
        cmocka_unit_test(test_what_is_no_article),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
