#include "datelines.h"

#include <string.h>

/* A dateline is no longer than this, its mark included. */
#define DATELINE_MAX 18

static bool is_char(struct sw_text text, const struct token *token, char c)
{
    return token->end - token->start == 1 && text.at[token->start] == c;
}

/* "-", "--", en dash, em dash. */
static bool is_dash(struct sw_text text, const struct token *token)
{
    const char *at = text.at + token->start;
    uint32_t len = token->end - token->start;
    if (len <= 2) {
        return *at == '-' && at[len - 1] == '-';
    }
    return len == 3 && memcmp(at, "\xE2\x80", 2) == 0 && (unsigned char)at[2] >= 0x93 &&
           (unsigned char)at[2] <= 0x95;
}

static bool is_day_or_month(struct sw_text text, const struct token *token)
{
    static const char names[][4] = {"jan", "feb", "mar", "apr", "may", "jun", "jul",
                                    "aug", "sep", "oct", "nov", "dec", "mon", "tue",
                                    "wed", "thu", "fri", "sat", "sun"};
    static const char *const rests[] = {"",    "uary", "ruary",  "ch",     "il",   "e",
                                        "y",   "ust",  "t",      "tember", "ober", "ember",
                                        "day", "sday", "nesday", "rsday",  "urday"};
    uint32_t len = token->end - token->start;
    if (len > 0 && text.at[token->end - 1] == '.') {
        len--;
    }
    if (len < 3 || len > 9) {
        return false;
    }
    char small[10] = {0};
    for (uint32_t i = 0; i < len; i++) {
        small[i] = (char)(text.at[token->start + i] | 0x20);
    }
    bool starts = false, ends = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        starts |= memcmp(small, names[i], 3) == 0;
    }
    for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++) {
        ends |= strcmp(small + 3, rests[i]) == 0;
    }
    return starts && ends;
}

/* What may stand before the mark: capitalised words, numbers, commas, points, brackets. */
static bool is_place_part(struct sw_text text, const struct token *token)
{
    return (token->flags & TOKEN_INITIAL_UPPER) != 0 || token->kind == TOKEN_NUMBER ||
           is_char(text, token, ',') || is_char(text, token, '.') || is_char(text, token, '(') ||
           is_char(text, token, ')') || is_char(text, token, '/') || is_char(text, token, '-');
}

/* "/TASS/." or "/TASS/ -": the token after the mark that starts at i, or 0. */
static uint32_t slash_mark_end(struct sw_text text, const struct token *tokens, uint32_t i,
                               uint32_t end)
{
    if (i + 3 >= end || !is_char(text, &tokens[i], '/') || !is_char(text, &tokens[i + 2], '/') ||
        (tokens[i + 1].flags & TOKEN_ALL_UPPER) == 0) {
        return 0;
    }
    bool closes = is_char(text, &tokens[i + 3], '.') || is_dash(text, &tokens[i + 3]);
    return closes ? i + 4 : 0;
}

/* "(Reuters) -": the token after the mark that starts at i, or 0. */
static uint32_t bracket_mark_end(struct sw_text text, const struct token *tokens, uint32_t i,
                                 uint32_t end)
{
    if (!is_char(text, &tokens[i], '(')) {
        return 0;
    }
    for (uint32_t close = i + 2; close + 1 < end && close <= i + 5; close++) {
        if (is_char(text, &tokens[close], ')')) {
            return is_dash(text, &tokens[close + 1]) ? close + 2 : 0;
        }
    }
    return 0;
}

/* Whether what follows reads as running text: a word in small letters comes soon. */
static bool runs_on(const struct token *tokens, uint32_t i, uint32_t end)
{
    bool small = false;
    for (uint32_t past = i; past < end && past < i + 6; past++) {
        small |= tokens[past].kind == TOKEN_WORD &&
                 (tokens[past].flags & (TOKEN_INITIAL_UPPER | TOKEN_ALL_UPPER)) == 0;
    }
    return small && end - i >= 6;
}

/* A paragraph that is nothing but place and date. */
static bool is_date_line(struct sw_text text, const struct token *tokens,
                         const struct paragraph *paragraph)
{
    uint32_t n_numbers = 0, n_dates = 0, n_capitals = 0, n_others = 0;
    for (uint32_t i = paragraph->first; i < paragraph->end; i++) {
        const struct token *token = &tokens[i];
        if (token->kind == TOKEN_NUMBER) {
            n_numbers++;
        } else if (token->kind == TOKEN_WORD) {
            bool date = is_day_or_month(text, token);
            n_dates += date;
            n_capitals += !date && (token->flags & TOKEN_ALL_UPPER) != 0;
            n_others += !date && (token->flags & TOKEN_ALL_UPPER) == 0;
        }
    }
    return n_numbers > 0 && n_others == 0 && (n_dates > 0 || n_capitals > 0) &&
           (n_dates > 0 || n_numbers >= 3);
}

uint32_t dateline_end(struct sw_text text, const struct token *tokens,
                      const struct paragraph *paragraph)
{
    uint32_t first = paragraph->first, end = paragraph->end;
    if (end - first <= 10 && is_date_line(text, tokens, paragraph)) {
        return end;
    }
    bool sound = (tokens[first].flags & TOKEN_INITIAL_UPPER) != 0;
    bool capitals = (tokens[first].flags & TOKEN_ALL_UPPER) != 0;
    for (uint32_t i = first + 1; i < end && i < first + DATELINE_MAX; i++) {
        uint32_t past = slash_mark_end(text, tokens, i, end);
        if (past == 0 && sound) {
            past = bracket_mark_end(text, tokens, i, end);
        }
        if (past == 0 && sound && capitals && is_dash(text, &tokens[i]) &&
            (tokens[i].flags & TOKEN_SPACE_BEFORE) != 0 && i <= first + 10 && i + 1 < end &&
            (tokens[i + 1].flags & (TOKEN_INITIAL_UPPER | TOKEN_QUOTE_OPENS)) != 0) {
            past = i + 1;
        }
        if (past > 0 && past < end && runs_on(tokens, past, end)) {
            return past;
        }
        sound &= is_place_part(text, &tokens[i]);
    }
    return first;
}
