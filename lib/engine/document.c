#include "document.h"

#include "error.h"
#include "language.h"
#include "segments.h"
#include "sentences.h"
#include "tokens.h"
#include "utf8.h"

static int check_text(struct sw_text text, struct sw_error *err)
{
    size_t bad;
    if (text.len > SW_TEXT_MAX) {
        return error_set(err, SW_ETOOBIG, "text of %zu bytes, the limit is %u", text.len,
                         SW_TEXT_MAX);
    }
    if (!utf8_check(text, &bad)) {
        return error_set(err, SW_EENCODING, "the text is not UTF-8 at byte %zu", bad);
    }
    return SW_OK;
}

int document_read(const struct lexicons *lexicons, struct sw_text text, struct sw_text title,
                  const char *lang, struct sw_arena *arena, struct document *out,
                  struct sw_error *err)
{
    struct document document = {.text = text};
    struct token *tokens;
    struct segments segments;
    struct sentence *sentences;
    int status = check_text(text, err);
    if (status == SW_OK) {
        status = tokens_read(text, arena, &tokens, &document.n_tokens, err);
    }
    if (status == SW_OK && document.n_tokens == 0) {
        status = error_set(err, SW_ENOTEXT, "a text of %zu bytes with no word in it", text.len);
    }
    if (status == SW_OK) {
        status =
            segments_read(lexicons, text, title, tokens, document.n_tokens, arena, &segments, err);
    }
    if (status == SW_OK) {
        status = sentences_read(lexicons, text, &segments, tokens, document.n_tokens, arena,
                                &sentences, &document.n_sentences, err);
    }
    if (status != SW_OK) {
        return status;
    }
    document.codepoints = utf8_count(text, arena);
    if (document.codepoints == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for a text of %zu bytes", text.len);
    }
    document.lang = language_detect(lexicons, text, tokens, document.n_tokens, lang);
    document.tokens = tokens;
    document.sentences = sentences;
    document.segments = segments.at;
    document.n_segments = segments.n;
    *out = document;
    return SW_OK;
}
