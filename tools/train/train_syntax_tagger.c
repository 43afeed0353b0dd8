#include <stdlib.h>

#include "train_syntax.h"

static uint32_t best_of(const float *scores, uint32_t n)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++) {
        best = scores[i] > scores[best] ? i : best;
    }
    return best;
}

/* One sentence: tags of its own guess stand to the left, as they will when it runs. */
static void learn(struct train_net *net, const struct syntax_words *words,
                  const struct conllu_sentence *sentence)
{
    struct syntax_view view;
    uint32_t n = sentence->document.n_tokens;
    syntax_view_read(words, &sentence->document, 0, n < SYNTAX_PIECE_MAX ? n : SYNTAX_PIECE_MAX,
                     &view);
    for (uint32_t i = 0; i < view.n; i++) {
        uint8_t tag = syntax_tag_known(words, &view, i);
        if (tag == SYNTAX_UNDECIDED) {
            uint32_t features[SYNTAX_TAG_FEATURES];
            float scores[SYNTAX_MAX_OUTPUTS];
            syntax_tag_features(&view, i, features);
            train_net_score(net, features, SYNTAX_TAG_FEATURES, scores);
            tag = (uint8_t)best_of(scores, N_SYNTAX_SCORED);
            uint8_t gold = sentence->fine[i];
            if (gold < N_SYNTAX_SCORED) {
                train_net_learn(net, features, SYNTAX_TAG_FEATURES, UINT32_C(1) << gold,
                                UINT32_MAX);
            }
        }
        view.fine[i + 2] = tag;
    }
}

void train_tagger(struct train_net *net, const struct syntax_words *words,
                  const struct conllu *conllu, uint32_t folds, uint32_t fold, uint32_t n_rounds)
{
    uint32_t n = (uint32_t)conllu->n;
    uint32_t *order = calloc(n + 1, sizeof *order);
    if (order == NULL) {
        abort();
    }
    for (uint32_t round = 0; round < n_rounds; round++) {
        train_shuffle(order, n, round + 1);
        net->rate = TRAIN_RATE * (1 - (float)round / (float)n_rounds);
        for (uint32_t i = 0; i < n; i++) {
            const struct conllu_sentence *sentence = &conllu->at[order[i]];
            if ((folds == 0 || order[i] % folds != fold) &&
                train_takes(sentence, round, n_rounds)) {
                learn(net, words, sentence);
            }
        }
    }
    free(order);
}
