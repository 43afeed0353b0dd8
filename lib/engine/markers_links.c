#include "markers_links.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "hash.h"

/* Types whose cue names an act of someone: they belong to who acts, not to the voice. */
static const uint16_t act_types = 1u << SW_DENY | 1u << SW_BOOST | 1u << SW_OBLIGATION |
                                  1u << SW_INTENT | 1u << SW_FAVOR | 1u << SW_AGAINST;
/* Types whose holder is asked of the trained decision where no attribution tells it. */
static const uint16_t asked_types =
    1u << SW_FAVOR | 1u << SW_AGAINST | 1u << SW_INTENT | 1u << SW_OBLIGATION | 1u << SW_DENY;
/* Types that have a target. */
static const uint16_t target_types = 1u << SW_FAVOR | 1u << SW_AGAINST | 1u << SW_EVALUATE;

static int by_place(const void *a, const void *b)
{
    const struct mention_at *x = a, *y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    if (x->end != y->end) {
        return x->end > y->end ? -1 : 1;
    }
    return x->entity - y->entity;
}

int mention_list_build(const struct markers_context *context, struct sw_arena *arena,
                       struct mention_list *out, struct sw_error *err)
{
    const struct document *document = context->document;
    uint32_t n = 0;
    for (uint32_t e = 0; e < context->entities->n; e++) {
        n += context->entities->at[e].n_mentions;
    }
    struct mention_list list = {sw_arena_alloc(arena, (n + 1) * sizeof *list.at), 0, NULL};
    list.of_sentence = sw_arena_alloc(arena, (document->n_sentences + 2) * sizeof(uint32_t));
    if (list.at == NULL || list.of_sentence == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u mentions", n);
    }
    for (uint32_t e = 0; e < context->entities->n; e++) {
        const struct sw_entity *entity = &context->entities->at[e];
        for (uint32_t m = 0; m < entity->n_mentions; m++) {
            struct sw_span span = entity->mentions[m].span;
            uint32_t first = markers_token_at(document, span.start);
            uint32_t end =
                span.end > span.start ? markers_token_at(document, span.end - 1) + 1 : first;
            if (first < end && end <= document->n_tokens) {
                list.at[list.n++] = (struct mention_at){first,
                                                        end,
                                                        (int32_t)e,
                                                        (uint8_t)entity->mentions[m].kind,
                                                        (uint8_t)entity->type,
                                                        0,
                                                        0};
            }
        }
    }
    if (list.n > 1) {
        qsort(list.at, list.n, sizeof *list.at, by_place);
    }
    uint32_t m = 0;
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        while (m < list.n && list.at[m].first < document->sentences[s].first) {
            m++;
        }
        list.of_sentence[s] = m;
    }
    list.of_sentence[document->n_sentences] = list.n;
    *out = list;
    return SW_OK;
}

int32_t marker_voice(const struct markers_context *context, const struct found *found, bool *sure)
{
    const struct sw_attribution *attributions = context->attributions->at;
    int32_t voice = context->tokens[found->first].voice;
    uint32_t bit = 1u << found->type;
    *sure = (asked_types & bit) == 0;
    if (found->attribution != SW_NONE && (act_types & bit) != 0) {
        *sure = true;
        return attributions[found->attribution].holder;
    }
    return voice != SW_NONE ? attributions[voice].holder : SW_AUTHOR;
}

bool marker_has_target(const struct found *found)
{
    return ((uint32_t)target_types >> found->type & 1u) != 0;
}

/* Adds the mentions of a sentence that are nearest to the cue, inner ones as good as outer. */
static uint32_t add_mentions(const struct mention_list *mentions, uint32_t from, uint32_t end,
                             const struct found *found, struct candidate *out, uint32_t n)
{
    uint32_t low = from, high = end;
    while (low < high) { /* the first mention after the cue begins */
        uint32_t middle = low + (high - low) / 2;
        if (mentions->at[middle].first < found->first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    uint32_t before = low, after = low;
    while (n < CANDIDATES_MAX && (before > from || after < end)) {
        uint32_t gap_before =
            before > from ? found->first - mentions->at[before - 1].first : UINT32_MAX;
        uint32_t gap_after = after < end ? mentions->at[after].first - found->first : UINT32_MAX;
        const struct mention_at *m =
            gap_after <= gap_before ? &mentions->at[after++] : &mentions->at[--before];
        out[n++] = (struct candidate){CANDIDATE_MENTION, *m, m->entity};
    }
    return n;
}

uint32_t marker_candidates(const struct markers_context *context,
                           const struct mention_list *mentions, uint32_t sentence,
                           const struct found *found, uint32_t link,
                           struct candidate out[CANDIDATES_MAX])
{
    uint32_t n = 0;
    bool sure;
    int32_t voice = marker_voice(context, found, &sure);
    if (link == LINK_HOLDER) {
        out[n++] = (struct candidate){.kind = CANDIDATE_VOICE, .entity = voice};
        out[n++] = (struct candidate){.kind = CANDIDATE_OTHER, .entity = SW_OTHER};
    } else {
        out[n++] = (struct candidate){.kind = CANDIDATE_NONE, .entity = SW_NONE};
        if (voice >= 0) {
            out[n++] = (struct candidate){.kind = CANDIDATE_VOICE, .entity = voice};
        }
    }
    const uint32_t *of = mentions->of_sentence;
    n = add_mentions(mentions, of[sentence], of[sentence + 1], found, out, n);
    /* The one that the sentence before spoke of first and last, for what runs on. */
    if (sentence > 0 && of[sentence - 1] < of[sentence]) {
        const struct mention_at *ends[] = {&mentions->at[of[sentence - 1]],
                                           &mentions->at[of[sentence] - 1]};
        for (uint32_t k = 0; k < 2 && n < CANDIDATES_MAX; k++) {
            if (k == 0 || ends[1]->entity != ends[0]->entity) {
                out[n++] = (struct candidate){CANDIDATE_MENTION, *ends[k], ends[k]->entity};
            }
        }
    }
    return n;
}

enum template {
    L_KIND = 200,
    L_KIND_LEMMA,
    L_KIND_VALENCE,
    L_KIND_TAG,
    L_KIND_QUOTE,
    L_GAP,
    L_PATH,
    L_PATH_TYPE,
    L_PATH_LEMMA,
    L_ROLE,
    L_ROLE_LEMMA,
    L_CASE,
    L_CASE_LEMMA,
    L_MENTION,
    L_VOICE,
    L_COVERS,
    L_CLAUSE,
    L_BETWEEN,
    L_SENTENCE,
    L_ROLE_VALENCE,
    L_HEAD,
    L_FREQUENT,
    L_PREV_WORD,
    L_NEXT_WORD,
    L_SOURCE,
    L_HEAD_RELATION,
    L_CONTENT,
    L_TONE
};

static void add(struct marker_features *out, uint32_t template_id, uint64_t a, uint64_t b)
{
    out->at[out->n++] = hash_feature(template_id, a, b);
}

static uint32_t cue_head(const struct markers_context *c, const struct found *found)
{
    struct token_range range = {found->first, found->end};
    uint32_t head = syntax_head_of(&c->tree, range);
    return head != SYNTAX_NONE ? head : found->first;
}

static uint32_t valence_class(const struct markers_context *c, const struct found *found)
{
    uint32_t best = 0;
    int most = 0;
    for (uint32_t i = found->first; i < found->end; i++) {
        const struct marker_word *w = c->tokens[i].info;
        if (w != NULL && abs(w->valence) >= most) {
            most = abs(w->valence);
            best = w->valence > 2 ? 2 : w->valence < -2 ? 1 : 0;
        }
    }
    return best;
}

/* What the mention is for the cue in the tree. */
static uint32_t role_of(const struct markers_context *c, uint32_t cue, const struct mention_at *m)
{
    const struct syntax_tree *tree = &c->tree;
    uint32_t predicate = syntax_predicate(tree, cue);
    uint32_t clause = syntax_clause_of(tree, cue);
    const uint32_t places[] = {syntax_agent(tree, cue),
                               syntax_patient(tree, cue),
                               predicate != SYNTAX_NONE ? syntax_subject(tree, predicate)
                                                        : SYNTAX_NONE,
                               clause != SYNTAX_NONE ? syntax_subject(tree, clause) : SYNTAX_NONE,
                               clause != SYNTAX_NONE ? syntax_object(tree, clause) : SYNTAX_NONE,
                               syntax_child(tree, cue, REL_NMOD_POSS),
                               c->syntax->heads[cue]};
    for (uint32_t k = 0; k < sizeof places / sizeof places[0]; k++) {
        if (places[k] != SYNTAX_NONE && places[k] >= m->first && places[k] < m->end) {
            return k + 1;
        }
    }
    return 0;
}

static uint64_t path_hash(const struct markers_context *c, uint32_t cue, uint32_t to, bool *found)
{
    struct syntax_path path;
    uint64_t hash = 0;
    *found = syntax_path(&c->tree, cue, to, &path);
    if (*found) {
        for (uint32_t k = 0; k < path.n_up; k++) {
            hash = hash_mix(hash, path.up[k] + 1u);
        }
        hash = hash_mix(hash, 100);
        for (uint32_t k = 0; k < path.n_down; k++) {
            hash = hash_mix(hash, path.down[k] + 1u);
        }
    }
    return hash;
}

/* Distance in steps that grow: 0 1 2 3 4-5 6-8 9-13 ... with its sign. */
static uint32_t gap_class(const struct found *found, const struct mention_at *m)
{
    uint32_t before = m->end <= found->first, gap = 0;
    if (before) {
        gap = found->first - m->end;
    } else if (m->first >= found->end) {
        gap = m->first - found->end;
    } else {
        return 99;
    }
    static const uint8_t steps[] = {0, 1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 6};
    uint32_t size = gap < sizeof steps ? steps[gap] : gap < 22 ? 7 : gap < 40 ? 8 : 9;
    return size * 2 + before;
}

static void mention_features(const struct markers_context *c, const struct found *found,
                             const struct candidate *candidate, uint64_t type,
                             struct marker_features *out)
{
    const struct mention_at *m = &candidate->mention;
    uint32_t cue = cue_head(c, found), lemma = c->tokens[cue].lemma;
    uint32_t tag = c->syntax->tags[cue], valence = valence_class(c, found);
    struct token_range range = {m->first, m->end};
    uint32_t head = syntax_head_of(&c->tree, range);
    head = head != SYNTAX_NONE ? head : m->end - 1;
    uint32_t gap = gap_class(found, m), role = role_of(c, cue, m);
    bool connected;
    uint64_t path = path_hash(c, cue, head, &connected);
    uint32_t case_word = syntax_child(&c->tree, head, REL_CASE);
    uint32_t case_lemma = case_word != SYNTAX_NONE ? c->tokens[case_word].word : 0;
    uint32_t before = m->first > 0 ? c->tokens[m->first - 1].word : 0;
    uint32_t after = m->end < c->document->n_tokens ? c->tokens[m->end].word : 0;
    add(out, L_GAP, gap, type);
    add(out, L_GAP, gap, type * 32 + tag);
    add(out, L_PATH, path, 0);
    add(out, L_PATH_TYPE, path, type * 32 + tag);
    add(out, L_PATH_LEMMA, path, hash_mix(lemma, type));
    add(out, L_ROLE, role * 32 + tag, type);
    add(out, L_ROLE_LEMMA, role, hash_mix(lemma, type));
    add(out, L_ROLE_VALENCE, role * 4 + valence, type * 32 + tag);
    add(out, L_CASE, case_lemma, type * 2 + (m->first >= found->end));
    add(out, L_CASE_LEMMA, case_lemma, hash_mix(lemma, type));
    add(out, L_MENTION, m->kind * 8u + m->type, type);
    add(out, L_PREV_WORD, before, type * 32 + gap);
    add(out, L_NEXT_WORD, after, type * 32 + gap);
    add(out, L_COVERS, m->first <= found->first && m->end >= found->end, type * 4 + m->kind);
    uint32_t clause = syntax_clause_of(&c->tree, cue), other = syntax_clause_of(&c->tree, head);
    add(out, L_CLAUSE, clause == other, type * 2 + (m->first >= found->end));
    add(out, L_HEAD_RELATION, c->syntax->relations[head], type * 2 + (m->first >= found->end));
    add(out, L_CONTENT, c->tokens[m->first].content == c->tokens[found->first].content,
        type * 2 + ((c->tokens[m->first].flags & MARKER_TOKEN_SOURCE) != 0));
    uint32_t between = 0;
    uint32_t from = m->end <= found->first ? m->end : found->end;
    uint32_t to = m->end <= found->first ? found->first : m->first;
    for (uint32_t i = from; i < to && i < from + 24; i++) {
        between += c->tokens[i].name != 0 && (i == from || c->tokens[i - 1].name == 0);
    }
    add(out, L_BETWEEN, between < 3 ? between : 3, type * 2 + (m->first >= found->end));
}

/* A tone in steps. */
static uint32_t tone_step(int tone)
{
    int step = (tone + 120) / 30;
    return step < 0 ? 0 : step > 8 ? 8 : (uint32_t)step;
}

void marker_link_features(const struct markers_context *context, const struct found *found,
                          const struct candidate *candidate, uint32_t link,
                          struct marker_features *out)
{
    uint64_t type = found->type * 4u + link;
    uint32_t cue = cue_head(context, found), lemma = context->tokens[cue].lemma;
    bool sure;
    int32_t voice = marker_voice(context, found, &sure);
    out->n = 0;
    add(out, L_KIND, candidate->kind, type);
    int good = candidate->kind == CANDIDATE_MENTION ? candidate->mention.good : -40;
    int bad = candidate->kind == CANDIDATE_MENTION ? candidate->mention.bad : -40;
    int mine = found->good > 0 ? good : bad, against = found->good > 0 ? bad : good;
    add(out, L_TONE, tone_step(mine), type * 8 + (found->good > 0));
    add(out, L_TONE, 16 + tone_step(mine - against), type * 8 + (found->good > 0));
    add(out, L_KIND_LEMMA, candidate->kind, hash_mix(lemma, type));
    add(out, L_KIND_VALENCE, candidate->kind * 4u + valence_class(context, found), type);
    add(out, L_KIND_TAG, candidate->kind * 32u + context->syntax->tags[cue], type);
    add(out, L_KIND_QUOTE, candidate->kind * 2u + (context->tokens[cue].quote_words != 0),
        type * 2 + (voice == SW_AUTHOR));
    add(out, L_VOICE, candidate->entity >= 0 && candidate->entity == voice, type);
    if (candidate->entity >= 0) {
        uint32_t n = context->entities->at[candidate->entity].n_mentions;
        add(out, L_FREQUENT, n < 2 ? 1 : n < 4 ? 2 : n < 8 ? 3 : 4, type);
    }
    if (candidate->kind == CANDIDATE_MENTION) {
        mention_features(context, found, candidate, type, out);
    } else {
        add(out, L_HEAD, candidate->kind, hash_mix(context->syntax->relations[cue], type));
    }
}

/* The entity of the best candidate for one end. */
static int32_t pick(const struct markers_context *context, const struct weights *weights,
                    const struct mention_list *mentions, uint32_t sentence,
                    const struct found *found, uint32_t link)
{
    struct candidate candidates[CANDIDATES_MAX];
    uint32_t n = marker_candidates(context, mentions, sentence, found, link, candidates);
    uint32_t best = 0;
    int32_t most = INT32_MIN;
    for (uint32_t k = 0; k < n; k++) {
        struct marker_features features;
        int16_t scores[N_LINK_LABELS] = {0};
        marker_link_features(context, found, &candidates[k], link, &features);
        weights_sum(weights, features.at, features.n, scores);
        if (scores[link] > most) {
            most = scores[link];
            best = k;
        }
    }
    return candidates[best].entity;
}

void marker_link(const struct markers_context *context, const struct weights *weights,
                 const struct mention_list *mentions, uint32_t sentence, const struct found *found,
                 int32_t *holder, int32_t *target)
{
    bool sure;
    *holder = marker_voice(context, found, &sure);
    *target = SW_NONE;
    if (weights != NULL && !sure) {
        *holder = pick(context, weights, mentions, sentence, found, LINK_HOLDER);
    }
    if (weights != NULL && marker_has_target(found)) {
        *target = pick(context, weights, mentions, sentence, found, LINK_TARGET);
    }
    bool sides = found->type == SW_FAVOR || found->type == SW_AGAINST;
    if (sides && *holder >= 0 && *holder == *target) {
        *holder = SW_OTHER; /* "X was criticised": the one who is meant does not speak */
    }
}
