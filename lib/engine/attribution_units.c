#include "attribution_units.h"

#include "mentions.h"

const char *const unit_label_names[N_UNIT_LABELS] = {"B-source", "I-source", "B-content",
                                                     "I-content", "end", "end-source"};

#define N_TAGS_ALL ((uint32_t)N_SYNTAX_TAGS * N_SYNTAX_FORMS)
#define WORD_OF_QUOTE 2000u
#define SHORT_QUOTE 5u /* words */
#define BESIDE 3u      /* words to each side of a quotation that tell whose it is */

struct cutter {
    const struct scene *scene;
    const struct sentence *sentence;
    struct zones zones;
    uint32_t head; /* of the cue */
    uint32_t own;  /* the quotation of the cue, or QUOTES_NONE */
    uint32_t barrier;
    uint8_t n_verbs, n_marks, n_cues;
};

/* The outermost quotation of a token that the cue does not stand in, or NONE. */
static uint32_t other_quote(const struct cutter *cutter, uint32_t token)
{
    const struct quotes *quotes = &cutter->scene->quotes;
    uint32_t found = QUOTES_NONE;
    for (uint32_t q = quotes->of_token[token]; q != QUOTES_NONE; q = quotes->at[q].parent) {
        if (quotes->at[q].first <= cutter->head && cutter->head < quotes->at[q].end) {
            break;
        }
        found = q;
    }
    return found;
}

static uint8_t quote_state(const struct cutter *cutter, uint32_t token)
{
    const struct quotes *quotes = &cutter->scene->quotes;
    if (cutter->own == QUOTES_NONE) {
        return UNIT_PLAIN;
    }
    const struct quote *own = &quotes->at[cutter->own];
    if (token < own->first || token >= own->end) {
        return UNIT_OUTSIDE;
    }
    return token == own->first || (own->closed && token + 1 == own->end) ? UNIT_OWN_MARK
                                                                        : UNIT_PLAIN;
}

static uint8_t more(uint8_t n)
{
    return (uint8_t)(n < 3 ? n + 1 : 3);
}

static uint8_t cue_step(uint8_t rate)
{
    return rate < 5 ? 0 : rate < 20 ? 1 : rate < 60 ? 2 : 3;
}

/* The relation of a phrase, how what it hangs on stands to the cue, and whether it has one word, some,
 * or goes on to the end of the sentence. */
static uint16_t phrase_place(const struct cutter *cutter, uint32_t phrase)
{
    const struct syntax *syntax = cutter->scene->syntax;
    const struct token_range *extents = cutter->scene->tree.extents;
    uint32_t on = syntax->heads[phrase], place;
    if (on == SYNTAX_ROOT) {
        place = 0;
    } else if (on == cutter->head) {
        place = 1;
    } else if (syntax->heads[on] == cutter->head) {
        place = 2;
    } else if (extents[cutter->head].first <= on && on < extents[cutter->head].end) {
        place = 3;
    } else if (extents[on].first <= cutter->head && cutter->head < extents[on].end) {
        place = syntax->heads[cutter->head] == on ? 4 : 5;
    } else {
        place = 6;
    }
    uint32_t n = extents[phrase].end - extents[phrase].first;
    uint32_t reach = n == 1 ? 0 : extents[phrase].end + 2 >= cutter->sentence->end ? 2 : 1;
    return (uint16_t)(syntax->relations[phrase] * 32u + place * 4u + reach);
}

static struct unit token_unit(struct cutter *cutter, uint32_t token)
{
    const struct scene_token *t = &cutter->scene->tokens[token];
    struct unit unit = {.first = token,
                        .end = token + 1,
                        .word = t->word,
                        .barrier = cutter->barrier,
                        .zone = zone_of(&cutter->zones, token),
                        .tag = t->tag,
                        .quote = quote_state(cutter, token),
                        .look = t->look,
                        .coarse = t->coarse,
                        .fine = t->fine,
                        .n_verbs = cutter->n_verbs,
                        .n_marks = cutter->n_marks,
                        .n_cues = cutter->n_cues,
                        .rate = cue_step(t->rate)};
    uint8_t tag = cutter->scene->syntax->tags[token];
    uint32_t head = cutter->scene->syntax->heads[token];
    unit.hangs = (uint8_t)(cutter->scene->syntax->relations[token] * 3u +
                           (head == SYNTAX_ROOT ? 0u : head < token ? 1u : 2u));
    unit.opens = phrase_place(cutter, t->opens);
    unit.closes = phrase_place(cutter, t->closes);
    if (t->boundary) {
        cutter->barrier = t->word;
        cutter->n_marks = more(cutter->n_marks);
    }
    if (tag == TAG_VERB) {
        cutter->n_verbs = more(cutter->n_verbs);
    }
    if (unit.rate == 3) {
        cutter->n_cues = more(cutter->n_cues);
    }
    return unit;
}

/* How often the words beside a quotation are cues, the cue that is looked from left out: whether it has
 * a speaker of its own. */
static uint8_t rate_beside(const struct cutter *cutter, uint32_t first, uint32_t end)
{
    const struct scene *scene = cutter->scene;
    const struct sentence *sentences = scene->document->sentences;
    uint32_t n = scene->document->n_tokens, from = first > BESIDE ? first - BESIDE : 0;
    uint32_t segment = sentences[scene->tokens[first].sentence].segment;
    uint8_t rate = 0;
    for (uint32_t i = from < first ? from : end; i < n && i < end + BESIDE;
         i = i + 1 == first ? end : i + 1) {
        bool near = i != cutter->head && sentences[scene->tokens[i].sentence].segment == segment;
        rate = near && scene->tokens[i].rate > rate ? scene->tokens[i].rate : rate;
    }
    return cue_step(rate);
}

/* How a quotation ends: with a comma, another mark, or a word. */
static uint32_t quote_end(const struct cutter *cutter, uint32_t first, uint32_t end)
{
    uint32_t last = end - first > 2 ? end - 2 : first;
    bool mark = cutter->scene->tokens[last].look == LOOK_MARK;
    return !mark ? 0 : token_char(cutter->scene->document, last) == ',' ? 2 : 1;
}

/* A quotation and those that continue it are one unit. */
static struct unit quote_unit(struct cutter *cutter, uint32_t quote, bool neighbour)
{
    const struct quotes *quotes = &cutter->scene->quotes;
    uint32_t first = quote, last = quote;
    for (int n = 0; n < 64 && quotes->at[first].previous != QUOTES_NONE; n++) {
        first = quotes->at[first].previous;
    }
    for (int n = 0; n < 64 && quotes->at[last].next != QUOTES_NONE; n++) {
        last = quotes->at[last].next;
    }
    uint32_t start = quotes->at[first].first, end = quotes->at[last].end;
    uint32_t n_words = end - start > 2 ? end - start - 2 : 0;
    const struct document *document = cutter->scene->document;
    bool same_paragraph = document->sentences[cutter->scene->tokens[start].sentence].segment ==
                          cutter->sentence->segment;
    bool is_short = n_words <= SHORT_QUOTE;
    uint32_t head = quotes->at[quote].first + (quotes->at[quote].end - quotes->at[quote].first > 1);
    return (struct unit){.first = start,
                         .end = end,
                         .word = WORD_OF_QUOTE + 16u * quote_end(cutter, start, end) +
                                 (n_words < 15 ? n_words : 15),
                         .barrier = cutter->barrier,
                         .zone = zone_of(&cutter->zones, head),
                         .tag = (uint16_t)(N_TAGS_ALL + (is_short ? 1 : 2)),
                         .quote = neighbour ? UNIT_NEIGHBOUR : is_short ? UNIT_SHORT : UNIT_QUOTED,
                         .look = LOOK_NONE,
                         .n_verbs = cutter->n_verbs,
                         .n_marks = cutter->n_marks,
                         .n_cues = cutter->n_cues,
                         .rate = rate_beside(cutter, start, end),
                         .hangs = same_paragraph ? 101 : 100};
}

/* The quotation that touches the sentence from outside on one side, or NONE. */
static uint32_t neighbour_quote(const struct cutter *cutter, bool before)
{
    const struct document *document = cutter->scene->document;
    const struct quotes *quotes = &cutter->scene->quotes;
    const struct sentence *s = cutter->sentence;
    bool at_edge = before ? s == document->sentences
                          : s + 1 == document->sentences + document->n_sentences;
    if (at_edge || cutter->own != QUOTES_NONE) {
        return QUOTES_NONE;
    }
    const struct sentence *other = before ? s - 1 : s + 1;
    if (other->first == other->end || (before && other->segment != s->segment)) {
        return QUOTES_NONE;
    }
    uint32_t quote = quotes->of_token[before ? other->end - 1 : other->first];
    while (quote != QUOTES_NONE && quotes->at[quote].parent != QUOTES_NONE) {
        quote = quotes->at[quote].parent;
    }
    return quote;
}

static void cut_left(struct cutter *cutter, const struct cue *cue, struct units *out)
{
    struct unit left[UNITS_LEFT + 1];
    uint32_t n = 0;
    uint32_t at = cue->first;
    while (at > cutter->sentence->first && n < UNITS_LEFT) {
        uint32_t quote = other_quote(cutter, at - 1);
        struct unit unit = quote == QUOTES_NONE ? token_unit(cutter, at - 1)
                                                : quote_unit(cutter, quote, false);
        at = unit.first < at ? unit.first : at - 1;
        left[n++] = unit;
    }
    uint32_t quote = at == cutter->sentence->first ? neighbour_quote(cutter, true) : QUOTES_NONE;
    if (quote != QUOTES_NONE) {
        left[n++] = quote_unit(cutter, quote, true);
    }
    for (uint32_t i = 0; i < n; i++) {
        left[n - 1 - i].distance = (uint16_t)(n - i);
        out->at[i] = left[n - 1 - i];
    }
    out->n = out->n_left = n;
}

static void cut_right(struct cutter *cutter, const struct cue *cue, struct units *out)
{
    uint32_t at = cue->end;
    while (at < cutter->sentence->end && out->n - out->n_left < UNITS_RIGHT) {
        uint32_t quote = other_quote(cutter, at);
        struct unit unit = quote == QUOTES_NONE ? token_unit(cutter, at)
                                                : quote_unit(cutter, quote, false);
        at = unit.end > at ? unit.end : at + 1;
        unit.distance = (uint16_t)(out->n - out->n_left + 1);
        out->at[out->n++] = unit;
    }
    uint32_t quote = at == cutter->sentence->end ? neighbour_quote(cutter, false) : QUOTES_NONE;
    if (quote != QUOTES_NONE) {
        struct unit unit = quote_unit(cutter, quote, true);
        unit.distance = (uint16_t)(out->n - out->n_left + 1);
        out->at[out->n++] = unit;
    }
}

static void note_quoted(struct units *units)
{
    units->quoted = 0;
    for (uint32_t i = 0; i < units->n; i++) {
        uint32_t bit = (units->at[i].quote == UNIT_NEIGHBOUR ? 4u : 1u) << (i >= units->n_left);
        bool whole = units->at[i].quote == UNIT_QUOTED || units->at[i].quote == UNIT_NEIGHBOUR;
        units->quoted |= (uint8_t)(whole ? bit : 0);
    }
}

void units_cut(const struct scene *scene, const struct cue *cue, struct units *out)
{
    struct cutter cutter = {
        .scene = scene,
        .head = cue->head,
        .sentence = &scene->document->sentences[scene->tokens[cue->head].sentence],
        .own = scene->quotes.of_token[cue->head]};
    uint32_t first = cutter.sentence->first, end = cutter.sentence->end;
    if (cue->head - first > ZONES_MAX / 2) {
        first = cue->head - ZONES_MAX / 2;
    }
    zones_fill(scene, cue->head, first, end, &cutter.zones);
    cut_left(&cutter, cue, out);
    cutter.barrier = 0;
    cutter.n_verbs = cutter.n_marks = cutter.n_cues = 0;
    cut_right(&cutter, cue, out);
    note_quoted(out);
}

/* The unit beside i, or a stand-in at the ends and at the cue. */
static struct unit beside(const struct units *units, uint32_t i, int offset)
{
    int64_t at = (int64_t)i + offset;
    bool left = i < units->n_left;
    if (at < 0 || at >= (int64_t)units->n) {
        return (struct unit){.word = 3, .tag = (uint16_t)(N_TAGS_ALL + 3), .zone = 0xFFFE};
    }
    if (left != (at < (int64_t)units->n_left)) {
        return (struct unit){.word = 4, .tag = (uint16_t)(N_TAGS_ALL + 4), .zone = 0xFFFD};
    }
    return units->at[at];
}

void unit_features(const struct scene *scene, const struct cue *cue, const struct units *units,
                   uint32_t i, struct features *out)
{
    struct unit u = units->at[i], p = beside(units, i, -1), n = beside(units, i, 1);
    struct unit pp = beside(units, i, -2);
    struct scene_token c = scene->tokens[cue->head];
    uint32_t side = i >= units->n_left;
    uint32_t far = u.distance < 6 ? u.distance : 4 + step_of(u.distance);
    uint32_t place = side + 2u * u.quote;
    uint32_t ends = (i == 0) + 2u * (i + 1 == units->n);
    features_start(out);
    features_add(out, u.zone, c.stem);
    features_add(out, both(u.zone, p.zone), side);
    features_add(out, both(u.zone, n.zone), side);
    features_add(out, both(u.word, place), both(ends, c.tag));
    features_add(out, both(p.word, side), both(u.tag, p.quote));
    features_add(out, both(u.tag, p.tag), both(n.tag, side));
    features_add(out, both(u.tag, p.tag), both(pp.tag, side));
    features_add(out, both(u.barrier, side), both(u.n_verbs, u.n_marks));
    features_add(out, both(c.stem, side), both(far, u.quote));
    features_add(out, both(c.stem, side), u.barrier);
    features_add(out, both(u.look, place), far);
    features_add(out, both(u.zone, p.zone), n.zone);
    features_add(out, both(u.quote, both(p.quote, n.quote)), both(side, c.tag));
    features_add(out, both(place, n.quote), both(c.stem, p.quote));
    features_add(out, both(u.hangs, side), both(u.tag, u.zone));
    features_add(out, both(u.hangs, p.hangs), both(n.hangs, side));
    features_add(out, both(u.n_cues, side), both(u.rate, u.tag));
    features_add(out, both(u.n_cues, side), both(u.barrier, p.rate));
    features_add(out, both(u.coarse, p.coarse), both(n.coarse, side));
    features_add(out, both(u.coarse, side), both(far, u.tag));
    features_add(out, both(u.opens, side), both(p.closes, u.zone));
    features_add(out, both(u.opens, side), both(u.word, p.quote));
    features_add(out, both(u.opens, side), both(n.opens, p.closes));
    features_add(out, both(u.opens, side), c.stem);
    features_add(out, both(u.closes, side), both(n.opens, n.word));
    features_add(out, both(u.word, side), both(n.opens, n.rate));
    if (u.quote == UNIT_NEIGHBOUR || u.quote == UNIT_QUOTED) {
        features_add(out, both(place, units->quoted), both(u.hangs, ends));
        features_add(out, both(place, units->quoted), both(c.stem, u.hangs));
        features_add(out, both(place, units->quoted), both(p.word, n.word));
        features_add(out, both(place, u.rate), both(u.word, p.rate));
    }
}
