#include "markers_context.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "hash.h"

/* Stand-ins for the words of names; index 0 is a capitalised word that no lexicon knows. */
static uint32_t masked(uint32_t name)
{
    return 0x4E414D00u + name;
}

uint32_t markers_token_at(const struct document *document, uint32_t byte)
{
    uint32_t low = 0, high = document->n_tokens;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (document->tokens[middle].end <= byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void set_names(struct markers_context *c)
{
    const struct document *document = c->document;
    for (uint32_t e = 0; e < c->entities->n; e++) {
        const struct sw_entity *entity = &c->entities->at[e];
        for (uint32_t m = 0; m < entity->n_mentions; m++) {
            if (entity->mentions[m].kind != SW_NAME) {
                continue;
            }
            uint32_t end = entity->mentions[m].span.end;
            for (uint32_t i = markers_token_at(document, entity->mentions[m].span.start);
                 i < document->n_tokens && document->tokens[i].start < end; i++) {
                c->tokens[i].name = (uint8_t)(1 + entity->type);
            }
        }
    }
}

static bool is_unknown_name(const struct token *token, const struct marker_word *info)
{
    return (token->flags & (TOKEN_INITIAL_UPPER | TOKEN_INNER_UPPER)) != 0 && info == NULL;
}

static void set_words(const struct marker_words *words, struct markers_context *c)
{
    for (uint32_t i = 0; i < c->document->n_tokens; i++) {
        const struct token *token = &c->document->tokens[i];
        struct marker_token *t = &c->tokens[i];
        const struct marker_word *info = t->name == 0 && token->kind == TOKEN_WORD
                                             ? marker_words_find(words, token->lower)
                                             : NULL;
        t->info = info;
        if (t->name != 0) {
            t->word = t->lemma = masked(t->name);
        } else if (token->kind == TOKEN_NUMBER || token->kind == TOKEN_LINK) {
            t->word = t->lemma = masked(10u + token->kind);
        } else if (is_unknown_name(token, info)) {
            t->word = t->lemma = masked(0);
        } else {
            t->word = token->lower;
            t->lemma = info != NULL && info->lemma != 0 ? info->lemma : token->lower;
        }
        if (info != NULL && info->types != 0) {
            t->types = info->types;
            t->flags |= MARKER_TOKEN_PHRASE_FIRST;
        }
        bool rare =
            token->kind == TOKEN_WORD && info == NULL && t->name == 0 && t->word == token->lower;
        if ((info != NULL && (info->flags & MARKER_WORD_OPENS) != 0) || rare ||
            (token->flags & TOKEN_NEGATION) != 0) {
            t->flags |= MARKER_TOKEN_SCORED | MARKER_TOKEN_OPENS;
        }
    }
}

static void set_phrases(const struct marker_words *words, struct markers_context *c,
                        const struct sentence *sentence)
{
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct marker_word *info = c->tokens[i].info;
        uint32_t n = 0;
        uint16_t types = 0;
        if (info != NULL && (info->flags & MARKER_WORD_GOES_ON) != 0) {
            types = marker_words_phrase(words, c->document->tokens, i, sentence->end, &n);
        }
        for (uint32_t k = 0; k < n; k++) {
            struct marker_token *t = &c->tokens[i + k];
            t->types |= types;
            t->flags |= MARKER_TOKEN_SCORED | MARKER_TOKEN_OPENS;
            t->flags |= k == 0 ? MARKER_TOKEN_PHRASE_FIRST : MARKER_TOKEN_PHRASE_NEXT;
        }
    }
}

/* A word between two that may be cues may be part of both: "failing to uphold". */
static void set_gaps(struct markers_context *c)
{
    for (uint32_t i = 1; i + 1 < c->document->n_tokens; i++) {
        if (c->document->tokens[i].kind == TOKEN_WORD &&
            (c->tokens[i - 1].flags & MARKER_TOKEN_OPENS) != 0 &&
            (c->tokens[i + 1].flags & MARKER_TOKEN_OPENS) != 0) {
            c->tokens[i].flags |= MARKER_TOKEN_SCORED;
        }
    }
}

static void set_cues(struct markers_context *c)
{
    for (uint32_t a = 0; a < c->attributions->n; a++) {
        const struct sw_attribution *attribution = &c->attributions->at[a];
        const struct sw_spans *parts[] = {&attribution->cue, &attribution->source};
        for (uint32_t p = 0; p < 2; p++) {
            for (uint32_t s = 0; s < parts[p]->n; s++) {
                struct sw_span span = parts[p]->at[s];
                for (uint32_t i = markers_token_at(c->document, span.start);
                     i < c->document->n_tokens && c->document->tokens[i].start < span.end; i++) {
                    if (p == 1) {
                        c->tokens[i].flags |= MARKER_TOKEN_SOURCE;
                    } else if (c->tokens[i].cue == SW_NONE) {
                        c->tokens[i].cue = (int32_t)a;
                        c->tokens[i].flags |= MARKER_TOKEN_SCORED | MARKER_TOKEN_OPENS;
                    }
                }
            }
        }
    }
}

/* A piece of content, to be painted the smallest first, so that the innermost stays. */
struct piece {
    uint32_t size, start, end; /* bytes; size is that of the whole content */
    uint32_t attribution;
};

static int by_size(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    if (x->size != y->size) {
        return x->size < y->size ? -1 : 1;
    }
    return x->attribution != y->attribution ? (x->attribution < y->attribution ? 1 : -1)
                                            : (x->start < y->start ? -1 : 1);
}

/* The first token from i on that is not painted; shortens the way for the next call. */
static uint32_t unpainted(uint32_t *next, uint32_t i)
{
    while (next[i] != i) {
        next[i] = next[next[i]];
        i = next[i];
    }
    return i;
}

static bool is_voice(enum sw_attribution_kind kind)
{
    return kind == SW_STATEMENT || kind == SW_BELIEF || kind == SW_ORDER || kind == SW_FACT;
}

static void paint(struct markers_context *c, const struct piece *pieces, uint32_t n, bool voices,
                  uint32_t *next)
{
    const struct document *document = c->document;
    for (uint32_t i = 0; i <= document->n_tokens; i++) {
        next[i] = i;
    }
    for (uint32_t p = 0; p < n; p++) {
        const struct piece *piece = &pieces[p];
        if (voices && !is_voice(c->attributions->at[piece->attribution].kind)) {
            continue;
        }
        uint32_t i = unpainted(next, markers_token_at(document, piece->start));
        for (; i < document->n_tokens && document->tokens[i].start < piece->end;
             i = unpainted(next, i + 1)) {
            int32_t *slot = voices ? &c->tokens[i].voice : &c->tokens[i].content;
            *slot = (int32_t)piece->attribution;
            next[i] = i + 1;
        }
    }
}

static int set_contents(struct markers_context *c, struct sw_arena *arena)
{
    uint32_t n = 0;
    for (uint32_t a = 0; a < c->attributions->n; a++) {
        n += c->attributions->at[a].content.n;
    }
    if (n == 0) {
        return SW_OK;
    }
    struct piece *pieces = sw_arena_alloc(arena, n * sizeof *pieces);
    uint32_t *next = sw_arena_alloc(arena, (c->document->n_tokens + 1) * sizeof *next);
    if (pieces == NULL || next == NULL) {
        return SW_ENOMEM;
    }
    n = 0;
    for (uint32_t a = 0; a < c->attributions->n; a++) {
        const struct sw_spans *content = &c->attributions->at[a].content;
        uint32_t size = 0;
        for (uint32_t s = 0; s < content->n; s++) {
            size += content->at[s].end - content->at[s].start;
        }
        for (uint32_t s = 0; s < content->n; s++) {
            pieces[n++] = (struct piece){size, content->at[s].start, content->at[s].end, a};
        }
    }
    qsort(pieces, n, sizeof *pieces, by_size);
    paint(c, pieces, n, true, next);
    paint(c, pieces, n, false, next);
    return SW_OK;
}

/* The token at a byte, the last one past the end. */
static uint32_t token_within(const struct document *document, uint32_t byte)
{
    uint32_t token = markers_token_at(document, byte);
    return token < document->n_tokens || token == 0 ? token : token - 1;
}

static int set_told(struct markers_context *c, struct sw_arena *arena)
{
    uint32_t n = c->attributions->n;
    struct source_place *places = sw_arena_alloc(arena, (n + 1) * sizeof *places);
    if (places == NULL) {
        return SW_ENOMEM;
    }
    for (uint32_t a = 0; a < n; a++) {
        const struct sw_spans *cue = &c->attributions->at[a].cue;
        const struct sw_spans *content = &c->attributions->at[a].content;
        places[a].cue = cue->n > 0 ? token_within(c->document, cue->at[0].start) : 0;
        places[a].first = places[a].end = 0;
        if (content->n > 0 && content->at[content->n - 1].end > 0) {
            places[a].first = token_within(c->document, content->at[0].start);
            places[a].end =
                1 + token_within(c->document, content->at[content->n - 1].end - 1);
        }
    }
    c->told = places;
    return SW_OK;
}

static int set_quotes(struct markers_context *c, struct sw_arena *arena, struct sw_error *err)
{
    int status = markers_quotes(c->document, arena, &c->quotes, &c->n_quotes, err);
    const struct quoted *quotes = c->quotes;
    for (uint32_t q = 0; status == SW_OK && q < c->n_quotes; q++) {
        uint32_t words = 0;
        for (uint32_t i = quotes[q].open; i < quotes[q].close; i++) {
            words += c->document->tokens[i].kind == TOKEN_WORD;
        }
        for (uint32_t i = quotes[q].open; i < quotes[q].close; i++) {
            uint8_t *slot = &c->tokens[i].quote_words;
            uint8_t size = (uint8_t)(words < 255 ? words + (words == 0) : 255);
            *slot = *slot == 0 || size < *slot ? size : *slot;
        }
    }
    return status;
}

int markers_context_build(const struct marker_words *words, const struct document *document,
                          const struct syntax *syntax, const struct entities *entities,
                          const struct attributions *attributions, struct sw_arena *arena,
                          struct markers_context *out, struct sw_error *err)
{
    struct markers_context c = {document, syntax, entities, attributions, {0}, NULL, NULL, NULL, 0};
    int status = syntax_tree_build(document, syntax, arena, &c.tree, err);
    if (status != SW_OK) {
        return status;
    }
    c.tokens = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *c.tokens);
    if (c.tokens == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the markers of %u tokens",
                         document->n_tokens);
    }
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        c.tokens[i] = (struct marker_token){.cue = SW_NONE, .voice = SW_NONE, .content = SW_NONE};
    }
    set_names(&c);
    set_words(words, &c);
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        uint8_t kind = (uint8_t)document->segments[sentence->segment].kind;
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            c.tokens[i].segment = kind;
        }
        if (document_annotates(document, sentence)) {
            set_phrases(words, &c, sentence);
        }
    }
    set_cues(&c);
    set_gaps(&c);
    if (set_contents(&c, arena) != SW_OK || set_told(&c, arena) != SW_OK) {
        return error_set(err, SW_ENOMEM, "no memory for the contents of %u attributions",
                         attributions->n);
    }
    status = set_quotes(&c, arena, err);
    if (status == SW_OK) {
        *out = c;
    }
    return status;
}
