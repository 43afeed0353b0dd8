/* Markers on annotated articles, and the sentiment towards targets that they tell. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluate_commands.h"
#include "model_files.h"
#include "score_markers.h"
#include "targets.h"

struct arguments {
    const char *models, *texts, *list;
    int first; /* of the inputs */
};

static bool read_arguments(struct arguments *a, int argc, char **argv)
{
    while (a->first + 1 < argc && strncmp(argv[a->first], "--", 2) == 0) {
        const char *name = argv[a->first], *value = argv[a->first + 1];
        const char **slot = strcmp(name, "--models") == 0  ? &a->models
                            : strcmp(name, "--texts") == 0 ? &a->texts
                            : strcmp(name, "--list") == 0  ? &a->list
                                                           : NULL;
        if (slot == NULL) {
            return false;
        }
        *slot = value;
        a->first += 2;
    }
    return a->models != NULL && a->first < argc;
}

static void check(int status, const struct sw_error *err)
{
    if (status != SW_OK) {
        fprintf(stderr, "%s\n", err->text);
        exit(4);
    }
}

/* What is counted, by the kind of the input. */
struct scores {
    struct marker_scores markers;
    struct target_scores targets;
};

static void score_all(const struct sw_engine *engine, const struct gold *gold, bool targets,
                      struct scores *scores)
{
    struct sw_arena *arena = sw_arena_new((size_t)1 << 30);
    for (uint32_t i = 0; i < gold->n; i++) {
        struct sw_annotations found;
        struct sw_text no_title = {NULL, 0};
        struct sw_error err;
        sw_arena_reset(arena);
        check(sw_annotate(engine, gold->at[i].text, no_title, "en", arena, &found, &err), &err);
        if (targets) {
            score_targets(&scores->targets, &gold->at[i], found.entities, found.n_entities,
                          found.markers, found.n_markers);
        } else {
            score_markers(&scores->markers, &gold->at[i], found.entities, found.n_entities,
                          found.markers, found.n_markers, arena);
        }
    }
    sw_arena_free(arena);
}

/* One input: gold=FOLDER or targets=FILE. */
static bool score_input(const struct sw_engine *engine, const struct arguments *a,
                        const char *input)
{
    struct sw_arena *arena = sw_arena_new((size_t)2 << 30);
    struct scores scores = {0};
    struct gold gold;
    bool targets = strncmp(input, "targets=", 8) == 0;
    if (!targets && strncmp(input, "gold=", 5) != 0) {
        sw_arena_free(arena);
        return false;
    }
    scores.markers.log = a->list != NULL ? fopen(a->list, "w") : NULL;
    if (targets) {
        targets_read(&gold, input + 8, arena);
    } else {
        gold_read(&gold, input + 5, a->texts, arena);
    }
    score_all(engine, &gold, targets, &scores);
    if (targets) {
        print_target_scores(&scores.targets, stdout);
    } else {
        print_marker_scores(&scores.markers, stdout);
    }
    if (scores.markers.log != NULL) {
        fclose(scores.markers.log);
    }
    sw_arena_free(arena);
    return true;
}

int evaluate_markers(int argc, char **argv)
{
    struct arguments a = {0};
    struct model_files files;
    struct sw_engine *engine;
    struct sw_error err;
    if (!read_arguments(&a, argc, argv)) {
        return 2;
    }
    model_files_read(&files, a.models);
    check(sw_engine_new(&engine, files.at, files.n, &err), &err);
    int status = 0;
    for (int i = a.first; i < argc && status == 0; i++) {
        status = score_input(engine, &a, argv[i]) ? 0 : 2;
    }
    sw_engine_free(engine);
    model_files_clear(&files);
    return status;
}
