/*
 * syntax_net.h: the three small networks of tagger, parser and labeller, mapped from one file.
 *
 *     features -> sum of their rows -> relu -> scores of the outputs
 *
 * A feature is the number of a row; every value of every template has a row of its own. The first
 * layer is so a sum of a few rows of bytes, and the second a small product: after Chen & Manning
 * (2014), whose first layer is precomputed the same way. All arithmetic is on integers, so that
 * the same text gives the same tree on every machine.
 *
 *     "SWSYNTAX" version checksum | of each network: rows, outputs (uint32) | of each: int8 rows,
 *     int16 weights of the outputs, int32 biases
 *
 * All numbers are little-endian. Written by train-syntax. The bytes are borrowed, the second layer
 * is copied.
 */
#ifndef ENGINE_SYNTAX_NET_H
#define ENGINE_SYNTAX_NET_H

#include <stancewire/stancewire.h>

#define SYNTAX_MAGIC "SWSYNTAX"
#define SYNTAX_VERSION 2u /* of the file and of the feature templates: raise with either */
#define SYNTAX_FILE "syntax.weights"
#define SYNTAX_HEADER_BYTES 40u
#define SYNTAX_HIDDEN 32
#define SYNTAX_MAX_OUTPUTS 32

enum syntax_net_id { SYNTAX_TAGS, SYNTAX_ARCS, SYNTAX_LABELS, N_SYNTAX_NETS };

struct syntax_net {
    const int8_t *rows; /* SYNTAX_HIDDEN bytes each */
    uint32_t n_rows, n_outputs;
    int16_t weights[SYNTAX_MAX_OUTPUTS][SYNTAX_HIDDEN]; /* even units first, then odd ones */
    int32_t biases[SYNTAX_MAX_OUTPUTS];
};

struct syntax_nets {
    struct syntax_net at[N_SYNTAX_NETS];
};

/* Checks that the networks have n_rows and n_outputs of the engine's features. SW_EFORMAT,
 * SW_EVERSION. */
int syntax_nets_open(struct syntax_nets *out, const struct sw_blob *file,
                     const uint32_t n_rows[N_SYNTAX_NETS], const uint32_t n_outputs[N_SYNTAX_NETS],
                     struct sw_error *err);

/* The scores of the outputs for n features, n at most 64. */
void syntax_net_score(const struct syntax_net *net, const uint32_t *features, uint32_t n,
                      int32_t *scores);

/* The output with the highest score, the first of equals. */
uint32_t syntax_net_best(const struct syntax_net *net, const uint32_t *features, uint32_t n);

#endif
