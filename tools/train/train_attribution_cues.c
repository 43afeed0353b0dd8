#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "attribution_label.h"
#include "logistic.h"
#include "train_attribution.h"

#define CLIP 4.0f

static const char *const yes_label[] = {"yes"};

/* One decision to learn: features by their numbers in the model. */
struct row {
    uint32_t first, n; /* in ids */
    float want;        /* 1 or 0 */
    float weight;
};

struct rows {
    struct logistic *model;
    struct row *at;
    uint32_t n, room;
    uint32_t *ids;
    uint32_t n_ids, ids_room;
};

static void add_row(struct rows *rows, const struct features *features, bool want, float weight)
{
    if (rows->n == rows->room) {
        rows->room = rows->room > 0 ? 2 * rows->room : 4096;
        rows->at = realloc(rows->at, rows->room * sizeof *rows->at);
    }
    if (rows->n_ids + features->n > rows->ids_room) {
        rows->ids_room = 2 * rows->ids_room + 65536;
        rows->ids = realloc(rows->ids, rows->ids_room * sizeof *rows->ids);
    }
    rows->at[rows->n++] = (struct row){rows->n_ids, features->n, want ? 1.0f : 0.0f, weight};
    for (uint32_t i = 0; i < features->n; i++) {
        rows->ids[rows->n_ids++] = logistic_id(rows->model, features->at[i]);
    }
}

/* Each feature is left out now and then, so that the others learn to do without it. */
static uint32_t drop_some(const struct rows *rows, const struct row *row, uint64_t seed,
                          float share, uint32_t *ids)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < row->n; k++) {
        seed = hash_mix(seed, k);
        if ((float)(seed >> 40) >= share * (float)(1 << 24)) {
            ids[n++] = rows->ids[row->first + k];
        }
    }
    return n;
}

static void learn(struct rows *rows, const struct train_options *options, uint32_t min_count,
                  const char *path)
{
    uint32_t epochs = options->epochs;
    struct sw_error err = {0};
    uint32_t *order = malloc((rows->n + 1) * sizeof *order);
    for (uint32_t i = 0; i < rows->n; i++) {
        order[i] = i;
    }
    logistic_freeze(rows->model, min_count);
    for (uint32_t epoch = 0; epoch < epochs; epoch++) {
        double loss = 0;
        train_shuffle(order, rows->n, epoch + 1);
        for (uint32_t k = 0; k < rows->n; k++) {
            const struct row *row = &rows->at[order[k]];
            float score = 0;
            uint32_t ids[FEATURES_MAX];
            uint32_t n = drop_some(rows, row, hash_mix(epoch + 1, order[k]), options->dropout, ids);
            logistic_add(rows->model, ids, n, &score);
            float p = 1.0f / (1.0f + expf(-score));
            float gradient = (p - row->want) * row->weight;
            loss -= logf(fmaxf(1e-6f, row->want > 0 ? p : 1 - p));
            logistic_update(rows->model, ids, n, &gradient);
        }
        if (epoch >= epochs / 2) {
            logistic_collect(rows->model);
        }
        if (epoch + 1 == epochs) {
            fprintf(stderr, "%s: %u rows, loss %.4f\n", path, rows->n, loss / rows->n);
        }
    }
    logistic_use_mean(rows->model);
    train_require(logistic_write(rows->model, path, yes_label, 0.01f, CLIP, &err), &err);
    logistic_free(rows->model);
    free(order);
    free(rows->at);
    free(rows->ids);
}

static const struct example *example_at(const struct article *article, uint32_t head)
{
    for (uint32_t i = 0; i < article->n; i++) {
        const struct example *e = &article->examples[i];
        if (e->has_cue && e->gold.cue.head == head) {
            return e;
        }
    }
    return NULL;
}

/* Whether it is known that no cue has its head here. */
static bool is_known(const struct article *article, uint32_t i)
{
    return article->complete || !article->in_content[i] || article->in_cue[i];
}

void train_cues(const struct part *part, const struct train_options *options)
{
    struct rows rows = {.model = logistic_new(1, options->cue_rate, options->cue_l2)};
    for (uint32_t k = 0; k < part->articles->n; k++) {
        const struct article *article = &part->articles->at[k];
        for (uint32_t i = 0; i < article->document.n_tokens && part_has(part, k); i++) {
            const struct example *example = article->in_cue[i] ? example_at(article, i) : NULL;
            if (cue_is_candidate(&article->scene, i) && (example != NULL || is_known(article, i))) {
                struct features features;
                cue_features(&article->scene, i, &features);
                add_row(&rows, &features, example != NULL,
                        article->complete ? (float)options->complete_weight : 1.0f);
            }
        }
    }
    learn(&rows, options, options->min_count,
          train_path(options, attribution_weights_names[DECIDE_CUE]));
}

/* The steps that grow a cue from its head to its ends, and the ones that stop it. */
static void add_edges(struct rows *rows, const struct article *article, const struct cue *gold,
                      float weight)
{
    struct features features;
    uint32_t first = gold->head, end = gold->head + 1;
    while (cue_can_reach(&article->scene, gold->head, end)) {
        bool takes = end < gold->end;
        edge_features(&article->scene, gold->head, first, end, end, &features);
        add_row(rows, &features, takes, weight);
        if (!takes) {
            break;
        }
        end++;
    }
    while (first > 0 && cue_can_reach(&article->scene, gold->head, first - 1)) {
        bool takes = first > gold->first;
        edge_features(&article->scene, gold->head, first, end, first - 1, &features);
        add_row(rows, &features, takes, weight);
        if (!takes) {
            break;
        }
        first--;
    }
}

/* Only complete articles: in the others a cue takes in its whole verb group. */
void train_edges(const struct part *part, const struct train_options *options)
{
    struct rows rows = {.model = logistic_new(1, options->cue_rate, options->cue_l2)};
    for (uint32_t k = 0; k < part->articles->n; k++) {
        const struct article *article = &part->articles->at[k];
        for (uint32_t i = 0; i < article->n && part_has(part, k); i++) {
            if (article->complete && article->examples[i].has_cue) {
                add_edges(&rows, article, &article->examples[i].gold.cue, 1.0f);
            }
        }
    }
    learn(&rows, options, 1, train_path(options, attribution_weights_names[DECIDE_EDGE]));
}

static bool overlaps(const struct token_range *a, const struct token_range *b)
{
    return a->first < b->end && b->first < a->end;
}

/* Whether source and content are those of the gold, by and large. */
static bool agrees(const struct found *found, const struct found *gold)
{
    bool has_source = found->source.end > found->source.first;
    bool gold_source = gold->source.end > gold->source.first;
    bool source = has_source == gold_source &&
                  (!has_source || overlaps(&found->source, &gold->source));
    bool content = gold->n_content == 0;
    for (uint32_t i = 0; i < found->n_content; i++) {
        for (uint32_t k = 0; k < gold->n_content; k++) {
            content = content || overlaps(&found->content[i], &gold->content[k]);
        }
    }
    return source && content;
}

static void add_sentence_checks(struct rows *rows, const struct article *article,
                                const struct scene *scene, struct finds *finds, float weight)
{
    for (uint32_t i = 0; i < finds->n; i++) {
        uint32_t head = finds->at[i].cue.head;
        const struct example *example = article->in_cue[head] ? example_at(article, head) : NULL;
        struct features features;
        if (example == NULL && !is_known(article, head)) {
            continue;
        }
        check_features(scene, finds, i, &features);
        bool stands = example != NULL;
        add_row(rows, &features, stands,
                stands && !agrees(&finds->at[i], &example->gold) ? 0.7f * weight : weight);
    }
}

static void add_checks(struct rows *rows, const struct article *article,
                       const struct attribution_model *model, float weight)
{
    struct scene scene = article->scene;
    struct finds finds = {malloc((article->document.n_tokens + 1) * sizeof *finds.at), 0};
    scene.model = model;
    for (uint32_t s = 0; s < article->document.n_sentences; s++) {
        label_sentence(&scene, &article->document.sentences[s], &finds);
        add_sentence_checks(rows, article, &scene, &finds, weight);
    }
    free(finds.at);
}

void train_check(const struct articles *articles, const struct attribution_model *const halves[2],
                 const struct train_options *options)
{
    struct rows rows = {.model = logistic_new(1, options->cue_rate, options->cue_l2)};
    for (uint32_t k = 0; k < articles->n; k++) {
        const struct article *article = &articles->at[k];
        add_checks(&rows, article, halves[1 - k % 2],
                   article->complete ? (float)options->complete_weight : 1.0f);
    }
    learn(&rows, options, options->min_count,
          train_path(options, attribution_weights_names[DECIDE_CHECK]));
}
