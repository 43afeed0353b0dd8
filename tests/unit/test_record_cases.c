/*
 * Runs the folders of tests/cases/record: `input` is read, what was understood is written as lines
 * and compared with `expected`. `test_record_cases FOLDER --update` writes `expected` anew.
 */
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include <stancewire/record.h>

static const char *folder;
static bool update;

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    char *bytes = malloc(1 << 20);
    *len = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

/* Bytes as a reader can see them. */
static void print_text(FILE *out, const char *label, struct sw_text text)
{
    fprintf(out, "%s: ", label);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < 0x20 || c == '\\') {
            fprintf(out, "\\x%02x", c);
        } else {
            fputc(c, out);
        }
    }
    fputc('\n', out);
}

/* The whole output, its annotations left out: they are another test's. */
static void print_output(FILE *out, const struct sw_article *article, struct sw_arena *arena)
{
    struct sw_annotations none = {.text = article->text, .lang = "und"};
    struct sw_record_context context = {.engine_version = "0", .model = "0"};
    struct sw_text record;
    struct sw_error err;
    assert_int_equal(sw_record_write(article, &none, &context, arena, &record, &err), SW_OK);
    size_t tail = article->input.len - article->splice_end;
    assert_memory_equal(record.at, article->input.at, article->splice_at);
    assert_memory_equal(record.at + record.len - tail, article->input.at + article->splice_end,
                        tail);
    print_text(out, "before", (struct sw_text){record.at, article->splice_at});
    size_t at = article->splice_at + article->needs_comma;
    assert_memory_equal(record.at + at, "\"annotations\":{", 15);
    assert_int_equal(record.at[at - 1] == ',' && article->needs_comma, article->needs_comma);
    print_text(out, "after", (struct sw_text){record.at + record.len - tail, tail});
    /* What we wrote is read again, and comes out as it is. */
    struct sw_article again;
    struct sw_text second;
    struct sw_fields fields = {.text = article->text_field};
    assert_int_equal(sw_article_read(record, &fields, arena, &again, &err), SW_OK);
    none.text = again.text;
    assert_int_equal(sw_record_write(&again, &none, &context, arena, &second, &err), SW_OK);
    assert_int_equal(second.len, record.len);
    assert_memory_equal(second.at, record.at, record.len);
}

static void print_article(FILE *out, struct sw_text input)
{
    struct sw_arena *arena = sw_arena_new((size_t)16 << 20);
    struct sw_article article;
    struct sw_error err = {0};
    int status = sw_article_read(input, NULL, arena, &article, &err);
    if (status != SW_OK) {
        assert_int_equal(status, err.status);
        fprintf(out, "error: %d %s\n", status, err.text);
    } else {
        fprintf(out, "text_field: %s\n", article.text_field);
        print_text(out, "text", article.text);
        print_text(out, "title", article.title);
        print_text(out, "url", article.url);
        print_text(out, "date", article.date);
        print_text(out, "outlet", article.outlet);
        print_text(out, "language", article.language);
        print_output(out, &article, arena);
    }
    sw_arena_free(arena);
}

static void check_case(const char *name)
{
    char path[512], *actual = NULL;
    size_t input_len = 0, actual_len = 0, expected_len = 0;
    snprintf(path, sizeof path, "%s/%s/input", folder, name);
    char *input = read_file(path, &input_len);
    assert_non_null(input);
    FILE *out = open_memstream(&actual, &actual_len);
    print_article(out, (struct sw_text){input, input_len});
    fclose(out);
    snprintf(path, sizeof path, "%s/%s/expected", folder, name);
    if (update) {
        out = fopen(path, "wb");
        fwrite(actual, 1, actual_len, out);
        fclose(out);
    }
    char *expected = read_file(path, &expected_len);
    if (expected == NULL || expected_len != actual_len ||
        memcmp(expected, actual, actual_len) != 0) {
        fail_msg("%s: got\n%s", name, actual);
    }
    free(expected);
    free(actual);
    free(input);
}

static void test_every_folder(void **state)
{
    (void)state;
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort);
    int checked = 0;
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.' && strchr(entries[i]->d_name, '.') == NULL) {
            check_case(entries[i]->d_name);
            checked++;
        }
        free(entries[i]);
    }
    free(entries);
    assert_true(checked >= 70);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : ".";
    update = argc > 2 && strcmp(argv[2], "--update") == 0;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_folder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
