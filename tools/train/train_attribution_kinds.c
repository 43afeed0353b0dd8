#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "logistic.h"
#include "train_attribution.h"

#define CLIP 4.0f
#define KIND_RATE 0.1f
#define KIND_L2 1e-4f
#define N_KINDS 6u

struct kind_row {
    struct features features;
    uint8_t kind, marker_class;
};

struct kind_rows {
    struct kind_row *at;
    uint32_t n;
};

static struct kind_rows gather(const struct part *part)
{
    struct kind_rows rows = {NULL, 0};
    uint32_t room = 0;
    for (uint32_t k = 0; k < part->articles->n; k++) {
        room += part->articles->at[k].complete ? part->articles->at[k].n : 0;
    }
    rows.at = malloc((room + 1) * sizeof *rows.at);
    for (uint32_t k = 0; k < part->articles->n; k++) {
        const struct article *article = &part->articles->at[k];
        for (uint32_t i = 0; i < article->n && article->complete && part_has(part, k); i++) {
            if (article->examples[i].has_cue) {
                struct kind_row *row = &rows.at[rows.n++];
                kind_features(&article->scene, &article->examples[i].gold, &row->features);
                row->kind = article->examples[i].gold.kind;
                row->marker_class = article->examples[i].gold.marker_class;
            }
        }
    }
    return rows;
}

static void soften(float *scores, uint32_t n)
{
    float largest = scores[0], sum = 0;
    for (uint32_t i = 1; i < n; i++) {
        largest = fmaxf(largest, scores[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        scores[i] = expf(scores[i] - largest);
        sum += scores[i];
    }
    for (uint32_t i = 0; i < n; i++) {
        scores[i] /= sum;
    }
}

static void learn(const struct kind_rows *rows, bool of_class, uint32_t n_labels,
                  const char *const *labels, uint32_t epochs, const char *path)
{
    struct logistic *model = logistic_new(n_labels, KIND_RATE, KIND_L2);
    struct sw_error err = {0};
    uint32_t(*ids)[FEATURES_MAX] = malloc((rows->n + 1) * sizeof *ids);
    uint32_t *order = malloc((rows->n + 1) * sizeof *order);
    for (uint32_t i = 0; i < rows->n; i++) {
        order[i] = i;
        for (uint32_t k = 0; k < rows->at[i].features.n; k++) {
            ids[i][k] = logistic_id(model, rows->at[i].features.at[k]);
        }
    }
    logistic_freeze(model, 1);
    for (uint32_t epoch = 0; epoch < epochs; epoch++) {
        train_shuffle(order, rows->n, epoch + 1);
        for (uint32_t i = 0; i < rows->n; i++) {
            const struct kind_row *row = &rows->at[order[i]];
            float scores[WEIGHTS_MAX_LABELS] = {0};
            logistic_add(model, ids[order[i]], row->features.n, scores);
            soften(scores, n_labels);
            scores[of_class ? row->marker_class : row->kind] -= 1.0f;
            logistic_update(model, ids[order[i]], row->features.n, scores);
        }
    }
    train_require(logistic_write(model, path, labels, 0.01f, CLIP, &err), &err);
    logistic_free(model);
    free(ids);
    free(order);
}

void train_kinds(const struct part *part, const struct train_options *options)
{
    struct kind_rows rows = gather(part);
    const char *kinds[N_KINDS], *classes[SW_N_MARKER_TYPES];
    for (int i = 0; i < (int)N_KINDS; i++) {
        kinds[i] = sw_attribution_kind_name((enum sw_attribution_kind)i);
    }
    for (int i = 0; i < SW_N_MARKER_TYPES; i++) {
        classes[i] = sw_marker_type_name((enum sw_marker_type)i);
    }
    learn(&rows, false, N_KINDS, kinds, options->epochs,
          train_path(options, attribution_weights_names[DECIDE_KIND]));
    learn(&rows, true, SW_N_MARKER_TYPES, classes, options->epochs,
          train_path(options, attribution_weights_names[DECIDE_CLASS]));
    free(rows.at);
}
