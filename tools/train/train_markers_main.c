/* train-markers: makes models/markers*.weights, and cross-validates them over the articles. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "markers.h"
#include "score_markers.h"
#include "targets.h"
#include "teach_markers.h"
#include "train_markers.h"

struct arguments {
    const char *models, *gold, *texts, *out, *log, *layers, *targets, *more, *weights;
    uint32_t folds;
    float more_weight;
    struct attribution_folds attribution;
    struct train_markers_options options;
    bool scan;
};

static int usage(void)
{
    fprintf(
        stderr,
        "stancewire-train-markers --models DIR --gold DIR [--layers gold|names|found] [--folds N]\n"
        "        [--scan yes] [--log FILE] [--out DIR] [--epochs N] [--rate X] [--l2 X]\n"
        "        [--min-count N] [--seed N] [--shift type=X,type=X...]\n");
    return 2;
}

static void read_shifts(struct train_markers_options *options, const char *list)
{
    for (int t = 0; t < SW_N_MARKER_TYPES; t++) {
        const char *name = sw_marker_type_name((enum sw_marker_type)t);
        const char *at = strstr(list, name);
        if (at != NULL && at[strlen(name)] == '=') {
            options->shifts[t] = strtof(at + strlen(name) + 1, NULL);
        }
    }
}

static enum layers read_layers(const char *name)
{
    return strcmp(name, "found") == 0   ? LAYERS_FOUND
           : strcmp(name, "names") == 0 ? LAYERS_NAMES
                                        : LAYERS_GOLD;
}

static bool read_arguments(int argc, char **argv, struct arguments *a)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        struct {
            const char *name, **text;
            uint32_t *whole;
            float *real;
        } table[] = {{"--models", &a->models, NULL, NULL},
                     {"--gold", &a->gold, NULL, NULL},
                     {"--texts", &a->texts, NULL, NULL},
                     {"--out", &a->out, NULL, NULL},
                     {"--log", &a->log, NULL, NULL},
                     {"--layers", &a->layers, NULL, NULL},
                     {"--targets", &a->targets, NULL, NULL},
                     {"--more", &a->more, NULL, NULL},
                     {"--weights", &a->weights, NULL, NULL},
                     {"--more-weight", NULL, NULL, &a->more_weight},
                     {"--folds", NULL, &a->folds, NULL},
                     {"--attribution", &a->attribution.prefix, NULL, NULL},
                     {"--attribution-folds", NULL, &a->attribution.n, NULL},
                     {"--epochs", NULL, &a->options.epochs, NULL},
                     {"--min-count", NULL, &a->options.min_count, NULL},
                     {"--seed", NULL, &a->options.seed, NULL},
                     {"--rate", NULL, NULL, &a->options.rate},
                     {"--l2", NULL, NULL, &a->options.l2}};
        bool found = strcmp(argv[i], "--shift") == 0 || strcmp(argv[i], "--scan") == 0;
        if (strcmp(argv[i], "--shift") == 0) {
            read_shifts(&a->options, value);
        }
        a->scan |= strcmp(argv[i], "--scan") == 0;
        for (size_t k = 0; k < sizeof table / sizeof table[0]; k++) {
            if (strcmp(argv[i], table[k].name) == 0) {
                found = true;
                if (table[k].text != NULL) {
                    *table[k].text = value;
                } else if (table[k].whole != NULL) {
                    *table[k].whole = (uint32_t)strtoul(value, NULL, 10);
                } else {
                    *table[k].real = strtof(value, NULL);
                }
            }
        }
        if (!found) {
            return false;
        }
    }
    return argc % 2 == 1 && a->models != NULL && a->gold != NULL;
}

static void check(int status, const struct sw_error *err)
{
    if (status != SW_OK) {
        fprintf(stderr, "%s\n", err->text);
        exit(4);
    }
}

static void replace_weights(struct model_files *files, const char *folder, const char *suffix)
{
    char cues[4096], links[4096];
    snprintf(cues, sizeof cues, "%s/markers.weights%s", folder, suffix);
    snprintf(links, sizeof links, "%s/markers_links.weights", folder);
    model_files_replace(files, "markers.weights", cues);
    model_files_replace(files, "markers_links.weights", links);
}

/* Scores the articles whose test[i] is not 0 with the weights in a folder. */
static void score_with(struct model_files *files, const char *folder,
                       const struct marker_article *articles, uint32_t n, const uint8_t *train,
                       const char *suffix, struct marker_scores *scores)
{
    struct markers_model *model;
    struct sw_error err;
    replace_weights(files, folder, suffix);
    check(markers_model_new(&model, files->at, files->n, &err), &err);
    struct sw_arena *arena = sw_arena_new((size_t)1 << 30);
    for (uint32_t i = 0; i < n; i++) {
        struct markers markers;
        if (train[i]) {
            continue;
        }
        sw_arena_reset(arena);
        check(markers_find(model, NULL, &articles[i].document, &articles[i].syntax,
                           &articles[i].entities, &articles[i].attributions, arena, &markers, &err),
              &err);
        score_markers(scores, articles[i].gold, articles[i].entities.at, articles[i].entities.n,
                      markers.at, markers.n, arena);
    }
    sw_arena_free(arena);
    markers_model_free(model);
}

/* What is trained on: articles of the reference, then sentences with known sentiments. */
struct set {
    struct marker_article *articles;
    uint32_t n_gold, n;
    struct model_files *files;
    float more_weight;
};

static void train_both(const struct set *set, const uint8_t *use,
                       const struct train_markers_options *options, const char *folder, bool scan)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/markers.weights", folder);
    train_marker_cues(set->articles, set->n, use, options, path, scan);
    snprintf(path, sizeof path, "%s/markers_links.weights", folder);
    train_marker_links(set->articles, set->n, use, options, path);
}

static void open_blob(struct weights *out, const struct model_files *files, const char *name)
{
    struct sw_error err;
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->at[i].name, name) == 0) {
            check(weights_open(out, &files->at[i], &err), &err);
        }
    }
}

/* Trains on the reference; where there are more sentences, lets that first model teach them and
 * trains again on all. use has an entry for each article of the reference. */
static void train_set(const struct set *set, const uint8_t *use,
                      const struct train_markers_options *options, const char *folder, bool scan)
{
    uint32_t n_more = set->n - set->n_gold;
    struct weights cues, links;
    uint8_t *all = calloc(set->n + 1, 1);
    memcpy(all, use, set->n_gold);
    train_both(set, all, options, folder, scan && n_more == 0);
    if (n_more > 0) {
        struct sw_arena *arena = sw_arena_new((size_t)1 << 30);
        replace_weights(set->files, folder, "");
        open_blob(&cues, set->files, "markers.weights");
        open_blob(&links, set->files, "markers_links.weights");
        teach_markers(set->articles + set->n_gold, n_more, &cues, &links, arena);
        for (uint32_t i = set->n_gold; i < set->n; i++) {
            set->articles[i].weight = set->more_weight;
        }
        memset(all + set->n_gold, 1, n_more);
        train_both(set, all, options, folder, scan);
        sw_arena_free(arena);
    }
    free(all);
}

/* The shifts that give each type its best F1, as --shift takes them. */
static void print_scan(const struct arguments *a, const struct marker_scores *scans)
{
    printf("--shift ");
    for (uint32_t t = 0; t < SW_N_MARKER_TYPES; t++) {
        uint32_t best = 0;
        for (uint32_t k = 1; k < N_SCAN; k++) {
            best = marker_f1(&scans[k].types[t]) > marker_f1(&scans[best].types[t]) ? k : best;
        }
        printf("%s%s=%.2f", t > 0 ? "," : "", sw_marker_type_name((enum sw_marker_type)t),
               (double)(a->options.shifts[t] + scan_shift(best)));
    }
    printf("\n");
    for (uint32_t t = 0; t < SW_N_MARKER_TYPES; t++) {
        printf("%-12s", sw_marker_type_name((enum sw_marker_type)t));
        for (uint32_t k = 0; k < N_SCAN; k++) {
            printf(" %5.1f", marker_f1(&scans[k].types[t]));
        }
        printf("\n");
    }
}

static void cross_validate(struct arguments *a, const struct set *set)
{
    struct marker_scores scores = {0}, scans[N_SCAN] = {0};
    uint8_t *use = malloc(set->n_gold + 1);
    char folder[] = "/tmp/markersXXXXXX";
    if (mkdtemp(folder) == NULL) {
        exit(4);
    }
    scores.log = a->log != NULL ? fopen(a->log, "w") : NULL;
    for (uint32_t fold = 0; fold < a->folds; fold++) {
        for (uint32_t i = 0; i < set->n_gold; i++) {
            use[i] = i % a->folds != fold;
        }
        if (a->weights == NULL) {
            train_set(set, use, &a->options, folder, a->scan);
        } else if (fold + 1 < a->folds) {
            continue; /* they are those of the last fold */
        }
        score_with(set->files, a->weights != NULL ? a->weights : folder, set->articles, set->n_gold,
                   use, "", &scores);
        for (uint32_t k = 0; a->scan && k < N_SCAN; k++) {
            char suffix[16];
            snprintf(suffix, sizeof suffix, ".%u", k);
            score_with(set->files, folder, set->articles, set->n_gold, use, suffix, &scans[k]);
        }
    }
    print_marker_scores(&scores, stdout);
    if (a->scan) {
        print_scan(a, scans);
    }
    if (scores.log != NULL) {
        fclose(scores.log);
    }
    free(use);
}

/* The sentiment towards the targets of a file, with the weights in the folder `out`. */
static void score_target_file(const struct arguments *a, struct model_files *files,
                              const struct marker_words *words, struct sw_arena *arena)
{
    struct gold gold;
    struct target_scores scores = {0};
    const struct attribution_folds none = {NULL, 0};
    struct markers_model *model;
    struct sw_error err;
    targets_read(&gold, a->targets, arena);
    check(markers_model_new(&model, files->at, files->n, &err), &err);
    struct marker_article *articles =
        marker_articles_read(files, words, &gold, read_layers(a->layers), &none, arena);
    for (uint32_t i = 0; i < gold.n; i++) {
        struct markers markers;
        check(markers_find(model, NULL, &articles[i].document, &articles[i].syntax,
                           &articles[i].entities, &articles[i].attributions, arena, &markers, &err),
              &err);
        score_targets(&scores, &gold.at[i], articles[i].entities.at, articles[i].entities.n,
                      markers.at, markers.n);
    }
    print_target_scores(&scores, stdout);
    markers_model_free(model);
}

static void add_sentences(struct set *set, const char *path, const struct marker_words *words,
                          enum layers layers, struct sw_arena *arena)
{
    const struct attribution_folds none = {NULL, 0};
    struct gold more;
    targets_read(&more, path, arena);
    const struct marker_article *sentences =
        marker_articles_read(set->files, words, &more, layers, &none, arena);
    struct marker_article *all = sw_arena_alloc(arena, (set->n + more.n) * sizeof *all);
    memcpy(all, set->articles, set->n * sizeof *all);
    memcpy(all + set->n, sentences, more.n * sizeof *all);
    set->articles = all;
    set->n += more.n;
}

int main(int argc, char **argv)
{
    struct arguments a = {
        .folds = 5,
        .layers = "gold",
        .more_weight = 0.3f,
        .options = {.epochs = 12, .min_count = 2, .seed = 1, .rate = 0.1f, .l2 = 1e-2f}};
    if (!read_arguments(argc, argv, &a)) {
        return usage();
    }
    struct sw_arena *arena = sw_arena_new((size_t)4 << 30);
    struct model_files files;
    struct gold gold;
    struct marker_words *words;
    struct sw_error err;
    model_files_read(&files, a.models);
    gold_read(&gold, a.gold, a.texts, arena);
    check(marker_words_new(&words, files.at, files.n, &err), &err);
    enum layers layers = read_layers(a.layers);
    struct set set = {marker_articles_read(&files, words, &gold, layers, &a.attribution, arena),
                      gold.n, gold.n, &files, a.more_weight};
    if (a.more != NULL) {
        add_sentences(&set, a.more, words, layers, arena);
    }
    if (a.folds > 1) {
        cross_validate(&a, &set);
    }
    if (a.out != NULL && a.weights == NULL) {
        uint8_t *use = malloc(gold.n + 1);
        memset(use, 1, gold.n + 1);
        train_set(&set, use, &a.options, a.out, false);
        free(use);
    }
    if (a.out != NULL && a.targets != NULL) {
        replace_weights(&files, a.out, "");
        score_target_file(&a, &files, words, arena);
    }
    marker_words_free(words);
    model_files_clear(&files);
    sw_arena_free(arena);
    return 0;
}
