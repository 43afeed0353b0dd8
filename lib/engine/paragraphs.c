#include "paragraphs.h"

#include "error.h"
#include "hash.h"

/* Longer paragraphs are no headline, so nobody asks for their hash. */
#define HASHED_MAX 40

uint64_t paragraph_words(const struct token *tokens, uint32_t first, uint32_t end)
{
    uint64_t words = 1;
    for (uint32_t i = first; i < end; i++) {
        if (tokens[i].kind == TOKEN_WORD || tokens[i].kind == TOKEN_NUMBER) {
            words = hash_mix(words, tokens[i].lower);
        }
    }
    return words;
}

/* Whether two line ends stand between the token before i and i. */
static bool is_blank_before(struct sw_text text, const struct token *tokens, uint32_t i)
{
    uint32_t n = 0;
    for (uint32_t at = i > 0 ? tokens[i - 1].end : 0; at < tokens[i].start; at++) {
        n += text.at[at] == '\n' || (text.at[at] == '\r' && text.at[at + 1] != '\n');
    }
    return i == 0 || n > 1;
}

static bool ends_closed(struct sw_text text, const struct token *tokens, uint32_t first,
                        uint32_t end)
{
    while (end > first + 1 &&
           (tokens[end - 1].kind == TOKEN_QUOTE || text.at[tokens[end - 1].start] == ')')) {
        end--;
    }
    char c = text.at[tokens[end - 1].end - 1];
    return c == '.' || c == '!' || c == '?' || c == ':';
}

static uint32_t count_words(const struct token *tokens, uint32_t first, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t i = first; i < end; i++) {
        n += tokens[i].kind == TOKEN_WORD || tokens[i].kind == TOKEN_NUMBER;
    }
    return n;
}

static bool starts_small(const struct token *token)
{
    return token->kind == TOKEN_WORD &&
           (token->flags & (TOKEN_INITIAL_UPPER | TOKEN_INNER_UPPER | TOKEN_HAS_DIGIT)) == 0;
}

/* Text that a program wrapped: many single line ends before a small letter. */
static bool is_wrapped(struct sw_text text, const struct token *tokens, const uint32_t *starts,
                       uint32_t n)
{
    uint32_t single = 0, small = 0;
    for (uint32_t i = 1; i < n; i++) {
        if (!is_blank_before(text, tokens, starts[i])) {
            single++;
            small += starts_small(&tokens[starts[i]]);
        }
    }
    return small >= 3 && small * 10 >= single * 3;
}

/* Whether the line from start goes on with the token `next`, one line end later. */
static bool goes_on(struct sw_text text, const struct token *tokens, uint32_t start, uint32_t next,
                    bool wrapped)
{
    char last = text.at[tokens[next - 1].end - 1];
    if (ends_closed(text, tokens, start, next)) {
        return wrapped && last == '.' && starts_small(&tokens[next]);
    }
    uint32_t n_bytes = tokens[next - 1].end - tokens[start].start;
    return starts_small(&tokens[next]) || last == ',' || (wrapped && n_bytes >= 50);
}

static void set_paragraph(struct sw_text text, const struct token *tokens,
                          struct paragraph *paragraph)
{
    uint32_t first = paragraph->first, end = paragraph->end;
    paragraph->n_words = count_words(tokens, first, end);
    paragraph->words = end - first <= HASHED_MAX ? paragraph_words(tokens, first, end) : 0;
    paragraph->is_closed = ends_closed(text, tokens, first, end);
}

int paragraphs_read(struct sw_text text, const struct token *tokens, uint32_t n_tokens,
                    struct sw_arena *arena, struct paragraphs *out, struct sw_error *err)
{
    uint32_t n_lines = 0;
    for (uint32_t i = 0; i < n_tokens; i++) {
        n_lines += i == 0 || (tokens[i].flags & TOKEN_NEWLINE_BEFORE) != 0;
    }
    uint32_t *starts = sw_arena_alloc(arena, (n_lines + 1) * sizeof *starts);
    struct paragraph *at = sw_arena_alloc(arena, (n_lines + 1) * sizeof *at);
    if (starts == NULL || at == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u paragraphs", n_lines);
    }
    uint32_t n_starts = 0;
    for (uint32_t i = 0; i < n_tokens; i++) {
        if (i == 0 || (tokens[i].flags & TOKEN_NEWLINE_BEFORE) != 0) {
            starts[n_starts++] = i;
        }
    }
    starts[n_lines] = n_tokens;
    bool wrapped = is_wrapped(text, tokens, starts, n_lines);
    uint32_t n = 0;
    for (uint32_t line = 0; line < n_lines; line++) {
        bool blank = is_blank_before(text, tokens, starts[line]);
        if (line > 0 && !blank && goes_on(text, tokens, starts[line - 1], starts[line], wrapped)) {
            at[n - 1].end = starts[line + 1];
        } else {
            at[n++] = (struct paragraph){.first = starts[line],
                                         .end = starts[line + 1],
                                         .blank_before = blank,
                                         .kind = SW_BODY};
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        set_paragraph(text, tokens, &at[i]);
    }
    *out = (struct paragraphs){at, n};
    return SW_OK;
}
