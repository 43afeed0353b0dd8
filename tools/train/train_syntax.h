/*
 * train_syntax.h: the parts of train_syntax, the program that makes models/syntax.*.
 *
 *     CoNLL-U -> words (syntax.words.tsv) -> tagger -> parser on jackknifed tags -> syntax.weights
 *                                                   -> labeller on gold trees
 *
 * All are networks of train_net.h over the features of the engine: what is trained is what runs.
 * Deterministic: a fixed generator shuffles.
 */
#ifndef TRAIN_SYNTAX_H
#define TRAIN_SYNTAX_H

#include <stdio.h>

#include "conllu.h"
#include "syntax_parser.h"
#include "train_net.h"

/* The rate of learning at the start; it falls to nothing over the rounds. */
#define TRAIN_RATE 0.05f
/* In so many rounds at the end nothing is learnt from silver trees. */
#define TRAIN_GOLD_ROUNDS 2u

static inline bool train_takes(const struct conllu_sentence *sentence, uint32_t round,
                               uint32_t n_rounds)
{
    return !sentence->silver || round + TRAIN_GOLD_ROUNDS < n_rounds;
}

/* Writes syntax.words.tsv. */
int train_words_write(const char *path, const struct conllu *conllu, struct sw_error *err);

/* Learns tags from the sentences with index % folds != fold (all of them when folds is 0). */
void train_tagger(struct train_net *net, const struct syntax_words *words,
                  const struct conllu *conllu, uint32_t folds, uint32_t fold, uint32_t n_rounds);

/* Learns moves from trees; tags holds the fine tags of each sentence as a tagger sees them. */
void train_parser(struct train_net *net, const struct syntax_words *words,
                  const struct conllu *conllu, uint8_t *const *tags, uint32_t n_rounds);

/* Learns relations from gold trees. */
void train_labeller(struct train_net *net, const struct syntax_words *words,
                    const struct conllu *conllu, uint8_t *const *tags, uint32_t n_rounds);

/* A sentence's piece with its gold heads, in nodes; 0 where the gold head is no node. */
void train_gold_piece(const struct syntax_words *words, const struct conllu_sentence *sentence,
                      const uint8_t *tags, struct syntax_view *view, struct syntax_piece *piece,
                      uint16_t *heads);

#endif
