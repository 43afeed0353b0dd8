#include "markers_links.h"

#include <stdlib.h>

#include "hash.h"

/* Templates; their numbers are part of the model. */
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
    L_TONE,
    L_ROLES,
    L_SUBJECT,
    L_SUBJECT_NONE,
    L_COUNT,
    L_LAST,
    L_TOPIC,
    L_A_KIND,
    L_A_CLASS,
    L_A_QUOTE,
    L_A_HOLDER,
    L_A_GAP,
    L_A_WHERE,
    L_A_SIDE,
    L_A_LEMMA,
    L_AUTHOR
};

static void add(struct marker_features *out, uint32_t template_id, uint64_t a, uint64_t b)
{
    if (out->n < MARKER_FEATURES_MAX) {
        out->at[out->n++] = hash_feature(template_id, a, b);
    }
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

/* The tokens that play a part for the cue in the tree; those that mentions are compared with only
 * where mentions are candidates. */
static void set_places(struct link_view *v, bool mentions)
{
    const struct syntax_tree *tree = &v->context->tree;
    const struct syntax *syntax = v->context->syntax;
    uint32_t cue = v->cue, head = syntax->heads[cue], *p = v->places;
    bool rooted = head == SYNTAX_ROOT, clausal = v->clause != SYNTAX_NONE;
    p[PLACE_HEAD] = rooted ? SYNTAX_NONE : head;
    p[PLACE_HEAD_POSS] = rooted ? SYNTAX_NONE : syntax_child(tree, head, REL_NMOD_POSS);
    if (!mentions) {
        return;
    }
    uint32_t predicate = syntax_predicate(tree, cue);
    uint32_t above = clausal ? syntax->heads[v->clause] : SYNTAX_ROOT;
    above = above != SYNTAX_ROOT ? syntax_clause_of(tree, above) : SYNTAX_NONE;
    p[0] = syntax_agent(tree, cue);
    p[1] = syntax_patient(tree, cue);
    p[2] = predicate != SYNTAX_NONE ? syntax_subject(tree, predicate) : SYNTAX_NONE;
    p[3] = v->subject;
    p[4] = clausal ? syntax_object(tree, v->clause) : SYNTAX_NONE;
    p[5] = syntax_child(tree, cue, REL_NMOD_POSS);
    p[8] = rooted ? SYNTAX_NONE : syntax_child(tree, head, REL_NMOD);
    p[9] = syntax_child(tree, cue, REL_NMOD);
    p[10] = syntax_child(tree, cue, REL_OBL);
    p[11] = above != SYNTAX_NONE ? syntax_subject(tree, above) : SYNTAX_NONE;
    p[12] = rooted ? SYNTAX_NONE : syntax_patient(tree, head);
    p[13] = rooted ? SYNTAX_NONE : syntax_child(tree, head, REL_APPOS);
}

void link_view_init(struct link_view *view, const struct markers_context *context,
                    const struct mention_list *mentions, uint32_t sentence,
                    const struct found *found, uint32_t link, int32_t last)
{
    struct link_view v = {.context = context,
                          .mentions = mentions,
                          .found = found,
                          .link = link,
                          .last = last,
                          .sentence = sentence,
                          .cue = cue_head(context, found),
                          .own = found->attribution,
                          .voice = context->tokens[found->first].voice,
                          .outer = SW_NONE,
                          .type = found->type * 4u + link};
    v.lemma = context->tokens[v.cue].lemma;
    v.tag = context->syntax->tags[v.cue];
    v.valence = valence_class(context, found);
    v.clause = syntax_clause_of(&context->tree, v.cue);
    v.subject = v.clause != SYNTAX_NONE ? syntax_subject(&context->tree, v.clause) : SYNTAX_NONE;
    if (v.voice != SW_NONE) {
        v.outer = context->tokens[context->told[v.voice].cue].voice;
        v.outer = v.outer == v.voice ? SW_NONE : v.outer;
    }
    set_places(&v, link == LINK_TARGET || marker_asks_mentions(&v));
    *view = v;
}

static uint64_t path_hash(const struct markers_context *c, uint32_t cue, uint32_t to)
{
    struct syntax_path path;
    uint64_t hash = 0;
    if (syntax_path(&c->tree, cue, to, &path)) {
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

/* A number of tokens in steps that grow: 0 1 2 3 4-5 6-8 9-13 ... */
static uint32_t step_of(uint32_t gap)
{
    static const uint8_t steps[] = {0, 1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 6};
    return gap < sizeof steps ? steps[gap] : gap < 22 ? 7 : gap < 40 ? 8 : 9;
}

/* Distance in steps, with its side. */
static uint32_t gap_class(const struct found *found, uint32_t first, uint32_t end)
{
    if (end <= found->first) {
        return step_of(found->first - end) * 2 + 1;
    }
    return first >= found->end ? step_of(first - found->end) * 2 : 99;
}

/* The first place that a mention covers, and a bit for each; 0: none. */
static uint32_t role_of(const struct link_view *v, const struct mention_at *m, uint32_t *roles)
{
    uint32_t first = 0;
    *roles = 0;
    for (uint32_t k = 0; k < LINK_PLACES; k++) {
        uint32_t place = v->places[k];
        if (place != SYNTAX_NONE && place >= m->first && place < m->end) {
            first = first == 0 ? k + 1 : first;
            *roles |= 1u << k;
        }
    }
    return first;
}

static void role_features(const struct link_view *v, const struct mention_at *m,
                          struct marker_features *out)
{
    uint32_t roles, role = role_of(v, m, &roles);
    add(out, L_ROLE, role * 32 + v->tag, v->type);
    add(out, L_ROLE_LEMMA, role, hash_mix(v->lemma, v->type));
    add(out, L_ROLE_VALENCE, role * 4 + v->valence, v->type * 32 + v->tag);
    add(out, L_ROLES, roles, v->type);
    for (uint32_t k = 0; k < LINK_PLACES; k++) {
        if ((roles >> k & 1u) != 0) {
            add(out, L_ROLES, 100000 + k, v->type * 32 + v->tag);
        }
    }
}

static void tree_features(const struct link_view *v, const struct mention_at *m,
                          struct marker_features *out)
{
    const struct markers_context *c = v->context;
    struct token_range range = {m->first, m->end};
    uint32_t head = syntax_head_of(&c->tree, range);
    head = head != SYNTAX_NONE ? head : m->end - 1;
    uint64_t path = path_hash(c, v->cue, head);
    uint32_t case_word = syntax_child(&c->tree, head, REL_CASE);
    uint32_t case_lemma = case_word != SYNTAX_NONE ? c->tokens[case_word].word : 0;
    uint32_t side = m->first >= v->found->end;
    add(out, L_PATH, path, 0);
    add(out, L_PATH_TYPE, path, v->type * 32 + v->tag);
    add(out, L_PATH_LEMMA, path, hash_mix(v->lemma, v->type));
    add(out, L_CASE, case_lemma, v->type * 2 + side);
    add(out, L_CASE_LEMMA, case_lemma, hash_mix(v->lemma, v->type));
    uint32_t clause = syntax_clause_of(&c->tree, head);
    add(out, L_CLAUSE, v->clause == clause, v->type * 2 + side);
    add(out, L_HEAD_RELATION, c->syntax->relations[head], v->type * 2 + side);
}

/* What stands between the cue and a mention, and where the mention stands among its like. */
static void place_features(const struct link_view *v, const struct mention_at *m,
                           struct marker_features *out)
{
    const struct markers_context *c = v->context;
    const struct found *found = v->found;
    const struct sentence *s = &c->document->sentences[v->sentence];
    uint32_t side = m->first >= found->end, between = 0;
    uint32_t from = m->end <= found->first ? m->end : found->end;
    uint32_t to = m->end <= found->first ? found->first : m->first;
    for (uint32_t i = from; i < to && i < from + 24; i++) {
        between += c->tokens[i].name != 0 && (i == from || c->tokens[i - 1].name == 0);
    }
    between = between < 3 ? between : 3;
    bool here = m->first >= s->first;
    uint32_t first =
        here && v->mentions->at[v->mentions->of_sentence[v->sentence]].first == m->first;
    add(out, L_BETWEEN, between, v->type * 2 + side);
    add(out, L_SENTENCE, here * 2u + first, v->type * 4 + (between < 2 ? between : 2));
    add(out, L_SENTENCE, 8 + here, v->type * 8 + m->kind);
}

static void mention_features(const struct link_view *v, const struct candidate *candidate,
                             struct marker_features *out)
{
    const struct mention_at *m = &candidate->mention;
    const struct markers_context *c = v->context;
    const struct found *found = v->found;
    uint64_t type = v->type;
    uint32_t gap = gap_class(found, m->first, m->end);
    uint32_t before = m->first > 0 ? c->tokens[m->first - 1].word : 0;
    uint32_t after = m->end < c->document->n_tokens ? c->tokens[m->end].word : 0;
    add(out, L_GAP, gap, type);
    add(out, L_GAP, gap, type * 32 + v->tag);
    add(out, L_MENTION, m->kind * 8u + m->type, type);
    add(out, L_PREV_WORD, before, type * 32 + gap);
    add(out, L_NEXT_WORD, after, type * 32 + gap);
    add(out, L_COVERS, m->first <= found->first && m->end >= found->end, type * 4 + m->kind);
    add(out, L_CONTENT, c->tokens[m->first].content == c->tokens[found->first].content,
        type * 2 + ((c->tokens[m->first].flags & MARKER_TOKEN_SOURCE) != 0));
    role_features(v, m, out);
    tree_features(v, m, out);
    place_features(v, m, out);
}

/* Whether a token is in no quote marks, in those of a phrase or of a sentence. */
static uint32_t quote_step(const struct markers_context *c, uint32_t token)
{
    uint32_t words = c->tokens[token].quote_words;
    return words == 0 ? 0 : words < 6 ? 1 : 2;
}

/* How a cue stands to what an attribution tells. */
enum { TELLS_NOTHING, TELLS_BEFORE, TELLS_AFTER, TELLS_IT };

static uint32_t where_told(const struct source_place *told, const struct found *found)
{
    if (told->end == 0) {
        return TELLS_NOTHING;
    }
    return told->end <= found->first  ? TELLS_BEFORE
           : told->first >= found->end ? TELLS_AFTER
                                       : TELLS_IT;
}

/* Of a candidate that an attribution names. */
static void source_features(const struct link_view *v, const struct candidate *candidate,
                            struct marker_features *out)
{
    const struct markers_context *c = v->context;
    const struct sw_attribution *a = &c->attributions->at[candidate->attribution];
    const struct source_place *told = &c->told[candidate->attribution];
    const struct found *found = v->found;
    uint64_t kind = candidate->kind * 64u + v->type;
    uint32_t quote = quote_step(c, found->first), where = where_told(told, found);
    uint64_t quoted = (uint64_t)candidate->kind * 4 + quote;
    uint32_t told_quote = told->end > 0 ? quote_step(c, told->end - 1) : 0;
    uint32_t holder = a->holder >= 0 ? 2 + c->entities->at[a->holder].type : a->holder == SW_OTHER;
    uint32_t side = where == TELLS_BEFORE  ? step_of(found->first - told->end)
                    : where == TELLS_AFTER ? 20 + quote
                                           : 30;
    uint32_t segment = c->tokens[found->first].segment;
    uint32_t same = c->tokens[told->cue].segment == segment;
    add(out, L_A_KIND, a->kind, kind);
    add(out, L_A_KIND, 16 + a->kind, quoted);
    add(out, L_A_CLASS, a->marker_class, kind);
    add(out, L_A_QUOTE, a->quote * 4u + quote, kind);
    add(out, L_A_QUOTE, 16 + a->quote * 4u + quote,
        (uint64_t)candidate->kind * 16 + where * 4 + told_quote);
    add(out, L_A_HOLDER, holder, kind);
    add(out, L_A_GAP, gap_class(found, told->cue, told->cue + 1), quoted);
    add(out, L_A_WHERE, where, kind * 4 + quote);
    add(out, L_A_SIDE, side, quoted);
    add(out, L_SOURCE, segment * 2 + same, kind);
    add(out, L_A_LEMMA, c->tokens[told->cue].lemma, candidate->kind);
}

/* Of the author and of none: what the cue itself tells. */
static void absent_features(const struct link_view *v, const struct candidate *candidate,
                            struct marker_features *out)
{
    const struct markers_context *c = v->context;
    uint64_t kind = candidate->kind * 64u + v->type;
    uint32_t n = v->mentions->of_sentence[v->sentence + 1] - v->mentions->of_sentence[v->sentence];
    uint32_t subject = v->subject;
    uint32_t subject_word = subject != SYNTAX_NONE ? c->tokens[subject].lemma : 0;
    uint32_t is_entity = subject != SYNTAX_NONE && c->entities->of_token[subject] != SW_NONE;
    uint32_t head = v->places[PLACE_HEAD];
    add(out, L_HEAD, c->syntax->relations[v->cue], kind);
    add(out, L_COUNT, n < 4 ? n : 4, kind);
    add(out, L_SUBJECT, subject == SYNTAX_NONE ? 99 : c->syntax->tags[subject] * 2u + is_entity,
        kind);
    add(out, L_SUBJECT_NONE, subject_word, kind);
    if (c->syntax->relations[v->cue] == REL_AMOD && head != SYNTAX_NONE) {
        bool whole = c->entities->of_token[head] == SW_NONE;
        add(out, L_HEAD, 100 + whole * 2u + (v->places[PLACE_HEAD_POSS] != SYNTAX_NONE), kind);
        add(out, L_HEAD, 1000 + (uint64_t)c->tokens[head].lemma, kind);
    }
    add(out, L_AUTHOR, quote_step(c, v->found->first) * 2 + (v->voice != SW_NONE), kind);
    add(out, L_AUTHOR, 16 + c->tokens[v->found->first].segment, kind);
    add(out, L_AUTHOR, 64 + (v->own != SW_NONE) * 2u + (v->voice != SW_NONE), kind);
}

/* A tone in steps. */
static uint32_t tone_step(int tone)
{
    int step = (tone + 120) / 30;
    return step < 0 ? 0 : step > 8 ? 8 : (uint32_t)step;
}

static void tone_features(const struct link_view *v, const struct candidate *candidate,
                          struct marker_features *out)
{
    bool mentioned = candidate->kind == CANDIDATE_MENTION, is_good = v->found->good > 0;
    int good = mentioned ? candidate->mention.good : -40;
    int bad = mentioned ? candidate->mention.bad : -40;
    int mine = is_good ? good : bad, against = is_good ? bad : good;
    add(out, L_TONE, tone_step(mine), v->type * 8 + is_good);
    add(out, L_TONE, 16 + tone_step(mine - against), v->type * 8 + is_good);
}

void marker_link_features(const struct link_view *view, const struct candidate *candidate,
                          struct marker_features *out)
{
    const struct markers_context *c = view->context;
    uint64_t type = view->type;
    int32_t entity = candidate->entity;
    int32_t voice = marker_voice(c, view->found->first);
    out->n = 0;
    add(out, L_KIND, candidate->kind, type);
    add(out, L_KIND_LEMMA, candidate->kind, hash_mix(view->lemma, type));
    add(out, L_KIND_TAG, candidate->kind * 32u + view->tag, type);
    add(out, L_KIND_QUOTE, candidate->kind * 4u + quote_step(c, view->cue),
        type * 2 + (voice == SW_AUTHOR));
    if (view->link == LINK_TARGET) {
        add(out, L_KIND_VALENCE, candidate->kind * 4u + view->valence, type);
        tone_features(view, candidate, out);
    }
    if (entity >= 0) {
        uint32_t n = c->entities->at[entity].n_mentions;
        add(out, L_VOICE, entity == voice, type);
        add(out, L_FREQUENT, n < 2 ? 1 : n < 4 ? 2 : n < 8 ? 3 : 4, type);
        add(out, L_TOPIC, entity == view->mentions->topic, type * 16 + candidate->kind);
        add(out, L_LAST, entity == view->last, type * 16 + candidate->kind);
    }
    if (candidate->kind == CANDIDATE_MENTION) {
        mention_features(view, candidate, out);
    } else if (candidate->attribution != SW_NONE) {
        source_features(view, candidate, out);
    } else {
        absent_features(view, candidate, out);
    }
}
