#include "tokens.h"

#include <string.h>

#include "error.h"
#include "hash.h"

/* A first, plain cutter: the rules of document.h for ASCII and curly quotes. */

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC3;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* The length of a curly quote mark at `at` and the straight mark it folds to; 0 if none. */
static size_t curly(const char *at, const char *end, char *straight)
{
    if (end - at < 3 || memcmp(at, "\xE2\x80", 2) != 0) {
        return 0;
    }
    unsigned char c = (unsigned char)at[2];
    *straight = c <= 0x9B ? '\'' : '"';
    return c >= 0x98 && c <= 0x9F ? 3 : 0;
}

/* Hashes bytes with quotes straight, and small letters when `lower`. */
static uint32_t hash_folded(const char *at, const char *end, bool lower)
{
    uint32_t h = UINT32_C(2166136261);
    while (at < end) {
        char c = *at;
        size_t len = curly(at, end, &c);
        if (len == 0) {
            len = 1;
            c = (char)(lower && c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        h = (h ^ (uint8_t)c) * UINT32_C(16777619);
        at += len;
    }
    return h;
}

uint32_t tokens_hash_lower(struct sw_text word)
{
    return hash_folded(word.at, word.at + word.len, true);
}

static const char *read_word(const char *at, const char *end)
{
    while (at < end) {
        char straight = 0;
        size_t len = curly(at, end, &straight);
        if (is_letter((unsigned char)*at) || is_digit((unsigned char)*at) ||
            ((unsigned char)*at >= 0x80 && len == 0)) {
            at++;
        } else if ((*at == '\'' || straight == '\'') && at + (len ? len : 1) + 1 == end) {
            break;
        } else if ((*at == '\'' || (len > 0 && straight == '\'')) &&
                   end - at > (ptrdiff_t)(len ? len : 1) && at[len ? len : 1] == 't' &&
                   at[-1] == 'n') {
            at += len ? len : 1;
        } else if (*at == '.' && end - at > 1 && is_letter((unsigned char)at[1])) {
            at++;
        } else {
            break;
        }
    }
    return at;
}

static void set_flags(struct sw_text text, struct token *token)
{
    int upper = 0, letters = 0;
    for (uint32_t i = token->start; i < token->end; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool capital = c >= 'A' && c <= 'Z';
        letters += is_letter(c);
        upper += capital;
        token->flags |= (uint16_t)(capital && i == token->start ? TOKEN_INITIAL_UPPER : 0);
        token->flags |= (uint16_t)(capital && i > token->start ? TOKEN_INNER_UPPER : 0);
        token->flags |= (uint16_t)(is_digit(c) ? TOKEN_HAS_DIGIT : 0);
        token->flags |= (uint16_t)(c == '.' ? TOKEN_HAS_POINT : 0);
        token->flags |= (uint16_t)(c >= 0x80 ? TOKEN_NON_ASCII : 0);
    }
    if (upper > 1 && upper == letters) {
        token->flags = (uint16_t)((token->flags & ~TOKEN_INNER_UPPER) | TOKEN_ALL_UPPER);
    }
}

static const char *read_token(const char *at, const char *end, struct token *token)
{
    char straight = *at;
    size_t len = curly(at, end, &straight);
    if (len == 0 && (is_letter((unsigned char)*at) || (unsigned char)*at >= 0x80)) {
        token->kind = TOKEN_WORD;
        return read_word(at, end);
    }
    if (is_digit((unsigned char)*at)) {
        token->kind = TOKEN_NUMBER;
        while (at < end && (is_digit((unsigned char)*at) || is_letter((unsigned char)*at) ||
                            ((*at == '.' || *at == ',') && end - at > 1 &&
                             is_digit((unsigned char)at[1])))) {
            at++;
        }
        return at;
    }
    token->kind = straight == '"' || straight == '\'' ? TOKEN_QUOTE : TOKEN_PUNCT;
    if (straight == '\'' && end - at > 1 + (ptrdiff_t)len && at[len ? len : 1] == 's') {
        token->kind = TOKEN_WORD;
        token->flags |= TOKEN_CLITIC;
        return at + (len ? len : 1) + 1;
    }
    return at + (len ? len : 1);
}

int tokens_read(struct sw_text text, struct sw_arena *arena, struct token **out,
                uint32_t *n_out, struct sw_error *err)
{
    struct token *tokens = sw_arena_alloc(arena, (text.len + 1) * sizeof *tokens);
    if (tokens == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the tokens of %zu bytes", text.len);
    }
    uint32_t n = 0;
    const char *at = text.at, *end = text.at + text.len;
    uint16_t before = TOKEN_SPACE_BEFORE;
    while (at < end) {
        if ((unsigned char)*at <= ' ') {
            before |= (uint16_t)(TOKEN_SPACE_BEFORE | (*at == '\n' ? TOKEN_NEWLINE_BEFORE : 0));
            at++;
            continue;
        }
        struct token *token = &tokens[n++];
        *token = (struct token){.start = (uint32_t)(at - text.at), .flags = before};
        const char *next = read_token(at, end, token);
        token->end = (uint32_t)(next - text.at);
        token->lower = hash_folded(at, next, true);
        token->exact = hash_folded(at, next, false);
        set_flags(text, token);
        before = 0;
        at = next;
    }
    *out = tokens;
    *n_out = n;
    return SW_OK;
}
