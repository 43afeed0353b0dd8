#include <stdlib.h>
#include <string.h>

#include "train_syntax.h"

/* From the second round on the parser follows its own guess, wrong or not, this often. */
#define EXPLORE 0.9

void train_gold_piece(const struct syntax_words *words, const struct conllu_sentence *sentence,
                      const uint8_t *tags, struct syntax_view *view, struct syntax_piece *piece,
                      uint16_t *heads)
{
    uint32_t n = sentence->document.n_tokens;
    uint16_t nodes[SYNTAX_PIECE_MAX] = {0};
    syntax_view_read(words, &sentence->document, 0, n < SYNTAX_PIECE_MAX ? n : SYNTAX_PIECE_MAX,
                     view);
    memcpy(view->fine + 2, tags, view->n);
    syntax_piece_read(view, piece);
    for (uint32_t i = 1; i <= piece->n; i++) {
        nodes[piece->nodes[i].token] = (uint16_t)i;
    }
    for (uint32_t i = 1; i <= piece->n; i++) {
        uint32_t head = sentence->heads[piece->nodes[i].token];
        /* A head that is no node for us: the next one above it that is. */
        for (uint32_t k = 0; k < view->n && head < view->n && nodes[head] == 0; k++) {
            head = sentence->heads[head];
        }
        heads[i] = head == SYNTAX_ROOT ? (uint16_t)(piece->n + 1)
                   : head < view->n    ? nodes[head]
                                       : 0;
        heads[i] = heads[i] == i ? 0 : heads[i];
    }
}

/* How many gold arcs each move would lose (Goldberg & Nivre 2013). */
static void costs_of(const struct syntax_state *state, const uint16_t *heads, uint32_t costs[3])
{
    uint32_t n = state->piece->n;
    uint32_t s0 = state->stack[state->depth - 1], s1 = state->stack[state->depth - 2];
    uint32_t front = state->front;
    costs[0] = costs[1] = costs[2] = 0;
    for (uint32_t b = front; b <= n; b++) {
        costs[SYNTAX_LEFT] += heads[b] == s0;
        costs[SYNTAX_RIGHT] += heads[b] == s0;
    }
    costs[SYNTAX_LEFT] += heads[s0] != 0 && (heads[s0] == s1 || heads[s0] > front);
    costs[SYNTAX_RIGHT] += heads[s0] >= front;
    if (front > n) {
        return;
    }
    for (uint32_t i = 3; i < state->depth; i++) {
        uint32_t held = state->stack[i];
        costs[SYNTAX_SHIFT] += heads[held] == front;
        costs[SYNTAX_SHIFT] += i + 1 < state->depth && heads[front] == held;
    }
}

static enum syntax_move best_of(const float *scores, uint32_t moves)
{
    int best = -1;
    for (int k = 0; k < 3; k++) {
        if ((moves >> k & 1) != 0 && (best < 0 || scores[k] > scores[best])) {
            best = k;
        }
    }
    return (enum syntax_move)best;
}

/* The moves that lose the fewest gold arcs, as bits. */
static uint32_t right_moves(const struct syntax_state *state, const uint16_t *heads,
                            uint32_t possible)
{
    uint32_t costs[3], least = UINT32_MAX, moves = 0;
    costs_of(state, heads, costs);
    for (int k = 0; k < 3; k++) {
        least = (possible >> k & 1) != 0 && costs[k] < least ? costs[k] : least;
    }
    for (int k = 0; k < 3; k++) {
        moves |= (uint32_t)((possible >> k & 1) != 0 && costs[k] == least) << k;
    }
    return moves;
}

static void learn(struct train_net *net, struct syntax_piece *piece, const uint16_t *heads,
                  bool explore)
{
    struct syntax_state state;
    uint8_t only;
    syntax_state_start(&state, piece);
    while (!syntax_state_ends(&state, &only)) {
        enum syntax_move move = (enum syntax_move)only;
        if (only == SYNTAX_UNDECIDED) {
            uint32_t features[SYNTAX_ARC_FEATURES];
            float scores[SYNTAX_MAX_OUTPUTS];
            uint32_t possible = state.depth > 4 ? 7u : 7u & ~(1u << SYNTAX_RIGHT);
            uint32_t right = right_moves(&state, heads, possible);
            syntax_arc_features(&state, features);
            train_net_score(net, features, SYNTAX_ARC_FEATURES, scores);
            bool free = explore && train_random(&net->random) < EXPLORE;
            move = best_of(scores, free ? possible : right);
            if (right != possible) {
                train_net_learn(net, features, SYNTAX_ARC_FEATURES, right, possible);
            }
        }
        syntax_state_move(&state, move);
    }
}

/* Goes over the sentences in rounds, in another order each; teach learns from one of them. */
static void train_in_rounds(struct train_net *net, const struct syntax_words *words,
                            const struct conllu *conllu, uint8_t *const *tags, uint32_t n_rounds,
                            uint32_t seed,
                            void (*teach)(struct train_net *net,
                                          const struct conllu_sentence *sentence,
                                          struct syntax_piece *piece, const uint16_t *heads,
                                          uint32_t round))
{
    static struct syntax_view view;
    static struct syntax_piece piece;
    uint16_t heads[SYNTAX_PIECE_MAX + 4];
    uint32_t n = (uint32_t)conllu->n;
    uint32_t *order = calloc(n + 1, sizeof *order);
    if (order == NULL) {
        abort();
    }
    for (uint32_t round = 0; round < n_rounds; round++) {
        train_shuffle(order, n, seed + round);
        net->rate = TRAIN_RATE * (1 - (float)round / (float)n_rounds);
        for (uint32_t i = 0; i < n; i++) {
            const struct conllu_sentence *sentence = &conllu->at[order[i]];
            if (train_takes(sentence, round, n_rounds)) {
                train_gold_piece(words, sentence, tags[order[i]], &view, &piece, heads);
                teach(net, sentence, &piece, heads, round);
            }
        }
    }
    free(order);
}

static void teach_moves(struct train_net *net, const struct conllu_sentence *sentence,
                        struct syntax_piece *piece, const uint16_t *heads, uint32_t round)
{
    (void)sentence;
    learn(net, piece, heads, round > 0);
}

void train_parser(struct train_net *net, const struct syntax_words *words,
                  const struct conllu *conllu, uint8_t *const *tags, uint32_t n_rounds)
{
    train_in_rounds(net, words, conllu, tags, n_rounds, 100, teach_moves);
}

/* The gold tree in the piece, as if it had been parsed. */
static void set_tree(struct syntax_piece *piece, const uint16_t *heads)
{
    for (uint32_t i = 1; i <= piece->n; i++) {
        uint16_t head = heads[i] != 0 ? heads[i] : (uint16_t)(piece->n + 1);
        piece->heads[i] = head;
        if (head > i) {
            piece->left[head] = piece->left[head] != 0 ? piece->left[head] : (uint16_t)i;
            piece->n_left[head]++;
        } else {
            piece->right[head] = (uint16_t)i;
            piece->n_right[head]++;
        }
    }
}

static void learn_relations(struct train_net *net, const struct conllu_sentence *sentence,
                            const struct syntax_piece *piece)
{
    for (uint32_t i = 1; i <= piece->n; i++) {
        uint32_t gold = sentence->relations[piece->nodes[i].token];
        if (piece->heads[i] > piece->n || gold == REL_PUNCT || gold == REL_ROOT) {
            continue;
        }
        uint32_t features[SYNTAX_LABEL_FEATURES];
        syntax_label_features(piece, i, features);
        train_net_learn(net, features, SYNTAX_LABEL_FEATURES, UINT32_C(1) << gold,
                        (UINT32_C(1) << N_SYNTAX_RELATIONS) - 1);
    }
}

static void teach_relations(struct train_net *net, const struct conllu_sentence *sentence,
                            struct syntax_piece *piece, const uint16_t *heads, uint32_t round)
{
    (void)round;
    set_tree(piece, heads);
    learn_relations(net, sentence, piece);
}

void train_labeller(struct train_net *net, const struct syntax_words *words,
                    const struct conllu *conllu, uint8_t *const *tags, uint32_t n_rounds)
{
    train_in_rounds(net, words, conllu, tags, n_rounds, 200, teach_relations);
}
