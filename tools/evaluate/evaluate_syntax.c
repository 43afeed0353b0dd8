/*
 * stancewire-evaluate syntax --models DIR FILE.conllu...
 *
 * Scores the engine's tags and trees on its own tokens of gold sentences: tags (UPOS), heads (UAS),
 * heads and relations (LAS), with and without punctuation, by genre and by relation; and measures
 * nanoseconds of CPU a token.
 */
#include "evaluate_commands.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "conllu.h"
#include "error.h"
#include "model_files.h"
#include "names_words.h"
#include "syntax.h"
#include "syntax_tags.h"

#define MAX_GENRES 24
#define ROUNDS 20

static const char *const relation_names[N_SYNTAX_RELATIONS] = {
    "acl",   "advcl",     "advmod", "amod",       "appos",    "aux",        "aux:pass", "case",
    "cc",    "ccomp",     "compound", "conj",     "cop",      "dep",        "det",      "flat",
    "iobj",  "mark",      "nmod",   "nmod:poss",  "nsubj",    "nsubj:pass", "nummod",   "obj",
    "obl",   "parataxis", "punct",  "root",       "xcomp"};

struct score {
    char name[16];
    uint32_t n, tags, heads, both;          /* all tokens */
    uint32_t n_words, words_heads, words_both; /* without punctuation */
};

struct scores {
    struct score all, genres[MAX_GENRES];
    uint32_t n_genres;
    uint32_t gold[N_SYNTAX_RELATIONS], found[N_SYNTAX_RELATIONS], right[N_SYNTAX_RELATIONS];
};

static void count(struct score *score, bool mark, bool tag, bool head, bool both)
{
    score->n++;
    score->tags += tag;
    score->heads += head;
    score->both += both;
    score->n_words += !mark;
    score->words_heads += !mark && head;
    score->words_both += !mark && both;
}

static struct score *genre_of(struct scores *scores, const char *name)
{
    uint32_t i = 0;
    while (i < scores->n_genres && strcmp(scores->genres[i].name, name) != 0) {
        i++;
    }
    if (i == scores->n_genres && i < MAX_GENRES - 1) {
        memcpy(scores->genres[i].name, name, sizeof scores->genres[i].name);
        scores->n_genres++;
    }
    return &scores->genres[i];
}

static void score_sentence(struct scores *scores, const struct conllu_sentence *gold,
                           const struct syntax *syntax)
{
    struct score *genre = genre_of(scores, gold->genre);
    for (uint32_t i = 0; i < gold->document.n_tokens; i++) {
        bool mark = gold->fine[i] == FINE_PUNCT;
        bool tag = syntax_fine_rows[gold->fine[i]].tag == syntax->tags[i];
        bool head = gold->heads[i] == syntax->heads[i];
        bool both = head && gold->relations[i] == syntax->relations[i];
        count(&scores->all, mark, tag, head, both);
        count(genre, mark, tag, head, both);
        scores->gold[gold->relations[i]]++;
        scores->found[syntax->relations[i]]++;
        scores->right[gold->relations[i]] += both;
    }
}

static double percent(uint32_t part, uint32_t whole)
{
    return whole == 0 ? 0 : 100.0 * part / whole;
}

static void print_score(const struct score *s)
{
    printf("%-14s %7u %6.2f %6.2f %6.2f %6.2f %6.2f\n", s->name, s->n, percent(s->tags, s->n),
           percent(s->heads, s->n), percent(s->both, s->n), percent(s->words_heads, s->n_words),
           percent(s->words_both, s->n_words));
}

static void print_scores(const struct scores *scores)
{
    printf("%-14s %7s %6s %6s %6s %6s %6s\n", "genre", "tokens", "UPOS", "UAS", "LAS", "UAS-p",
           "LAS-p");
    for (uint32_t i = 0; i < scores->n_genres; i++) {
        print_score(&scores->genres[i]);
    }
    print_score(&scores->all);
    printf("\n%-14s %7s %6s %6s\n", "relation", "gold", "P", "R");
    for (uint32_t i = 0; i < N_SYNTAX_RELATIONS; i++) {
        printf("%-14s %7u %6.1f %6.1f\n", relation_names[i], scores->gold[i],
               percent(scores->right[i], scores->found[i]),
               percent(scores->right[i], scores->gold[i]));
    }
}

static int run(const struct syntax_model *model, const struct conllu *conllu, struct sw_error *err)
{
    static struct scores scores = {.all = {.name = "all"}};
    struct sw_arena *arena = sw_arena_new((size_t)1 << 30);
    struct syntax syntax;
    int status = SW_OK;
    for (size_t s = 0; s < conllu->n && status == SW_OK; s++) {
        sw_arena_reset(arena);
        status = syntax_read(model, &conllu->at[s].document, arena, &syntax, err);
        if (status == SW_OK) {
            score_sentence(&scores, &conllu->at[s], &syntax);
        }
    }
    print_scores(&scores);
    clock_t start = clock();
    for (int round = 0; round < ROUNDS && status == SW_OK; round++) {
        for (size_t s = 0; s < conllu->n && status == SW_OK; s++) {
            sw_arena_reset(arena);
            status = syntax_read(model, &conllu->at[s].document, arena, &syntax, err);
        }
    }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("\n%.0f ns of CPU a token\n", seconds * 1e9 / ((double)ROUNDS * scores.all.n));
    sw_arena_free(arena);
    return status;
}

int evaluate_syntax(int argc, char **argv)
{
    if (argc < 3 || strcmp(argv[0], "--models") != 0) {
        return 2;
    }
    struct model_files files;
    struct syntax_model *model = NULL;
    struct names_words words = {NULL, 0};
    struct conllu conllu = {NULL, 0};
    struct sw_error err = {SW_OK, ""};
    model_files_read(&files, argv[1]);
    int status = names_words_init(&words, files.at, files.n, &err);
    if (status == SW_OK) {
        status = syntax_model_new(&model, &words, files.at, files.n, &err);
    }
    for (int i = 2; i < argc && status == SW_OK; i++) {
        status = conllu_read(&conllu, argv[i], CONLLU_AS_IS, &err);
    }
    if (status == SW_OK) {
        status = run(model, &conllu, &err);
    }
    if (status != SW_OK) {
        fprintf(stderr, "stancewire-evaluate: %s\n", err.text);
    }
    syntax_model_free(model);
    names_words_clear(&words);
    model_files_clear(&files);
    return status == SW_OK ? 0 : 1;
}
