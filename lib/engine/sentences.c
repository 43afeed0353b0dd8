#include "sentences.h"

#include <string.h>

#include "error.h"
#include "language.h"
#include "lexicons.h"

struct splitter {
    const struct lexicons *lexicons;
    struct sw_text text;
    const struct token *tokens;
    uint32_t end; /* of the segment */
};

enum mark { NO_MARK, FULL_STOP, CRY, ELLIPSIS, ABBREVIATION };

static bool is_small(const struct token *token)
{
    return token->kind == TOKEN_WORD &&
           (token->flags & (TOKEN_INITIAL_UPPER | TOKEN_INNER_UPPER)) == 0;
}

static enum mark mark_of(const struct splitter *splitter, const struct token *token)
{
    const char *at = splitter->text.at + token->start;
    uint32_t len = token->end - token->start;
    if (token->kind == TOKEN_WORD) {
        return (token->flags & TOKEN_HAS_POINT) != 0 && at[len - 1] == '.' ? ABBREVIATION : NO_MARK;
    }
    if (token->kind != TOKEN_PUNCT) {
        return NO_MARK;
    }
    if (*at == '.') {
        return len == 1 ? FULL_STOP : ELLIPSIS;
    }
    if (*at == '!' || *at == '?') {
        return CRY;
    }
    return len >= 3 && memcmp(at, "\xE2\x80\xA6", 3) == 0 ? ELLIPSIS : NO_MARK;
}

/* Past the closing quote marks and brackets, and further marks of the same sort. */
static uint32_t pass_closing(const struct splitter *splitter, uint32_t i)
{
    while (i < splitter->end) {
        const struct token *token = &splitter->tokens[i];
        char c = splitter->text.at[token->start];
        bool closes = (token->flags & TOKEN_QUOTE_CLOSES) != 0 || c == ')' || c == ']';
        enum mark mark = mark_of(splitter, token);
        if (!closes && mark != FULL_STOP && mark != CRY && mark != ELLIPSIS) {
            break;
        }
        i++;
    }
    return i;
}

static bool is_known(const struct lexicon *lexicon, const struct splitter *splitter, uint32_t i)
{
    return lexicon_match(lexicon, splitter->tokens, i, i + 1) != NULL;
}

/* Titles and the like are always followed by their name; of the others a capitalised function word
 * says that a new sentence starts. */
static bool abbreviation_ends(const struct splitter *splitter, uint32_t i)
{
    const struct token *next = &splitter->tokens[i + 1];
    if ((next->flags & TOKEN_QUOTE_OPENS) != 0) {
        return (splitter->tokens[i].flags & TOKEN_ALL_UPPER) != 0;
    }
    return (next->flags & TOKEN_INITIAL_UPPER) != 0 && (next->flags & TOKEN_SPACE_BEFORE) != 0 &&
           splitter->tokens[i].end - splitter->tokens[i].start > 2 &&
           language_is_english_word(splitter->lexicons, splitter->tokens, i + 1) &&
           !is_known(splitter->lexicons->titles, splitter, i);
}

/* '"Why?" Putin asked.' is one sentence: a saying verb comes within four words. */
static bool says_who(const struct splitter *splitter, uint32_t i)
{
    for (uint32_t past = i; past < splitter->end && past < i + 4; past++) {
        const struct token *token = &splitter->tokens[past];
        if (token->kind != TOKEN_WORD) {
            return false;
        }
        if (past > i && is_small(token) && is_known(splitter->lexicons->saying, splitter, past)) {
            return true;
        }
    }
    return false;
}

static bool has_word(const struct splitter *splitter, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end && i < first + 4; i++) {
        if (splitter->tokens[i].kind == TOKEN_WORD || splitter->tokens[i].kind == TOKEN_LINK) {
            return true;
        }
    }
    return end - first >= 4;
}

/* The token after the sentence that starts at first and ends with the mark at i; 0: it does not. */
static uint32_t end_at(const struct splitter *splitter, uint32_t first, uint32_t i, enum mark mark)
{
    uint32_t next = pass_closing(splitter, i + 1);
    if (next == splitter->end) {
        return next;
    }
    const struct token *token = &splitter->tokens[next];
    if (mark == ABBREVIATION) {
        if (next != i + 1) { /* '... of the U.S."' */
            return (token->flags & TOKEN_INITIAL_UPPER) != 0 ? next : 0;
        }
        return abbreviation_ends(splitter, i) ? next : 0;
    }
    if (is_small(token) || !has_word(splitter, first, i) ||
        splitter->text.at[token->start] == ',' || splitter->text.at[token->start] == ';') {
        return 0;
    }
    bool quoted = (splitter->tokens[next - 1].flags & TOKEN_QUOTE_CLOSES) != 0;
    if (quoted && (mark == CRY || mark == ELLIPSIS) && says_who(splitter, next)) {
        return 0;
    }
    if (mark == ELLIPSIS && !quoted) {
        return (token->flags & (TOKEN_INITIAL_UPPER | TOKEN_QUOTE_OPENS)) != 0 ? next : 0;
    }
    return next;
}

/* Flags the first word, opening marks passed over. */
static void flag_start(struct token *tokens, uint32_t first, uint32_t end)
{
    uint32_t i = first;
    while (i + 1 < end && (tokens[i].kind == TOKEN_QUOTE || tokens[i].kind == TOKEN_PUNCT)) {
        i++;
    }
    tokens[i].flags |= TOKEN_SENTENCE_START;
}

int sentences_read(const struct lexicons *lexicons, struct sw_text text,
                   const struct segments *segments, struct token *tokens, uint32_t n_tokens,
                   struct sw_arena *arena, struct sentence **out, uint32_t *n_out,
                   struct sw_error *err)
{
    uint32_t n = 0, capacity = segments->n + 1;
    for (uint32_t i = 0; i < n_tokens; i++) {
        char c = text.at[tokens[i].end - 1];
        capacity += c == '.' || c == '!' || c == '?' || (unsigned char)c == 0xA6;
    }
    struct sentence *sentences = sw_arena_alloc(arena, capacity * sizeof *sentences);
    if (sentences == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u sentences", capacity);
    }
    for (uint32_t s = 0; s < segments->n; s++) {
        struct splitter splitter = {lexicons, text, tokens, segments->first[s + 1]};
        uint32_t first = segments->first[s];
        for (uint32_t i = first; i < splitter.end; i++) {
            enum mark mark =
                segments->at[s].kind != SW_DATELINE ? mark_of(&splitter, &tokens[i]) : NO_MARK;
            uint32_t end = mark != NO_MARK ? end_at(&splitter, first, i, mark) : 0;
            end = i + 1 == splitter.end ? splitter.end : end;
            if (end > 0) {
                flag_start(tokens, first, end);
                sentences[n++] = (struct sentence){first, end, s};
                first = end;
                i = end - 1;
            }
        }
    }
    *out = sentences;
    *n_out = n;
    return SW_OK;
}
