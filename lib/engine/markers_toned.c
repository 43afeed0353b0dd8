#include "markers_tone.h"

#include <stdlib.h>

#include "error.h"

/* How sure a tone must be, in the steps of the weights, to give or to make a marker. */
enum { GIVES = 80, MAKES = 40 };

/* The markers of one sentence. */
struct told {
    struct found *at;
    uint32_t n;
};

static bool is_taken(const struct told *told, uint32_t token)
{
    for (uint32_t i = 0; i < told->n; i++) {
        if (found_polarity(&told->at[i]) != 0 && token >= told->at[i].first &&
            token < told->at[i].end) {
            return true;
        }
    }
    return false;
}

static int sum_for(const struct told *told, int32_t entity)
{
    int sum = 0;
    for (uint32_t i = 0; i < told->n; i++) {
        sum += told->at[i].target == entity ? found_polarity(&told->at[i]) : 0;
    }
    return sum;
}

/* Gives the entity to a marker that has no target yet; nobody takes sides about themselves. */
static bool give(struct told *told, int32_t entity, int polarity)
{
    for (uint32_t i = 0; i < told->n; i++) {
        struct found *found = &told->at[i];
        bool sides = found->type == SW_FAVOR || found->type == SW_AGAINST;
        if (found->target == SW_NONE && found_polarity(found) == polarity &&
            !(sides && found->holder == entity)) {
            found->target = entity;
            return true;
        }
    }
    return false;
}

/* How well a word carries a tone towards a mention. */
static int carries(const struct markers_context *c, uint32_t i, const struct mention_at *mention,
                   int polarity)
{
    const struct marker_token *t = &c->tokens[i];
    uint32_t distance = i >= mention->end ? i - mention->end : mention->first - i;
    int agrees = t->info != NULL ? polarity * (t->info->valence + t->info->tone) : 0;
    return t->judges +
           6 * (agrees < -8  ? -8
                : agrees > 8 ? 8
                             : agrees) -
           (int)(distance < 20 ? distance : 20);
}

/* The word of a sentence that carries the tone best; SYNTAX_NONE where none does. */
static uint32_t carrier(const struct markers_context *c, const struct told *told,
                        const struct mention_at *mention, uint32_t sentence, int polarity,
                        int least)
{
    const struct sentence *s = &c->document->sentences[sentence];
    uint32_t from =
        mention->first > s->first + TONE_WORDS_MAX ? mention->first - TONE_WORDS_MAX : s->first;
    uint32_t end = mention->end + TONE_WORDS_MAX < s->end ? mention->end + TONE_WORDS_MAX : s->end;
    uint32_t best = SYNTAX_NONE;
    int most = least;
    for (uint32_t i = from; i < end; i++) {
        bool inside = i >= mention->first && i < mention->end;
        if (inside || (c->tokens[i].flags & MARKER_TOKEN_SCORED) == 0 || c->tokens[i].name != 0 ||
            is_taken(told, i)) {
            continue;
        }
        int here = carries(c, i, mention, polarity);
        if (here > most) {
            most = here;
            best = i;
        }
    }
    return best;
}

static bool add_for(const struct markers_context *c, const struct mention_at *mention,
                    uint32_t sentence, int least, struct told *told, struct found_list *list,
                    struct sw_arena *arena)
{
    int polarity = mention->good > mention->bad ? 1 : -1;
    int sure = polarity > 0 ? mention->good : mention->bad;
    if (sure < GIVES || sum_for(told, mention->entity) != 0 ||
        give(told, mention->entity, polarity) || sure < MAKES) {
        return true;
    }
    uint32_t token = carrier(c, told, mention, sentence, polarity, least);
    if (token == SYNTAX_NONE) {
        return true;
    }
    struct found found = {.first = token,
                          .end = token + 1,
                          .type = SW_EVALUATE,
                          .good = (int16_t)polarity,
                          .attribution = SW_NONE,
                          .sentence = sentence,
                          .target = mention->entity};
    found.holder = marker_voice(c, token);
    uint32_t at = (uint32_t)(told->at - list->at);
    bool added = found_add(list, found, arena);
    told->at = list->at + at;
    return added;
}

/* Whether an entity is mentioned in the sentence before this mention. */
static bool is_again(const struct mention_list *mentions, uint32_t from, uint32_t m)
{
    for (uint32_t k = from; k < m; k++) {
        if (mentions->at[k].entity == mentions->at[m].entity) {
            return true;
        }
    }
    return false;
}

int markers_add_toned(const struct markers_context *context, const struct mention_list *mentions,
                      int judges_least, struct found_list *list, struct sw_arena *arena,
                      struct sw_error *err)
{
    uint32_t n_before = list->n, at = 0;
    for (uint32_t s = 0; s < context->document->n_sentences; s++) {
        uint32_t first = at;
        while (at < n_before && list->at[at].sentence == s) {
            at++;
        }
        struct told told = {at > first ? list->at + first : NULL, at - first};
        uint32_t from = mentions->of_sentence[s], end = mentions->of_sentence[s + 1];
        for (uint32_t m = from; m < end && m < from + TONE_MENTIONS_MAX; m++) {
            if (!is_again(mentions, from, m) &&
                !add_for(context, &mentions->at[m], s, judges_least, &told, list, arena)) {
                return error_set(err, SW_ENOMEM, "no memory for the markers");
            }
        }
    }
    return SW_OK;
}
