/* train-tone: makes models/markers_tone.weights and scores it on other sentences. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train_tone.h"

static void check(int status, const struct sw_error *err)
{
    if (status != SW_OK) {
        fprintf(stderr, "%s\n", err->text);
        exit(4);
    }
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "stancewire-train-tone MODELS TRAIN.jsonl TEST.jsonl OUT "
                        "[EPOCHS RATE L2 MIN_COUNT MIN_WEIGHT]\n");
        return 2;
    }
    struct train_markers_options options = {
        .epochs = argc > 5 ? (uint32_t)strtoul(argv[5], NULL, 10) : 8,
        .rate = argc > 6 ? strtof(argv[6], NULL) : 0.05f,
        .l2 = argc > 7 ? strtof(argv[7], NULL) : 0.01f,
        .min_count = argc > 8 ? (uint32_t)strtoul(argv[8], NULL, 10) : 3,
        .min_weight = argc > 9 ? strtof(argv[9], NULL) : 0.02f,
        .seed = 1};
    struct sw_arena *arena = sw_arena_new((size_t)4 << 30);
    struct model_files files;
    struct gold train, test;
    struct marker_words *words;
    struct weights weights;
    struct sw_error err;
    const struct attribution_folds none = {NULL, 0};
    model_files_read(&files, argv[1]);
    check(marker_words_new(&words, files.at, files.n, &err), &err);
    targets_read(&train, argv[2], arena);
    targets_read(&test, argv[3], arena);
    train_marker_tone(marker_articles_read(&files, words, &train, LAYERS_NAMES, &none, arena),
                      train.n, &options, argv[4]);
    model_files_replace(&files, "markers_tone.weights", argv[4]);
    for (size_t i = 0; i < files.n; i++) {
        if (strcmp(files.at[i].name, "markers_tone.weights") == 0) {
            check(weights_open(&weights, &files.at[i], &err), &err);
        }
    }
    const struct marker_article *articles =
        marker_articles_read(&files, words, &test, LAYERS_NAMES, &none, arena);
    for (int16_t shift = -40; shift <= 60; shift = (int16_t)(shift + 20)) {
        struct target_scores scores = {0};
        score_marker_tone(articles, test.n, &weights, shift, &scores);
        printf("shift %d\n", shift);
        print_target_scores(&scores, stdout);
    }
    marker_words_free(words);
    model_files_clear(&files);
    sw_arena_free(arena);
    return 0;
}
