#include "attribution_label.h"

bool label_cue(const struct scene *scene, uint32_t head, struct cue *out)
{
    const struct weights *weights = &scene->model->weights[DECIDE_CUE];
    struct features features;
    int32_t scores[WEIGHTS_MAX_LABELS];
    cue_features(scene, head, &features);
    features_score(&features, weights, scores);
    *out = (struct cue){head, head, head + 1, scores[0]};
    return (float)scores[0] > LABEL_CUE_BORDER * LABEL_SCORE_UNIT;
}

static bool takes_in(const struct scene *scene, const struct cue *cue, uint32_t next)
{
    struct features features;
    int32_t scores[WEIGHTS_MAX_LABELS];
    if (!cue_can_reach(scene, cue->head, next)) {
        return false;
    }
    edge_features(scene, cue->head, cue->first, cue->end, next, &features);
    features_score(&features, &scene->model->weights[DECIDE_EDGE], scores);
    return scores[0] > 0;
}

void label_edges(const struct scene *scene, struct cue *cue)
{
    while (takes_in(scene, cue, cue->end)) {
        cue->end++;
    }
    while (cue->first > 0 && takes_in(scene, cue, cue->first - 1)) {
        cue->first--;
    }
}

/* The slots of unit i + 1 are sought before unit i is summed. */
static void score_units(const struct scene *scene, const struct cue *cue,
                        const struct units *units, int16_t *scores)
{
    const struct weights *weights = &scene->model->weights[DECIDE_SPAN];
    struct features features[2];
    const uint8_t *slots[2][FEATURES_MAX];
    for (uint32_t i = 0; i <= units->n; i++) {
        struct features *now = &features[i & 1], *before = &features[(i & 1) ^ 1];
        if (i < units->n) {
            unit_features(scene, cue, units, i, now);
            weights_find(weights, now->at, now->n, slots[i & 1]);
        }
        if (i > 0) {
            weights_add(weights, before->at, slots[(i & 1) ^ 1], before->n,
                        scores + (size_t)(i - 1) * UNIT_ROW);
        }
    }
}

void label_spans(const struct scene *scene, const struct cue *cue, struct found *out)
{
    const struct weights *weights = scene->model->weights;
    struct units units;
    struct features features;
    int16_t scores[UNITS_MAX * UNIT_ROW] = {0};
    int32_t order[WEIGHTS_MAX_LABELS];
    uint8_t labels[UNITS_MAX];
    units_cut(scene, cue, &units);
    score_units(scene, cue, &units, scores);
    order_features(scene, cue, &units, &features);
    features_score(&features, &weights[DECIDE_ORDER], order);
    path_find(&units, scores, order, labels);
    found_read(&units, labels, cue, out);
    out->cue_step = (uint8_t)found_score_step((float)cue->score / LABEL_SCORE_UNIT);
}

void label_sentence(const struct scene *scene, const struct sentence *sentence,
                    struct finds *finds)
{
    finds->n = 0;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        struct cue cue;
        if (cue_is_candidate(scene, i) && label_cue(scene, i, &cue)) {
            label_edges(scene, &cue);
            label_spans(scene, &cue, &finds->at[finds->n++]);
        }
    }
}

void label_check(const struct scene *scene, struct finds *finds)
{
    for (uint32_t i = 0; i < finds->n; i++) {
        struct features features;
        int32_t scores[WEIGHTS_MAX_LABELS];
        check_features(scene, finds, i, &features);
        features_score(&features, &scene->model->weights[DECIDE_CHECK], scores);
        finds->at[i].score = scores[0];
    }
}

static uint8_t best_label(const struct features *features, const struct weights *weights)
{
    int32_t scores[WEIGHTS_MAX_LABELS];
    uint8_t best = 0;
    features_score(features, weights, scores);
    for (uint32_t i = 1; i < weights->n_labels; i++) {
        best = scores[i] > scores[best] ? (uint8_t)i : best;
    }
    return best;
}

void label_kind(const struct scene *scene, struct found *found)
{
    struct features features;
    kind_features(scene, found, &features);
    found->kind = best_label(&features, &scene->model->weights[DECIDE_KIND]);
    found->marker_class = best_label(&features, &scene->model->weights[DECIDE_CLASS]);
    found->quote = (uint8_t)found_quote(scene, found);
}
