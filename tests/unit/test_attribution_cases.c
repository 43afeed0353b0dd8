/*
 * Runs the folders of tests/cases/attribution: `article` is annotated with the real model, and what
 * was found must be `expected`, one attribution a line:
 *     source | cue | content | quote kind class | holder
 * Pieces of one span are joined by " + ". `test_attribution_cases FOLDER MODELS --update` writes
 * `expected` anew: look at what changes.
 */
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "model.h"

static const char *folder;
static bool update;
static struct model model;

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

static void print_spans(FILE *out, const struct sw_annotations *annotations, struct sw_spans spans)
{
    for (uint32_t i = 0; i < spans.n; i++) {
        fprintf(out, "%s", i > 0 ? " + " : "");
        for (uint32_t at = spans.at[i].start; at < spans.at[i].end; at++) {
            char c = annotations->text.at[at];
            fputc(c == '\n' ? '/' : c, out);
        }
    }
}

static void print_holder(FILE *out, const struct sw_annotations *annotations, int32_t holder)
{
    struct sw_text name = {"other", 5};
    if (holder >= 0) {
        name = annotations->entities[holder].name;
    } else if (holder == SW_AUTHOR) {
        name = (struct sw_text){"author", 6};
    }
    fprintf(out, "%.*s\n", (int)name.len, name.at);
}

static void print_attributions(FILE *out, struct sw_text text)
{
    struct sw_arena *arena = sw_arena_new((size_t)64 << 20);
    struct sw_annotations annotations;
    struct sw_error err = {0};
    struct sw_text title = {"", 0};
    assert_int_equal(sw_annotate(model.engine, text, title, "en", arena, &annotations, &err), SW_OK);
    for (uint32_t i = 0; i < annotations.n_attributions; i++) {
        const struct sw_attribution *a = &annotations.attributions[i];
        print_spans(out, &annotations, a->source);
        fprintf(out, " | ");
        print_spans(out, &annotations, a->cue);
        fprintf(out, " | ");
        print_spans(out, &annotations, a->content);
        fprintf(out, " | %s %s %s | ", sw_quote_name(a->quote), sw_attribution_kind_name(a->kind),
                sw_marker_type_name(a->marker_class));
        print_holder(out, &annotations, a->holder);
    }
    sw_arena_free(arena);
}

static void run_case(const char *name)
{
    char path[4096];
    size_t len = 0, expected_len = 0;
    snprintf(path, sizeof path, "%s/%s/article", folder, name);
    char *article = read_file(path, &len);
    assert_non_null(article);
    char *found = NULL;
    size_t found_len = 0;
    FILE *out = open_memstream(&found, &found_len);
    print_attributions(out, (struct sw_text){article, len});
    fclose(out);
    snprintf(path, sizeof path, "%s/%s/expected", folder, name);
    if (update) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(found, 1, found_len, file);
        fclose(file);
    }
    char *expected = read_file(path, &expected_len);
    assert_non_null(expected);
    if (expected_len != found_len || memcmp(expected, found, found_len) != 0) {
        fail_msg("%s: found\n%s", name, found);
    }
    free(article);
    free(expected);
    free(found);
}

static int is_case(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void all_cases(void **state)
{
    (void)state;
    struct dirent **entries;
    int n = scandir(folder, &entries, is_case, alphasort);
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        run_case(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_cases)};
    struct sw_error err = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: test_attribution_cases FOLDER MODELS [--update]\n");
        return 2;
    }
    folder = argv[1];
    update = argc > 3 && strcmp(argv[3], "--update") == 0;
    if (model_load(&model, argv[2], NULL, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 4;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    model_free(&model);
    return failed;
}
