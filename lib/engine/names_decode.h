/*
 * names_decode.h: scores of a stretch of candidates -> the best labels (Viterbi).
 *
 * A label sequence is sound when every begun name goes on in its type until its last token; a
 * stretch begins and ends outside. No other weight is put on a pair of labels: neighbours are in
 * the features. So the best way into a token is one of 1 + 2 * types states, and time is linear in
 * labels.
 */
#ifndef ENGINE_NAMES_DECODE_H
#define ENGINE_NAMES_DECODE_H

#include "names_labels.h"

#define NAMES_NEVER (-1000000000)

/* What the decoder keeps of one token. */
struct names_step {
    int32_t best[NAMES_N_LABELS];
    uint8_t closed; /* the best label that leaves no name open */
};

/*
 * scores: n rows of NAMES_N_LABELS; steps: room for n. Writes n labels. A label whose score is
 * NAMES_NEVER is not taken unless nothing else is sound.
 */
void names_decode(const int32_t *scores, uint32_t n, struct names_step *steps, uint8_t *labels);

#endif
