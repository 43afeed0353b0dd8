/*
 * Memory that ends anywhere. malloc, calloc, realloc and aligned_alloc of our own code fail at
 * their n-th call, until the whole goes through: each failure must be said, and leak or break
 * nothing (AddressSanitizer and valgrind look on). Arenas end at many limits as well.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annotator.h"
#include "model.h"
#include "options.h"
#include "options_file.h"
#include "outgoing.h"
#include "short_of_memory.h"
#include "source.h"

/*
 * Runs a job with ever more memory until it succeeds; it must have failed before. Slow jobs take
 * larger steps as they go.
 */
static void run_short_of_memory(int (*job)(struct sw_error *err), bool slow)
{
    for (long n = 0;; n += slow ? 1 + n / 2 : 1) {
        struct sw_error err = {0};
        short_of_memory_after(n);
        int status = job(&err);
        short_of_memory_after(-1);
        if (status == SW_OK) {
            assert_true(n > 0);
            return;
        }
        if (status != SW_ENOMEM || err.status != SW_ENOMEM || err.text[0] == '\0') {
            fail_msg("after %ld calls: status %d, %d: %s", n, status, err.status, err.text);
        }
        assert_true(n < 1000000);
    }
}

/* ---- Settings ------------------------------------------------------------------------------- */

static const struct option_group *const groups[] = {&options_kafka, &options_record, &options_model,
                                                    NULL};
static const struct options_program program = {"prog", "", "", groups};

static int read_options(struct sw_error *err)
{
    char *const words[] = {"prog", "-X", "a=b", "--brokers=h:1", "file", NULL};
    char *const environment[] = {"STANCEWIRE_PROPERTY=c=d\ne=f", "STANCEWIRE_MODEL=m", NULL};
    struct options *options = NULL;
    int status = options_new(&options, &program, err);
    if (status == SW_OK) {
        status = options_read(options, 5, words, environment, err);
    }
    options_free(options);
    return status;
}

static void test_settings(void **state)
{
    (void)state;
    run_short_of_memory(read_options, false);
}

/* ---- The model ------------------------------------------------------------------------------ */

static int load_model(struct sw_error *err)
{
    struct model model;
    int status = model_load(&model, NULL, NULL, err);
    if (status == SW_OK) {
        model_free(&model);
    }
    return status;
}

static void test_model(void **state)
{
    (void)state;
    run_short_of_memory(load_model, true);
}

/* ---- The producer's sources ------------------------------------------------------------------ */

static char root[] = "memory-test-XXXXXX";
static const char *const names[] = {"a.jsonl", "b.json", "c.txt"};
static const char *const texts[] = {"{\"text\":\"1\"}\n{\"text\":\"2\"}\n", "{\"text\":\"3\"}",
                                    "Plain text."};

static int make_folder(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", root, names[i]);
        FILE *file = fopen(path, "w");
        fputs(texts[i], file);
        fclose(file);
    }
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", root, names[i]);
        unlink(path);
    }
    return rmdir(root);
}

static int read_all(struct source *source, struct sw_arena *arena, struct sw_error *err)
{
    const struct outgoing_rules rules = {.key_is_url = true, .check = true};
    int status = SW_OK, n = 0, got;
    struct item item;
    while (status == SW_OK && (got = source_next(source, &item, err)) != SOURCE_END) {
        struct outgoing out;
        sw_arena_reset(arena);
        status = got == SOURCE_ITEM ? outgoing_make(&out, &item, &rules, arena, err) : got;
        n += status == SW_OK;
    }
    assert_true(status != SW_OK || n == 4);
    return status;
}

static int read_sources(struct sw_error *err)
{
    struct source *source = NULL;
    struct sw_arena *arena = sw_arena_new(1 << 20);
    if (arena == NULL) {
        err->status = SW_ENOMEM;
        strcpy(err->text, "no memory for the arena");
        return SW_ENOMEM;
    }
    int status = source_open(&source, root, "auto", 1000, err);
    if (status == SW_OK) {
        status = read_all(source, arena, err);
    }
    source_free(source);
    sw_arena_free(arena);
    return status;
}

static void test_sources(void **state)
{
    (void)state;
    run_short_of_memory(read_sources, false);
}

/* ---- A whole article ------------------------------------------------------------------------- */

static const char article[] =
    "{\"id\":\"1\",\"title\":\"Lee rejects claims\",\"language\":\"en\",\"text\":\"Lee rejects "
    "claims\\n\\n"
    "ROME \\u2014 Prime Minister Ann Lee \\u201cdid not know\\u201d of it, she said on Monday, but "
    "her "
    "critics in Parliament, who oppose her, accused the Italian leader of lying.\\n\\n\\u201cI "
    "might have been told,\\u201d Lee told Reuters. According to the Ministry of Defence, she must "
    "answer. Lee\\u2019s party fully supports her, said John Smith, its spokesman.\\n\"}";

static int annotate(const struct annotator *annotator, struct sw_arena *arena, struct sw_text *out,
                    struct sw_error *err)
{
    struct annotated annotated;
    struct sw_text none = {"", 0};
    sw_arena_reset(arena);
    int status = annotator_annotate(annotator, (struct sw_text){article, sizeof article - 1}, arena,
                                    &annotated, err);
    return status == SW_OK ? annotator_write(annotator, &annotated, none, none, arena, out, err)
                           : status;
}

static void test_an_article_in_arenas_of_every_size(void **state)
{
    (void)state;
    struct model model;
    struct sw_error err = {0};
    assert_int_equal(model_load(&model, NULL, NULL, &err), SW_OK);
    struct annotator annotator = {.engine = model.engine, .max_bytes = 1 << 20};
    struct sw_arena *large = sw_arena_new((size_t)64 << 20);
    struct sw_text want;
    assert_int_equal(annotate(&annotator, large, &want, &err), SW_OK);
    size_t used = sw_arena_used(large);
    int failed = 0, passed = 0;
    for (size_t limit = 0; limit < 2 * used + 1024; limit += used / 50 + 16) {
        struct sw_arena *arena = sw_arena_new(limit);
        struct sw_text out;
        int status = annotate(&annotator, arena, &out, &err);
        if (status == SW_OK) {
            assert_int_equal(out.len, want.len);
            assert_memory_equal(out.at, want.at, want.len);
            passed++;
        } else {
            assert_int_equal(status, SW_ENOMEM);
            assert_int_equal(err.status, SW_ENOMEM);
            failed++;
        }
        sw_arena_free(arena);
    }
    assert_true(failed > 10 && passed > 10);
    sw_arena_free(large);
    model_free(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_model),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_an_article_in_arenas_of_every_size),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
