#include <stdlib.h>
#include <string.h>

#include "corpus.h"
#include "evaluate_commands.h"
#include "model_files.h"
#include "score_names.h"

static uint32_t read_types(const char *list)
{
    uint32_t types = 0;
    for (uint32_t type = 0; type < NAMES_OTHER; type++) {
        if (strstr(list, sw_entity_type_name((enum sw_entity_type)type)) != NULL) {
            types |= 1u << type;
        }
    }
    return types;
}

int evaluate_names(int argc, char **argv)
{
    const char *models = NULL, *weights = NULL, *types = "PER,ORG,LOC", *errors = NULL;
    const char *export = NULL;
    struct {
        const char *name, **value;
    } table[] = {{"--models", &models}, {"--weights", &weights}, {"--types", &types},
                 {"--errors", &errors}, {"--export", &export}};
    int first = 0;
    for (bool found = true; found && first + 1 < argc;) {
        found = false;
        for (size_t k = 0; k < sizeof table / sizeof table[0] && !found; k++) {
            found = strcmp(argv[first], table[k].name) == 0;
            if (found) {
                *table[k].value = argv[first + 1];
                first += 2;
            }
        }
    }
    if (models == NULL || first >= argc) {
        corpus_formats(stderr);
        return 2;
    }
    struct model_files files;
    struct name_tagger tagger;
    struct sw_error err;
    model_files_read(&files, models);
    if (weights != NULL) {
        model_files_replace(&files, "names.weights", weights);
    }
    if (name_tagger_init(&tagger, files.at, files.n, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 4;
    }
    FILE *log = errors != NULL ? fopen(errors, "w") : NULL;
    for (int i = first; i < argc; i++) {
        struct corpus corpus = {0};
        struct name_scores scores;
        corpus_read(&corpus, argv[i]);
        score_names(&tagger, &corpus, read_types(types), log, &scores);
        print_name_scores(argv[i], &scores, stdout);
        if (export != NULL) {
            corpus_export(&corpus, export);
        }
        corpus_clear(&corpus);
    }
    if (log != NULL) {
        fclose(log);
    }
    name_tagger_clear(&tagger);
    model_files_clear(&files);
    return 0;
}

