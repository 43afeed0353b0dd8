#include "markers_context.h"

#include "error.h"

/* One shape of quote mark, and where it stands open. */
struct shape {
    uint32_t open;
    bool is_open;
};

/* Single marks close within so many tokens, or they were apostrophes. */
enum { SINGLE_MAX_TOKENS = 60 };

static bool is_single(const struct document *document, const struct token *token)
{
    struct sw_text text = token_text(document, token);
    bool curly = text.len == 3 && (unsigned char)text.at[2] <= 0x9B;
    return curly || (text.len == 1 && text.at[0] != '"');
}

static void close_at(struct shape *shape, uint32_t i, bool closed, struct quoted *out, uint32_t *n)
{
    if (shape->is_open && i > shape->open + 1) {
        out[(*n)++] = (struct quoted){shape->open, i, closed};
    }
    shape->is_open = false;
}

static void read_mark(const struct document *document, struct shape shapes[2], uint32_t i,
                      struct quoted *out, uint32_t *n)
{
    const struct token *token = &document->tokens[i];
    bool single = is_single(document, token);
    struct shape *shape = &shapes[single];
    if (single && shape->is_open && i - shape->open > SINGLE_MAX_TOKENS) {
        shape->is_open = false;
    }
    bool closes =
        (token->flags & TOKEN_QUOTE_CLOSES) != 0 || (token->flags & TOKEN_QUOTE_OPENS) == 0;
    if (shape->is_open && closes) {
        close_at(shape, i, true, out, n);
    } else if (!closes || !single) {
        close_at(shape, i, false, out, n);
        *shape = (struct shape){i, true};
    }
}

int markers_quotes(const struct document *document, struct sw_arena *arena, struct quoted **out,
                   uint32_t *n_out, struct sw_error *err)
{
    uint32_t n_marks = 0;
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        n_marks += document->tokens[i].kind == TOKEN_QUOTE;
    }
    struct quoted *quotes = sw_arena_alloc(arena, (n_marks + 2) * sizeof *quotes);
    if (quotes == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u quote marks", n_marks);
    }
    uint32_t n = 0, segment = 0;
    struct shape shapes[2] = {{0, false}, {0, false}};
    for (uint32_t s = 0; n_marks > 0 && s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        if (sentence->segment != segment) {
            close_at(&shapes[0], sentence->first, false, quotes, &n);
            shapes[1].is_open = false;
            segment = sentence->segment;
        }
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            if (document->tokens[i].kind == TOKEN_QUOTE) {
                read_mark(document, shapes, i, quotes, &n);
            }
        }
    }
    close_at(&shapes[0], document->n_tokens, false, quotes, &n);
    *out = quotes;
    *n_out = n;
    return SW_OK;
}
