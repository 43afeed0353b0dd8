#include "quotes.h"

#include <string.h>

#include "error.h"

enum mark_family { MARK_DOUBLE, MARK_SINGLE };
enum mark_shape { MARK_STRAIGHT, MARK_OPENING, MARK_CLOSING };

/* The marks by their UTF-8 bytes. Low marks open in English text that borrows them. */
static const struct {
    const char *bytes;
    uint8_t family, shape;
} marks[] = {
    {"\"", MARK_DOUBLE, MARK_STRAIGHT},        {"\xE2\x80\x9C", MARK_DOUBLE, MARK_OPENING},
    {"\xE2\x80\x9D", MARK_DOUBLE, MARK_CLOSING}, {"\xE2\x80\x9E", MARK_DOUBLE, MARK_OPENING},
    {"\xE2\x80\x9F", MARK_DOUBLE, MARK_OPENING}, {"\xC2\xAB", MARK_DOUBLE, MARK_OPENING},
    {"\xC2\xBB", MARK_DOUBLE, MARK_CLOSING},   {"``", MARK_DOUBLE, MARK_OPENING},
    {"''", MARK_DOUBLE, MARK_STRAIGHT},        {"'", MARK_SINGLE, MARK_STRAIGHT},
    {"`", MARK_SINGLE, MARK_OPENING},          {"\xE2\x80\x98", MARK_SINGLE, MARK_OPENING},
    {"\xE2\x80\x99", MARK_SINGLE, MARK_CLOSING}, {"\xE2\x80\x9A", MARK_SINGLE, MARK_OPENING},
    {"\xE2\x80\xB9", MARK_SINGLE, MARK_OPENING}, {"\xE2\x80\xBA", MARK_SINGLE, MARK_CLOSING},
};

#define N_MARKS (sizeof marks / sizeof marks[0])

struct reader {
    const struct document *document;
    struct quote *quotes;
    uint32_t n;
    struct {
        uint32_t quote;
        uint8_t family;
    } open[QUOTES_MAX_DEPTH];
    uint32_t n_open;
    uint32_t unfinished; /* the quotation that the last paragraph left open, or NONE */
};

static uint32_t find_mark(const struct document *document, const struct token *token)
{
    struct sw_text text = token_text(document, token);
    for (uint32_t i = 0; i < N_MARKS; i++) {
        if (strlen(marks[i].bytes) == text.len && memcmp(marks[i].bytes, text.at, text.len) == 0) {
            return i;
        }
    }
    return 0;
}

/* Whether the mark leans on the word after it, as one that opens does. */
static bool leans_right(const struct document *document, uint32_t i, uint32_t end)
{
    const struct token *token = &document->tokens[i];
    bool space_after = i + 1 >= end || (token[1].flags & TOKEN_SPACE_BEFORE) != 0;
    bool space_before = (token->flags & TOKEN_SPACE_BEFORE) != 0;
    return space_before && !space_after;
}

static bool leans_left(const struct document *document, uint32_t i, uint32_t end)
{
    const struct token *token = &document->tokens[i];
    bool space_after = i + 1 >= end || (token[1].flags & TOKEN_SPACE_BEFORE) != 0;
    return (token->flags & TOKEN_SPACE_BEFORE) == 0 && space_after;
}

/* The depth in the stack of the last open quotation of a family, or n_open. */
static uint32_t last_open(const struct reader *reader, uint8_t family)
{
    for (uint32_t depth = reader->n_open; depth-- > 0;) {
        if (reader->open[depth].family == family) {
            return depth;
        }
    }
    return reader->n_open;
}

static bool opens(const struct reader *reader, uint32_t mark, uint32_t i, uint32_t end)
{
    bool is_open = last_open(reader, marks[mark].family) < reader->n_open;
    bool right = leans_right(reader->document, i, end), left = leans_left(reader->document, i, end);
    switch (marks[mark].shape) {
    case MARK_OPENING:
        return !(left && is_open);
    case MARK_CLOSING:
        return !is_open && right && marks[mark].family == MARK_DOUBLE;
    default:
        return right ? true : left ? false : !is_open;
    }
}

static void open_quote(struct reader *reader, uint32_t mark, uint32_t i)
{
    if (reader->n_open == QUOTES_MAX_DEPTH) {
        return;
    }
    reader->quotes[reader->n] =
        (struct quote){i, i + 1, QUOTES_NONE, QUOTES_NONE, QUOTES_NONE, false};
    reader->open[reader->n_open].quote = reader->n++;
    reader->open[reader->n_open++].family = marks[mark].family;
}

/* Closes the last open one of the family; those opened inside it and never closed are dropped. */
static void close_quote(struct reader *reader, uint32_t mark, uint32_t i)
{
    uint32_t depth = last_open(reader, marks[mark].family);
    if (depth == reader->n_open) {
        return;
    }
    struct quote *quote = &reader->quotes[reader->open[depth].quote];
    quote->end = i + 1;
    quote->closed = true;
    reader->n_open = depth;
}

/* Whether an unclosed quotation is one: it opens the paragraph or follows a colon or comma. */
static bool is_whole(const struct document *document, uint32_t mark, uint32_t first)
{
    if (mark == first) {
        return true;
    }
    char before = document->text.at[document->tokens[mark - 1].start];
    return before == ':' || before == ',';
}

static void end_paragraph(struct reader *reader, uint32_t first, uint32_t end)
{
    uint32_t unfinished = QUOTES_NONE;
    if (reader->n_open > 0 && reader->open[0].family == MARK_DOUBLE) {
        struct quote *quote = &reader->quotes[reader->open[0].quote];
        if (is_whole(reader->document, quote->first, first) && end - quote->first > 1) {
            quote->end = end;
            unfinished = reader->open[0].quote;
        }
    }
    reader->n_open = 0;
    reader->unfinished = unfinished;
}

static void read_paragraph(struct reader *reader, uint32_t first, uint32_t end)
{
    const struct token *tokens = reader->document->tokens;
    for (uint32_t i = first; i < end; i++) {
        if (tokens[i].kind != TOKEN_QUOTE) {
            continue;
        }
        uint32_t mark = find_mark(reader->document, &tokens[i]);
        if (opens(reader, mark, i, end)) {
            if (i == first && reader->unfinished != QUOTES_NONE && reader->n_open == 0) {
                reader->quotes[reader->unfinished].next = reader->n;
                open_quote(reader, mark, i);
                reader->quotes[reader->n - 1].previous = reader->unfinished;
                reader->unfinished = QUOTES_NONE;
                continue;
            }
            open_quote(reader, mark, i);
        } else {
            close_quote(reader, mark, i);
        }
    }
    end_paragraph(reader, first, end);
}

/* Drops the quotations that were never finished and numbers the rest anew. */
static void drop_odd(struct reader *reader, uint32_t *numbers)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < reader->n; i++) {
        const struct quote *quote = &reader->quotes[i];
        numbers[i] = quote->closed || quote->end > quote->first + 1 ? n++ : QUOTES_NONE;
    }
    for (uint32_t i = 0; i < reader->n; i++) {
        if (numbers[i] != QUOTES_NONE) {
            struct quote quote = reader->quotes[i];
            quote.next = quote.next != QUOTES_NONE ? numbers[quote.next] : QUOTES_NONE;
            quote.previous = quote.previous != QUOTES_NONE ? numbers[quote.previous] : QUOTES_NONE;
            reader->quotes[numbers[i]] = quote;
        }
    }
    reader->n = n;
}

/* Sets parents and the innermost quotation of each token. */
static void cover_tokens(struct reader *reader, uint32_t *of_token)
{
    uint32_t open = QUOTES_NONE, next = 0;
    for (uint32_t i = 0; i < reader->document->n_tokens; i++) {
        while (open != QUOTES_NONE && reader->quotes[open].end <= i) {
            open = reader->quotes[open].parent;
        }
        if (next < reader->n && reader->quotes[next].first == i) {
            reader->quotes[next].parent = open;
            open = next++;
        }
        of_token[i] = open;
    }
}

int quotes_read(const struct document *document, struct sw_arena *arena, struct quotes *out,
                struct sw_error *err)
{
    uint32_t n_marks = 0;
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        n_marks += document->tokens[i].kind == TOKEN_QUOTE;
    }
    struct reader reader = {.document = document, .unfinished = QUOTES_NONE};
    uint32_t *of_token = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *of_token);
    uint32_t *numbers = sw_arena_alloc(arena, (n_marks + 1) * sizeof *numbers);
    reader.quotes = sw_arena_alloc(arena, (n_marks + 1) * sizeof *reader.quotes);
    if (of_token == NULL || numbers == NULL || reader.quotes == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u quote marks", n_marks);
    }
    for (uint32_t s = 0; s < document->n_sentences;) {
        uint32_t last = s;
        while (last + 1 < document->n_sentences &&
               document->sentences[last + 1].segment == document->sentences[s].segment) {
            last++;
        }
        read_paragraph(&reader, document->sentences[s].first, document->sentences[last].end);
        s = last + 1;
    }
    drop_odd(&reader, numbers);
    cover_tokens(&reader, of_token);
    *out = (struct quotes){reader.quotes, reader.n, of_token};
    return SW_OK;
}
