/* stancewire-train-names: makes the weights of the name tagger from annotated texts. */
#include <stdlib.h>
#include <string.h>

#include "corpus_case.h"
#include "model_files.h"
#include "train_names.h"

static int usage(FILE *out)
{
    fprintf(out, "stancewire-train-names --models DIR --out FILE [--epochs N]\n"
                 "            [--margin X] [--min-count N] [--min-score X] [--seed N]\n"
                 "            [--average N] [--plain-case]\n"
                 "            FORMAT=PATH...\n"
                 "Formats:\n");
    corpus_formats(out);
    return 2;
}

struct arguments {
    const char *models, *out;
    struct train_names_options options;
    struct corpus corpus;
    bool plain_case;
};

/* The value of an option, or NULL when argv[i] is not it. */
static const char *value_of(char **argv, int argc, int *i, const char *name)
{
    return strcmp(argv[*i], name) == 0 && *i + 1 < argc ? argv[++*i] : NULL;
}

static bool read_option(struct arguments *a, char **argv, int argc, int *i)
{
    const struct {
        const char *name;
        uint32_t *whole;
        float *real;
        const char **text;
    } table[] = {
        {"--models", NULL, NULL, &a->models},
        {"--out", NULL, NULL, &a->out},
        {"--epochs", &a->options.epochs, NULL, NULL},
        {"--margin", NULL, &a->options.margin, NULL},
        {"--min-count", &a->options.min_count, NULL, NULL},
        {"--min-score", NULL, &a->options.min_score, NULL},
        {"--average", &a->options.models, NULL, NULL},
        {"--seed", &a->options.seed, NULL, NULL},
    };
    for (size_t k = 0; k < sizeof table / sizeof table[0]; k++) {
        const char *value = value_of(argv, argc, i, table[k].name);
        if (value != NULL) {
            if (table[k].whole != NULL) {
                *table[k].whole = (uint32_t)strtoul(value, NULL, 10);
            } else if (table[k].real != NULL) {
                *table[k].real = strtof(value, NULL);
            } else {
                *table[k].text = value;
            }
            return true;
        }
    }
    if (strcmp(argv[*i], "--plain-case") == 0) {
        a->plain_case = true;
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    struct arguments a = {.options = {8, 4, 3, 1, 2.0f, 0.0f}};
    struct model_files files;
    struct sw_error err;
    for (int i = 1; i < argc; i++) {
        if (!read_option(&a, argv, argc, &i)) {
            corpus_read(&a.corpus, argv[i]);
        }
    }
    if (a.models == NULL || a.out == NULL || a.corpus.n == 0) {
        return usage(stderr);
    }
    if (!a.plain_case) {
        corpus_add_cases(&a.corpus, a.options.seed);
    }
    model_files_read(&files, a.models);
    int status = train_names(&a.corpus, files.at, files.n, &a.options, a.out, &err);
    if (status != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
    }
    model_files_clear(&files);
    corpus_clear(&a.corpus);
    return status == SW_OK ? 0 : 4;
}

