#include "names_tagger.h"

#include <string.h>

#include "error.h"
#include "names_decode.h"
#include "names_features.h"

static const char *const label_names[NAMES_N_LABELS] = {
    "O",      "B-PER",  "I-PER",  "L-PER",   "U-PER",   "B-ORG",   "I-ORG",   "L-ORG",   "U-ORG",
    "B-LOC",  "I-LOC",  "L-LOC",  "U-LOC",   "B-NORP",  "I-NORP",  "L-NORP",  "U-NORP",  "B-EVENT",
    "I-EVENT", "L-EVENT", "U-EVENT", "B-OTHER", "I-OTHER", "L-OTHER", "U-OTHER",
};

const char *names_label_name(uint8_t label)
{
    return label_names[label];
}

int names_weights_check(const struct weights *weights, const char *file, struct sw_error *err)
{
    bool same = weights->n_labels == NAMES_N_LABELS;
    for (uint32_t i = 0; same && i < NAMES_N_LABELS; i++) {
        same = strncmp(weights_label(weights, i), label_names[i], WEIGHTS_LABEL_BYTES) == 0;
    }
    return same ? SW_OK
                : error_set(err, SW_EFORMAT, "%s: its labels are not those of the name tagger", file);
}

/* Where the work of one text lies: rows of scores and steps for the longest stretch. */
struct work {
    const struct names_rows *rows;
    const struct names_view *view;
    int32_t *scores;
    uint8_t *labels; /* one a look */
    struct names_step *steps;
};

/* Candidates that stand together in a sentence: looks. */
struct stretch {
    uint32_t first, end;
};

/* The next stretch from look `at` on, or false at the end of the sentence. */
static bool next_stretch(const struct names_view *view, const struct names_sentence *sentence,
                         struct stretch *stretch)
{
    uint32_t at = stretch->end;
    while (at < sentence->end && (view->looks[at].flags & NAMES_CANDIDATE) == 0) {
        at++;
    }
    stretch->first = at;
    while (at < sentence->end && (view->looks[at].flags & NAMES_CANDIDATE) != 0) {
        at++;
    }
    stretch->end = at;
    return stretch->first < at;
}

static void find_rows(const struct work *work, const struct names_sentence *sentence, uint32_t look,
                      struct names_found *found)
{
    found->n = names_features(work->view, sentence, look, found->features);
    names_rows_find(work->rows, found);
}

/* Scores a stretch. The rows of the next candidate are asked for before those of this one are read:
 * the memory answers meanwhile. */
static void score(const struct work *work, const struct names_sentence *sentence,
                  struct stretch stretch)
{
    struct names_found found[2];
    find_rows(work, sentence, stretch.first, &found[0]);
    for (uint32_t i = 0; stretch.first + i < stretch.end; i++) {
        if (stretch.first + i + 1 < stretch.end) {
            find_rows(work, sentence, stretch.first + i + 1, &found[(i + 1) % 2]);
        }
        names_rows_sum(&found[i % 2], work->scores + (size_t)i * NAMES_N_LABELS);
    }
}

static void tag(const struct work *work)
{
    const struct names_view *view = work->view;
    for (uint32_t s = 0; s < view->n_sentences; s++) {
        const struct names_sentence *sentence = &view->sentences[s];
        struct stretch stretch = {sentence->first, sentence->first};
        while (next_stretch(view, sentence, &stretch)) {
            score(work, sentence, stretch);
            names_decode(work->scores, stretch.end - stretch.first, work->steps,
                         work->labels + stretch.first);
        }
    }
}

static uint32_t longest_stretch(const struct names_view *view)
{
    uint32_t here = 0, longest = 0;
    for (uint32_t i = 0; i < view->n_looks; i++) {
        here = (view->looks[i].flags & NAMES_CANDIDATE) != 0 ? here + 1 : 0;
        longest = here > longest ? here : longest;
    }
    return longest;
}

int names_tag(const struct names_rows *rows, const struct names_view *view, struct sw_arena *arena,
              uint8_t **out, struct sw_error *err)
{
    size_t n = (size_t)longest_stretch(view) + 1;
    struct work work = {rows, view,
                        sw_arena_alloc(arena, n * NAMES_N_LABELS * sizeof *work.scores),
                        sw_arena_alloc(arena, (size_t)view->n_looks + 1),
                        sw_arena_alloc(arena, n * sizeof *work.steps)};
    if (work.scores == NULL || work.labels == NULL || work.steps == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the scores of %zu words", n);
    }
    memset(work.labels, NAMES_OUTSIDE, view->n_looks);
    tag(&work);
    *out = work.labels;
    return SW_OK;
}
