/* Makes syntax.words.tsv and syntax.weights from CoNLL-U files; see train_syntax.h. */
#include "train_syntax.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

#define FOLDS 2u
#define TAG_ROUNDS 6u
#define ARC_ROUNDS 10u
#define LABEL_ROUNDS 6u

/* The share of features that training leaves out. */
static const float dropouts[N_SYNTAX_NETS] = {0.1f, 0.1f, 0.1f};

/* A whole file. NULL when it cannot be read. */
static void *read_file(const char *folder, const char *name, size_t *len)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    *len = 0;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        rewind(file);
        bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
        *len = bytes != NULL ? fread(bytes, 1, (size_t)size, file) : 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    return bytes;
}

/* The words of the model as the engine will see them. The bytes and tables live until exit. */
static int open_words(struct syntax_words *words, const char *folder, struct sw_error *err)
{
    enum { N_FILES = 3 };
    static const char *const names[N_FILES] = {"syntax.words.tsv", "names.clusters.tsv",
                                               "names.words.tsv"};
    static struct names_words known;
    struct sw_blob files[N_FILES];
    for (int i = 0; i < N_FILES; i++) {
        files[i].name = names[i];
        files[i].at = read_file(folder, names[i], &files[i].len);
        if (files[i].at == NULL) {
            return error_set(err, SW_EMISSING, "%s/%s: cannot read", folder, names[i]);
        }
    }
    int status = names_words_init(&known, files, N_FILES, err);
    return status == SW_OK ? syntax_words_init(words, &known, files, N_FILES, err) : status;
}

/* Tags each sentence with a tagger that has not learnt from it. */
static uint8_t **jackknife(const struct syntax_words *words, const struct conllu *conllu)
{
    uint8_t **tags = calloc(conllu->n + 1, sizeof *tags);
    static struct syntax_view view;
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        struct train_net net;
        struct syntax_net quick;
        int8_t *rows;
        train_net_init(&net, syntax_tag_n_rows, N_SYNTAX_SCORED, fold + 10);
        net.dropout = dropouts[SYNTAX_TAGS];
        train_tagger(&net, words, conllu, FOLDS, fold, TAG_ROUNDS);
        train_net_quantise(&net, &quick, &rows);
        for (size_t s = fold; s < conllu->n; s += FOLDS) {
            uint32_t n = conllu->at[s].document.n_tokens;
            syntax_view_read(words, &conllu->at[s].document, 0,
                             n < SYNTAX_PIECE_MAX ? n : SYNTAX_PIECE_MAX, &view);
            syntax_tag(words, &quick, &view);
            tags[s] = calloc(n + 1, 1);
            memcpy(tags[s], view.fine + 2, view.n);
        }
        train_net_clear(&net);
        free(rows);
    }
    return tags;
}

static int read_all(struct conllu *conllu, int n, char **paths, struct sw_error *err)
{
    static const enum conllu_style styles[] = {CONLLU_AS_IS, CONLLU_CAPITALS, CONLLU_SMALL,
                                               CONLLU_TITLE, CONLLU_CURLY};
    static const size_t keep_each[] = {1, 24, 24, 24, 24};
    int status = SW_OK;
    for (int i = 0; i < n && status == SW_OK; i++) {
        for (size_t k = 0; k < 5 && status == SW_OK; k++) {
            struct conllu all = {0};
            status = conllu_read(&all, paths[i], styles[k], err);
            for (size_t s = k; s < all.n; s += keep_each[k]) {
                conllu->at = realloc(conllu->at, (conllu->n + 1) * sizeof *conllu->at);
                all.at[s].silver = i > 0;
                conllu->at[conllu->n++] = all.at[s];
            }
        }
    }
    return status;
}

static int write_nets(const char *folder, const struct train_net *nets, struct sw_error *err)
{
    static struct syntax_net quick[N_SYNTAX_NETS];
    const struct syntax_net *at[N_SYNTAX_NETS];
    int8_t *rows[N_SYNTAX_NETS];
    char path[4096];
    for (int i = 0; i < N_SYNTAX_NETS; i++) {
        train_net_quantise(&nets[i], &quick[i], &rows[i]);
        at[i] = &quick[i];
    }
    snprintf(path, sizeof path, "%s/%s", folder, SYNTAX_FILE);
    int status = train_nets_write(path, at, err);
    for (int i = 0; i < N_SYNTAX_NETS; i++) {
        free(rows[i]);
    }
    return status;
}

static int train(const char *folder, const struct conllu *conllu, struct sw_error *err)
{
    char path[4096];
    struct syntax_words words;
    snprintf(path, sizeof path, "%s/syntax.words.tsv", folder);
    int status = train_words_write(path, conllu, err);
    if (status == SW_OK) {
        status = open_words(&words, folder, err);
    }
    if (status != SW_OK) {
        return status;
    }
    const uint32_t n_rows[] = {syntax_tag_n_rows, syntax_arc_n_rows, syntax_label_n_rows};
    const uint32_t n_outputs[] = {N_SYNTAX_SCORED, 3, N_SYNTAX_RELATIONS};
    static struct train_net nets[N_SYNTAX_NETS];
    for (uint32_t i = 0; i < N_SYNTAX_NETS; i++) {
        train_net_init(&nets[i], n_rows[i], n_outputs[i], i + 1);
        nets[i].dropout = dropouts[i];
    }
    train_tagger(&nets[SYNTAX_TAGS], &words, conllu, 0, 0, TAG_ROUNDS);
    uint8_t **tags = jackknife(&words, conllu);
    train_parser(&nets[SYNTAX_ARCS], &words, conllu, tags, ARC_ROUNDS);
    train_labeller(&nets[SYNTAX_LABELS], &words, conllu, tags, LABEL_ROUNDS);
    return write_nets(folder, nets, err);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: stancewire-train-syntax MODEL_FOLDER GOLD.conllu [SILVER.conllu...]\n");
        return 2;
    }
    struct conllu conllu = {0};
    struct sw_error err = {0};
    int status = read_all(&conllu, argc - 2, argv + 2, &err);
    if (status == SW_OK) {
        status = train(argv[1], &conllu, &err);
    }
    if (status != SW_OK) {
        fprintf(stderr, "stancewire-train-syntax: %s\n", err.text);
        return 1;
    }
    return 0;
}
