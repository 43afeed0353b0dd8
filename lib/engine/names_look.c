#include "names_look.h"

#include <string.h>

#include "error.h"
#include "names_seen.h"

#define RARE_RANK 3u     /* words of a higher rank can be names in a text without capitals */
#define NUMBER_LOWER 0x10000u
#define GAP_TOKENS 3u    /* small words between two capitalised ones that can be inside a name */
#define MAX_INITIALS 7u
#define UNUSUAL_RANK 7u /* words of a higher rank may be the first half of a name: "az-Zaman" */
#define WORDS_AHEAD 12u /* the memory is asked for a word this early */
#define AROUND_TOKENS 2u /* small words beside one that can belong to it ("general election") */

static bool is_word(const struct token *token)
{
    return token->kind == TOKEN_WORD && (token->flags & (TOKEN_CLITIC | TOKEN_NEGATION)) == 0;
}

static bool has_capital(const struct token *token)
{
    return (token->flags & (TOKEN_INITIAL_UPPER | TOKEN_INNER_UPPER | TOKEN_ALL_UPPER)) != 0;
}

/* Eight bits: which capitals, digits and points, what kind, how long. */
static uint8_t shape_of(const struct token *token)
{
    uint32_t len = token->end - token->start;
    uint32_t capitals = (token->flags & TOKEN_ALL_UPPER) != 0     ? 3
                        : (token->flags & TOKEN_INNER_UPPER) != 0 ? 2
                        : (token->flags & TOKEN_INITIAL_UPPER) != 0;
    uint32_t length = len == 1 ? 0 : len == 2 ? 1 : len <= 4 ? 2 : 3;
    uint32_t kind = token->kind == TOKEN_WORD     ? ((token->flags & TOKEN_CLITIC) != 0 ? 3 : 0)
                    : token->kind == TOKEN_NUMBER ? 1
                                                  : 2;
    return (uint8_t)(capitals | (token->flags & TOKEN_HAS_DIGIT ? 4u : 0) |
                     (token->flags & TOKEN_HAS_POINT ? 8u : 0) | length << 4 | kind << 6);
}

static void fill_look(struct names_look *look, const struct names_words *words,
                      const struct token *token, uint32_t index)
{
    const struct names_word *word = names_words_find(words, token->lower);
    *look = (struct names_look){.lower = token->lower,
                                .token = index,
                                .fine = (uint16_t)word->fine,
                                .coarse = (uint8_t)word->coarse,
                                .view = (uint16_t)word->view,
                                .rank = (uint8_t)word->rank,
                                .lists = (uint8_t)word->lists,
                                .shape = shape_of(token)};
    if (token->kind == TOKEN_NUMBER) {
        look->lower = NUMBER_LOWER + look->shape; /* numbers are known by their shape */
    }
    if (token->kind == TOKEN_WORD && has_capital(token)) {
        look->flags |= NAMES_CAPITAL;
    }
    if ((token->flags & TOKEN_SENTENCE_START) != 0) {
        look->flags |= NAMES_START;
    }
}

/* How most words of the sentence are written; short words say little. */
static enum names_case case_of(const struct token *tokens, const struct sentence *sentence)
{
    uint32_t words = 0, capital = 0, upper = 0, any = 0;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct token *token = &tokens[i];
        if (!is_word(token)) {
            continue;
        }
        any += has_capital(token);
        if (token->end - token->start >= 4) {
            words++;
            capital += has_capital(token);
            upper += (token->flags & TOKEN_ALL_UPPER) != 0;
        }
    }
    if (any == 0) {
        return NAMES_SMALL;
    }
    if (words >= 2 && 10 * upper >= 8 * words) {
        return NAMES_CAPITALS;
    }
    return words >= 4 && 10 * capital >= 7 * words ? NAMES_TITLE_CASE : NAMES_PLAIN_CASE;
}

/* Marks the known names of a sentence, from left to right, the longest first. */
static void mark_known(struct names_view *view, const struct gazetteer *gazetteer,
                       const struct names_sentence *sentence)
{
    const struct token *tokens = view->document->tokens;
    uint32_t n = sentence->end - sentence->first;
    struct names_look *looks = view->looks + sentence->first;
    for (uint32_t i = 0; i < n;) {
        uint32_t len = 1, bits = 0;
        if ((looks[i].flags & NAMES_CAPITAL) == 0 && (looks[i].lists & NAMES_CAN_BE_SMALL) == 0 &&
            sentence->written != NAMES_SMALL) {
            i++;
            continue;
        }
        gazetteer_look(gazetteer, tokens + sentence->token, i, n, &len, &bits);
        for (uint32_t k = 0; k < len && bits != 0; k++) {
            looks[i + k].kinds = (uint16_t)bits;
            looks[i + k].place = len == 1 ? NAMES_WHOLE : k == 0 ? NAMES_FIRST : NAMES_LATER;
        }
        i += len;
    }
}

/* Runs of capitalised words: each knows the first and last of its run. */
static void mark_runs(struct names_view *view, const struct names_sentence *sentence)
{
    struct names_look *looks = view->looks;
    for (uint32_t i = sentence->first; i < sentence->end;) {
        uint32_t end = i + 1;
        if ((looks[i].flags & NAMES_CAPITAL) != 0) {
            while (end < sentence->end && (looks[end].flags & NAMES_CAPITAL) != 0) {
                end++;
            }
        }
        for (uint32_t k = i; k < end; k++) {
            looks[k].run_first = i;
            looks[k].run_last = end - 1;
        }
        i = end;
    }
}

/* "He", "In", "The" at the start of a sentence, and "I": no name if no capital follows. */
static bool only_opens(const struct names_look *look)
{
    return look->rank == 1 && ((look->flags & NAMES_START) != 0 || (look->shape & 0x30) == 0) &&
           (look->shape & 3) == 1 && (look[1].flags & NAMES_CAPITAL) == 0;
}

/* "12", "65th". */
static bool is_number(const struct names_look *look)
{
    return look->shape >> 6 == 1 || (look->shape >> 6 == 0 && (look->shape & 4) != 0);
}

/* Marks small words from `from` on, step by step, while the lists know them as such, at most max. */
static void mark_beside(struct names_look *from, ptrdiff_t step, uint32_t max, uint8_t list)
{
    for (uint32_t k = 0; k < max && ((from->lists & list) != 0 || is_number(from)); k++) {
        from->flags |= NAMES_CANDIDATE;
        from += step;
    }
}

/* Whether the look is a mark of one byte that touches the words on both its sides. */
static bool is_hyphen(const struct names_view *view, uint32_t look)
{
    const struct token *token = names_token(view, look);
    return view->document->text.at[token->start] == '-' && token->end == token->start + 1 &&
           token[-1].end == token->start && token[1].start == token->end;
}

static bool is_unusual(const struct names_look *look)
{
    return look->shape >> 6 == 0 && (look->rank == 0 || look->rank > UNUSUAL_RANK);
}

/* Marks the small half of a name with a hyphen: "Ban Ki-moon", "az-Zaman". Before a capital it must be
 * a rare word: "pro-Russian", "non-EU" have none. */
static void mark_halves(struct names_view *view, const struct names_sentence *sentence, uint32_t at)
{
    struct names_look *looks = view->looks;
    if (at + 2 < sentence->end && looks[at + 2].shape >> 6 == 0 && is_hyphen(view, at + 1)) {
        looks[at + 1].flags |= NAMES_CANDIDATE;
        looks[at + 2].flags |= NAMES_CANDIDATE;
    }
    if (at >= sentence->first + 2 &&
        (is_unusual(&looks[at - 2]) || (looks[at - 2].lists & NAMES_CAN_BEGIN) != 0) &&
        is_hyphen(view, at - 1)) {
        looks[at - 1].flags |= NAMES_CANDIDATE;
        looks[at - 2].flags |= NAMES_CANDIDATE;
    }
}

/* Marks what stands between two capitalised words if all of it can be inside a name. */
static void mark_between(struct names_look *first, struct names_look *end)
{
    for (struct names_look *look = first; look < end; look++) {
        if ((look->lists & (NAMES_CAN_BE_INSIDE | NAMES_CAN_END)) == 0 && !is_number(look)) {
            return;
        }
    }
    for (struct names_look *look = first; look < end; look++) {
        look->flags |= NAMES_CANDIDATE;
    }
}

static void mark_candidates(struct names_view *view, const struct names_sentence *sentence)
{
    struct names_look *looks = view->looks;
    uint32_t last = 0; /* the last capitalised word; 0: none */
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        if (sentence->written == NAMES_SMALL) {
            bool rare = looks[i].rank == 0 || looks[i].rank > RARE_RANK;
            looks[i].flags |= rare && looks[i].shape >> 6 == 0 ? NAMES_CANDIDATE : 0;
            continue;
        }
        if ((looks[i].lists & NAMES_CAN_BE_SMALL) != 0) {
            looks[i].flags |= NAMES_CANDIDATE;
        }
        if ((looks[i].flags & NAMES_CAPITAL) == 0 || only_opens(&looks[i])) {
            continue;
        }
        looks[i].flags |= NAMES_CANDIDATE;
        if (last != 0 && i - last <= GAP_TOKENS + 1) {
            mark_between(&looks[last + 1], &looks[i]);
        }
        mark_halves(view, sentence, i);
        mark_beside(&looks[i - 1], -1, AROUND_TOKENS, NAMES_CAN_BEGIN);
        mark_beside(&looks[i + 1], 1, AROUND_TOKENS, NAMES_CAN_END);
        last = i;
    }
}

static unsigned char letter(const struct names_view *view, uint32_t look, uint32_t at)
{
    return (unsigned char)view->document->text.at[names_token(view, look)->start + at];
}

/* Initials in parentheses after the words that they are of: "Institution of Civil Engineers (ICE)".
 * Small words may be left out of them. */
static void mark_short_form(struct names_view *view, const struct names_sentence *sentence,
                            uint32_t at)
{
    struct names_look *looks = view->looks;
    uint32_t n = names_token(view, at)->end - names_token(view, at)->start, word = at - 1;
    if (n < 2 || n > MAX_INITIALS || at < sentence->first + 2 || letter(view, word, 0) != '(') {
        return;
    }
    while (n > 0 && word-- > sentence->first) {
        unsigned char initial = letter(view, word, 0), wanted = letter(view, at, n - 1);
        if ((looks[word].flags & NAMES_CAPITAL) != 0 && initial == wanted) {
            n--;
        } else if ((looks[word].lists & NAMES_CAN_BE_INSIDE) == 0) {
            return;
        } else if ((initial | 32u) == (wanted | 32u) && n > 1) {
            n--;
        }
    }
    if (n == 0) {
        looks[at].flags |= NAMES_SHORT_FORM;
        for (; word < at - 1; word++) {
            looks[word].flags |= NAMES_HAS_SHORT;
        }
    }
}

static void mark_short_forms(struct names_view *view, const struct names_sentence *sentence)
{
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        if ((view->looks[i].flags & NAMES_CAPITAL) != 0 && (view->looks[i].shape & 3) == 3) {
            mark_short_form(view, sentence, i);
        }
    }
}

static void read_sentence(struct names_view *view, const struct names_words *words,
                          const struct gazetteer *gazetteer, uint32_t s)
{
    const struct document *document = view->document;
    const struct sentence *from = &document->sentences[s];
    struct names_sentence *sentence = &view->sentences[s];
    *sentence = (struct names_sentence){from->first + 4 * s + 2, from->end + 4 * s + 2, from->first,
                                        case_of(document->tokens, from)};
    memset(&view->looks[sentence->first - 2], 0, 2 * sizeof *view->looks);
    memset(&view->looks[sentence->end], 0, 2 * sizeof *view->looks);
    for (uint32_t i = from->first; i < from->end; i++) {
        if (i + WORDS_AHEAD < document->n_tokens) {
            names_words_ask(words, document->tokens[i + WORDS_AHEAD].lower);
        }
        fill_look(&view->looks[sentence->first + i - from->first], words, &document->tokens[i], i);
    }
    mark_known(view, gazetteer, sentence);
    mark_runs(view, sentence);
    mark_candidates(view, sentence);
    mark_short_forms(view, sentence);
}

int names_read(const struct names_words *words, const struct gazetteer *gazetteer,
               const struct document *document, struct sw_arena *arena, struct names_view *out,
               struct sw_error *err)
{
    struct names_view view = {.document = document, .n_sentences = document->n_sentences};
    view.n_looks = document->n_tokens + 4 * document->n_sentences;
    view.looks = sw_arena_alloc(arena, (view.n_looks + 1) * sizeof *view.looks);
    view.sentences = sw_arena_alloc(arena, (view.n_sentences + 1) * sizeof *view.sentences);
    if (view.looks == NULL || view.sentences == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the looks of %u tokens",
                         document->n_tokens);
    }
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        read_sentence(&view, words, gazetteer, s);
    }
    *out = view;
    return names_mark_seen(&view, arena, err);
}
