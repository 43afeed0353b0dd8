#include "markers_decode.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

/* The tokens of one chain, with what Viterbi remembers of each. */
struct chain {
    uint32_t first, n;
    int16_t scores[CHAIN_MAX][N_MARKER_LABELS];
    int16_t links[CHAIN_MAX][N_MARKER_LABELS]; /* added where the token before is in the cue */
    uint16_t in_from_in[CHAIN_MAX], out_from_in[CHAIN_MAX]; /* a bit a type */
    uint16_t states[CHAIN_MAX];                             /* the best path, a bit a type */
};

bool found_add(struct found_list *list, struct found found, struct sw_arena *arena)
{
    if (list->n == list->room) {
        uint32_t room = list->room > 0 ? 2 * list->room : 64;
        struct found *at = sw_arena_alloc(arena, room * sizeof *at);
        if (at == NULL) {
            return false;
        }
        if (list->n > 0) {
            memcpy(at, list->at, list->n * sizeof *at);
        }
        list->at = at;
        list->room = room;
    }
    list->at[list->n++] = found;
    return true;
}

int8_t found_polarity(const struct found *found)
{
    switch (found->type) {
    case SW_FAVOR:
        return 1;
    case SW_AGAINST:
        return -1;
    case SW_EVALUATE:
        return found->good > 0 ? 1 : -1;
    default:
        return 0;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    return x->type != y->type ? (x->type < y->type ? -1 : 1) : (int)x->end - (int)y->end;
}

void found_sort(struct found_list *list)
{
    if (list->n > 1) {
        qsort(list->at, list->n, sizeof *list->at, by_place);
    }
}

static void score_token(struct markers_context *context, const struct weights *weights,
                        const struct sentence *sentence, struct chain *chain)
{
    struct marker_features features;
    uint32_t token = chain->first + chain->n;
    memset(chain->scores[chain->n], 0, sizeof chain->scores[chain->n]);
    memset(chain->links[chain->n], 0, sizeof chain->links[chain->n]);
    marker_token_features(context, sentence, token, &features);
    weights_sum(weights, features.at, features.n, chain->scores[chain->n]);
    context->tokens[token].judges = chain->scores[chain->n][SW_EVALUATE];
    if (chain->n > 0) {
        marker_chain_features(context, token, &features);
        weights_sum(weights, features.at, features.n, chain->links[chain->n]);
    }
    chain->n++;
}

/* The best path of every type at once. */
static void find_path(struct chain *chain)
{
    int32_t in[SW_N_MARKER_TYPES], out[SW_N_MARKER_TYPES];
    for (uint32_t i = 0; i < chain->n; i++) {
        chain->in_from_in[i] = chain->out_from_in[i] = 0;
        for (uint32_t t = 0; t < SW_N_MARKER_TYPES; t++) {
            int32_t before_in = i > 0 ? in[t] : INT32_MIN / 4;
            int32_t before_out = i > 0 ? out[t] : 0;
            int32_t stay = before_in + chain->links[i][t];
            chain->in_from_in[i] |= (uint16_t)((stay > before_out) << t);
            chain->out_from_in[i] |= (uint16_t)((before_in > before_out) << t);
            in[t] = (stay > before_out ? stay : before_out) + chain->scores[i][t];
            out[t] = before_in > before_out ? before_in : before_out;
        }
    }
    uint16_t state = 0;
    for (uint32_t t = 0; t < SW_N_MARKER_TYPES; t++) {
        state |= (uint16_t)((in[t] > out[t]) << t);
    }
    for (uint32_t i = chain->n; i-- > 0;) {
        chain->states[i] = state;
        uint16_t stays = state & chain->in_from_in[i];
        state = (uint16_t)(stays | (chain->out_from_in[i] & (uint16_t)~state));
    }
}

static uint32_t lower_at(const struct markers_context *context, uint32_t token)
{
    return token < context->document->n_tokens ? context->document->tokens[token].lower : 0;
}

static bool is_word(uint32_t lower, const char *word, size_t len)
{
    return lower == hash_bytes(word, len);
}

#define IS(lower, word) is_word(lower, word, sizeof word - 1)

/* "not only ... but also" is neither denial nor contrast. */
static bool is_not_only(const struct markers_context *context, const struct found *found)
{
    uint32_t here = lower_at(context, found->first), next = lower_at(context, found->first + 1);
    if (found->type == SW_DENY) {
        return IS(here, "not") && (IS(next, "only") || IS(next, "just") || IS(next, "merely"));
    }
    return found->type == SW_COUNTER && IS(here, "but") && IS(next, "also");
}

static bool read_spans(const struct markers_context *context, const struct chain *chain,
                       uint32_t type, struct found_list *out, struct sw_arena *arena)
{
    uint16_t bit = (uint16_t)(1u << type);
    for (uint32_t i = 0; i < chain->n; i++) {
        if ((chain->states[i] & bit) == 0) {
            continue;
        }
        uint32_t first = i;
        struct found found = {.first = chain->first + i, .type = (uint8_t)type};
        found.attribution = SW_NONE;
        for (; i < chain->n && (chain->states[i] & bit) != 0; i++) {
            found.score += chain->scores[i][type] + (i > first ? chain->links[i][type] : 0);
            found.good = (int16_t)(found.good + chain->scores[i][MARKER_LABEL_GOOD] / 8);
            if (found.attribution == SW_NONE) {
                found.attribution = context->tokens[chain->first + i].cue;
            }
        }
        found.end = chain->first + i;
        if (!is_not_only(context, &found) && !found_add(out, found, arena)) {
            return false;
        }
    }
    return true;
}

static bool decode_chain(const struct markers_context *context, struct chain *chain,
                         struct found_list *out, struct sw_arena *arena)
{
    find_path(chain);
    uint16_t any = 0;
    for (uint32_t i = 0; i < chain->n; i++) {
        any |= chain->states[i];
    }
    bool added = true;
    for (uint32_t t = 0; any != 0 && t < SW_N_MARKER_TYPES && added; t++) {
        if (t != SW_SCARE_QUOTE && ((uint32_t)any >> t & 1u) != 0) {
            added = read_spans(context, chain, t, out, arena);
        }
    }
    chain->n = 0;
    return added;
}

static bool decode_sentence(struct markers_context *context, const struct weights *weights,
                            const struct sentence *sentence, struct chain *chain,
                            struct found_list *out, struct sw_arena *arena)
{
    chain->n = 0;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        bool scored = (context->tokens[i].flags & MARKER_TOKEN_SCORED) != 0;
        if (chain->n > 0 && (!scored || chain->n == CHAIN_MAX) &&
            !decode_chain(context, chain, out, arena)) {
            return false;
        }
        if (scored) {
            chain->first = chain->n == 0 ? i : chain->first;
            score_token(context, weights, sentence, chain);
        }
    }
    return chain->n == 0 || decode_chain(context, chain, out, arena);
}

/* Whether a sorted list has a denial around a token; at is where the search goes on. */
static bool is_denied(const struct found_list *list, uint32_t n, uint32_t *at, uint32_t token)
{
    while (*at < n && list->at[*at].first + CHAIN_MAX < token) {
        (*at)++;
    }
    for (uint32_t i = *at; i < n && list->at[i].first <= token; i++) {
        if (list->at[i].type == SW_DENY && token < list->at[i].end) {
            return true;
        }
    }
    return false;
}

/* n are sorted. "not" and negated contractions deny wherever they stand, "not only" apart: a rule
 * of the taxonomy that needs no decision. */
static bool add_negations(const struct markers_context *context, const struct sentence *sentence,
                          struct found_list *list, uint32_t n, uint32_t *at, struct sw_arena *arena)
{
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct token *token = &context->document->tokens[i];
        struct found found = {
            .first = i, .end = i + 1, .type = SW_DENY, .attribution = context->tokens[i].cue};
        bool negates = (token->flags & TOKEN_NEGATION) != 0 || IS(token->lower, "not");
        if (negates && context->tokens[i].name == 0 && !is_not_only(context, &found) &&
            !is_denied(list, n, at, i) && !found_add(list, found, arena)) {
            return false;
        }
    }
    return true;
}

int markers_decode(struct markers_context *context, const struct weights *weights,
                   struct sw_arena *arena, struct found_list *out, struct sw_error *err)
{
    const struct document *document = context->document;
    struct found_list list = {NULL, 0, 0};
    struct chain chain;
    uint32_t at = 0;
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        if (document_annotates(document, sentence) &&
            !decode_sentence(context, weights, sentence, &chain, &list, arena)) {
            return error_set(err, SW_ENOMEM, "no memory for the markers");
        }
    }
    found_sort(&list);
    uint32_t n_sorted = list.n;
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        if (document_annotates(document, sentence) &&
            !add_negations(context, sentence, &list, n_sorted, &at, arena)) {
            return error_set(err, SW_ENOMEM, "no memory for the markers");
        }
    }
    found_sort(&list);
    *out = list;
    return SW_OK;
}
