#include "train_net.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "hash.h"

#define MAX_FEATURES 64

double train_random(uint64_t *state)
{
    *state = hash_mix(*state, 1);
    return (double)(*state >> 11) / 9007199254740992.0;
}

void train_shuffle(uint32_t *order, uint32_t n, uint64_t seed)
{
    for (uint32_t i = 0; i < n; i++) {
        order[i] = i;
    }
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)(train_random(&seed) * i);
        uint32_t swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
}

static float small_random(uint64_t *state, float size)
{
    return (float)(2 * train_random(state) - 1) * size;
}

void train_net_init(struct train_net *net, uint32_t n_rows, uint32_t n_outputs, uint64_t seed)
{
    memset(net, 0, sizeof *net);
    size_t n = (size_t)n_rows * SYNTAX_HIDDEN;
    net->n_rows = n_rows;
    net->n_outputs = n_outputs;
    net->random = seed;
    net->rows = malloc(n * sizeof *net->rows);
    net->row_sums = calloc(n, sizeof *net->row_sums);
    if (net->rows == NULL || net->row_sums == NULL) {
        abort();
    }
    for (size_t i = 0; i < n; i++) {
        net->rows[i] = small_random(&net->random, 0.05f);
    }
    for (int i = 0; i < SYNTAX_HIDDEN; i++) {
        for (uint32_t k = 0; k < n_outputs; k++) {
            net->weights[i][k] = small_random(&net->random, 0.3f);
        }
    }
}

void train_net_clear(struct train_net *net)
{
    free(net->rows);
    free(net->row_sums);
}

static void hide(const struct train_net *net, const uint32_t *features, uint32_t n, float *hidden)
{
    memset(hidden, 0, SYNTAX_HIDDEN * sizeof *hidden);
    for (uint32_t i = 0; i < n; i++) {
        const float *row = net->rows + (size_t)features[i] * SYNTAX_HIDDEN;
        for (int k = 0; k < SYNTAX_HIDDEN; k++) {
            hidden[k] += row[k];
        }
    }
    for (int k = 0; k < SYNTAX_HIDDEN; k++) {
        hidden[k] = hidden[k] > 0 ? hidden[k] : 0;
    }
}

static void score(const struct train_net *net, const float *hidden, float *scores)
{
    memcpy(scores, net->biases, sizeof net->biases);
    for (int k = 0; k < SYNTAX_HIDDEN; k++) {
        for (uint32_t j = 0; j < net->n_outputs; j++) {
            scores[j] += hidden[k] * net->weights[k][j];
        }
    }
}

void train_net_score(const struct train_net *net, const uint32_t *features, uint32_t n,
                     float *scores)
{
    float hidden[SYNTAX_HIDDEN];
    hide(net, features, n, hidden);
    score(net, hidden, scores);
}

/* Steps n weights down their gradients times a factor. */
static void adagrad(float *weights, float *sums, const float *gradients, float factor, float rate,
                    uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        float gradient = gradients[i] * factor;
        sums[i] += gradient * gradient;
        weights[i] -= rate * gradient / (sqrtf(sums[i]) + 1e-4f);
    }
}

/* What each score should change by: the softmax of all possible minus that of the right ones. */
static void differences(const float *scores, uint32_t n, uint32_t right, uint32_t possible,
                        float *out)
{
    float largest = -1e30f, all = 0, good = 0;
    for (uint32_t j = 0; j < n; j++) {
        largest = (possible >> j & 1) != 0 ? fmaxf(largest, scores[j]) : largest;
    }
    for (uint32_t j = 0; j < n; j++) {
        out[j] = (possible >> j & 1) != 0 ? expf(scores[j] - largest) : 0;
        all += out[j];
        good += (right >> j & 1) != 0 ? out[j] : 0;
    }
    for (uint32_t j = 0; j < n; j++) {
        float wanted = (right >> j & 1) != 0 ? out[j] / fmaxf(good, 1e-20f) : 0;
        out[j] = out[j] / all - wanted;
    }
}

void train_net_learn(struct train_net *net, const uint32_t *features, uint32_t n, uint32_t right,
                     uint32_t possible)
{
    uint32_t kept[MAX_FEATURES], n_kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (net->dropout == 0 || train_random(&net->random) >= (double)net->dropout) {
            kept[n_kept++] = features[i];
        }
    }
    float hidden[SYNTAX_HIDDEN], scores[SYNTAX_MAX_OUTPUTS], deltas[SYNTAX_MAX_OUTPUTS];
    float back[SYNTAX_HIDDEN] = {0};
    hide(net, kept, n_kept, hidden);
    score(net, hidden, scores);
    differences(scores, net->n_outputs, right, possible, deltas);
    for (int k = 0; k < SYNTAX_HIDDEN; k++) {
        if (hidden[k] > 0) {
            for (uint32_t j = 0; j < net->n_outputs; j++) {
                back[k] += deltas[j] * net->weights[k][j];
            }
            adagrad(net->weights[k], net->weight_sums[k], deltas, hidden[k], net->rate,
                    net->n_outputs);
        }
    }
    adagrad(net->biases, net->bias_sums, deltas, 1, net->rate, net->n_outputs);
    for (uint32_t i = 0; i < n_kept; i++) {
        float *row = net->rows + (size_t)kept[i] * SYNTAX_HIDDEN;
        float *sums = net->row_sums + (size_t)kept[i] * SYNTAX_HIDDEN;
        adagrad(row, sums, back, 1, net->rate, SYNTAX_HIDDEN);
    }
}

static int compare(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The size that all but a few in ten thousand stay under. */
static float largest(const float *values, size_t n)
{
    float *sizes = malloc((n + 1) * sizeof *sizes);
    if (sizes == NULL) {
        abort();
    }
    for (size_t i = 0; i < n; i++) {
        sizes[i] = fabsf(values[i]);
    }
    qsort(sizes, n, sizeof *sizes, compare);
    float limit = sizes[(size_t)((double)(n - 1) * 0.9999)];
    free(sizes);
    return limit > 0 ? limit : 1;
}

static float clip(float value, float limit)
{
    return fmaxf(-limit, fminf(limit, roundf(value)));
}

void train_net_quantise(const struct train_net *net, struct syntax_net *out, int8_t **rows)
{
    size_t n = (size_t)net->n_rows * SYNTAX_HIDDEN;
    float row_scale = 127.0f / largest(net->rows, n);
    float weight_scale =
        1023.0f / largest(&net->weights[0][0], sizeof net->weights / sizeof(float));
    *rows = malloc(n);
    if (*rows == NULL) {
        abort();
    }
    for (size_t i = 0; i < n; i++) {
        (*rows)[i] = (int8_t)clip(net->rows[i] * row_scale, 127);
    }
    memset(out, 0, sizeof *out);
    out->rows = *rows;
    out->n_rows = net->n_rows;
    out->n_outputs = net->n_outputs;
    for (uint32_t j = 0; j < net->n_outputs; j++) {
        for (int k = 0; k < SYNTAX_HIDDEN; k++) {
            out->weights[j][k % 2 * (SYNTAX_HIDDEN / 2) + k / 2] =
                (int16_t)clip(net->weights[k][j] * weight_scale, 1023);
        }
        out->biases[j] = (int32_t)clip(net->biases[j] * row_scale * weight_scale, 1e8f);
    }
}

static uint8_t *put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
    return at + 4;
}

static uint8_t *put_net(uint8_t *at, const struct syntax_net *net)
{
    size_t n = (size_t)net->n_rows * SYNTAX_HIDDEN;
    memcpy(at, net->rows, n);
    at += n;
    for (uint32_t j = 0; j < net->n_outputs; j++) {
        for (int k = 0; k < SYNTAX_HIDDEN; k++, at += 2) {
            uint16_t weight = (uint16_t)net->weights[j][k % 2 * (SYNTAX_HIDDEN / 2) + k / 2];
            at[0] = (uint8_t)(weight & 0xFF);
            at[1] = (uint8_t)(weight >> 8);
        }
    }
    for (uint32_t j = 0; j < net->n_outputs; j++) {
        at = put_u32(at, (uint32_t)net->biases[j]);
    }
    return at;
}

int train_nets_write(const char *path, const struct syntax_net *const nets[N_SYNTAX_NETS],
                     struct sw_error *err)
{
    size_t len = SYNTAX_HEADER_BYTES;
    for (int i = 0; i < N_SYNTAX_NETS; i++) {
        len += (size_t)nets[i]->n_rows * SYNTAX_HIDDEN +
               (size_t)nets[i]->n_outputs * (2 * SYNTAX_HIDDEN + 4);
    }
    uint8_t *bytes = calloc(len, 1);
    if (bytes == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %zu bytes of weights", len);
    }
    memcpy(bytes, SYNTAX_MAGIC, 8);
    put_u32(bytes + 8, SYNTAX_VERSION);
    uint8_t *at = bytes + 16;
    for (int i = 0; i < N_SYNTAX_NETS; i++) {
        at = put_u32(put_u32(at, nets[i]->n_rows), nets[i]->n_outputs);
    }
    for (int i = 0; i < N_SYNTAX_NETS; i++) {
        at = put_net(at, nets[i]);
    }
    put_u32(bytes + 12, (uint32_t)hash_block(bytes + 16, len - 16));
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fwrite(bytes, 1, len, file) == len;
    free(bytes);
    if (file == NULL || fclose(file) != 0 || !written) {
        return error_set(err, SW_EFORMAT, "%s: cannot write: %s", path, strerror(errno));
    }
    return SW_OK;
}
