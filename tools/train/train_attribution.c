/*
 * stancewire-train-attribution --models DIR --out DIR [--verbs FILE] [--fold K/N] [--epochs N]
 *     [--span-epochs N] [--weight N] [--min-count N] polnear=FILE gold=FOLDER ...
 *
 * Trains the attribution room. --fold leaves out a part of the gold articles, to measure on.
 */
#include "train_attribution.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct arguments {
    const char *models;
    uint32_t fold, n_folds;
    struct train_options options;
    const char *sources[16];
    uint32_t n_sources;
};

void train_require(int status, const struct sw_error *err)
{
    if (status != SW_OK) {
        fprintf(stderr, "train: %s\n", err->text);
        exit(4);
    }
}

const char *train_path(const struct train_options *options, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", options->out, name);
    return path;
}

void train_shuffle(uint32_t *at, uint32_t n, uint64_t seed)
{
    uint64_t state = seed;
    for (uint32_t i = n; i > 1; i--) {
        state = hash_mix(state, i);
        uint32_t k = hash_scale((uint32_t)(state >> 32), i);
        uint32_t swap = at[i - 1];
        at[i - 1] = at[k];
        at[k] = swap;
    }
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(4);
    }
}

/* Reads back what was written: the bytes live as long as the program. */
static struct sw_blob read_back(const struct train_options *options, const char *name)
{
    FILE *file = fopen(train_path(options, name), "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s: cannot be read\n", train_path(options, name));
        exit(4);
    }
    size_t len = (size_t)ftell(file);
    char *bytes = malloc(len + 1);
    rewind(file);
    struct sw_blob blob = {name, bytes, fread(bytes, 1, len, file)};
    fclose(file);
    return blob;
}

static void load(struct attribution_model *model, const struct train_options *options,
                 enum attribution_decision decision)
{
    struct sw_error err = {0};
    struct sw_blob blob = read_back(options, attribution_weights_names[decision]);
    train_require(weights_open(&model->weights[decision], &blob, &err), &err);
}

/* A check that lets everything pass: what the halves are asked with. */
static void train_part(const struct part *part, struct attribution_model *model,
                       const struct train_options *options)
{
    train_cues(part, options);
    train_edges(part, options);
    load(model, options, DECIDE_CUE);
    load(model, options, DECIDE_EDGE);
    train_spans(part, model, options);
    load(model, options, DECIDE_SPAN);
    load(model, options, DECIDE_ORDER);
    /* Until there is a check any weights stand in: its score is not asked for. */
    model->weights[DECIDE_CHECK] = model->weights[DECIDE_CUE];
}

static bool read_option(struct arguments *a, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **text;
        uint32_t *whole;
        float *real;
    } table[] = {{"--models", &a->models, NULL, NULL},
                 {"--out", &a->options.out, NULL, NULL},
                 {"--verbs", &a->options.verbs, NULL, NULL},
                 {"--epochs", NULL, &a->options.epochs, NULL},
                 {"--span-epochs", NULL, &a->options.span_epochs, NULL},
                 {"--weight", NULL, &a->options.complete_weight, NULL},
                 {"--min-count", NULL, &a->options.min_count, NULL},
                 {"--dropout", NULL, NULL, &a->options.dropout},
                 {"--span-dropout", NULL, NULL, &a->options.span_dropout},
                 {"--cue-rate", NULL, NULL, &a->options.cue_rate},
                 {"--cue-l2", NULL, NULL, &a->options.cue_l2},
                 {"--span-rate", NULL, NULL, &a->options.span_rate},
                 {"--span-l2", NULL, NULL, &a->options.span_l2}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].name, name) != 0) {
            continue;
        }
        if (table[i].text != NULL) {
            *table[i].text = value;
        } else if (table[i].whole != NULL) {
            *table[i].whole = (uint32_t)strtoul(value, NULL, 10);
        } else {
            *table[i].real = strtof(value, NULL);
        }
        return true;
    }
    return strcmp(name, "--fold") == 0 && sscanf(value, "%u/%u", &a->fold, &a->n_folds) == 2;
}

static bool read_arguments(struct arguments *a, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            if (i + 1 >= argc || !read_option(a, argv[i], argv[i + 1])) {
                return false;
            }
            i++;
        } else if (a->n_sources < 16) {
            a->sources[a->n_sources++] = argv[i];
        }
    }
    return a->models != NULL && a->options.out != NULL && a->n_sources > 0;
}

static void train(struct arguments *a)
{
    struct model_files files;
    struct articles articles = {0};
    struct attribution_model models[3] = {{0}};
    struct sw_error err = {0};
    model_files_read(&files, a->models);
    struct attribution_rooms *rooms = attribution_rooms_new(&files);
    for (uint32_t i = 0; i < a->n_sources; i++) {
        articles_read(&articles, a->sources[i], rooms, a->fold, a->n_folds, false);
    }
    make_folder(a->options.out);
    make_folder(train_path(&a->options, "lexicons"));
    train_words(&articles, &a->options);
    model_files_replace(&files, "lexicons/cue_words.txt",
                        train_path(&a->options, "lexicons/cue_words.txt"));
    for (int i = 0; i < 3; i++) {
        train_require(attribution_words_read(&models[i], attribution_rooms_words(rooms), files.at,
                                             files.n, &err),
                      &err);
    }
    articles_look(&articles, &models[2]);
    for (int half = 0; half < 2; half++) {
        char folder[4096];
        struct part part = {&articles, half};
        struct train_options options = a->options;
        snprintf(folder, sizeof folder, "%s/half%d", a->options.out, half);
        options.out = folder;
        make_folder(folder);
        train_part(&part, &models[half], &options);
    }
    const struct attribution_model *halves[2] = {&models[0], &models[1]};
    struct part all = {&articles, -1};
    train_check(&articles, halves, &a->options);
    train_part(&all, &models[2], &a->options);
    train_kinds(&all, &a->options);
}

int main(int argc, char **argv)
{
    struct arguments a = {.options = {.epochs = 12,
                                      .span_epochs = 14,
                                      .complete_weight = 2,
                                      .min_count = 5,
                                      .dropout = 0.2f,
                                      .span_dropout = 0.4f,
                                      .cue_rate = 0.05f,
                                      .cue_l2 = 1e-3f,
                                      .span_rate = 0.05f,
                                      .span_l2 = 1e-3f}};
    if (!read_arguments(&a, argc, argv)) {
        fprintf(stderr, "usage: stancewire-train-attribution --models DIR --out DIR [--verbs FILE]\n"
                        "    [--fold K/N] [--epochs N] [--span-epochs N] [--weight N]\n"
                        "    [--min-count N] polnear=FILE gold=FOLDER...\n");
        return 2;
    }
    train(&a);
    return 0;
}
