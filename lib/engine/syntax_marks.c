#include "syntax_marks.h"

/* The first and last node of what hangs on each node. */
struct edges {
    uint16_t first[SYNTAX_PIECE_MAX + 2], last[SYNTAX_PIECE_MAX + 2];
};

static void measure(const struct syntax_piece *piece, struct edges *edges)
{
    for (uint32_t i = 1; i <= piece->n; i++) {
        edges->first[i] = piece->left[i] != 0 ? edges->first[piece->left[i]] : (uint16_t)i;
    }
    for (uint32_t i = piece->n; i >= 1; i--) {
        edges->last[i] = piece->right[i] != 0 ? edges->last[piece->right[i]] : (uint16_t)i;
    }
}

/* The largest phrase that starts, or ends, at a node. */
static uint16_t top_of(const struct syntax_piece *piece, const uint16_t *edge, uint16_t node)
{
    uint16_t at = node;
    while (piece->heads[at] <= piece->n && edge[piece->heads[at]] == node) {
        at = piece->heads[at];
    }
    return at;
}

static uint16_t root_of(const struct syntax_piece *piece)
{
    return piece->left[piece->n + 1];
}

static bool is_closing(const struct document *document, const struct token *token)
{
    char c = document->text.at[token->start];
    return c == ')' || c == ']' ||
           (token->kind == TOKEN_QUOTE && (token->flags & TOKEN_QUOTE_CLOSES) != 0);
}

static bool is_opening(const struct document *document, const struct token *token)
{
    char c = document->text.at[token->start];
    return c == '(' || c == '[' ||
           (token->kind == TOKEN_QUOTE && (token->flags & TOKEN_QUOTE_OPENS) != 0);
}

/* Where a mark between nodes before and before + 1 hangs. */
static uint16_t head_of(const struct syntax_view *view, const struct syntax_piece *piece,
                        const struct edges *edges, uint32_t i, uint16_t before)
{
    const struct token *token = &view->document->tokens[view->first + i];
    uint16_t after = (uint16_t)(before + 1);
    if (before == 0) {
        return top_of(piece, edges->first, after);
    }
    uint16_t left = top_of(piece, edges->last, before);
    if (after > piece->n) {
        return is_closing(view->document, token) ? left : root_of(piece);
    }
    uint16_t right = top_of(piece, edges->first, after);
    if (is_closing(view->document, token)) {
        return left;
    }
    if (is_opening(view->document, token)) {
        return right;
    }
    if (piece->heads[right] < after) {
        return right;
    }
    return piece->heads[left] >= after && piece->heads[left] <= piece->n ? left
                                                                         : piece->heads[right];
}

void syntax_marks_hang(const struct syntax_view *view, const struct syntax_piece *piece,
                       uint16_t out[SYNTAX_PIECE_MAX])
{
    struct edges edges;
    measure(piece, &edges);
    uint16_t before = 0;
    for (uint32_t i = 0; i < view->n; i++) {
        if (view->fine[i + 2] != FINE_PUNCT) {
            before++;
        } else {
            out[i] = piece->n == 0 ? 0 : head_of(view, piece, &edges, i, before);
        }
    }
}
