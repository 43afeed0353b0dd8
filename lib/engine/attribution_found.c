#include "attribution_found.h"

void found_read(const struct units *units, const uint8_t *labels, const struct cue *cue,
                struct found *out)
{
    *out = (struct found){.cue = *cue};
    bool in_content = false;
    for (uint32_t i = 0; i < units->n; i++) {
        struct token_range range = {units->at[i].first, units->at[i].end};
        bool content = labels[i] == UNIT_CONTENT_B || labels[i] == UNIT_CONTENT_I;
        if (labels[i] == UNIT_SOURCE_B) {
            out->source = range;
        } else if (labels[i] == UNIT_SOURCE_I) {
            out->source.end = range.end;
        } else if (labels[i] == UNIT_CONTENT_I && in_content) {
            out->content[out->n_content - 1].end = range.end;
        } else if (content && out->n_content < FOUND_PIECES_MAX) {
            out->content[out->n_content++] = range;
        }
        in_content = content && out->n_content > 0;
    }
}

/* Tokens of a range that are words or numbers, and those of them in a quotation; the cue's own
 * quotation does not count: it is another's content. */
static void count_quoted(const struct scene *scene, const struct found *found,
                         struct token_range range, uint32_t *n, uint32_t *n_quoted)
{
    const struct quotes *quotes = &scene->quotes;
    uint32_t end = range.end - range.first > FOUND_LOOK_MAX ? range.first + FOUND_LOOK_MAX : range.end;
    for (uint32_t i = range.first; i < end; i++) {
        uint8_t kind = scene->document->tokens[i].kind;
        if (kind == TOKEN_PUNCT || kind == TOKEN_QUOTE) {
            continue;
        }
        uint32_t q = quotes->of_token[i];
        bool own = q != QUOTES_NONE && quotes->at[q].first <= found->cue.head &&
                   found->cue.head < quotes->at[q].end;
        *n += 1;
        *n_quoted += q != QUOTES_NONE && !own;
    }
}

enum sw_quote found_quote(const struct scene *scene, const struct found *found)
{
    uint32_t n = 0, n_quoted = 0;
    for (uint32_t i = 0; i < found->n_content; i++) {
        count_quoted(scene, found, found->content[i], &n, &n_quoted);
    }
    return n_quoted == 0 ? SW_INDIRECT : n_quoted == n ? SW_DIRECT : SW_MIXED;
}

uint32_t found_score_step(float score)
{
    float step = score * 2.0f + 16.0f;
    return step < 0 ? 0 : step > 31 ? 31 : (uint32_t)step;
}

/* Where the parts stand: S source, C content, seen from the cue. */
static uint32_t order_of(const struct found *found)
{
    bool source = found->source.end > found->source.first;
    bool content = found->n_content > 0;
    uint32_t source_side = !source ? 0 : found->source.first < found->cue.head ? 1 : 2;
    uint32_t content_side = !content ? 0 : found->content[0].first < found->cue.head ? 1 : 2;
    bool swapped = source && content && found->content[0].first < found->source.first;
    return source_side + 3 * content_side + 9u * swapped + 18u * (found->n_content > 1);
}

static uint32_t gap(uint32_t a_end, uint32_t b_first)
{
    return b_first > a_end ? step_of(b_first - a_end) : 0;
}

struct sides {
    struct scene_token source;         /* its head */
    struct scene_token first, last;    /* of the content */
    struct scene_token after;          /* the token after the cue */
    uint32_t length, order, gap_source, gap_content;
};

static struct sides look(const struct scene *scene, const struct found *found)
{
    const struct scene_token none = {.word = 9, .stem = 9, .tag = 999};
    struct sides sides = {.source = none, .first = none, .last = none, .order = order_of(found)};
    sides.after = found->cue.end < scene->document->n_tokens ? scene->tokens[found->cue.end] : none;
    if (found->source.end > found->source.first) {
        sides.source = scene->tokens[syntax_head_of(&scene->tree, found->source)];
        sides.gap_source = found->source.first < found->cue.first
                               ? gap(found->source.end, found->cue.first)
                               : gap(found->cue.end, found->source.first);
    }
    for (uint32_t i = 0; i < found->n_content; i++) {
        sides.length += found->content[i].end - found->content[i].first;
    }
    if (found->n_content > 0) {
        struct token_range last = found->content[found->n_content - 1];
        sides.first = scene->tokens[found->content[0].first];
        sides.last = scene->tokens[last.end - 1];
        sides.gap_content = last.end <= found->cue.first
                                ? gap(last.end, found->cue.first)
                                : gap(found->cue.end, found->content[0].first);
    }
    return sides;
}

static bool is_in(struct token_range range, uint32_t token)
{
    return range.first <= token && token < range.end;
}

static bool content_holds(const struct found *found, uint32_t token)
{
    for (uint32_t k = 0; k < found->n_content; k++) {
        if (is_in(found->content[k], token)) {
            return true;
        }
    }
    return false;
}

static bool overlaps(struct token_range a, struct token_range b)
{
    return a.first < b.end && b.first < a.end;
}

/* How another find stands to this one: one bit for each answer. */
static uint32_t relation_to(const struct found *found, const struct found *other)
{
    uint32_t bits = content_holds(other, found->cue.head);
    bool has_source = found->source.end > found->source.first;
    bool both_content = found->n_content > 0 && other->n_content > 0;
    bits |= (uint32_t)content_holds(found, other->cue.head) << 1;
    bits |= (uint32_t)is_in(other->source, found->cue.head) << 2;
    bits |= (uint32_t)(has_source && overlaps(found->source, other->source)) << 3;
    bits |= (uint32_t)(both_content && overlaps(found->content[0], other->content[0])) << 4;
    bits |= (uint32_t)overlaps((struct token_range){found->cue.first, found->cue.end},
                               (struct token_range){other->cue.first, other->cue.end})
            << 5;
    bits |= (uint32_t)(found->source.end > found->source.first &&
                       content_holds(other, found->source.first))
            << 6;
    return bits << 1 | (other->cue.head > found->cue.head);
}

/* The strongest find that holds this one's cue in its content, and one feature a neighbour. */
static void add_neighbours(const struct scene *scene, const struct finds *finds, uint32_t i,
                           struct features *out)
{
    const struct found *found = &finds->at[i];
    struct scene_token c = scene->tokens[found->cue.head];
    uint32_t first = i > FOUND_NEIGHBOURS / 2 ? i - FOUND_NEIGHBOURS / 2 : 0;
    uint32_t around = 0, strongest = 0, start = out->next;
    for (uint32_t k = first; k < finds->n && k <= i + FOUND_NEIGHBOURS / 2; k++) {
        const struct found *other = &finds->at[k];
        if (k == i) {
            continue;
        }
        uint32_t relation = relation_to(found, other);
        bool stronger = other->cue_step > found->cue_step;
        around = (relation >> 1 & 1u) != 0 && other->cue_step > around ? other->cue_step : around;
        strongest = other->cue_step > strongest ? other->cue_step : strongest;
        out->next = start;
        features_add(out, both(relation, stronger), 0);
        features_add(out, both(relation, other->cue_step / 4u), found->cue_step / 4u);
        features_add(out, both(relation, stronger), both(c.tag, scene->tokens[other->cue.head].tag));
    }
    out->next = start + 3;
    features_add(out, around, found->cue_step);
    features_add(out, around / 4u, c.stem);
    features_add(out, strongest, found->cue_step);
}

void check_features(const struct scene *scene, const struct finds *finds, uint32_t i,
                    struct features *out)
{
    const struct found *found = &finds->at[i];
    uint32_t cue_step = found->cue_step;
    struct scene_token c = scene->tokens[found->cue.head];
    struct sides s = look(scene, found);
    uint32_t quote = (uint32_t)found_quote(scene, found);
    uint32_t inside = scene->quotes.of_token[found->cue.head] != QUOTES_NONE;
    features_start(out);
    features_add(out, 0, 0);
    features_add(out, cue_step, 0);
    features_add(out, cue_step, both(s.order, inside));
    features_add(out, cue_step, c.stem);
    features_add(out, cue_step, c.tag);
    features_add(out, s.order, c.stem);
    features_add(out, both(s.order, quote), c.tag);
    features_add(out, both(quote, step_of(s.length)), s.order);
    features_add(out, both(s.source.word, quote), c.tag);
    features_add(out, both(s.source.word, 0), c.stem);
    features_add(out, both(s.source.look, s.source.tag), c.stem);
    features_add(out, both(s.source.look, s.source.tag), both(s.order, quote));
    features_add(out, both(s.gap_source, s.gap_content), s.order);
    features_add(out, both(s.gap_content, s.order), c.stem);
    features_add(out, both(s.first.word, s.order), c.tag);
    features_add(out, both(s.first.word, 0), c.stem);
    features_add(out, both(s.first.tag, s.order), c.stem);
    features_add(out, both(s.last.word, s.last.tag), s.order);
    features_add(out, both(found->cue.end - found->cue.first, c.tag), s.order);
    features_add(out, both(inside, s.order), c.stem);
    features_add(out, both(s.source.fine, 0), c.tag);
    features_add(out, both(s.source.coarse, s.order), c.stem);
    features_add(out, both(c.fine, s.order), c.tag);
    features_add(out, both(c.coarse, s.source.coarse), both(c.tag, quote));
    features_add(out, both(c.fine, s.first.tag), quote);
    add_neighbours(scene, finds, i, out);
}

void kind_features(const struct scene *scene, const struct found *found, struct features *out)
{
    struct scene_token c = scene->tokens[found->cue.head];
    struct sides s = look(scene, found);
    uint32_t quote = (uint32_t)found_quote(scene, found);
    uint64_t cue = 0;
    for (uint32_t i = found->cue.first; i < found->cue.end; i++) {
        cue = hash_mix(cue, scene->tokens[i].word);
    }
    uint32_t first_word = scene->tokens[found->cue.first].word;
    uint32_t last_word = scene->tokens[found->cue.end - 1].word;
    bool negated = syntax_is_negated(&scene->tree, found->cue.head);
    features_start(out);
    features_add(out, 0, 0);
    features_add(out, c.word, 0);
    features_add(out, c.stem, 0);
    features_add(out, c.stem, c.tag);
    features_add(out, cue, 0);
    features_add(out, first_word, c.stem);
    features_add(out, first_word, c.tag);
    features_add(out, last_word, c.stem);
    features_add(out, last_word, c.tag);
    features_add(out, quote, c.tag);
    features_add(out, quote, c.stem);
    features_add(out, both(s.first.word, quote), c.tag);
    features_add(out, s.first.word, c.stem);
    features_add(out, s.first.tag, c.stem);
    features_add(out, negated, c.tag);
    features_add(out, negated, c.stem);
    features_add(out, both(s.source.look, s.source.tag), c.tag);
    features_add(out, both(s.source.look, 0), c.stem);
    features_add(out, s.source.word, c.stem);
    features_add(out, both(s.order, quote), c.tag);
    features_add(out, both(s.after.word, 1), c.stem);
}
