#include "syntax_net.h"

#include <string.h>

#include "error.h"
#include "hash.h"

static uint32_t read_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Points into the bytes of one network and copies its second layer. */
static const uint8_t *open_net(struct syntax_net *net, const uint8_t *at)
{
    net->rows = (const int8_t *)at;
    at += (size_t)net->n_rows * SYNTAX_HIDDEN;
    for (uint32_t k = 0; k < net->n_outputs; k++) {
        for (uint32_t i = 0; i < SYNTAX_HIDDEN; i++, at += 2) {
            net->weights[k][i % 2 * (SYNTAX_HIDDEN / 2) + i / 2] = (int16_t)(at[0] | at[1] << 8);
        }
    }
    for (uint32_t k = 0; k < net->n_outputs; k++, at += 4) {
        net->biases[k] = (int32_t)read_u32(at);
    }
    return at;
}

static size_t net_bytes(uint32_t n_rows, uint32_t n_outputs)
{
    return (size_t)n_rows * SYNTAX_HIDDEN + (size_t)n_outputs * (2 * SYNTAX_HIDDEN + 4);
}

int syntax_nets_open(struct syntax_nets *out, const struct sw_blob *file,
                     const uint32_t n_rows[N_SYNTAX_NETS], const uint32_t n_outputs[N_SYNTAX_NETS],
                     struct sw_error *err)
{
    const uint8_t *at = file->at;
    if (file->len < SYNTAX_HEADER_BYTES || memcmp(at, SYNTAX_MAGIC, 8) != 0) {
        return error_set(err, SW_EFORMAT, "%s: not a syntax model; build it with train-syntax",
                         file->name);
    }
    if (read_u32(at + 8) != SYNTAX_VERSION) {
        return error_set(err, SW_EVERSION, "%s: syntax model version %u, this engine reads %u",
                         file->name, read_u32(at + 8), SYNTAX_VERSION);
    }
    size_t want = SYNTAX_HEADER_BYTES;
    for (uint32_t i = 0; i < N_SYNTAX_NETS; i++) {
        if (read_u32(at + 16 + 8 * i) != n_rows[i] || read_u32(at + 20 + 8 * i) != n_outputs[i]) {
            return error_set(err, SW_EVERSION, "%s: made for other features; train it anew",
                             file->name);
        }
        want += net_bytes(n_rows[i], n_outputs[i]);
    }
    if (want != file->len) {
        return error_set(err, SW_EFORMAT, "%s: truncated or damaged: %zu bytes in place of %zu",
                         file->name, file->len, want);
    }
    if ((uint32_t)hash_block(at + 16, file->len - 16) != read_u32(at + 12)) {
        return error_set(err, SW_EFORMAT, "%s: damaged: its checksum does not match", file->name);
    }
    memset(out, 0, sizeof *out);
    at += SYNTAX_HEADER_BYTES;
    for (uint32_t i = 0; i < N_SYNTAX_NETS; i++) {
        out->at[i].n_rows = n_rows[i];
        out->at[i].n_outputs = n_outputs[i];
        at = open_net(&out->at[i], at);
    }
    return SW_OK;
}

#define HALF (SYNTAX_HIDDEN / 2)

/*
 * The hidden units: the sum of the rows, where it is positive. Two bytes are taken at a time, the
 * units of even place in one half of the sums and those of odd place in the other, which is the
 * order that open_net gives the second layer. 128 is added to each byte (its top bit turned), so
 * that sums have no sign until the end: lanes of 16 bits hold 64 rows.
 */
static void hide(const struct syntax_net *net, const uint32_t *features, uint32_t n,
                 int16_t hidden[SYNTAX_HIDDEN])
{
    uint16_t even[HALF] = {0}, odd[HALF] = {0};
    for (uint32_t i = 0; i < n; i++) {
        uint16_t row[HALF];
        memcpy(row, net->rows + (size_t)features[i] * SYNTAX_HIDDEN, sizeof row);
        for (int k = 0; k < HALF; k++) {
            uint16_t two = (uint16_t)(row[k] ^ 0x8080);
            even[k] = (uint16_t)(even[k] + (two & 0xFF));
            odd[k] = (uint16_t)(odd[k] + (two >> 8));
        }
    }
    const int16_t zero = (int16_t)(128 * n);
    for (int k = 0; k < HALF; k++) {
        int16_t first = (int16_t)((int16_t)even[k] - zero);
        int16_t second = (int16_t)((int16_t)odd[k] - zero);
        hidden[k] = first > 0 ? first : 0;
        hidden[HALF + k] = second > 0 ? second : 0;
    }
}

void syntax_net_score(const struct syntax_net *net, const uint32_t *features, uint32_t n,
                      int32_t *scores)
{
    int16_t hidden[SYNTAX_HIDDEN];
    const uint32_t n_outputs = net->n_outputs;
    hide(net, features, n, hidden);
    for (uint32_t j = 0; j < n_outputs; j++) {
        int32_t score = 0;
        for (int k = 0; k < SYNTAX_HIDDEN; k++) {
            score += hidden[k] * net->weights[j][k];
        }
        scores[j] = score + net->biases[j];
    }
}

uint32_t syntax_net_best(const struct syntax_net *net, const uint32_t *features, uint32_t n)
{
    int32_t scores[SYNTAX_MAX_OUTPUTS];
    syntax_net_score(net, features, n, scores);
    uint32_t best = 0;
    for (uint32_t j = 1; j < net->n_outputs; j++) {
        best = scores[j] > scores[best] ? j : best;
    }
    return best;
}
