#include "markers_links.h"

#include <string.h>

/* Types whose holder may be an entity of the sentence that no attribution tells of. */
static const uint16_t asked_types =
    1u << SW_FAVOR | 1u << SW_AGAINST | 1u << SW_INTENT | 1u << SW_OBLIGATION | 1u << SW_DENY;
/* Types that have a target. */
static const uint16_t target_types = 1u << SW_FAVOR | 1u << SW_AGAINST | 1u << SW_EVALUATE;

bool marker_has_target(const struct found *found)
{
    return ((uint32_t)target_types >> found->type & 1u) != 0;
}

bool marker_asks_mentions(const struct link_view *view)
{
    return view->own == SW_NONE && ((uint32_t)asked_types >> view->found->type & 1u) != 0;
}

int32_t marker_voice(const struct markers_context *context, uint32_t token)
{
    int32_t voice = context->tokens[token].voice;
    return voice != SW_NONE ? context->attributions->at[voice].holder : SW_AUTHOR;
}

/* Candidates as they are gathered. */
struct gathered {
    struct candidate *at;
    uint32_t n;
};

static void add(struct gathered *g, enum candidate_kind kind, int32_t entity, int32_t attribution)
{
    if (g->n < CANDIDATES_MAX) {
        g->at[g->n++] =
            (struct candidate){.kind = kind, .entity = entity, .attribution = attribution};
    }
}

static void add_source(struct gathered *g, const struct link_view *view, enum candidate_kind kind,
                       int32_t attribution)
{
    if (attribution >= 0 && (uint32_t)attribution < view->context->attributions->n) {
        add(g, kind, view->context->attributions->at[attribution].holder, attribution);
    }
}

/* The first attribution whose cue begins at a byte or after it. */
static uint32_t first_from(const struct attributions *attributions, uint32_t byte)
{
    uint32_t low = 0, high = attributions->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct sw_spans *cue = &attributions->at[middle].cue;
        if (cue->n > 0 && cue->at[0].start >= byte) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/* The attributions beside the cue that it is neither cue nor words of. */
static void add_neighbours(struct gathered *g, const struct link_view *view)
{
    const struct markers_context *c = view->context;
    const struct sentence *s = &c->document->sentences[view->sentence];
    const struct token *tokens = c->document->tokens;
    uint32_t begin = first_from(c->attributions, tokens[s->first].start);
    uint32_t end = first_from(c->attributions, tokens[s->end - 1].end);
    uint32_t here = first_from(c->attributions, tokens[view->found->first].start);
    bool own = view->own != SW_NONE && here == (uint32_t)view->own;
    int32_t before = here > begin ? (int32_t)here - 1 : SW_NONE;
    int32_t after = here + own < end ? (int32_t)(here + own) : SW_NONE;
    if (before != view->voice && before != view->own) {
        add_source(g, view, CANDIDATE_BEFORE, before);
    }
    if (after != view->voice) {
        add_source(g, view, CANDIDATE_AFTER, after);
    }
    add_source(g, view, CANDIDATE_EARLIER, (int32_t)begin - 1);
    add_source(g, view, CANDIDATE_LATER, (int32_t)end);
}

/* Adds the mentions of a sentence that are nearest to the cue, inner ones as good as outer. */
static void add_mentions(struct gathered *g, const struct link_view *view)
{
    const struct mention_list *mentions = view->mentions;
    uint32_t from = mentions->of_sentence[view->sentence];
    uint32_t end = mentions->of_sentence[view->sentence + 1], cue = view->found->first;
    uint32_t low = from, high = end;
    while (low < high) { /* the first mention after the cue begins */
        uint32_t middle = low + (high - low) / 2;
        if (mentions->at[middle].first < cue) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    uint32_t before = low, after = low;
    while (g->n < CANDIDATES_MAX - 2 && (before > from || after < end)) {
        uint32_t gap_before = before > from ? cue - mentions->at[before - 1].first : UINT32_MAX;
        uint32_t gap_after = after < end ? mentions->at[after].first - cue : UINT32_MAX;
        const struct mention_at *m =
            gap_after <= gap_before ? &mentions->at[after++] : &mentions->at[--before];
        add(g, CANDIDATE_MENTION, m->entity, SW_NONE);
        g->at[g->n - 1].mention = *m;
    }
}

/* The one that the sentence before spoke of first and last, for what runs on. */
static void add_mentions_before(struct gathered *g, const struct link_view *view)
{
    const uint32_t *of = view->mentions->of_sentence;
    uint32_t s = view->sentence;
    if (s == 0 || of[s - 1] == of[s]) {
        return;
    }
    const struct mention_at *ends[] = {&view->mentions->at[of[s - 1]],
                                       &view->mentions->at[of[s] - 1]};
    for (uint32_t k = 0; k < 2 && g->n < CANDIDATES_MAX; k++) {
        if (k == 0 || ends[1]->entity != ends[0]->entity) {
            add(g, CANDIDATE_MENTION, ends[k]->entity, SW_NONE);
            g->at[g->n - 1].mention = *ends[k];
        }
    }
}

static void holder_candidates(struct gathered *g, const struct link_view *view)
{
    add(g, CANDIDATE_AUTHOR, SW_AUTHOR, SW_NONE);
    add(g, CANDIDATE_OTHER, SW_OTHER, SW_NONE);
    add_source(g, view, CANDIDATE_OWN, view->own);
    add_source(g, view, CANDIDATE_VOICE, view->voice);
    add_source(g, view, CANDIDATE_OUTER, view->outer);
    add_neighbours(g, view);
    if (marker_asks_mentions(view)) {
        add_mentions(g, view);
        add_mentions_before(g, view);
    }
}

/* Adds an entity that none of the candidates is yet. */
static void add_new(struct gathered *g, enum candidate_kind kind, int32_t entity)
{
    for (uint32_t k = 0; k < g->n; k++) {
        if (g->at[k].entity == entity) {
            return;
        }
    }
    add(g, kind, entity, SW_NONE);
}

static void target_candidates(struct gathered *g, const struct link_view *view)
{
    int32_t voice = marker_voice(view->context, view->found->first);
    add(g, CANDIDATE_NONE, SW_NONE, SW_NONE);
    if (voice >= 0) {
        add(g, CANDIDATE_VOICE, voice, view->voice);
    }
    add_mentions(g, view);
    add_mentions_before(g, view);
    add_new(g, CANDIDATE_LAST, view->last);
    add_new(g, CANDIDATE_TOPIC, view->mentions->topic);
}

uint32_t marker_candidates(const struct link_view *view, struct candidate out[CANDIDATES_MAX])
{
    struct gathered gathered = {out, 0};
    (view->link == LINK_HOLDER ? holder_candidates : target_candidates)(&gathered, view);
    return gathered.n;
}

/* The entity of the best candidate for one end. */
static int32_t pick(const struct link_view *view, const struct weights *weights)
{
    struct candidate candidates[CANDIDATES_MAX];
    uint32_t n = marker_candidates(view, candidates), best = 0;
    int32_t most = INT32_MIN;
    for (uint32_t k = 0; k < n; k++) {
        struct marker_features features;
        int16_t scores[N_LINK_LABELS] = {0};
        marker_link_features(view, &candidates[k], &features);
        weights_sum(weights, features.at, features.n, scores);
        if (scores[view->link] > most) {
            most = scores[view->link];
            best = k;
        }
    }
    return candidates[best].entity;
}

void marker_link(const struct markers_context *context, const struct weights *weights,
                 const struct mention_list *mentions, uint32_t sentence, const struct found *found,
                 int32_t last, int32_t *holder, int32_t *target)
{
    struct link_view view;
    link_view_init(&view, context, mentions, sentence, found, LINK_HOLDER, last);
    *holder = pick(&view, weights);
    *target = SW_NONE;
    if (marker_has_target(found)) {
        link_view_init(&view, context, mentions, sentence, found, LINK_TARGET, last);
        *target = pick(&view, weights);
    }
    bool sides = found->type == SW_FAVOR || found->type == SW_AGAINST;
    if (sides && *holder >= 0 && *holder == *target) {
        *holder = SW_OTHER; /* "X was criticised": the one who is meant does not speak */
    }
}
