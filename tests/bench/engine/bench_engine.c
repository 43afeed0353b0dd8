/*
 * bench_engine.c: words a CPU second on one core, by stage, as a table.
 *
 *     bench-engine [--models DIR] [--articles N] [--rounds N] [--seed N] [--text FILE]
 *
 * Articles come from bench_corpus.c, or one article is a file. Every stage is timed article by article;
 * of several rounds the fastest counts, since other programs may use the machine.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench_corpus.h"
#include "fingerprint.h"
#include "gazetteer.h"
#include "lexicons.h"
#include "model.h"
#include "stances.h"
#include "tokens.h"

enum stage { TOKENS, DOCUMENT, NAMES, SYNTAX, ENTITIES, ATTRIBUTIONS, MARKERS, STANCES, N_STAGES };

static const char *const stage_names[N_STAGES] = {
    "tokens",   "segments, sentences", "names",   "syntax",
    "entities", "attributions",        "markers", "stances, fingerprint"};

#define ARTICLE_MAX ((size_t)1 << 22)

struct bench {
    const char *models, *text;
    unsigned long n_articles, n_rounds, seed;
    struct model model; /* for its files */
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct names_model *names;
    struct syntax_model *syntax;
    struct attribution_model *attribution;
    struct markers_model *markers;
    struct sw_arena *arena;
    char *article;
};

struct result {
    double seconds[N_STAGES];
    unsigned long n_words, n_bytes;
};

static void check(int status, const struct sw_error *err)
{
    if (status != SW_OK) {
        fprintf(stderr, "bench-engine: %s\n", err->text);
        exit(1);
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void set_up(struct bench *bench)
{
    struct sw_error err = {.text = ""};
    check(model_load(&bench->model, bench->models, NULL, &err), &err);
    const struct sw_blob *files = bench->model.files;
    size_t n = bench->model.n_files;
    check(lexicons_init(&bench->lexicons, files, n, &err), &err);
    check(gazetteer_new(&bench->gazetteer, files, n, &err), &err);
    check(names_model_new(&bench->names, bench->gazetteer, files, n, &err), &err);
    check(syntax_model_new(&bench->syntax, names_model_words(bench->names), files, n, &err), &err);
    check(attribution_model_new(&bench->attribution, names_model_words(bench->names), files, n, &err),
          &err);
    check(markers_model_new(&bench->markers, files, n, &err), &err);
    bench->arena = sw_arena_new((size_t)2 << 30);
    bench->article = malloc(ARTICLE_MAX);
    if (bench->arena == NULL || bench->article == NULL) {
        exit(1);
    }
}

/* The seconds from a folder to an engine that annotates, the fastest of all rounds. */
static double time_start(const struct bench *bench)
{
    double best = 0;
    for (unsigned long round = 0; round < bench->n_rounds; round++) {
        struct sw_error err = {.text = ""};
        struct model model;
        double start = now();
        check(model_load(&model, bench->models, NULL, &err), &err);
        double seconds = now() - start;
        best = round == 0 || seconds < best ? seconds : best;
        model_free(&model);
    }
    return best;
}

static void tear_down(struct bench *bench)
{
    markers_model_free(bench->markers);
    attribution_model_free(bench->attribution);
    syntax_model_free(bench->syntax);
    names_model_free(bench->names);
    gazetteer_free(bench->gazetteer);
    lexicons_clear(&bench->lexicons);
    model_free(&bench->model);
    sw_arena_free(bench->arena);
    free(bench->article);
}

static unsigned long count_words(const struct document *document)
{
    unsigned long n = 0;
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        n += document->tokens[i].kind == TOKEN_WORD || document->tokens[i].kind == TOKEN_NUMBER;
    }
    return n;
}

/* One article through all stages; the time of each is added up. The document stage cuts tokens too:
 * what they take alone is taken off. */
static void run(struct bench *bench, struct sw_text text, struct result *result)
{
    struct sw_error err = {.text = ""};
    struct document document;
    struct token *tokens;
    uint32_t n_tokens;
    struct names names;
    struct syntax syntax;
    struct entities entities;
    struct attributions attributions;
    struct markers markers;
    struct stances stances;
    struct sw_arena *arena = bench->arena;
    double t[N_STAGES + 1];
    sw_arena_reset(arena);
    t[0] = now();
    check(tokens_read(text, arena, &tokens, &n_tokens, &err), &err);
    t[1] = now();
    check(document_read(&bench->lexicons, text, (struct sw_text){NULL, 0}, "en", arena, &document,
                        &err),
          &err);
    t[2] = now();
    check(names_find(bench->names, &document, arena, &names, &err), &err);
    t[3] = now();
    check(syntax_read(bench->syntax, &document, arena, &syntax, &err), &err);
    t[4] = now();
    check(entities_find(bench->gazetteer, &bench->lexicons, &document, &syntax, &names, arena,
                        &entities, &err),
          &err);
    t[5] = now();
    check(attributions_find(bench->attribution, &bench->lexicons, &document, &syntax, &entities,
                            arena, &attributions, &err),
          &err);
    t[6] = now();
    check(markers_find(bench->markers, &bench->lexicons, &document, &syntax, &entities,
                       &attributions, arena, &markers, &err),
          &err);
    t[7] = now();
    check(stances_sum(&markers, arena, &stances, &err), &err);
    volatile uint64_t fingerprint = fingerprint_of(&document);
    (void)fingerprint;
    t[8] = now();
    for (int stage = 0; stage < N_STAGES; stage++) {
        result->seconds[stage] += t[stage + 1] - t[stage];
    }
    result->seconds[DOCUMENT] -= t[1] - t[0];
    result->n_words += count_words(&document);
    result->n_bytes += text.len;
}

static void run_all(struct bench *bench, struct result *result)
{
    memset(result, 0, sizeof *result);
    if (bench->text != NULL) {
        FILE *file = fopen(bench->text, "rb");
        if (file == NULL) {
            perror(bench->text);
            exit(1);
        }
        size_t len = fread(bench->article, 1, ARTICLE_MAX, file);
        fclose(file);
        run(bench, (struct sw_text){bench->article, len}, result);
        return;
    }
    for (unsigned long i = 0; i < bench->n_articles; i++) {
        size_t len = corpus_article(bench->seed + i, bench->article, ARTICLE_MAX);
        run(bench, (struct sw_text){bench->article, len}, result);
    }
}

static void print_row(const char *name, double seconds, unsigned long n_words)
{
    printf("%-22s %8.1f ns %12.0f\n", name, seconds * 1e9 / (double)n_words,
           (double)n_words / seconds);
}

static void print(const struct bench *bench, const struct result *result)
{
    double all = 0, names_only = 0;
    printf("%lu words, %lu bytes, seed %lu, best of %lu rounds\n", result->n_words, result->n_bytes,
           bench->seed, bench->n_rounds);
    printf("%-22s %11s %12s\n", "stage", "a word", "words/CPU s");
    for (int stage = 0; stage < N_STAGES; stage++) {
        double seconds = result->seconds[stage] > 1e-9 ? result->seconds[stage] : 1e-9;
        print_row(stage_names[stage], seconds, result->n_words);
        all += seconds;
        names_only += stage <= NAMES || stage == ENTITIES ? seconds : 0;
    }
    print_row("tokens to entities *", names_only, result->n_words);
    print_row("all", all, result->n_words);
    puts("* without syntax, which entities only look at");
    printf("%-22s %8.1f ms\n", "start", time_start(bench) * 1e3);
}

static bool read_arguments(struct bench *bench, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        struct {
            const char *name, **text;
            unsigned long *number;
        } rows[] = {{"--models", &bench->models, NULL},
                    {"--text", &bench->text, NULL},
                    {"--articles", NULL, &bench->n_articles},
                    {"--rounds", NULL, &bench->n_rounds},
                    {"--seed", NULL, &bench->seed}};
        bool known = false;
        for (size_t row = 0; row < sizeof rows / sizeof rows[0] && i + 1 < argc; row++) {
            if (strcmp(argv[i], rows[row].name) == 0 && rows[row].text != NULL) {
                *rows[row].text = argv[i + 1];
                known = true;
            } else if (strcmp(argv[i], rows[row].name) == 0) {
                *rows[row].number = strtoul(argv[i + 1], NULL, 10);
                known = true;
            }
        }
        if (!known) {
            return false;
        }
    }
    return bench->n_articles > 0 && bench->n_rounds > 0;
}

int main(int argc, char **argv)
{
    struct bench bench = {.n_articles = 200, .n_rounds = 5, .seed = 1};
    struct result best = {{0}, 0, 0}, result;
    if (!read_arguments(&bench, argc, argv)) {
        fprintf(stderr, "usage: bench-engine [--models DIR] [--articles N] [--rounds N] [--seed N]"
                        " [--text FILE]\n");
        return 2;
    }
    set_up(&bench);
    for (unsigned long round = 0; round < bench.n_rounds; round++) {
        run_all(&bench, &result);
        for (int stage = 0; stage < N_STAGES && round > 0; stage++) {
            bool faster = best.seconds[stage] < result.seconds[stage];
            result.seconds[stage] = faster ? best.seconds[stage] : result.seconds[stage];
        }
        best = result;
    }
    print(&bench, &best);
    tear_down(&bench);
    return 0;
}
