#include "syntax_parser.h"

#include <string.h>

/* What kind of mark a punctuation token is, by its first byte. */
static uint8_t gap_of(const struct document *document, const struct token *token)
{
    if (token->kind == TOKEN_QUOTE) {
        return GAP_QUOTE;
    }
    switch (document->text.at[token->start]) {
    case ',':
        return GAP_COMMA;
    case '.':
    case '!':
    case '?':
    case ';':
        return GAP_STOP;
    case ':':
        return GAP_COLON;
    case '-':
        return token->end - token->start == 1 && (token->flags & TOKEN_SPACE_BEFORE) == 0
                   ? GAP_HYPHEN
                   : GAP_DASH;
    case '(':
    case '[':
        return GAP_OPENS;
    case ')':
    case ']':
        return GAP_CLOSES;
    case '\xE2': /* the dashes of Unicode */
        return GAP_DASH;
    default:
        return GAP_OTHER;
    }
}

/* Two marks in a row: the one that says more. */
static uint8_t join_gaps(uint8_t before, uint8_t gap)
{
    if (before == GAP_NONE || before == gap) {
        return gap;
    }
    if ((before == GAP_COMMA && gap == GAP_QUOTE) || (before == GAP_QUOTE && gap == GAP_COMMA)) {
        return GAP_COMMA_QUOTE;
    }
    return before == GAP_QUOTE || before == GAP_OTHER ? gap : before;
}

void syntax_piece_read(const struct syntax_view *view, struct syntax_piece *out)
{
    uint32_t n = 0;
    uint8_t gap = GAP_NONE, n_gaps = 0;
    out->nodes[0] = (struct syntax_node){.fine = FINE_NOTHING};
    for (uint32_t i = 0; i < view->n; i++) {
        uint8_t fine = view->fine[i + 2];
        if (fine == FINE_PUNCT) {
            const struct token *token = &view->document->tokens[view->first + i];
            gap = join_gaps(gap, gap_of(view->document, token));
            continue;
        }
        struct syntax_word word = view->words[i + 2];
        bool hidden = fine == FINE_PROPN; /* a name is parsed like any other */
        n_gaps = (uint8_t)(n_gaps + (gap != GAP_NONE));
        out->nodes[++n] = (struct syntax_node){hidden ? 0 : word.lex, (uint16_t)i, fine, gap, n_gaps};
        gap = GAP_NONE;
    }
    out->n = n;
    out->nodes[n + 1] = (struct syntax_node){.fine = FINE_TOP, .gap = gap, .n_gaps = n_gaps};
    out->nodes[n + 2] = out->nodes[n + 3] = out->nodes[0];
    memset(out->heads, 0, (n + 2) * sizeof out->heads[0]);
    memset(out->left, 0, (n + 4) * sizeof out->left[0]);
    memset(out->right, 0, (n + 4) * sizeof out->right[0]);
    memset(out->n_left, 0, n + 4);
    memset(out->n_right, 0, n + 4);
}

void syntax_state_start(struct syntax_state *state, struct syntax_piece *piece)
{
    state->piece = piece;
    state->front = 1;
    state->depth = 3;
    memset(state->stack, 0, 3 * sizeof state->stack[0]);
}

bool syntax_state_ends(const struct syntax_state *state, uint8_t *only)
{
    uint32_t held = state->depth - 3;
    bool at_top = state->front > state->piece->n;
    *only = SYNTAX_UNDECIDED;
    if (held == 0) {
        *only = SYNTAX_SHIFT;
    } else if (at_top) {
        *only = held == 1 ? SYNTAX_LEFT : SYNTAX_RIGHT;
    }
    return at_top && held == 0;
}

void syntax_state_move(struct syntax_state *state, enum syntax_move move)
{
    struct syntax_piece *piece = state->piece;
    if (move == SYNTAX_SHIFT) {
        state->stack[state->depth++] = (uint16_t)state->front++;
        return;
    }
    uint16_t child = state->stack[--state->depth];
    if (move == SYNTAX_LEFT) {
        piece->heads[child] = (uint16_t)state->front;
        piece->left[state->front] = child;
        piece->n_left[state->front]++;
    } else {
        uint16_t head = state->stack[state->depth - 1];
        piece->heads[child] = head;
        piece->right[head] = child;
        piece->n_right[head]++;
    }
}

static uint32_t at_most(uint32_t value, uint32_t limit)
{
    return value < limit ? value : limit;
}

/* Distances in words: 1, 2, 3, 4, 5 to 7, 8 to 12, more. */
static uint32_t bucket(uint32_t distance)
{
    static const uint8_t buckets[16] = {0, 1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7, 7};
    return buckets[distance < 15 ? distance : 15];
}

#define N_FINE (FINE_TOP + 1u)
#define N_PAIRS (N_FINE * N_FINE)
#define N_WORDS 7u /* nodes whose word is looked at */
#define N_PAIR_FEATURES 13u

/* Where the rows of each template start, in the order of syntax_arc_features. */
enum {
    AT_WORDS = 0,
    AT_PAIRS = AT_WORDS + N_WORDS * SYNTAX_LEX,
    AT_GAPS = AT_PAIRS + N_PAIR_FEATURES * N_PAIRS,
    AT_FAR = AT_GAPS + N_GAPS * 4 * 2,
    AT_CHILDREN = AT_FAR + 8 * 4 * 8 * 4,
    AT_CHILDREN_BELOW = AT_CHILDREN + 4 * 4 * 4,
    AT_SHORT = AT_CHILDREN_BELOW + 4 * 4 * 2,
    AT_END = AT_SHORT + N_GAPS * N_FINE
};

const uint32_t syntax_arc_n_rows = AT_END;

static uint32_t pair(uint32_t number, const struct syntax_node *a, const struct syntax_node *b)
{
    return AT_PAIRS + number * N_PAIRS + a->fine * N_FINE + b->fine;
}

static uint32_t word(uint32_t number, const struct syntax_node *node)
{
    return AT_WORDS + number * SYNTAX_LEX + node->lex;
}

void syntax_arc_features(const struct syntax_state *state, uint32_t out[SYNTAX_ARC_FEATURES])
{
    const struct syntax_piece *piece = state->piece;
    const struct syntax_node *nodes = piece->nodes;
    uint32_t i0 = state->stack[state->depth - 1], i1 = state->stack[state->depth - 2];
    uint32_t ib = state->front;
    const struct syntax_node *s0 = &nodes[i0], *s1 = &nodes[i1];
    const struct syntax_node *s2 = &nodes[state->stack[state->depth - 3]];
    const struct syntax_node *b0 = &nodes[ib], *b1 = b0 + 1, *b2 = b0 + 2;
    const struct syntax_node *l0 = &nodes[piece->left[i0]], *r0 = &nodes[piece->right[i0]];
    const struct syntax_node *l1 = &nodes[piece->left[i1]], *r1 = &nodes[piece->right[i1]];
    const struct syntax_node *lb = &nodes[piece->left[ib]];
    uint32_t gaps = at_most((uint8_t)(b0->n_gaps - s0->n_gaps), 3);
    uint32_t gaps1 = i1 == 0 ? 0 : at_most((uint8_t)(s0->n_gaps - s1->n_gaps), 3);
    uint32_t far = bucket(ib - i0), far1 = bucket(i0 - i1);
    uint32_t nl0 = at_most(piece->n_left[i0], 3), nr0 = at_most(piece->n_right[i0], 3);
    uint32_t nl1 = at_most(piece->n_left[i1], 3), nr1 = at_most(piece->n_right[i1], 3);
    uint32_t nlb = at_most(piece->n_left[ib], 3);
    const uint32_t features[SYNTAX_ARC_FEATURES] = {
        word(0, s0),
        word(1, s1),
        word(2, b0),
        word(3, b1),
        word(4, l0),
        word(5, r0),
        word(6, lb),
        pair(0, s0, b0),
        pair(1, s1, s0),
        pair(2, s1, b0),
        pair(3, b0, b1),
        pair(4, b1, b2),
        pair(5, s2, s1),
        pair(6, s0, l0),
        pair(7, s0, r0),
        pair(8, s1, r1),
        pair(9, s1, l1),
        pair(10, b0, lb),
        pair(11, s0, b1),
        pair(12, r0, b0),
        AT_GAPS + (b0->gap * 4 + gaps) * 2 + (i1 == 0),
        AT_FAR + ((far * 4 + gaps) * 8 + far1) * 4 + gaps1,
        AT_CHILDREN + (nl0 * 4 + nr0) * 4 + nlb,
        AT_CHILDREN_BELOW + (nl1 * 4 + nr1) * 2 + (ib > piece->n),
        AT_SHORT + b0->gap * N_FINE + s0->fine,
    };
    for (uint32_t k = 0; k < SYNTAX_ARC_FEATURES; k++) {
        out[k] = features[k];
    }
}

static enum syntax_move choose(const struct syntax_net *net, const struct syntax_state *state)
{
    uint32_t features[SYNTAX_ARC_FEATURES];
    int32_t scores[SYNTAX_MAX_OUTPUTS];
    syntax_arc_features(state, features);
    syntax_net_score(net, features, SYNTAX_ARC_FEATURES, scores);
    enum syntax_move best = scores[SYNTAX_LEFT] >= scores[SYNTAX_SHIFT] ? SYNTAX_LEFT : SYNTAX_SHIFT;
    bool can_right = state->depth > 4; /* something below the top of the stack */
    return can_right && scores[SYNTAX_RIGHT] > scores[best] ? SYNTAX_RIGHT : best;
}

void syntax_parse(const struct syntax_net *net, struct syntax_piece *piece)
{
    struct syntax_state state;
    uint8_t only;
    syntax_state_start(&state, piece);
    while (!syntax_state_ends(&state, &only)) {
        enum syntax_move move = only != SYNTAX_UNDECIDED ? (enum syntax_move)only
                                                         : choose(net, &state);
        syntax_state_move(&state, move);
    }
}
