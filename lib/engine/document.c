#include "document.h"

#include "error.h"
#include "tokens.h"
#include "utf8.h"

/* A first, plain reader: one segment a line, one sentence up to a full stop. */
int document_read(const struct lexicons *lexicons, struct sw_text text, struct sw_text title,
                  const char *lang, struct sw_arena *arena, struct document *out,
                  struct sw_error *err)
{
    (void)lexicons;
    (void)title;
    if (text.len > SW_TEXT_MAX) {
        return error_set(err, SW_ETOOBIG, "text of %zu bytes, the limit is %u", text.len,
                         SW_TEXT_MAX);
    }
    size_t bad;
    if (!utf8_check(text, &bad)) {
        return error_set(err, SW_EENCODING, "not UTF-8 at byte %zu", bad);
    }
    struct document document = {.text = text, .lang = lang != NULL ? lang : "en"};
    document.codepoints = utf8_count(text, arena);
    struct token *tokens;
    int status = tokens_read(text, arena, &tokens, &document.n_tokens, err);
    if (status != SW_OK) {
        return status;
    }
    uint32_t n = document.n_tokens;
    struct sw_segment *segments = sw_arena_alloc(arena, (n + 1) * sizeof *segments);
    struct sentence *sentences = sw_arena_alloc(arena, (n + 1) * sizeof *sentences);
    if (document.codepoints == NULL || segments == NULL || sentences == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for a text of %zu bytes", text.len);
    }
    bool fresh = true;
    for (uint32_t i = 0; i < n; i++) {
        bool newline = i == 0 || (tokens[i].flags & TOKEN_NEWLINE_BEFORE) != 0;
        if (newline) {
            segments[document.n_segments++] =
                (struct sw_segment){.span = {tokens[i].start, tokens[i].end}, .kind = SW_BODY};
        }
        if (newline || fresh) {
            sentences[document.n_sentences++] = (struct sentence){i, i, document.n_segments - 1};
            tokens[i].flags |= TOKEN_SENTENCE_START;
        }
        segments[document.n_segments - 1].span.end = tokens[i].end;
        sentences[document.n_sentences - 1].end = i + 1;
        char c = text.at[tokens[i].start];
        fresh = tokens[i].kind == TOKEN_PUNCT && (c == '.' || c == '!' || c == '?');
    }
    document.tokens = tokens;
    document.sentences = sentences;
    document.segments = segments;
    *out = document;
    return SW_OK;
}
