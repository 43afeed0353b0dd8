#include "train_tone.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "logistic.h"
#include "markers_tone.h"

struct tone_example {
    uint32_t at, n;
    uint8_t wanted;
};

struct tone_examples {
    struct tone_example *at;
    uint32_t n;
    uint32_t *ids;
    uint32_t n_ids, room;
};

/* The mention that stands where a target does, or NULL. */
static const struct mention_at *mention_of(const struct marker_article *article, uint32_t target,
                                           uint32_t *sentence)
{
    const struct sw_span span = article->gold->annotations.entities[target].mentions[0].span;
    const struct document *document = &article->document;
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        for (uint32_t m = article->mentions.of_sentence[s];
             m < article->mentions.of_sentence[s + 1]; m++) {
            const struct mention_at *mention = &article->mentions.at[m];
            if (document->tokens[mention->first].start < span.end &&
                span.start < document->tokens[mention->end - 1].end) {
                *sentence = s;
                return mention;
            }
        }
    }
    return NULL;
}

static void read_article(struct tone_examples *e, struct logistic *model,
                         const struct marker_article *article)
{
    const struct sw_annotations *gold = &article->gold->annotations;
    for (uint32_t g = 0; g < gold->n_markers; g++) {
        uint32_t sentence;
        struct tone_features features;
        const struct mention_at *mention =
            mention_of(article, (uint32_t)gold->markers[g].target, &sentence);
        if (mention == NULL) {
            continue;
        }
        tone_features_read(&article->context, &article->document.sentences[sentence], mention,
                           &features);
        if (e->n_ids + features.n > e->room) {
            e->room = 2 * e->room + 4096;
            e->ids = realloc(e->ids, e->room * sizeof *e->ids);
        }
        struct tone_example *example = &e->at[e->n++];
        *example =
            (struct tone_example){e->n_ids, features.n, (uint8_t)(gold->markers[g].polarity + 1)};
        for (uint32_t i = 0; i < features.n; i++) {
            e->ids[e->n_ids++] = logistic_id(model, features.at[i]);
        }
    }
}

static void learn(struct logistic *model, const uint32_t *ids, const struct tone_example *x)
{
    float scores[N_TONE_LABELS] = {0}, gradient[N_TONE_LABELS], sum = 0;
    logistic_add(model, ids + x->at, x->n, scores);
    float most = fmaxf(scores[0], fmaxf(scores[1], scores[2]));
    for (int k = 0; k < N_TONE_LABELS; k++) {
        gradient[k] = expf(scores[k] - most);
        sum += gradient[k];
    }
    for (int k = 0; k < N_TONE_LABELS; k++) {
        gradient[k] = gradient[k] / sum - (k == x->wanted);
    }
    logistic_update(model, ids + x->at, x->n, gradient);
}

void train_marker_tone(const struct marker_article *articles, uint32_t n,
                       const struct train_markers_options *options, const char *path)
{
    static const char *const labels[N_TONE_LABELS] = {"bad", "neither", "good"};
    struct logistic *model = logistic_new(N_TONE_LABELS, options->rate, options->l2);
    struct tone_examples e = {0};
    uint32_t n_targets = 0;
    for (uint32_t i = 0; i < n; i++) {
        n_targets += articles[i].gold->annotations.n_markers;
    }
    e.at = malloc((n_targets + 1) * sizeof *e.at);
    for (uint32_t i = 0; i < n; i++) {
        read_article(&e, model, &articles[i]);
    }
    logistic_freeze(model, options->min_count);
    uint64_t seed = options->seed;
    for (uint32_t epoch = 0; epoch < options->epochs; epoch++) {
        for (uint32_t i = 0; i < e.n; i++) {
            seed = hash_mix(seed, i);
            learn(model, e.ids, &e.at[hash_scale((uint32_t)seed, e.n)]);
        }
    }
    struct sw_error err;
    if (logistic_write(model, path, labels, options->min_weight, 2.0f, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(4);
    }
    free(e.at);
    free(e.ids);
    logistic_free(model);
}

void score_marker_tone(const struct marker_article *articles, uint32_t n,
                       const struct weights *weights, int16_t shift, struct target_scores *scores)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct sw_annotations *gold = &articles[i].gold->annotations;
        for (uint32_t g = 0; g < gold->n_markers; g++) {
            uint32_t sentence;
            struct tone_features features;
            int16_t row[N_TONE_LABELS] = {0};
            const struct mention_at *mention =
                mention_of(&articles[i], (uint32_t)gold->markers[g].target, &sentence);
            if (mention != NULL) {
                tone_features_read(&articles[i].context, &articles[i].document.sentences[sentence],
                                   mention, &features);
                weights_sum(weights, features.at, features.n, row);
            }
            row[TONE_NEITHER] = (int16_t)(row[TONE_NEITHER] + shift);
            int best = row[0] > row[1] ? 0 : 1;
            best = row[2] > row[best] ? 2 : best;
            scores->n[gold->markers[g].polarity + 1][best]++;
        }
    }
}
