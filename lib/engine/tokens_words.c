#include "scanner.h"

#include "abbreviations.h"

/* What is gathered of a word on the way. */
struct word {
    const char *at;
    struct token_hash hash;
    uint32_t letters, capitals;
    uint16_t flags;
    bool small_seen;
};

static inline void add_capital(struct word *word)
{
    if (word->letters == 0) {
        word->flags |= TOKEN_INITIAL_UPPER;
    }
    if (word->small_seen) {
        word->flags |= TOKEN_INNER_UPPER;
    }
    word->letters++;
    word->capitals++;
}

/* A letter, digit or ignored character beyond ASCII; false where there is none. */
static bool add_wide(struct word *word, const char *end)
{
    uint32_t code, len;
    enum char_class kind = scan_peek(word->at, end, &code, &len);
    if (kind == CHAR_IGNORED) {
        word->at += len;
        return true;
    }
    if (!char_is_word(kind)) {
        return false;
    }
    word->flags |= TOKEN_NON_ASCII;
    if (kind == CHAR_CAPITAL) {
        add_capital(word);
    } else if (kind == CHAR_SMALL) {
        word->letters++;
        word->small_seen = true;
    } else {
        word->flags |= TOKEN_HAS_DIGIT;
    }
    word->hash.lower =
        token_hash_code(word->hash.lower, kind == CHAR_CAPITAL ? char_small(code) : code);
    word->hash.exact = token_hash_code(word->hash.exact, code);
    word->at += len;
    return true;
}

/* A run of letters and digits. */
static void add_letters(struct word *word, const char *end)
{
    while (word->at < end) {
        unsigned char c = (unsigned char)*word->at;
        if (c >= 0x80) {
            if (!add_wide(word, end)) {
                return;
            }
            continue;
        }
        char folded = (char)c;
        switch (char_classes_ascii[c]) {
        case CHAR_SMALL:
            word->letters++;
            word->small_seen = true;
            break;
        case CHAR_CAPITAL:
            add_capital(word);
            folded = (char)(c | 0x20);
            break;
        case CHAR_DIGIT:
            word->flags |= TOKEN_HAS_DIGIT;
            break;
        default:
            return;
        }
        word->hash.lower = token_hash_byte(word->hash.lower, folded);
        word->hash.exact = token_hash_byte(word->hash.exact, (char)c);
        word->at++;
    }
}

static void add_mark(struct word *word, char mark, uint32_t len)
{
    word->hash.lower = token_hash_byte(word->hash.lower, mark);
    word->hash.exact = token_hash_byte(word->hash.exact, mark);
    word->at += len;
}

static void finish(const struct word *word, struct token *token)
{
    token->lower = word->hash.lower;
    token->exact = word->hash.exact;
    token->flags |= word->flags;
    if (word->capitals >= 2 && word->capitals == word->letters) {
        token->flags |= TOKEN_ALL_UPPER;
    }
}

/* The length of 's, 'll, 're, 've, 'd, 'm at `at` (past the mark), 0 if another word stands there.
 */
static uint32_t clitic_letters(const char *at, const char *end)
{
    char a = (char)(at < end ? *at | 0x20 : 0);
    char b = (char)(end - at > 1 ? at[1] | 0x20 : 0);
    uint32_t len = 0;
    if ((b == 'l' && a == 'l') || (b == 'e' && (a == 'r' || a == 'v'))) {
        len = 2;
    } else if (a == 's' || a == 'd' || a == 'm') {
        len = 1;
    }
    return len > 0 && !char_is_word(scan_class(at + len, end)) ? len : 0;
}

/* An apostrophe between letters that does not start a clitic belongs to the word; "n't" negates. */
static bool add_apostrophe(struct word *word, const char *start, const char *end, uint32_t len)
{
    const char *next = word->at + len;
    if (!char_is_letter(scan_class(next, end)) || clitic_letters(next, end) > 0) {
        return false;
    }
    bool negates = word->at > start && (word->at[-1] | 0x20) == 'n' && (*next | 0x20) == 't' &&
                   !char_is_word(scan_class(next + 1, end));
    word->flags |= (uint16_t)(negates ? TOKEN_NEGATION : 0);
    add_mark(word, '\'', len);
    return true;
}

/* The first character after spaces on the same line. */
static enum char_class class_after_space(const char *at, const char *end)
{
    uint32_t code, len;
    enum char_class kind = scan_peek(at, end, &code, &len);
    for (int i = 0; i < 4 && kind == CHAR_SPACE; i++) {
        at += len;
        kind = scan_peek(at, end, &code, &len);
    }
    return kind;
}

/* "J." of "J. Smith" keeps its point, "Plan B." at the end of a line does not; "I." hardly ever. */
static bool is_initial(const char *letter, const char *point, const char *end)
{
    uint32_t code, len;
    enum char_class kind = scan_peek(letter, end, &code, &len);
    if (*letter == 'v' && point - letter == 1) { /* "Roe v. Wade" */
        return point + 1 < end && point[1] == ' ' &&
               class_after_space(point + 1, end) == CHAR_CAPITAL;
    }
    if (kind != CHAR_CAPITAL || code == 'I') {
        return false;
    }
    enum char_class next = class_after_space(point + 1, end);
    return next == CHAR_CAPITAL ||
           (point + 1 < end && next == CHAR_PUNCT && (point[1] == ',' || point[1] == ')'));
}

/* Whether a listed abbreviation that ends at `point` keeps it. */
static bool is_abbreviation(const struct scanner *scanner, const char *start, const char *point)
{
    const struct token *before = scanner->n > 0 ? &scanner->tokens[scanner->n - 1] : NULL;
    bool capital = scan_class(start, point) == CHAR_CAPITAL;
    switch (abbreviation_of((struct sw_text){start, (size_t)(point - start)})) {
    case ABBREVIATION_ALWAYS:
        return true;
    case ABBREVIATION_CAPITAL:
        return capital;
    case ABBREVIATION_NUMBER:
        return class_after_space(point + 1, scanner->end) == CHAR_DIGIT;
    case ABBREVIATION_COMMA:
        return capital && before != NULL && scanner->start[before->start] == ',';
    default:
        return false;
    }
}

enum point { POINT_ENDS, POINT_JOINS, POINT_LAST };

/*
 * What the point at word->at is: the end of the word, an inner point, or its last character.
 * `segment` starts the letters before it; `letters_only`: all segments so far are one letter.
 */
static enum point judge_point(const struct scanner *scanner, const struct word *word,
                              const char *start, const char *segment, bool letters_only)
{
    const char *point = word->at, *end = scanner->end;
    uint32_t code, len;
    enum char_class next = scan_peek(point + 1, end, &code, &len);
    if (code == '.' && segment == start) {
        return POINT_ENDS; /* "etc..." */
    }
    if (letters_only) {
        bool single = char_is_letter(next) && !char_is_word(scan_class(point + 1 + len, end));
        if (single) {
            return POINT_JOINS;
        }
        if (segment != start) {
            return POINT_LAST;
        }
        bool glued = next == CHAR_CAPITAL && scan_class(start, end) == CHAR_CAPITAL;
        return glued || is_initial(start, point, end) ? POINT_LAST : POINT_ENDS;
    }
    if (point - segment == 2 && segment == start && *segment == 'P' && segment[1] == 'h' &&
        code == 'D') {
        return POINT_JOINS;
    }
    if (segment != start) {
        return point - segment == 1 ? POINT_LAST : POINT_ENDS; /* "Ph.D." */
    }
    return is_abbreviation(scanner, start, point) ? POINT_LAST : POINT_ENDS;
}

/* An e-mail address or a host name that goes on where a plain word would end. */
static const char *scan_long_link(const char *start, const char *at, const char *end,
                                  struct token *token)
{
    bool joins = at < end && (*at == '@' || *at == '.' || *at == '-' || *at == '_' || *at == '+') &&
                 char_is_word(scan_class(at + 1, end));
    if (!joins) {
        return NULL;
    }
    const char *email = scan_email(start, end);
    bool plain = false;
    const char *link = email != NULL ? email : scan_host(start, end, &plain);
    if (link == NULL || link <= at) {
        return NULL;
    }
    token->kind = plain ? TOKEN_WORD : TOKEN_LINK;
    scan_hash(token, start, link);
    return link;
}

/* "AT&T", "R&D", "snake_case". */
static bool joins_word(const struct word *word, const char *start, const char *end)
{
    enum char_class next = scan_class(word->at + 1, end);
    if (*word->at == '_') {
        return char_is_word(next);
    }
    return *word->at == '&' && next == CHAR_CAPITAL && word->at > start &&
           scan_class(word->at - 1, end) == CHAR_CAPITAL;
}

const char *scan_word(const struct scanner *scanner, struct token *token)
{
    const char *start = scanner->at, *end = scanner->end, *segment = start;
    struct word word = {.at = start, .hash = TOKEN_HASH_START};
    bool letters_only = true;
    token->kind = TOKEN_WORD;
    for (;;) {
        uint32_t letters = word.letters;
        add_letters(&word, end);
        letters_only &= word.letters == letters + 1 && (word.flags & TOKEN_HAS_DIGIT) == 0;
        uint32_t code, len;
        enum char_class kind = scan_peek(word.at, end, &code, &len);
        if (kind == CHAR_APOSTROPHE) {
            if (!add_apostrophe(&word, start, end, len)) {
                break;
            }
            letters_only = false;
            continue;
        }
        if (code == '.') {
            const char *link = segment != start ? NULL : scan_long_link(start, word.at, end, token);
            if (link != NULL) {
                return link;
            }
            enum point point = judge_point(scanner, &word, start, segment, letters_only);
            if (point == POINT_ENDS) {
                break;
            }
            add_mark(&word, '.', 1);
            word.flags |= TOKEN_HAS_POINT;
            segment = word.at;
            if (point == POINT_LAST) {
                break;
            }
        } else if (code == '&' || code == '_') {
            if (!joins_word(&word, start, end)) {
                break;
            }
            add_mark(&word, (char)code, 1);
            letters_only = false;
        } else {
            const char *link = scan_long_link(start, word.at, end, token);
            if (link != NULL) {
                return link;
            }
            break;
        }
    }
    finish(&word, token);
    return word.at;
}

/* "10a.m.": the letters are a word of their own. */
static bool is_half_day(const char *at, const char *end)
{
    return end - at >= 3 && (*at == 'a' || *at == 'p') && at[1] == '.' && at[2] == 'm';
}

const char *scan_number(const struct scanner *scanner, struct token *token)
{
    const char *start = scanner->at, *end = scanner->end;
    struct word word = {.at = start, .hash = TOKEN_HASH_START};
    token->kind = TOKEN_NUMBER;
    for (;;) {
        while (word.at < end && *word.at >= '0' && *word.at <= '9') {
            word.flags |= TOKEN_HAS_DIGIT;
            add_mark(&word, *word.at, 1);
        }
        if (is_half_day(word.at, end)) {
            break;
        }
        add_letters(&word, end);
        char c = (char)(word.at < end ? *word.at : 0);
        bool inner = (c == '.' || c == ',' || c == ':') && end - word.at > 1 &&
                     scan_class(word.at + 1, end) == CHAR_DIGIT && word.letters == 0;
        if (!inner) {
            break;
        }
        word.flags |= (uint16_t)(c == '.' ? TOKEN_HAS_POINT : 0);
        add_mark(&word, c, 1);
    }
    const char *link = word.letters > 0 ? scan_long_link(start, word.at, end, token) : NULL;
    if (link != NULL) {
        return link;
    }
    finish(&word, token);
    return word.at;
}

/* "'em", "'til": words that begin with an apostrophe. The length of their letters, or 0. */
static uint32_t clipped_letters(const char *at, const char *end)
{
    static const char *const words[] = {"em", "til", "tis", "twas", "n", "cause"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        uint32_t len = 0;
        while (words[i][len] != '\0' && at + len < end && (at[len] | 0x20) == words[i][len]) {
            len++;
        }
        if (words[i][len] == '\0' && !char_is_word(scan_class(at + len, end))) {
            return len;
        }
    }
    return 0;
}

/* "'90s", and with a curly mark "'68". */
static uint32_t decade_length(const char *at, const char *end, bool curly)
{
    bool digits =
        end - at >= 2 && scan_class(at, end) == CHAR_DIGIT && scan_class(at + 1, end) == CHAR_DIGIT;
    bool plural = digits && end - at >= 3 && at[2] == 's';
    uint32_t len = plural ? 3 : digits && curly ? 2 : 0;
    return len > 0 && !char_is_word(scan_class(at + len, end)) ? len : 0;
}

/* The apostrophe of "workers'": after an s, with no quote open and no word behind it. */
static bool is_possessive(const struct scanner *scanner, const char *next)
{
    if (scanner->single_open || scanner->n == 0 || scanner->at == scanner->start) {
        return false;
    }
    char before = (char)(scanner->at[-1] | 0x20);
    return scanner->tokens[scanner->n - 1].kind == TOKEN_WORD && (before == 's' || before == 'z') &&
           !char_is_word(scan_class(next, scanner->end));
}

const char *scan_apostrophe(struct scanner *scanner, struct token *token)
{
    const char *at = scanner->at, *end = scanner->end;
    uint32_t code, len;
    scan_peek(at, end, &code, &len);
    const char *next = at + len;
    bool apart = scanner->n == 0 || (token->flags & TOKEN_SPACE_BEFORE) != 0;
    bool opens = char_facing(code) == FACING_OPEN;
    if (code < 128 && next < end && *next == *at) {
        return scan_quote(scanner, token); /* `` and '' */
    }
    uint32_t letters = apart && opens ? 0 : clitic_letters(next, end);
    uint16_t flags = TOKEN_CLITIC;
    if (letters == 0 && apart && code != '`') {
        letters = decade_length(next, end, code == 0x2019);
        letters = letters == 0 && !opens ? clipped_letters(next, end) : letters;
        flags = 0;
    }
    if (letters == 0 && (apart || !is_possessive(scanner, next))) {
        return scan_quote(scanner, token);
    }
    struct word word = {.at = at, .hash = TOKEN_HASH_START};
    add_mark(&word, '\'', len);
    add_letters(&word, next + letters);
    word.flags |= letters == 0 ? TOKEN_CLITIC : flags;
    finish(&word, token);
    token->kind = (word.flags & TOKEN_HAS_DIGIT) != 0 ? TOKEN_NUMBER : TOKEN_WORD;
    return next + letters;
}
