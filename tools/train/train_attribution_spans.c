#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attribution_label.h"
#include "logistic.h"
#include "train_attribution.h"

/* A conditional random field (Lafferty, McCallum & Pereira 2001) over the states of
 * attribution_path.h, learnt by AdaGrad on the gradient of each example. */

#define CLIP_SPANS 4.0f
#define SMALL_GRADIENT 2e-3f

/* One cue with its units: the numbers of all features, and the gold labels. */
struct chain {
    uint32_t n, n_left;
    uint32_t first_id, first_order_id; /* in ids and order_ids */
    uint32_t first_label, n_order_ids;
    float weight;
};

struct learner {
    struct logistic *spans, *order;
    struct chain *chains;
    uint32_t n, room;
    uint32_t *ids, *starts; /* ids of unit u of a chain: from starts[first_id + u] */
    uint32_t n_ids, ids_room, n_starts, starts_room;
    uint8_t *labels;
    double loss;
};

/* Forward and backward sums of one chain, scaled at each unit. */
struct sums {
    double alpha[UNITS_MAX + 1][N_PATH_STATES], beta[UNITS_MAX + 1][N_PATH_STATES];
    double factor[UNITS_MAX][UNIT_ROW], order[N_ORDER_LABELS];
    uint32_t ids[UNITS_MAX + 1][FEATURES_MAX], n_ids[UNITS_MAX + 1]; /* those not dropped */
    float unit_gradient[UNITS_MAX][UNIT_ROW], order_gradient[N_ORDER_LABELS];
};

static bool is_in(struct token_range range, const struct unit *unit)
{
    return unit->first < range.end && range.first < unit->end;
}

void gold_labels(const struct units *units, const struct found *gold, uint8_t *labels)
{
    uint8_t last = UNIT_OUT;
    for (uint32_t i = 0; i < units->n; i++) {
        const struct unit *unit = &units->at[i];
        uint8_t label = UNIT_OUT;
        for (uint32_t k = 0; k < gold->n_content; k++) {
            label = is_in(gold->content[k], unit) ? UNIT_CONTENT_B : label;
        }
        if (label == UNIT_OUT && is_in(gold->source, unit)) {
            label = UNIT_SOURCE_B;
        }
        if (i == units->n_left) {
            last = UNIT_OUT;
        }
        bool goes_on = label != UNIT_OUT && last == label;
        labels[i] = (uint8_t)(goes_on ? label + 1 : label);
        last = label;
    }
    /* A source is one span: a second run of it is none. */
    bool seen = false;
    for (uint32_t i = 0; i < units->n; i++) {
        if (labels[i] == UNIT_SOURCE_B) {
            if (seen) {
                labels[i] = UNIT_OUT;
                for (uint32_t k = i + 1; k < units->n && labels[k] == UNIT_SOURCE_I; k++) {
                    labels[k] = UNIT_OUT;
                }
            }
            seen = true;
        }
    }
    for (uint32_t i = 1; i < units->n; i++) {
        bool content = labels[i - 1] == UNIT_CONTENT_B || labels[i - 1] == UNIT_CONTENT_I;
        bool source = labels[i - 1] == UNIT_SOURCE_B || labels[i - 1] == UNIT_SOURCE_I;
        if (labels[i] == UNIT_OUT && (content || source) && i != units->n_left) {
            labels[i] = content ? UNIT_CONTENT_END : UNIT_SOURCE_END;
        }
    }
}

static uint32_t *room_for(uint32_t **at, uint32_t n, uint32_t more, uint32_t *room)
{
    if (n + more > *room) {
        *room = 2 * *room + more + 65536;
        *at = realloc(*at, *room * sizeof **at);
    }
    return *at + n;
}

static void add_ids(struct learner *learner, struct logistic *model,
                    const struct features *features)
{
    *room_for(&learner->starts, learner->n_starts, 2, &learner->starts_room) = learner->n_ids;
    uint32_t *ids = room_for(&learner->ids, learner->n_ids, features->n, &learner->ids_room);
    for (uint32_t k = 0; k < features->n; k++) {
        ids[k] = logistic_id(model, features->at[k]);
    }
    learner->n_ids += features->n;
    learner->starts[++learner->n_starts] = learner->n_ids;
}

/* The cue as it will be found: the head with the neighbours that the edges take in. */
static struct cue found_cue(const struct scene *scene, const struct example *example)
{
    struct cue cue = {example->gold.cue.head, example->gold.cue.head, example->gold.cue.head + 1,
                      0};
    label_edges(scene, &cue);
    return cue;
}

/* A chain's units, then the order features, have consecutive starts. */
static void add_chain(struct learner *learner, const struct scene *scene,
                      const struct example *example, float weight)
{
    struct units units;
    struct features features;
    struct cue cue = found_cue(scene, example);
    units_cut(scene, &cue, &units);
    if (learner->n == learner->room) {
        learner->room = 2 * learner->room + 1024;
        learner->chains = realloc(learner->chains, learner->room * sizeof *learner->chains);
        learner->labels = realloc(learner->labels, (size_t)learner->room * UNITS_MAX);
    }
    struct chain *chain = &learner->chains[learner->n];
    *chain = (struct chain){.n = units.n,
                            .n_left = units.n_left,
                            .first_id = learner->n_starts,
                            .weight = weight};
    for (uint32_t i = 0; i < units.n; i++) {
        unit_features(scene, &cue, &units, i, &features);
        add_ids(learner, learner->spans, &features);
    }
    order_features(scene, &cue, &units, &features);
    add_ids(learner, learner->order, &features);
    gold_labels(&units, &example->gold, learner->labels + (size_t)learner->n * UNITS_MAX);
    learner->n++;
}

static const uint32_t *ids_of(const struct learner *learner, const struct chain *chain, uint32_t i,
                              uint32_t *n)
{
    const uint32_t *start = &learner->starts[chain->first_id + i];
    *n = start[1] - start[0];
    return learner->ids + start[0];
}

/* Each feature is left out now and then, so that the others learn to do without it. */
static void drop_some(const struct learner *learner, const struct chain *chain, uint64_t seed,
                      float share, struct sums *sums)
{
    for (uint32_t i = 0; i <= chain->n; i++) {
        uint32_t n;
        const uint32_t *ids = ids_of(learner, chain, i, &n);
        sums->n_ids[i] = 0;
        for (uint32_t k = 0; k < n; k++) {
            seed = hash_mix(seed, k);
            if ((float)(seed >> 40) >= share * (float)(1 << 24)) {
                sums->ids[i][sums->n_ids[i]++] = ids[k];
            }
        }
    }
}

static void set_factors(const struct learner *learner, const struct chain *chain, struct sums *sums)
{
    for (uint32_t i = 0; i <= chain->n; i++) {
        float scores[N_ORDER_LABELS] = {0};
        bool unit = i < chain->n;
        uint32_t n_labels = unit ? N_UNIT_LABELS + 1 : N_ORDER_LABELS;
        logistic_add(unit ? learner->spans : learner->order, sums->ids[i], sums->n_ids[i], scores);
        float largest = scores[0];
        for (uint32_t k = 1; k < n_labels && unit; k++) {
            largest = fmaxf(largest, scores[k]);
        }
        for (uint32_t k = 0; k < n_labels; k++) {
            *(unit ? &sums->factor[i][k] : &sums->order[k]) =
                exp((double)(unit ? scores[k] - largest : fminf(scores[k], 30.0f)));
        }
    }
}

static double way_factor(const struct sums *sums, uint32_t i, struct path_way way)
{
    return sums->factor[i][way.label] * (way.order != PATH_NO_ORDER ? sums->order[way.order] : 1.0);
}

static void scale(double *at, uint32_t n)
{
    double total = 0;
    for (uint32_t i = 0; i < n; i++) {
        total += at[i];
    }
    for (uint32_t i = 0; i < n && total > 0; i++) {
        at[i] /= total;
    }
}

static void pass_forward(const struct chain *chain, struct sums *sums)
{
    memset(sums->alpha, 0, (chain->n + 1) * sizeof sums->alpha[0]);
    sums->alpha[0][0] = 1;
    for (uint32_t i = 0; i < chain->n; i++) {
        for (uint32_t s = 0; s < N_PATH_STATES; s++) {
            struct path_way ways[PATH_WAYS_MAX];
            uint32_t n = sums->alpha[i][s] > 0
                             ? path_ways(s, i >= chain->n_left, i == chain->n_left, ways)
                             : 0;
            for (uint32_t k = 0; k < n; k++) {
                sums->alpha[i + 1][ways[k].to] += sums->alpha[i][s] * way_factor(sums, i, ways[k]);
            }
        }
        scale(sums->alpha[i + 1], N_PATH_STATES);
    }
}

/* Backward sums, and what the model expects of each label at each unit. */
static void pass_backward(const struct chain *chain, struct sums *sums)
{
    for (uint32_t s = 0; s < N_PATH_STATES; s++) {
        sums->beta[chain->n][s] = sums->order[ORDER_END + (s & 3u)];
    }
    double ends[N_PATH_STATES];
    for (uint32_t s = 0; s < N_PATH_STATES; s++) {
        ends[s] = sums->alpha[chain->n][s] * sums->beta[chain->n][s];
    }
    scale(ends, N_PATH_STATES);
    for (uint32_t s = 0; s < N_PATH_STATES; s++) {
        sums->order_gradient[ORDER_END + (s & 3u)] += (float)ends[s];
    }
    for (uint32_t i = chain->n; i-- > 0;) {
        double expected[UNIT_ROW] = {0}, order[N_ORDER_LABELS] = {0}, total = 0;
        for (uint32_t s = 0; s < N_PATH_STATES; s++) {
            struct path_way ways[PATH_WAYS_MAX];
            uint32_t n = path_ways(s, i >= chain->n_left, i == chain->n_left, ways);
            sums->beta[i][s] = 0;
            for (uint32_t k = 0; k < n; k++) {
                double flow = way_factor(sums, i, ways[k]) * sums->beta[i + 1][ways[k].to];
                double share = sums->alpha[i][s] * flow;
                sums->beta[i][s] += flow;
                expected[ways[k].label] += share;
                total += share;
                if (ways[k].order != PATH_NO_ORDER) {
                    order[ways[k].order] += share;
                }
            }
        }
        scale(sums->beta[i], N_PATH_STATES);
        for (uint32_t k = 0; k <= N_UNIT_LABELS; k++) {
            sums->unit_gradient[i][k] = (float)(expected[k] / total);
        }
        for (uint32_t k = 0; k < ORDER_END; k++) {
            sums->order_gradient[k] += (float)(order[k] / total);
        }
    }
}

/* Takes the gold from the expectations. */
static void subtract_gold(struct learner *learner, const struct chain *chain,
                          const uint8_t *labels, struct sums *sums)
{
    uint32_t state = 0;
    for (uint32_t i = 0; i < chain->n; i++) {
        struct path_way ways[PATH_WAYS_MAX];
        uint32_t n = path_ways(state, i >= chain->n_left, i == chain->n_left, ways);
        for (uint32_t k = 0; k < n; k++) {
            if (ways[k].label == labels[i]) {
                state = ways[k].to;
                if (ways[k].order != PATH_NO_ORDER) {
                    sums->order_gradient[ways[k].order] -= 1.0f;
                }
                break;
            }
        }
        learner->loss -= log(fmax(1e-9, (double)sums->unit_gradient[i][labels[i]]));
        sums->unit_gradient[i][labels[i]] -= 1.0f;
    }
    sums->order_gradient[ORDER_END + (state & 3u)] -= 1.0f;
}

static bool is_large(const float *gradient, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        if (fabsf(gradient[k]) > SMALL_GRADIENT) {
            return true;
        }
    }
    return false;
}

static void learn_chain(struct learner *learner, uint32_t c, uint64_t seed, float share,
                        struct sums *sums)
{
    const struct chain *chain = &learner->chains[c];
    memset(sums->order_gradient, 0, sizeof sums->order_gradient);
    drop_some(learner, chain, seed, share, sums);
    set_factors(learner, chain, sums);
    pass_forward(chain, sums);
    pass_backward(chain, sums);
    subtract_gold(learner, chain, learner->labels + (size_t)c * UNITS_MAX, sums);
    for (uint32_t i = 0; i <= chain->n; i++) {
        uint32_t n_labels = i < chain->n ? N_UNIT_LABELS : N_ORDER_LABELS;
        float *gradient = i < chain->n ? sums->unit_gradient[i] : sums->order_gradient;
        if (is_large(gradient, n_labels)) {
            for (uint32_t k = 0; k < n_labels; k++) {
                gradient[k] *= chain->weight;
            }
            logistic_update(i < chain->n ? learner->spans : learner->order, sums->ids[i],
                            sums->n_ids[i], gradient);
        }
    }
}

static void learn_all(struct learner *learner, const struct train_options *options)
{
    struct sums *sums = malloc(sizeof *sums);
    uint32_t *order = malloc((learner->n + 1) * sizeof *order);
    for (uint32_t i = 0; i < learner->n; i++) {
        order[i] = i;
    }
    for (uint32_t epoch = 0; epoch < options->span_epochs; epoch++) {
        learner->loss = 0;
        train_shuffle(order, learner->n, epoch + 1);
        for (uint32_t i = 0; i < learner->n; i++) {
            learn_chain(learner, order[i], hash_mix(epoch + 1, order[i]),
                        options->span_dropout, sums);
        }
        if (epoch >= options->span_epochs / 2) {
            logistic_collect(learner->spans);
            logistic_collect(learner->order);
        }
        fprintf(stderr, "spans: epoch %u, %u chains, loss %.4f\n", epoch, learner->n,
                learner->loss / learner->n);
    }
    logistic_use_mean(learner->spans);
    logistic_use_mean(learner->order);
    free(order);
    free(sums);
}

void train_spans(const struct part *part, const struct attribution_model *model,
                 const struct train_options *options)
{
    struct learner learner = {.spans = logistic_new(N_UNIT_LABELS, options->span_rate, options->span_l2),
                              .order = logistic_new(N_ORDER_LABELS, options->span_rate, options->span_l2)};
    struct sw_error err = {0};
    for (uint32_t k = 0; k < part->articles->n; k++) {
        const struct article *article = &part->articles->at[k];
        struct scene scene = article->scene;
        scene.model = model;
        for (uint32_t i = 0; i < article->n && part_has(part, k); i++) {
            if (article->examples[i].has_cue) {
                add_chain(&learner, &scene, &article->examples[i],
                          article->complete ? (float)options->complete_weight : 1.0f);
            }
        }
    }
    logistic_freeze(learner.spans, options->min_count);
    logistic_freeze(learner.order, options->min_count);
    learn_all(&learner, options);
    train_require(logistic_write(learner.spans,
                                 train_path(options, attribution_weights_names[DECIDE_SPAN]),
                                 unit_label_names, 0.03f, CLIP_SPANS, &err),
                  &err);
    train_require(logistic_write(learner.order,
                                 train_path(options, attribution_weights_names[DECIDE_ORDER]),
                                 order_label_names, 0.01f, CLIP_SPANS, &err),
                  &err);
    logistic_free(learner.spans);
    logistic_free(learner.order);
    free(learner.chains);
    free(learner.ids);
    free(learner.starts);
    free(learner.labels);
}
