/*
 * train_net.h: a network of syntax_net.h in training, in floats.
 *
 * One example at a time: cross-entropy, Adagrad (Duchi et al. 2011), a share of the features of an
 * example left out at random so that none is leant on alone. Deterministic.
 */
#ifndef TRAIN_NET_H
#define TRAIN_NET_H

#include <stdio.h>

#include "syntax_net.h"

struct train_net {
    uint32_t n_rows, n_outputs;
    float *rows, *row_sums; /* SYNTAX_HIDDEN each; sums of the squares of the gradients */
    float weights[SYNTAX_HIDDEN][SYNTAX_MAX_OUTPUTS], weight_sums[SYNTAX_HIDDEN][SYNTAX_MAX_OUTPUTS];
    float biases[SYNTAX_MAX_OUTPUTS], bias_sums[SYNTAX_MAX_OUTPUTS];
    float rate;    /* of learning */
    float dropout; /* the share of features left out */
    uint64_t random;
};

void train_net_init(struct train_net *net, uint32_t n_rows, uint32_t n_outputs, uint64_t seed);
void train_net_clear(struct train_net *net);

/* The scores of all outputs. */
void train_net_score(const struct train_net *net, const uint32_t *features, uint32_t n,
                     float *scores);

/*
 * Learns from one example. Bits of `right` are the outputs that are correct, all equally good; bits
 * of `possible` those that compete, right ones among them.
 */
void train_net_learn(struct train_net *net, const uint32_t *features, uint32_t n, uint32_t right,
                     uint32_t possible);

/* The network as the engine computes it. The rows are the caller's to free. */
void train_net_quantise(const struct train_net *net, struct syntax_net *out, int8_t **rows);

/* Writes a model file of the networks. */
int train_nets_write(const char *path, const struct syntax_net *const nets[N_SYNTAX_NETS],
                     struct sw_error *err);

/* A number in [0, 1) that the state decides. */
double train_random(uint64_t *state);

/* Puts 0 to n - 1 in an order that the seed decides. */
void train_shuffle(uint32_t *order, uint32_t n, uint64_t seed);

#endif
