#include "scanner.h"

/*
 * Which way a quote mark faces. Its neighbours decide where they are clear: a space on one side, a
 * word on the other; they are wrong less often than the shape, which careless hands mix up. Else
 * the shape; else whether one is open. All that is known of open quotes ends with the line.
 */

/* Characters that stand on the outer side of an opening mark. */
static bool is_open_side(uint32_t code)
{
    switch (code) {
    case '(':
    case '[':
    case '{':
    case '-':
    case '/':
    case ':':
    case '=':
    case '>':
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return true;
    default:
        return false;
    }
}

static bool left_is_open(const struct scanner *scanner, const struct token *token)
{
    if (scanner->n == 0 || (token->flags & TOKEN_SPACE_BEFORE) != 0) {
        return true;
    }
    const struct token *before = &scanner->tokens[scanner->n - 1];
    if (before->kind == TOKEN_QUOTE) {
        return scanner->left_open;
    }
    uint32_t len;
    uint32_t code = utf8_read(scanner->start + before->start, scanner->end, &len);
    return before->kind == TOKEN_PUNCT && is_open_side(code);
}

/* Whether a word follows, other quote marks passed over; looked at once for a run of them. */
static bool right_is_attached(struct scanner *scanner, const char *next)
{
    if (next < scanner->right_known) {
        return scanner->right_attached;
    }
    uint32_t code, len;
    enum char_class kind = scan_peek(next, scanner->end, &code, &len);
    while (kind == CHAR_QUOTE || kind == CHAR_APOSTROPHE || kind == CHAR_IGNORED) {
        next += len;
        kind = scan_peek(next, scanner->end, &code, &len);
    }
    scanner->right_known = next;
    bool opener = code == '(' || code == '[' || code == '$' || code == '@' || code == '#' ||
                  code == 0x2026 || (code >= 0xA2 && code <= 0xA5) ||
                  (code >= 0x20A0 && code <= 0x20CF) ||
                  (code == '.' && scanner->end - next > 1 && next[1] == '.');
    scanner->right_attached = char_is_word(kind) || kind == CHAR_IDEOGRAPH || opener;
    return scanner->right_attached;
}

static bool faces_open(struct scanner *scanner, const struct token *token, const char *next,
                       enum char_facing facing, bool is_open)
{
    bool left = left_is_open(scanner, token);
    bool right = right_is_attached(scanner, next);
    scanner->left_open = left;
    if (left == right) {
        return left;
    }
    return facing != FACING_NONE ? facing == FACING_OPEN : !is_open;
}

/* The mark of feet, inches, minutes: straight, right after a number, with none open. */
static bool is_prime(const struct scanner *scanner, const struct token *token, uint32_t code,
                     bool is_open)
{
    return code < 128 && code != '`' && !is_open && scanner->n > 0 &&
           (token->flags & TOKEN_SPACE_BEFORE) == 0 &&
           scanner->tokens[scanner->n - 1].kind == TOKEN_NUMBER;
}

const char *scan_quote(struct scanner *scanner, struct token *token)
{
    uint32_t code, len;
    scan_peek(scanner->at, scanner->end, &code, &len);
    enum char_facing facing = char_facing(code);
    bool is_single = char_straight(code) == '\'';
    if (is_single && code < 128 && scanner->end - scanner->at > 1 &&
        scanner->at[1] == *scanner->at) {
        is_single = false; /* `` and '' */
        len = 2;
        facing = code == '`' ? FACING_OPEN : FACING_CLOSE;
    }
    const char *next = scanner->at + len;
    bool *is_open = is_single ? &scanner->single_open : &scanner->double_open;
    token->kind = TOKEN_QUOTE;
    token->lower = token->exact = token_hash_byte(TOKEN_HASH_START.lower, is_single ? '\'' : '"');
    token->flags |= (uint16_t)(code >= 128 ? TOKEN_NON_ASCII : 0);
    if (len < 2 && is_prime(scanner, token, code, *is_open)) {
        token->kind = TOKEN_PUNCT;
        return next;
    }
    bool opens = faces_open(scanner, token, next, facing, *is_open);
    *is_open = opens;
    token->flags |= opens ? TOKEN_QUOTE_OPENS : TOKEN_QUOTE_CLOSES;
    return next;
}
