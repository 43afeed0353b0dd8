#include "logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights_file.h"

struct slot {
    uint64_t feature; /* 0: empty */
    uint32_t id, count;
};

struct logistic {
    uint32_t n_labels;
    float rate, l2;
    struct slot *slots;
    size_t n_slots;
    uint32_t n, room;
    uint64_t *features;
    uint8_t *kept;
    float *weights, *squares, *sums;
    uint32_t n_sums;
    bool frozen;
};

struct logistic *logistic_new(uint32_t n_labels, float rate, float l2)
{
    struct logistic *m = calloc(1, sizeof *m);
    *m =
        (struct logistic){.n_labels = n_labels, .rate = rate, .l2 = l2, .n_slots = (size_t)1 << 20};
    m->slots = calloc(m->n_slots, sizeof *m->slots);
    return m;
}

void logistic_free(struct logistic *m)
{
    if (m != NULL) {
        free(m->slots);
        free(m->features);
        free(m->kept);
        free(m->weights);
        free(m->squares);
        free(m->sums);
        free(m);
    }
}

static struct slot *find(const struct logistic *m, uint64_t feature)
{
    size_t i = (size_t)(feature ^ (feature >> 32)) & (m->n_slots - 1);
    while (m->slots[i].feature != 0 && m->slots[i].feature != feature) {
        i = (i + 1) & (m->n_slots - 1);
    }
    return &m->slots[i];
}

static void grow_slots(struct logistic *m)
{
    struct slot *old = m->slots;
    size_t n_old = m->n_slots;
    m->n_slots *= 2;
    m->slots = calloc(m->n_slots, sizeof *m->slots);
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].feature != 0) {
            *find(m, old[i].feature) = old[i];
        }
    }
    free(old);
}

uint32_t logistic_id(struct logistic *m, uint64_t feature)
{
    struct slot *slot = find(m, feature);
    if (slot->feature == 0) {
        if (m->frozen) {
            return UINT32_MAX;
        }
        if (2 * (size_t)m->n >= m->n_slots) {
            grow_slots(m);
            slot = find(m, feature);
        }
        if (m->n == m->room) {
            m->room = m->room > 0 ? 2 * m->room : 1 << 16;
            m->features = realloc(m->features, m->room * sizeof *m->features);
        }
        m->features[m->n] = feature;
        *slot = (struct slot){feature, m->n++, 0};
    }
    slot->count++;
    return slot->id;
}

void logistic_freeze(struct logistic *m, uint32_t min_count)
{
    m->frozen = true;
    m->kept = calloc(m->n + 1, 1);
    m->weights = calloc((size_t)m->n * m->n_labels + 1, sizeof *m->weights);
    m->squares = calloc((size_t)m->n * m->n_labels + 1, sizeof *m->squares);
    for (size_t i = 0; i < m->n_slots; i++) {
        if (m->slots[i].feature != 0) {
            m->kept[m->slots[i].id] = m->slots[i].count >= min_count;
        }
    }
}

uint32_t logistic_find(const struct logistic *m, uint64_t feature)
{
    const struct slot *slot = find(m, feature);
    return slot->feature != 0 && m->kept[slot->id] ? slot->id : UINT32_MAX;
}

void logistic_add(const struct logistic *m, const uint32_t *ids, uint32_t n, float *scores)
{
    for (uint32_t k = 0; k < n; k++) {
        const float *w = m->weights + (size_t)ids[k] * m->n_labels;
        for (uint32_t i = 0; i < m->n_labels; i++) {
            scores[i] += w[i];
        }
    }
}

void logistic_update(struct logistic *m, const uint32_t *ids, uint32_t n, const float *gradient)
{
    for (uint32_t k = 0; k < n; k++) {
        if (!m->kept[ids[k]]) {
            continue;
        }
        float *w = m->weights + (size_t)ids[k] * m->n_labels;
        float *s = m->squares + (size_t)ids[k] * m->n_labels;
        for (uint32_t i = 0; i < m->n_labels; i++) {
            float g = gradient[i] + m->l2 * w[i];
            s[i] += g * g;
            w[i] -= m->rate * g / (sqrtf(s[i]) + 1e-3f);
        }
    }
}

void logistic_collect(struct logistic *m)
{
    size_t n = (size_t)m->n * m->n_labels;
    if (m->sums == NULL) {
        m->sums = calloc(n + 1, sizeof *m->sums);
    }
    for (size_t i = 0; i < n; i++) {
        m->sums[i] += m->weights[i];
    }
    m->n_sums++;
}

void logistic_use_mean(struct logistic *m)
{
    size_t n = (size_t)m->n * m->n_labels;
    for (size_t i = 0; m->n_sums > 0 && i < n; i++) {
        m->weights[i] = m->sums[i] / (float)m->n_sums;
    }
}

void logistic_shift(struct logistic *m, uint64_t feature, uint32_t label, float delta)
{
    const struct slot *slot = find(m, feature);
    if (slot->feature != 0) {
        m->weights[(size_t)slot->id * m->n_labels + label] += delta;
    }
}

int logistic_write(const struct logistic *m, const char *path, const char *const *labels,
                   float min_weight, float clip, struct sw_error *err)
{
    uint64_t *features = malloc(((size_t)m->n + 1) * sizeof *features);
    float *rows = malloc(((size_t)m->n + 1) * m->n_labels * sizeof *rows);
    struct weights_table table = {.labels = labels,
                                  .n_labels = m->n_labels,
                                  .features = features,
                                  .rows = rows,
                                  .clip = clip};
    for (uint32_t f = 0; f < m->n; f++) {
        const float *w = m->weights + (size_t)f * m->n_labels;
        float largest = 0;
        for (uint32_t i = 0; i < m->n_labels; i++) {
            largest = fmaxf(largest, fabsf(w[i]));
        }
        if (m->kept[f] && largest >= min_weight) {
            features[table.n_rows] = m->features[f];
            memcpy(rows + (size_t)table.n_rows * m->n_labels, w, m->n_labels * sizeof *w);
            table.n_rows++;
        }
    }
    int status = weights_file_write(path, &table, err);
    free(features);
    free(rows);
    return status;
}
