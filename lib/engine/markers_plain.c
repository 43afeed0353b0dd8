#include "markers_plain.h"

#include <string.h>

#include "hash.h"

/* How far conditions and denials reach down, in clauses, and children looked at. */
enum { CLAUSES_MAX = 6, CHILDREN_MAX = 24 };

#define HASH(word) hash_bytes(word, sizeof word - 1)

static uint32_t lower_at(const struct markers_context *c, uint32_t token)
{
    return c->document->tokens[token].lower;
}

static bool says_if(const struct markers_context *c, uint32_t token)
{
    uint32_t lower = lower_at(c, token);
    bool even = token > 0 && lower_at(c, token - 1) == HASH("even");
    return (lower == HASH("if") && !even) || lower == HASH("unless") || lower == HASH("whether") ||
           lower == HASH("lest");
}

/* "Should they back him", "had she opposed it": a condition told by the order of the words. */
static bool is_inverted(const struct markers_context *c, uint32_t predicate, uint32_t auxiliary)
{
    uint32_t lower = lower_at(c, auxiliary);
    uint32_t subject = syntax_child(&c->tree, predicate, REL_NSUBJ);
    bool may = lower == HASH("should") || lower == HASH("had") || lower == HASH("were");
    return may && subject != SYNTAX_NONE && auxiliary < subject && subject < predicate;
}

static bool has_if(const struct markers_context *c, uint32_t predicate)
{
    uint32_t n = 0;
    for (uint32_t child = c->tree.children[predicate]; child != SYNTAX_NONE && n < CHILDREN_MAX;
         child = c->tree.siblings[child], n++) {
        uint8_t relation = c->syntax->relations[child];
        if ((relation == REL_MARK || relation == REL_ADVMOD) && says_if(c, child)) {
            return true;
        }
        if (relation == REL_AUX && is_inverted(c, predicate, child)) {
            return true;
        }
    }
    return false;
}

/* Whether a clause is said as possible only: a condition, what depends on one, a hedged modal. */
static bool is_supposed(const struct markers_context *c, const uint8_t *marks, uint32_t predicate)
{
    uint32_t n = 0;
    if (has_if(c, predicate)) {
        return true;
    }
    for (uint32_t child = c->tree.children[predicate]; child != SYNTAX_NONE && n < CHILDREN_MAX;
         child = c->tree.siblings[child], n++) {
        uint8_t relation = c->syntax->relations[child];
        if ((relation == REL_AUX && (marks[child] & PLAIN_HEDGED) != 0) ||
            (relation == REL_ADVCL && has_if(c, child))) {
            return true;
        }
    }
    return false;
}

/* "Does he support it?" */
static bool is_asked(const struct markers_context *c, uint32_t sentence)
{
    const struct sentence *s = &c->document->sentences[sentence];
    for (uint32_t i = s->end; i > s->first && i + 3 > s->end; i--) {
        if (lower_at(c, i - 1) == HASH("?")) {
            return true;
        }
    }
    return false;
}

/* Whether a word of denial hangs on a predicate: "not", "never", "doesn't". */
static bool is_negated(const struct markers_context *c, const uint8_t *marks, uint32_t predicate)
{
    uint32_t n = 0;
    bool negated = false;
    for (uint32_t child = c->tree.children[predicate]; child != SYNTAX_NONE && n < CHILDREN_MAX;
         child = c->tree.siblings[child], n++) {
        uint8_t relation = c->syntax->relations[child];
        negated |= (relation == REL_AUX || relation == REL_ADVMOD || relation == REL_AUXPASS) &&
                   (marks[child] & PLAIN_DENIED) != 0;
    }
    return negated;
}

static bool is_denied_above(const struct markers_context *c, const uint8_t *marks,
                            uint32_t predicate)
{
    return is_negated(c, marks, predicate) != ((marks[predicate] & PLAIN_DENIED) != 0);
}

/* 1, -1: the words of the cue take that side by themselves: in the lexicons, or where these have
 * them on both, by how good or bad they sound; 0: neither. */
static int side_of_words(const struct markers_context *c, const struct found *found)
{
    uint16_t types = 0;
    int valence = 0;
    for (uint32_t i = found->first; i < found->end; i++) {
        types |= c->tokens[i].types;
        valence += c->tokens[i].info != NULL ? c->tokens[i].info->valence : 0;
    }
    int side = (types >> SW_FAVOR & 1) - (types >> SW_AGAINST & 1);
    bool both = side == 0 && (types >> SW_FAVOR & 1) != 0;
    return both ? (valence > 0) - (valence < 0) : side;
}

static uint32_t head_of(const struct markers_context *c, const struct found *found)
{
    uint32_t head = syntax_head_of(&c->tree, (struct token_range){found->first, found->end});
    return head != SYNTAX_NONE ? head : found->first;
}

static bool is_plain(const struct markers_context *c, const uint8_t *marks,
                     const struct found *found)
{
    uint32_t clause = syntax_clause_of(&c->tree, head_of(c, found));
    bool turned = side_of_words(c, found) * found_polarity(found) < 0;
    if (is_asked(c, found->sentence) && c->syntax->heads[clause] == SYNTAX_ROOT) {
        return false;
    }
    for (uint32_t n = 0; n < CLAUSES_MAX; n++) {
        bool denied = n > 0 && !turned && is_denied_above(c, marks, clause);
        if (denied || is_supposed(c, marks, clause)) {
            return false;
        }
        uint32_t head = c->syntax->heads[clause];
        if (head == SYNTAX_ROOT) {
            break;
        }
        clause = syntax_clause_of(&c->tree, head);
    }
    return true;
}

static void mark_tokens(const struct found_list *list, uint8_t *marks)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const struct found *found = &list->at[i];
        uint8_t mark = found->type == SW_DENY    ? PLAIN_DENIED
                       : found->type == SW_HEDGE ? PLAIN_HEDGED
                                                 : 0;
        for (uint32_t t = found->first; mark != 0 && t < found->end; t++) {
            marks[t] |= mark;
        }
    }
}

/* Whether a later one of the list begins within a marker and takes the other side. */
static struct found *rival_of(struct found_list *list, uint32_t i)
{
    struct found *found = &list->at[i];
    for (uint32_t k = i + 1; k < list->n && list->at[k].first < found->end; k++) {
        uint8_t type = list->at[k].type;
        if ((type == SW_FAVOR || type == SW_AGAINST) && type != found->type) {
            return &list->at[k];
        }
    }
    return NULL;
}

bool markers_turn(const struct markers_context *context, struct found_list *list,
                  struct sw_arena *arena)
{
    uint8_t *marks = sw_arena_alloc(arena, context->document->n_tokens + 1);
    if (marks == NULL) {
        return false;
    }
    memset(marks, 0, context->document->n_tokens + 1);
    mark_tokens(list, marks);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        struct found found = list->at[i];
        bool sides = found.type == SW_FAVOR || found.type == SW_AGAINST;
        int side = sides ? side_of_words(context, &found) : 0;
        struct found *rival = sides ? rival_of(list, i) : NULL;
        if (side != 0 && is_negated(context, marks, head_of(context, &found))) {
            found.type = side > 0 ? SW_AGAINST : SW_FAVOR;
        } else if (rival != NULL && rival->score > found.score) {
            found.type = rival->type;
        }
        if (rival != NULL) { /* one cue takes one side */
            found.end = rival->end > found.end ? rival->end : found.end;
            *rival = found;
        } else {
            list->at[kept++] = found;
        }
    }
    list->n = kept;
    return true;
}

bool *markers_plain(const struct markers_context *context, const struct found_list *list,
                    struct sw_arena *arena)
{
    uint32_t n_tokens = context->document->n_tokens;
    bool *plain = sw_arena_alloc(arena, list->n + 1);
    uint8_t *marks = sw_arena_alloc(arena, n_tokens + 1);
    if (plain == NULL || marks == NULL) {
        return NULL;
    }
    memset(marks, 0, n_tokens + 1);
    mark_tokens(list, marks);
    for (uint32_t i = 0; i < list->n; i++) {
        plain[i] = found_polarity(&list->at[i]) == 0 || is_plain(context, marks, &list->at[i]);
    }
    return plain;
}
