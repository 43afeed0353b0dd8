#include "train_names.h"

#include <stdlib.h>
#include <string.h>

#include "gazetteer.h"
#include "lexicons.h"
#include "names_decode.h"
#include "names_features.h"
#include "names_tagger.h"
#include "perceptron.h"

#define ARENA_BYTES ((size_t)8 << 30)
#define OUTSIDE_BONUS 20 /* how much surer than of "outside" a model must be of a name no one marked */
#define SCALE 256.0f /* of scores, where the decoder wants whole numbers */

/* A stretch of candidates, the unit of learning. */
struct stretch {
    uint32_t text, sentence, first, n; /* looks */
    size_t row;                        /* of its first candidate in the arrays below */
};

struct trainer {
    const struct train_names_options *options;
    const struct corpus *corpus;
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct names_words words;
    struct sw_arena *arena;
    struct names_view *views;  /* a text */
    struct stretch *stretches;
    size_t n_stretches, n_rows;
    uint32_t *allowed;   /* a row: the labels that the corpus allows */
    uint64_t *features;  /* a row: NAMES_MAX_FEATURES */
    uint8_t *n_features;
    struct names_step *steps;
    int32_t *scores;
    uint8_t *gold, *guess;
    float *raw;
};

static uint32_t next_random(uint32_t *state)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return *state >> 8;
}

static void *make(size_t n, size_t size)
{
    void *at = calloc(n + 1, size);
    if (at == NULL) {
        corpus_fail("train", "no memory");
    }
    return at;
}

/* ---- Texts -> stretches with their features and allowed labels -------------------------------- */

static uint32_t labels_at(uint32_t types, uint32_t place)
{
    uint32_t labels = 0;
    for (uint32_t type = 0; type < NAMES_N_TYPES; type++) {
        if ((types & 1u << type) != 0) {
            labels |= 1u << names_label(type, (enum names_place)place);
        }
    }
    return labels;
}

static uint32_t labels_outside(uint32_t types)
{
    uint32_t labels = 1u << NAMES_OUTSIDE;
    for (uint32_t place = 0; place < NAMES_N_PLACES; place++) {
        labels |= labels_at(types, place);
    }
    return labels;
}

/* The allowed labels of each token of a text. */
static void allow(const struct corpus_text *text, const struct document *document,
                  uint32_t *allowed)
{
    uint32_t i = 0, outside = labels_outside(text->outside);
    for (uint32_t s = 0; s < text->n_spans; s++) {
        const struct corpus_span *span = &text->spans[s];
        while (i < document->n_tokens && document->tokens[i].end <= span->start) {
            allowed[i++] = outside;
        }
        uint32_t first = i, end = i;
        while (end < document->n_tokens && document->tokens[end].start < span->end) {
            end++;
        }
        for (; i < end; i++) {
            bool starts = i == first, ends = i + 1 == end;
            uint32_t place = starts && ends ? NAMES_ALONE
                             : starts       ? NAMES_BEGIN
                             : ends         ? NAMES_LAST
                                            : NAMES_INSIDE;
            allowed[i] = labels_at(span->types, place);
            if ((span->types & CORPUS_NONE) != 0) {
                allowed[i] |= 1u << NAMES_OUTSIDE;
            }
            if (span->types == CORPUS_ANY) {
                allowed[i] = NAMES_ALL_LABELS;
            }
        }
    }
    while (i < document->n_tokens) {
        allowed[i++] = outside;
    }
}

/* A name with a token that is no candidate, or that crosses sentences, cannot be learnt: nothing is
 * said of its other tokens. */
static void forgive(const struct names_view *view, uint32_t *allowed)
{
    const struct names_sentence *sentence = view->sentences;
    for (uint32_t s = 0; s < view->n_sentences; s++, sentence++) {
        uint32_t n = sentence->end - sentence->first, *row = allowed + sentence->token;
        for (uint32_t i = 0; i < n; i++) {
            bool candidate =
                (view->looks[sentence->first + i].flags & NAMES_CANDIDATE) != 0;
            if (candidate || (row[i] & 1u << NAMES_OUTSIDE) != 0) {
                continue;
            }
            for (uint32_t k = i; k-- > 0 && (row[k] & 1u << NAMES_OUTSIDE) == 0;) {
                row[k] = NAMES_ALL_LABELS;
            }
            for (uint32_t k = i; k < n && (row[k] & 1u << NAMES_OUTSIDE) == 0; k++) {
                row[k] = NAMES_ALL_LABELS;
            }
        }
    }
}

static size_t count_candidates(const struct names_view *view)
{
    size_t n = 0;
    for (uint32_t i = 0; i < view->n_looks; i++) {
        n += (view->looks[i].flags & NAMES_CANDIDATE) != 0;
    }
    return n;
}

static void read_texts(struct trainer *t)
{
    for (size_t i = 0; i < t->corpus->n; i++) {
        const struct corpus_text *text = &t->corpus->texts[i];
        struct document *document = sw_arena_alloc(t->arena, sizeof *document);
        struct sw_error err;
        if (document == NULL ||
            document_read(&t->lexicons, (struct sw_text){text->at, text->len},
                          (struct sw_text){NULL, 0}, "en", t->arena, document, &err) != SW_OK ||
            names_read(&t->words, t->gazetteer, document, t->arena, &t->views[i], &err) != SW_OK) {
            corpus_fail("train", "a text that cannot be read");
        }
        t->n_rows += count_candidates(&t->views[i]);
    }
}

/* Fills the rows of one sentence and cuts it into stretches. */
static void add_sentence(struct trainer *t, uint32_t text, uint32_t s, const uint32_t *allowed)
{
    const struct names_view *view = &t->views[text];
    const struct names_sentence *sentence = &view->sentences[s];
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        if ((view->looks[i].flags & NAMES_CANDIDATE) == 0) {
            continue;
        }
        struct stretch *last = t->n_stretches > 0 ? &t->stretches[t->n_stretches - 1] : NULL;
        if (last != NULL && last->text == text && last->first + last->n == i) {
            last->n++;
        } else {
            t->stretches[t->n_stretches++] = (struct stretch){text, s, i, 1, t->n_rows};
        }
        t->allowed[t->n_rows] = allowed[sentence->token + i - sentence->first];
        t->n_features[t->n_rows] = (uint8_t)names_features(
            view, sentence, i, t->features + t->n_rows * NAMES_MAX_FEATURES);
        t->n_rows++;
    }
}

static void make_rows(struct trainer *t)
{
    size_t n = t->n_rows;
    t->allowed = make(n, sizeof *t->allowed);
    t->features = make(n * NAMES_MAX_FEATURES, sizeof *t->features);
    t->n_features = make(n, 1);
    t->stretches = make(n, sizeof *t->stretches);
    t->n_rows = 0;
    for (uint32_t i = 0; i < t->corpus->n; i++) {
        struct names_view *view = &t->views[i];
        uint32_t *allowed = make(view->document->n_tokens, sizeof *allowed);
        allow(&t->corpus->texts[i], view->document, allowed);
        forgive(view, allowed);
        for (uint32_t s = 0; s < view->n_sentences; s++) {
            add_sentence(t, i, s, allowed);
        }
        free(allowed);
    }
    uint32_t longest = 0;
    for (size_t i = 0; i < t->n_stretches; i++) {
        longest = t->stretches[i].n > longest ? t->stretches[i].n : longest;
    }
    t->steps = make(longest, sizeof *t->steps);
    t->scores = make((size_t)longest * NAMES_N_LABELS, sizeof *t->scores);
    t->raw = make((size_t)longest * NAMES_N_LABELS, sizeof *t->raw);
    t->gold = make(longest, 1);
    t->guess = make(longest, 1);
}

/* ---- Learning ------------------------------------------------------------------------------- */

static void score(struct trainer *t, const struct perceptron *p, const struct stretch *stretch)
{
    memset(t->raw, 0, stretch->n * NAMES_N_LABELS * sizeof *t->raw);
    for (uint32_t k = 0; k < stretch->n; k++) {
        const uint64_t *features = t->features + (stretch->row + k) * NAMES_MAX_FEATURES;
        for (uint32_t f = 0; f < t->n_features[stretch->row + k]; f++) {
            perceptron_add(p, features[f], t->raw + (size_t)k * NAMES_N_LABELS);
        }
    }
}

/* Decodes the raw scores: with the allowed labels only (gold), or with a margin on the others. */
static void decode(struct trainer *t, const struct stretch *stretch, bool only_allowed,
                   float margin, uint8_t *labels)
{
    for (uint32_t k = 0; k < stretch->n; k++) {
        uint32_t allowed = t->allowed[stretch->row + k];
        for (uint32_t label = 0; label < NAMES_N_LABELS; label++) {
            size_t at = (size_t)k * NAMES_N_LABELS + label;
            bool is_allowed = (allowed & 1u << label) != 0;
            float bonus = only_allowed ? (label == NAMES_OUTSIDE ? OUTSIDE_BONUS : 0)
                                       : (is_allowed ? 0 : margin);
            t->scores[at] = only_allowed && !is_allowed ? NAMES_NEVER
                                                        : (int32_t)((t->raw[at] + bonus) * SCALE);
        }
    }
    names_decode(t->scores, stretch->n, t->steps, labels);
}

static void learn(struct trainer *t, struct perceptron *p, const struct stretch *stretch)
{
    score(t, p, stretch);
    decode(t, stretch, true, 0, t->gold);
    decode(t, stretch, false, t->options->margin, t->guess);
    for (uint32_t k = 0; k < stretch->n; k++) {
        const uint64_t *features = t->features + (stretch->row + k) * NAMES_MAX_FEATURES;
        uint32_t n = t->gold[k] != t->guess[k] ? t->n_features[stretch->row + k] : 0;
        for (uint32_t f = 0; f < n; f++) {
            perceptron_update(p, features[f], t->gold[k], 1);
            perceptron_update(p, features[f], t->guess[k], -1);
        }
    }
    perceptron_step(p);
}

static void train(struct trainer *t, struct perceptron *p, uint32_t seed)
{
    uint32_t random = seed;
    uint32_t *order = make(t->n_stretches, sizeof *order);
    for (uint32_t i = 0; i < t->n_stretches; i++) {
        order[i] = i;
    }
    for (uint32_t epoch = 0; epoch < t->options->epochs; epoch++) {
        for (size_t i = t->n_stretches; i-- > 1;) {
            size_t k = next_random(&random) % (i + 1);
            uint32_t swap = order[i];
            order[i] = order[k];
            order[k] = swap;
        }
        for (size_t i = 0; i < t->n_stretches; i++) {
            learn(t, p, &t->stretches[order[i]]);
        }
    }
    free(order);
}

/* The mean of models that saw the texts in different orders. */
static struct perceptron *train_models(struct trainer *t)
{
    struct perceptron *mean = perceptron_new(NAMES_N_LABELS);
    for (uint32_t i = 0; i < t->options->models; i++) {
        struct perceptron *p = perceptron_new(NAMES_N_LABELS);
        train(t, p, t->options->seed + i);
        struct perceptron *one = perceptron_averaged(p);
        perceptron_blend(mean, one, 1.0f / (float)t->options->models);
        perceptron_free(one);
        perceptron_free(p);
    }
    return mean;
}

static int write_weights(struct trainer *t, struct perceptron *p, const char *path,
                         struct sw_error *err)
{
    const char *names[NAMES_N_LABELS];
    for (uint32_t i = 0; i < NAMES_N_LABELS; i++) {
        names[i] = names_label_name((uint8_t)i);
    }
    for (size_t row = 0; row < t->n_rows; row++) {
        for (uint32_t f = 0; f < t->n_features[row]; f++) {
            perceptron_count(p, t->features[row * NAMES_MAX_FEATURES + f]);
        }
    }
    return perceptron_write(p, path, names, t->options->min_count, t->options->min_score, err);
}

static int trainer_init(struct trainer *t, const struct corpus *corpus,
                        const struct sw_blob *files, size_t n_files,
                        const struct train_names_options *options, struct sw_error *err)
{
    *t = (struct trainer){.options = options, .corpus = corpus};
    int status = lexicons_init(&t->lexicons, files, n_files, err);
    if (status == SW_OK) {
        status = gazetteer_new(&t->gazetteer, files, n_files, err);
    }
    if (status == SW_OK) {
        status = names_words_init(&t->words, files, n_files, err);
    }
    if (status == SW_OK) {
        t->arena = sw_arena_new(ARENA_BYTES);
        t->views = make(corpus->n, sizeof *t->views);
        read_texts(t);
        make_rows(t);
    }
    return status;
}

static void trainer_clear(struct trainer *t)
{
    void *const all[] = {t->views,     t->allowed, t->features, t->n_features, t->stretches,
                         t->steps,     t->scores,  t->raw,      t->gold,       t->guess};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        free(all[i]);
    }
    sw_arena_free(t->arena);
    names_words_clear(&t->words);
    gazetteer_free(t->gazetteer);
    lexicons_clear(&t->lexicons);
}

int train_names(const struct corpus *corpus, const struct sw_blob *files, size_t n_files,
                const struct train_names_options *options, const char *path, struct sw_error *err)
{
    struct trainer t;
    int status = trainer_init(&t, corpus, files, n_files, options, err);
    if (status == SW_OK) {
        fprintf(stderr, "%zu texts, %zu candidates\n", corpus->n, t.n_rows);
        struct perceptron *mean = train_models(&t);
        status = write_weights(&t, mean, path, err);
        perceptron_free(mean);
    }
    trainer_clear(&t);
    return status;
}
