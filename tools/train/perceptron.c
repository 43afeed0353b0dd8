#include "perceptron.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "weights_file.h"

struct row {
    uint64_t feature; /* 0: empty */
    uint32_t at;      /* index into the arrays of scores */
    uint32_t count;
};

struct perceptron {
    uint32_t n_labels;
    struct row *rows;
    size_t n_slots, n_rows, n_room;
    float *scores, *totals; /* total: sum over updates of delta times the step it was made at */
    uint64_t step;
};

struct perceptron *perceptron_new(uint32_t n_labels)
{
    struct perceptron *p = calloc(1, sizeof *p);
    p->n_labels = n_labels;
    p->n_slots = 1 << 16;
    p->rows = calloc(p->n_slots, sizeof *p->rows);
    p->step = 1;
    return p;
}

void perceptron_free(struct perceptron *p)
{
    if (p != NULL) {
        free(p->rows);
        free(p->scores);
        free(p->totals);
        free(p);
    }
}

static struct row *find(const struct perceptron *p, uint64_t feature)
{
    size_t i = (size_t)(feature ^ (feature >> 32)) & (p->n_slots - 1);
    while (p->rows[i].feature != 0 && p->rows[i].feature != feature) {
        i = (i + 1) & (p->n_slots - 1);
    }
    return &p->rows[i];
}

static void grow_slots(struct perceptron *p)
{
    struct row *old = p->rows;
    size_t n_old = p->n_slots;
    p->n_slots *= 2;
    p->rows = calloc(p->n_slots, sizeof *p->rows);
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].feature != 0) {
            *find(p, old[i].feature) = old[i];
        }
    }
    free(old);
}

static void grow_scores(struct perceptron *p)
{
    size_t room = p->n_room > 0 ? 2 * p->n_room : 4096;
    p->scores = realloc(p->scores, room * p->n_labels * sizeof *p->scores);
    p->totals = realloc(p->totals, room * p->n_labels * sizeof *p->totals);
    size_t fresh = (room - p->n_room) * p->n_labels * sizeof *p->scores;
    memset(p->scores + p->n_room * p->n_labels, 0, fresh);
    memset(p->totals + p->n_room * p->n_labels, 0, fresh);
    p->n_room = room;
}

static struct row *find_or_make(struct perceptron *p, uint64_t feature)
{
    struct row *row = find(p, feature);
    if (row->feature == 0) {
        if (2 * p->n_rows >= p->n_slots) {
            grow_slots(p);
            row = find(p, feature);
        }
        if (p->n_rows == p->n_room) {
            grow_scores(p);
        }
        *row = (struct row){feature, (uint32_t)p->n_rows++, 0};
    }
    return row;
}

void perceptron_add(const struct perceptron *p, uint64_t feature, float *scores)
{
    const struct row *row = find(p, feature);
    if (row->feature != 0) {
        const float *at = p->scores + (size_t)row->at * p->n_labels;
        for (uint32_t i = 0; i < p->n_labels; i++) {
            scores[i] += at[i];
        }
    }
}

void perceptron_update(struct perceptron *p, uint64_t feature, uint32_t label, float delta)
{
    size_t at = (size_t)find_or_make(p, feature)->at * p->n_labels + label;
    p->scores[at] += delta;
    p->totals[at] += delta * (float)p->step;
}

void perceptron_step(struct perceptron *p)
{
    p->step++;
}

void perceptron_count(struct perceptron *p, uint64_t feature)
{
    find_or_make(p, feature)->count++;
}

struct perceptron *perceptron_averaged(const struct perceptron *p)
{
    struct perceptron *out = perceptron_new(p->n_labels);
    free(out->rows);
    size_t bytes = p->n_room * p->n_labels * sizeof(float);
    *out = *p;
    out->rows = malloc(p->n_slots * sizeof *p->rows);
    memcpy(out->rows, p->rows, p->n_slots * sizeof *p->rows);
    out->scores = calloc(1, bytes + 1);
    out->totals = calloc(1, bytes + 1);
    out->step = 1;
    for (size_t i = 0; i < p->n_rows * p->n_labels; i++) {
        out->scores[i] = p->scores[i] - p->totals[i] / (float)p->step;
    }
    return out;
}

void perceptron_blend(struct perceptron *into, const struct perceptron *from, float share)
{
    for (size_t i = 0; i < from->n_slots; i++) {
        if (from->rows[i].feature != 0) {
            size_t to = (size_t)find_or_make(into, from->rows[i].feature)->at * into->n_labels;
            size_t at = (size_t)from->rows[i].at * from->n_labels;
            for (uint32_t k = 0; k < from->n_labels; k++) {
                into->scores[to + k] += share * from->scores[at + k];
            }
        }
    }
}

static bool is_kept(const struct perceptron *p, const struct row *row, uint32_t min_count,
                    float min_score)
{
    if (row->feature == 0 || (row->count > 0 && row->count < min_count)) {
        return false;
    }
    const float *at = p->scores + (size_t)row->at * p->n_labels;
    float largest = 0;
    for (uint32_t i = 0; i < p->n_labels; i++) {
        largest = fmaxf(largest, fabsf(at[i]));
    }
    return largest > 0 && largest >= min_score;
}

int perceptron_write(const struct perceptron *p, const char *path, const char *const *labels,
                     uint32_t min_count, float min_score, struct sw_error *err)
{
    struct perceptron *mean = perceptron_averaged(p);
    uint64_t *features = malloc((p->n_rows + 1) * sizeof *features);
    float *rows = malloc((p->n_rows + 1) * p->n_labels * sizeof *rows);
    struct weights_table table = {
        .labels = labels, .n_labels = p->n_labels, .features = features, .rows = rows};
    for (size_t i = 0; i < p->n_slots; i++) {
        const struct row *row = &mean->rows[i];
        if (is_kept(mean, row, min_count, min_score)) {
            features[table.n_rows] = row->feature;
            memcpy(rows + (size_t)table.n_rows * p->n_labels,
                   mean->scores + (size_t)row->at * p->n_labels, p->n_labels * sizeof *rows);
            table.n_rows++;
        }
    }
    int status = weights_file_write(path, &table, err);
    free(features);
    free(rows);
    perceptron_free(mean);
    return status;
}
