#include "tokens.h"

#include <string.h>

#include "error.h"
#include "scanner.h"

/* Folds one character of a token that is no word: small letters, straight quotes, and one form of
 * dashes and dots, since scrapers and editors turn each into the other. */
static uint32_t fold_code(uint32_t hash, uint32_t code)
{
    switch (code) {
    case 0x2010:
    case 0x2011:
    case 0x2212:
        return token_hash_byte(hash, '-');
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return token_hash_byte(token_hash_byte(hash, '-'), '-');
    case 0x2026:
        return token_hash_byte(token_hash_byte(token_hash_byte(hash, '.'), '.'), '.');
    default:
        return token_hash_code(hash, char_straight(char_small(code)));
    }
}

void scan_hash(struct token *token, const char *at, const char *end)
{
    struct token_hash hash = TOKEN_HASH_START;
    bool first = true;
    while (at < end) {
        uint32_t code, len;
        enum char_class kind = scan_peek(at, end, &code, &len);
        at += len;
        if (kind == CHAR_IGNORED) {
            continue;
        }
        hash.lower = code < 128 ? token_hash_byte(hash.lower, (char)char_small(code))
                                : fold_code(hash.lower, code);
        hash.exact = token_hash_code(hash.exact, char_straight(code));
        token->flags |= (uint16_t)(kind == CHAR_DIGIT ? TOKEN_HAS_DIGIT : 0);
        token->flags |= (uint16_t)(code == '.' ? TOKEN_HAS_POINT : 0);
        token->flags |= (uint16_t)(code >= 128 ? TOKEN_NON_ASCII : 0);
        token->flags |= (uint16_t)(kind == CHAR_CAPITAL && first ? TOKEN_INITIAL_UPPER : 0);
        first = false;
    }
    token->lower = hash.lower;
    token->exact = hash.exact;
}

uint32_t tokens_hash_lower(struct sw_text word)
{
    if (word.len == 2 && (memcmp(word.at, "``", 2) == 0 || memcmp(word.at, "''", 2) == 0)) {
        return token_hash_byte(TOKEN_HASH_START.lower, '"');
    }
    uint32_t lower = TOKEN_HASH_START.lower;
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.at[i];
        if (c >= 0x80) { /* what is above ASCII is rare in the tables of a model */
            struct token token = {0};
            scan_hash(&token, word.at, word.at + word.len);
            return token.lower;
        }
        lower = token_hash_byte(lower, (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
    }
    return lower;
}

/* One mark, or a run of the same one; a number that starts with its point. */
static const char *scan_punct(const struct scanner *scanner, struct token *token, uint32_t code,
                              uint32_t len, enum char_class kind)
{
    const char *at = scanner->at, *next = at + len, *end = scanner->end;
    if (code == '@' || code == '#' || code == '[') {
        const char *tag = scan_tag(at, end);
        if (tag != NULL) {
            token->kind = TOKEN_LINK;
            scan_hash(token, at, tag);
            return tag;
        }
    }
    if (code == '.' && (token->flags & TOKEN_SPACE_BEFORE) != 0 && next < end && *next >= '0' &&
        *next <= '9') {
        token->kind = TOKEN_NUMBER;
        while (next < end && *next >= '0' && *next <= '9') {
            next++;
        }
        scan_hash(token, at, next);
        return next;
    }
    while (kind == CHAR_RUN && (size_t)(end - next) >= len && memcmp(next, at, len) == 0) {
        next += len;
    }
    token->kind = TOKEN_PUNCT;
    if (next == at + 1) { /* most are one ASCII character */
        token->lower = token->exact = token_hash_byte(TOKEN_HASH_START.lower, *at);
        return next;
    }
    scan_hash(token, at, next);
    token->flags &= (uint16_t)~TOKEN_HAS_POINT;
    return next;
}

static const char *scan_token(struct scanner *scanner, struct token *token, uint32_t code,
                              uint32_t len, enum char_class kind)
{
    switch (kind) {
    case CHAR_SMALL:
    case CHAR_CAPITAL: {
        const char *url = scan_url(scanner->at, scanner->end);
        if (url == NULL) {
            return scan_word(scanner, token);
        }
        token->kind = TOKEN_LINK;
        scan_hash(token, scanner->at, url);
        return url;
    }
    case CHAR_DIGIT:
        return scan_number(scanner, token);
    case CHAR_APOSTROPHE:
        return scan_apostrophe(scanner, token);
    case CHAR_QUOTE:
        return scan_quote(scanner, token);
    case CHAR_IDEOGRAPH:
        token->kind = TOKEN_WORD;
        scan_hash(token, scanner->at, scanner->at + len);
        return scanner->at + len;
    default:
        return scan_punct(scanner, token, code, len, kind);
    }
}

/* Room for one more token: the arena cannot grow an array, so a full one is copied, twice as large.
 */
static bool make_room(struct scanner *scanner, struct sw_arena *arena)
{
    if (scanner->n < scanner->capacity) {
        return true;
    }
    size_t most = (size_t)(scanner->end - scanner->start) + 1;
    size_t capacity = scanner->capacity == 0 ? most / 4 + 8 : (size_t)scanner->capacity * 2;
    capacity = capacity < most ? capacity : most;
    struct token *tokens = sw_arena_alloc(arena, capacity * sizeof *tokens);
    if (tokens == NULL) {
        return false;
    }
    if (scanner->n > 0) {
        memcpy(tokens, scanner->tokens, scanner->n * sizeof *tokens);
    }
    scanner->tokens = tokens;
    scanner->capacity = (uint32_t)capacity;
    return true;
}

/* Passes over white space and ignored characters; gathers what they say in *before. */
static void skip_space(struct scanner *scanner, uint16_t *before)
{
    while (scanner->at < scanner->end) {
        uint32_t code, len;
        enum char_class kind = scan_peek(scanner->at, scanner->end, &code, &len);
        if (kind == CHAR_NEWLINE) {
            *before |= TOKEN_SPACE_BEFORE | TOKEN_NEWLINE_BEFORE;
            scanner->single_open = scanner->double_open = false;
        } else if (kind == CHAR_SPACE) {
            *before |= TOKEN_SPACE_BEFORE;
        } else if (kind != CHAR_IGNORED) {
            return;
        }
        scanner->at += len;
    }
}

int tokens_read(struct sw_text text, struct sw_arena *arena, struct token **out, uint32_t *n_out,
                struct sw_error *err)
{
    struct scanner scanner = {.start = text.at, .at = text.at, .end = text.at + text.len};
    uint16_t before = TOKEN_SPACE_BEFORE;
    do {
        skip_space(&scanner, &before);
        if (!make_room(&scanner, arena)) {
            return error_set(err, SW_ENOMEM, "no memory for the tokens of %zu bytes", text.len);
        }
        if (scanner.at == scanner.end) {
            break;
        }
        struct token *token = &scanner.tokens[scanner.n];
        *token = (struct token){.start = (uint32_t)(scanner.at - text.at), .flags = before};
        uint32_t code, len;
        enum char_class kind = scan_peek(scanner.at, scanner.end, &code, &len);
        scanner.at = scan_token(&scanner, token, code, len, kind);
        token->end = (uint32_t)(scanner.at - text.at);
        scanner.n++;
        before = 0;
    } while (scanner.at < scanner.end);
    *out = scanner.tokens;
    *n_out = scanner.n;
    return SW_OK;
}
