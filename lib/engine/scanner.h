/*
 * scanner.h: the state of the tokenizer, shared by its files.
 *
 *     tokens.c: the loop; tokens_words.c: words and numbers; tokens_links.c; tokens_quotes.c
 *
 * A scan_* function takes the token it may fill in (start and flags of what stands before are set),
 * and returns the end of it, or NULL where what stands at `at` is not of its kind.
 */
#ifndef ENGINE_SCANNER_H
#define ENGINE_SCANNER_H

#include "characters.h"
#include "tokens.h"
#include "utf8.h"

struct scanner {
    const char *start, *at, *end;
    struct token *tokens;
    uint32_t n, capacity;
    bool double_open, single_open; /* a quote mark of that kind is open on this line */
    bool left_open;                /* of a run of quote marks: what stands before it */
    const char *right_known;       /* up to here right_attached holds */
    bool right_attached;           /* of a run of quote marks: a word follows */
};

/* The two hashes of a token, byte by byte. */
struct token_hash {
    uint32_t lower, exact;
};

#define TOKEN_HASH_START ((struct token_hash){UINT32_C(2166136261), UINT32_C(2166136261)})

static inline uint32_t token_hash_byte(uint32_t h, char c)
{
    return (h ^ (uint8_t)c) * UINT32_C(16777619);
}

static inline uint32_t token_hash_code(uint32_t h, uint32_t code)
{
    char bytes[4];
    uint32_t len = utf8_write(bytes, code);
    for (uint32_t i = 0; i < len; i++) {
        h = token_hash_byte(h, bytes[i]);
    }
    return h;
}

/* The class of the character at `at`; CHAR_NEWLINE at the end. */
static inline enum char_class scan_peek(const char *at, const char *end, uint32_t *code,
                                        uint32_t *len)
{
    if (at >= end) {
        *code = '\n';
        *len = 0;
        return CHAR_NEWLINE;
    }
    *code = utf8_read(at, end, len);
    return char_class(*code);
}

static inline enum char_class scan_class(const char *at, const char *end)
{
    uint32_t code, len;
    return scan_peek(at, end, &code, &len);
}

/* Words with their inner apostrophes and points; numbers. `at` is a letter, or a digit. */
const char *scan_word(const struct scanner *scanner, struct token *token);
const char *scan_number(const struct scanner *scanner, struct token *token);

/* Apostrophes that start a token ("'s", "'em", "'90s", the one of "workers'"), else quote marks. */
const char *scan_apostrophe(struct scanner *scanner, struct token *token);
const char *scan_quote(struct scanner *scanner, struct token *token);

/* URL, or host name with a path. `at` is a letter. */
const char *scan_url(const char *at, const char *end);
/* Host name that ends in a well-known top-level domain; *plain when it may be a name
 * ("Amazon.com"). */
const char *scan_host(const char *at, const char *end, bool *plain);
const char *scan_email(const char *at, const char *end);
/* @name, #tag, "[email protected]". */
const char *scan_tag(const char *at, const char *end);

/* Hashes the bytes of a token that is neither word nor quote; sets lower, exact and flags. */
void scan_hash(struct token *token, const char *at, const char *end);

#endif
