#include "syntax_parser.h"

/* The last child to the left of a head that is an auxiliary: "was" of "was said". */
static uint32_t auxiliary_of(const struct syntax_piece *piece, uint32_t head)
{
    uint32_t last = head > 0 ? head - 1 : 0;
    for (uint32_t i = last; i > 0 && i + 4 > head; i--) {
        uint8_t fine = piece->nodes[i].fine;
        if (piece->heads[i] == head && fine >= FINE_AUX && fine <= FINE_AUX_PARTICIPLE) {
            return i;
        }
    }
    return 0;
}

#define N_FINE (FINE_TOP + 1u)
#define N_PAIRS (N_FINE * N_FINE)
#define N_WORDS 5u
#define N_PAIR_FEATURES 5u

/* Where the rows of each template start, in the order of syntax_label_features. */
enum {
    AT_WORDS = 0,
    AT_ARC = AT_WORDS + N_WORDS * SYNTAX_LEX,
    AT_PAIRS = AT_ARC + 2 * N_PAIRS,
    AT_PLACE = AT_PAIRS + N_PAIR_FEATURES * N_PAIRS,
    AT_GAP = AT_PLACE + 64,
    AT_EDGES = AT_GAP + 2 * N_GAPS * N_FINE,
    AT_END = AT_EDGES + 4 * 4 * 2 * 4
};

const uint32_t syntax_label_n_rows = AT_END;

static uint32_t pair(uint32_t number, const struct syntax_node *a, const struct syntax_node *b)
{
    return AT_PAIRS + number * N_PAIRS + a->fine * N_FINE + b->fine;
}

static uint32_t word(uint32_t number, const struct syntax_node *node)
{
    return AT_WORDS + number * SYNTAX_LEX + node->lex;
}

static uint32_t at_most(uint32_t value, uint32_t limit)
{
    return value < limit ? value : limit;
}

void syntax_label_features(const struct syntax_piece *piece, uint32_t node,
                           uint32_t out[SYNTAX_LABEL_FEATURES])
{
    uint32_t head = piece->heads[node];
    const struct syntax_node *d = &piece->nodes[node], *h = &piece->nodes[head];
    const struct syntax_node *first = &piece->nodes[piece->left[node]];
    const struct syntax_node *last = &piece->nodes[piece->right[node]];
    const struct syntax_node *aux = &piece->nodes[auxiliary_of(piece, head)];
    const struct syntax_node *own = &piece->nodes[auxiliary_of(piece, node)];
    const struct syntax_node *outer = &piece->nodes[piece->left[head]];
    uint32_t right = node > head;
    uint32_t distance = right ? node - head : head - node;
    uint32_t far = distance > 5 ? 3u : distance > 2 ? 2u : distance > 1;
    uint32_t edge = right ? piece->right[head] == node : piece->left[head] == node;
    uint32_t gaps = (uint8_t)(right ? d->n_gaps - h->n_gaps : h->n_gaps - d->n_gaps);
    uint32_t children = at_most(piece->n_left[head], 3) * 4 + at_most(piece->n_right[head], 3);
    const uint32_t features[SYNTAX_LABEL_FEATURES] = {
        word(0, d),
        word(1, h),
        word(2, first),
        word(3, aux),
        word(4, outer),
        AT_ARC + right * N_PAIRS + d->fine * N_FINE + h->fine,
        pair(0, d, first),
        pair(1, d - 1, d + 1),
        pair(2, h, aux),
        pair(3, d, own),
        pair(4, d, last),
        AT_PLACE + ((right * 4 + far) * 2 + edge) * 4 + at_most(gaps, 3),
        AT_GAP + (right * N_GAPS + d->gap) * N_FINE + h->fine,
        AT_EDGES + (children * 2 + right) * 4 + far,
    };
    for (uint32_t k = 0; k < SYNTAX_LABEL_FEATURES; k++) {
        out[k] = features[k];
    }
}

void syntax_label(const struct syntax_net *net, struct syntax_piece *piece)
{
    for (uint32_t i = 1; i <= piece->n; i++) {
        if (piece->heads[i] > piece->n) {
            piece->relations[i] = REL_ROOT;
            continue;
        }
        uint32_t features[SYNTAX_LABEL_FEATURES];
        syntax_label_features(piece, i, features);
        piece->relations[i] = (uint8_t)syntax_net_best(net, features, SYNTAX_LABEL_FEATURES);
    }
}
