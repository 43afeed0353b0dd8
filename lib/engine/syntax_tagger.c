#include "syntax_tagger.h"

#define CAPITALS (TOKEN_INITIAL_UPPER | TOKEN_ALL_UPPER | TOKEN_INNER_UPPER)

/* Tags whose words are the same at the start of a sentence: no name is mistaken for them. */
static const uint32_t closed_tags =
    UINT32_C(1) << FINE_ADP | UINT32_C(1) << FINE_CCONJ | UINT32_C(1) << FINE_DET |
    UINT32_C(1) << FINE_DET_WH | UINT32_C(1) << FINE_PART_NEGATION | UINT32_C(1) << FINE_PART_TO |
    UINT32_C(1) << FINE_PRON | UINT32_C(1) << FINE_PRON_POSSESSIVE | UINT32_C(1) << FINE_PRON_WH |
    UINT32_C(1) << FINE_SCONJ | UINT32_C(1) << FINE_AUX | UINT32_C(1) << FINE_ADV_WH;

static uint32_t how_written(const struct token *tokens, uint32_t n)
{
    uint32_t words = 0, capitals = 0, all = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool word = tokens[i].kind == TOKEN_WORD && tokens[i].end - tokens[i].start > 3;
        words += word;
        capitals += word && (tokens[i].flags & CAPITALS) != 0;
        all += word && (tokens[i].flags & TOKEN_ALL_UPPER) != 0;
    }
    if (words < 3) {
        return 0;
    }
    return 2 * all > words ? 1 : 4 * capitals > 3 * words ? 2 : capitals == 0 ? 3 : 0;
}

void syntax_view_read(const struct syntax_words *words, const struct document *document,
                      uint32_t first, uint32_t n, struct syntax_view *out)
{
    const struct token *tokens = document->tokens + first;
    const struct syntax_word nothing = {0, 0, 0, 0};
    out->document = document;
    out->first = first;
    out->n = n;
    out->written = how_written(tokens, n);
    out->words[0] = out->words[1] = nothing;
    out->words[n + 2] = out->words[n + 3] = nothing;
    out->fine[0] = out->fine[1] = FINE_NOTHING;
    for (uint32_t i = 0; i < n; i++) {
        out->words[i + 2] = syntax_words_get(words, tokens[i].lower);
        out->words[i + 2].lower = tokens[i].lower;
    }
}

/* Marks that stand for words. */
static uint8_t tag_of_mark(const struct document *document, const struct token *token)
{
    switch (document->text.at[token->start]) {
    case '&':
        return FINE_CCONJ;
    case '$':
    case '%':
    case '+':
    case '=':
    case '<':
    case '>':
    case '^':
    case '~':
        return FINE_SYM;
    default: /* the pound and the euro are the non-ASCII marks of news */
        return (token->flags & TOKEN_NON_ASCII) != 0 && document->text.at[token->start] != '\xE2'
                   ? FINE_SYM
                   : FINE_PUNCT;
    }
}

uint8_t syntax_tag_known(const struct syntax_words *words, const struct syntax_view *view,
                         uint32_t i)
{
    const struct token *token = &view->document->tokens[view->first + i];
    if (token->kind == TOKEN_QUOTE) {
        return FINE_PUNCT;
    }
    if (token->kind == TOKEN_PUNCT) {
        return tag_of_mark(view->document, token);
    }
    uint8_t tag = words->decided[view->words[i + 2].set];
    if (tag == SYNTAX_UNDECIDED || (token->flags & CAPITALS) == 0) {
        return tag;
    }
    bool plain_start = (token->flags & TOKEN_SENTENCE_START) != 0 && view->written == 0 &&
                       (token->flags & TOKEN_ALL_UPPER) == 0;
    return plain_start && (closed_tags >> tag & 1) != 0 ? tag : SYNTAX_UNDECIDED;
}

/* The last three bytes, small letters. */
static uint32_t suffix_of(const struct document *document, const struct token *token)
{
    uint32_t suffix = 0;
    uint32_t first = token->end - token->start > 3 ? token->end - 3 : token->start;
    for (uint32_t i = first; i < token->end; i++) {
        unsigned char c = (unsigned char)document->text.at[i];
        suffix = suffix << 8 | (uint32_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return suffix;
}

/* What a neighbour may be: its set of tags, or its cluster. */
static uint32_t class_of(struct syntax_word word)
{
    return word.set != 0 ? word.set : SYNTAX_MAX_SETS + word.coarse;
}

/* A hash of `bits` bits of a small number. */
static uint32_t squeeze(uint32_t value, unsigned bits)
{
    return value * UINT32_C(2654435769) >> (32 - bits);
}

#define N_FINE (FINE_TOP + 1u)
#define N_CLASSES (2 * SYNTAX_MAX_SETS)
#define N_SHAPES 128u
#define SHAPE_BITS 10
#define SUFFIX_BITS 13
#define PAIR_BITS 11

/* How many values each template has, in the order of syntax_tag_features. */
enum {
    AT_LEX = 0,
    AT_NEXT_LEX = AT_LEX + SYNTAX_LEX,
    AT_BEFORE_LEX = AT_NEXT_LEX + SYNTAX_LEX,
    AT_CLASS_TAG = AT_BEFORE_LEX + SYNTAX_LEX,
    AT_SUFFIX = AT_CLASS_TAG + N_CLASSES * N_FINE,
    AT_PAIR = AT_SUFFIX + (1 << SUFFIX_BITS),
    AT_SHAPE = AT_PAIR + (1 << PAIR_BITS),
    AT_TAGS = AT_SHAPE + (1 << SHAPE_BITS),
    AT_NEXT = AT_TAGS + N_FINE * N_FINE,
    AT_NEXT_TAG = AT_NEXT + N_CLASSES,
    AT_NEXT_TWO = AT_NEXT_TAG + N_CLASSES * N_FINE,
    AT_COARSE = AT_NEXT_TWO + N_CLASSES,
    AT_WRITTEN = AT_COARSE + SYNTAX_MAX_SETS,
    AT_SHAPE_TAG = AT_WRITTEN + 4 * N_SHAPES,
    AT_NEXT_SHAPE = AT_SHAPE_TAG + (1 << SHAPE_BITS),
    AT_END = AT_NEXT_SHAPE + N_SHAPES
};

const uint32_t syntax_tag_n_rows = AT_END;

/* Below N_SHAPES: capitals, digits and points of a token, and where it stands. */
static uint32_t shape_of(const struct token *token)
{
    uint32_t shape = token->flags & CAPITALS;
    shape |= (token->flags & TOKEN_SENTENCE_START) != 0 ? 8u : 0u;
    shape |= (token->flags & TOKEN_HAS_DIGIT) != 0 ? 16u : 0u;
    shape |= (token->flags & TOKEN_HAS_POINT) != 0 ? 32u : 0u;
    return shape | (token->kind != TOKEN_WORD ? 64u : 0u);
}

void syntax_tag_features(const struct syntax_view *view, uint32_t i,
                         uint32_t out[SYNTAX_TAG_FEATURES])
{
    const struct token *token = &view->document->tokens[view->first + i];
    const struct syntax_word *at = &view->words[i + 2];
    uint32_t one = view->fine[i + 1], two = view->fine[i];
    uint32_t suffix = suffix_of(view->document, token);
    uint32_t shape = shape_of(token), next = class_of(at[1]);
    uint32_t after = i + 1 < view->n ? shape_of(token + 1) : 0;
    const uint32_t features[SYNTAX_TAG_FEATURES] = {
        AT_LEX + at[0].lex,
        AT_NEXT_LEX + at[1].lex,
        AT_BEFORE_LEX + at[-1].lex,
        AT_CLASS_TAG + class_of(at[0]) * N_FINE + one,
        AT_SUFFIX + squeeze(suffix, SUFFIX_BITS),
        AT_PAIR + squeeze(suffix & 0xFFFF, PAIR_BITS),
        AT_SHAPE + squeeze(shape + (suffix & 0xFF) * 256u, SHAPE_BITS),
        AT_TAGS + one * N_FINE + two,
        AT_NEXT + next,
        AT_NEXT_TAG + next * N_FINE + one,
        AT_NEXT_TWO + class_of(at[2]),
        AT_COARSE + at[0].coarse,
        AT_WRITTEN + view->written * N_SHAPES + shape,
        AT_SHAPE_TAG + squeeze(shape * 64 + one, SHAPE_BITS),
        AT_NEXT_SHAPE + after,
    };
    for (uint32_t k = 0; k < SYNTAX_TAG_FEATURES; k++) {
        out[k] = features[k];
    }
}

void syntax_tag(const struct syntax_words *words, const struct syntax_net *net,
                struct syntax_view *view)
{
    for (uint32_t i = 0; i < view->n; i++) {
        uint8_t tag = syntax_tag_known(words, view, i);
        if (tag == SYNTAX_UNDECIDED) {
            uint32_t features[SYNTAX_TAG_FEATURES];
            syntax_tag_features(view, i, features);
            tag = (uint8_t)syntax_net_best(net, features, SYNTAX_TAG_FEATURES);
        }
        view->fine[i + 2] = tag;
    }
}
