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

/* Where the work of one text lies. */
struct work {
    const struct weights *weights;
    const struct names_view *view;
    int32_t *scores;  /* a row a candidate, in text order */
    uint8_t *labels;  /* one a look */
    struct names_step *steps; /* of the longest stretch */
};

/* A stretch of candidates that stand together in a sentence. */
struct stretch {
    uint32_t first, end; /* looks */
    uint32_t row;        /* of its first candidate in scores */
};

/* The next stretch from look `at` on, or false at the end of the sentence. */
static bool next_stretch(const struct names_view *view, const struct names_sentence *sentence,
                         struct stretch *stretch)
{
    uint32_t at = stretch->end;
    stretch->row += stretch->end - stretch->first;
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

/* Adds the rows of the features. */
static void add_rows(const struct weights *weights, const uint64_t *features, uint32_t n,
                     int32_t *scores)
{
    int16_t sum[NAMES_N_LABELS] = {0};
    weights_sum(weights, features, n, sum);
    for (uint32_t k = 0; k < NAMES_N_LABELS; k++) {
        scores[k] += sum[k];
    }
}

/* One pass over all candidates; tally NULL: the first. */
static void pass(struct work *work, const struct names_tally *tally, const uint8_t *before)
{
    const struct names_view *view = work->view;
    uint64_t features[NAMES_MAX_FEATURES];
    struct stretch stretch = {0, 0, 0};
    for (uint32_t s = 0; s < view->n_sentences; s++) {
        const struct names_sentence *sentence = &view->sentences[s];
        stretch.row += stretch.end - stretch.first;
        stretch.first = stretch.end = sentence->first;
        while (next_stretch(view, sentence, &stretch)) {
            int32_t *scores = work->scores + (size_t)stretch.row * NAMES_N_LABELS;
            bool changed = tally == NULL;
            for (uint32_t i = stretch.first; i < stretch.end; i++) {
                uint32_t n = tally == NULL
                                 ? names_features(view, sentence, i, features)
                                 : names_features_again(view, sentence, i, before, tally, features);
                changed = changed || n > 0;
                add_rows(work->weights, features, n,
                         scores + (size_t)(i - stretch.first) * NAMES_N_LABELS);
            }
            if (changed) {
                names_decode(scores, stretch.end - stretch.first, work->steps,
                             work->labels + stretch.first);
            }
        }
    }
}

/* Counts candidates and the longest stretch. */
static uint32_t count_candidates(const struct names_view *view, uint32_t *longest)
{
    uint32_t n = 0, here = 0;
    *longest = 0;
    for (uint32_t i = 0; i < view->n_looks; i++) {
        bool candidate = (view->looks[i].flags & NAMES_CANDIDATE) != 0;
        n += candidate;
        here = candidate ? here + 1 : 0;
        *longest = here > *longest ? here : *longest;
    }
    return n;
}

int names_tag(const struct weights *weights, const struct names_view *view, struct sw_arena *arena,
              const uint8_t **out, struct sw_error *err)
{
    uint32_t longest, n = count_candidates(view, &longest);
    struct names_tally tally;
    size_t scores_bytes = ((size_t)n + 1) * NAMES_N_LABELS * sizeof(int32_t);
    struct work work = {weights, view, sw_arena_alloc(arena, scores_bytes),
                        sw_arena_alloc(arena, view->n_looks + 1),
                        sw_arena_alloc(arena, ((size_t)longest + 1) * sizeof *work.steps)};
    uint8_t *before = sw_arena_alloc(arena, view->n_looks + 1);
    if (work.scores == NULL || work.labels == NULL || work.steps == NULL || before == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the scores of %u words", n);
    }
    memset(work.scores, 0, scores_bytes);
    memset(work.labels, NAMES_OUTSIDE, view->n_looks);
    pass(&work, NULL, NULL);
    memcpy(before, work.labels, view->n_looks);
    int status = names_count(view, before, arena, &tally, err);
    if (status == SW_OK) {
        pass(&work, &tally, before);
        *out = work.labels;
    }
    return status;
}
