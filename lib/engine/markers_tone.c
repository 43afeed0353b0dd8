#include "markers_tone.h"

#include <string.h>

#include "hash.h"

/* Templates; their numbers are part of the model. */
enum template {
    N_BIAS = 400,
    N_WORD,
    N_WORD_SIDE,
    N_NEAR,
    N_PAIR,
    N_FINE,
    N_BALANCE,
    N_BALANCE_SIDE,
    N_STRONGEST,
    N_RELATION,
    N_HEAD,
    N_HEAD_CLASS,
    N_KIND,
    N_PLACE,
    N_SPOKEN,
    N_SIBLING,
    N_SUBJECT_VERB,
    N_OTHERS,
    N_TYPES,
    N_AROUND,
    N_MODIFIER,
    N_PATH,
    N_BEFORE,
    N_AFTER
};

static void add(struct tone_features *out, uint32_t template_id, uint64_t a, uint64_t b)
{
    if (out->n < TONE_FEATURES_MAX) {
        out->at[out->n++] = hash_feature(template_id, a, b);
    }
}

/* What is summed over the words of a sentence. */
struct sums {
    int good[2], bad[2]; /* before and after the mention */
    int near_good, near_bad, tone;
    uint16_t types;
};

static bool is_negation(const struct marker_token *t, const struct token *token)
{
    return (token->flags & TOKEN_NEGATION) != 0 || (t->types >> SW_DENY & 1) != 0;
}

static uint32_t bucket(int n)
{
    return n < 0 ? 0u : n < 3 ? (uint32_t)n : n < 6 ? 3u : n < 10 ? 4u : n < 16 ? 5u : 6u;
}

/* Words that can carry a tone; names are told of by their type only. */
static bool is_content(uint8_t tag)
{
    static const uint32_t content = 1u << TAG_ADJ | 1u << TAG_ADV | 1u << TAG_NOUN |
                                    1u << TAG_VERB | 1u << TAG_INTJ | 1u << TAG_AUX | 1u << TAG_X |
                                    1u << TAG_SCONJ | 1u << TAG_PART;
    return (content >> tag & 1u) != 0;
}

static void read_word(const struct markers_context *c, uint32_t i, const struct mention_at *mention,
                      bool negated, struct sums *sums, struct tone_features *out)
{
    const struct marker_token *t = &c->tokens[i];
    uint32_t side = i >= mention->end, distance = side ? i - mention->end + 1 : mention->first - i;
    uint32_t word = t->lemma + negated;
    if (distance <= 3) {
        add(out, N_NEAR, word, side * 4 + distance);
    }
    if (!is_content(c->syntax->tags[i])) {
        return;
    }
    add(out, N_WORD, word, 0);
    add(out, N_WORD_SIDE, word, side);
    if (i > 0 && i != mention->end) {
        add(out, N_PAIR, c->tokens[i - 1].lemma, word);
    }
    if (t->info == NULL || (t->info->flags & MARKER_WORD_KNOWN) == 0) {
        return;
    }
    int valence = negated ? -t->info->valence : t->info->valence;
    if (t->info->strength >= 3) {
        add(out, N_FINE, t->info->fine, side * 2 + negated);
        int *sum = valence > 0 ? sums->good : sums->bad;
        sum[side] += valence > 0 ? valence : -valence;
        if (distance <= 5) {
            *(valence > 0 ? &sums->near_good : &sums->near_bad) += valence > 0 ? valence : -valence;
        }
    }
    sums->tone += negated ? -t->info->tone : t->info->tone;
    sums->types |= t->types;
}

static void add_words(const struct markers_context *c, const struct sentence *sentence,
                      const struct mention_at *mention, struct tone_features *out)
{
    struct sums sums = {{0, 0}, {0, 0}, 0, 0, 0, 0};
    uint32_t from = mention->first > sentence->first + TONE_WORDS_MAX
                        ? mention->first - TONE_WORDS_MAX
                        : sentence->first;
    uint32_t end = mention->end + TONE_WORDS_MAX < sentence->end ? mention->end + TONE_WORDS_MAX
                                                                 : sentence->end;
    uint32_t since_negation = 99;
    for (uint32_t i = from; i < end; i++) {
        if (i >= mention->first && i < mention->end) {
            continue;
        }
        since_negation =
            is_negation(&c->tokens[i], &c->document->tokens[i]) ? 0 : since_negation + 1;
        read_word(c, i, mention, since_negation > 0 && since_negation <= 4, &sums, out);
    }
    uint32_t good = bucket((sums.good[0] + sums.good[1]) / 3);
    uint32_t bad = bucket((sums.bad[0] + sums.bad[1]) / 3);
    add(out, N_BALANCE, good, bad);
    add(out, N_BALANCE, 100 + bucket(sums.near_good / 2), bucket(sums.near_bad / 2));
    for (uint32_t side = 0; side < 2; side++) {
        add(out, N_BALANCE_SIDE, side * 8 + bucket(sums.good[side] / 3),
            bucket(sums.bad[side] / 3));
    }
    int tone = sums.tone / 4;
    add(out, N_STRONGEST, (uint64_t)(tone < -8 ? -8 : tone > 8 ? 8 : tone) + 8, 0);
    for (uint32_t type = 0; type < SW_N_MARKER_TYPES; type++) {
        if (((uint32_t)sums.types >> type & 1u) != 0) {
            add(out, N_TYPES, type, 0);
        }
    }
}

static uint32_t word_class(const struct markers_context *c, uint32_t token)
{
    const struct marker_word *w = token != SYNTAX_NONE ? c->tokens[token].info : NULL;
    if (w == NULL) {
        return 0;
    }
    return 1u + (uint32_t)(w->valence / 3 + 3) * 8 + (uint32_t)(w->tone / 3 + 3);
}

static void add_tree(const struct markers_context *c, const struct mention_at *mention,
                     struct tone_features *out)
{
    struct token_range range = {mention->first, mention->end};
    uint32_t head = syntax_head_of(&c->tree, range);
    head = head != SYNTAX_NONE ? head : mention->end - 1;
    uint32_t relation = c->syntax->relations[head], above = c->syntax->heads[head];
    if (above == SYNTAX_ROOT) {
        add(out, N_RELATION, relation, 99);
        return;
    }
    bool negated = syntax_is_negated(&c->tree, above);
    uint32_t lemma = c->tokens[above].lemma + negated;
    add(out, N_RELATION, relation, c->syntax->tags[above]);
    add(out, N_HEAD, lemma, relation);
    add(out, N_HEAD_CLASS, word_class(c, above), relation * 2 + negated);
    for (uint32_t child = c->tree.children[above], n = 0; child != SYNTAX_NONE && n < 8;
         child = c->tree.siblings[child], n++) {
        if (child != head && c->document->tokens[child].kind == TOKEN_WORD) {
            add(out, N_SIBLING, c->tokens[child].lemma,
                relation * 64 + c->syntax->relations[child]);
            add(out, N_SIBLING, 7 + word_class(c, child),
                (relation * 64 + c->syntax->relations[child]) * 2 + negated);
        }
    }
    for (uint32_t child = c->tree.children[head], n = 0; child != SYNTAX_NONE && n < 6;
         child = c->tree.siblings[child], n++) {
        add(out, N_MODIFIER, c->tokens[child].lemma, c->syntax->relations[child]);
        add(out, N_MODIFIER, 7 + word_class(c, child), c->syntax->relations[child]);
    }
    uint32_t clause = syntax_clause_of(&c->tree, head);
    if (clause != SYNTAX_NONE && clause != above) {
        add(out, N_SUBJECT_VERB, c->tokens[clause].lemma, relation);
        add(out, N_SUBJECT_VERB, 7 + word_class(c, clause), relation);
    }
}

void tone_features_read(const struct markers_context *context, const struct sentence *sentence,
                        const struct mention_at *mention, struct tone_features *out)
{
    const struct marker_token *t = &context->tokens[mention->first];
    uint32_t before =
        mention->first > sentence->first ? context->tokens[mention->first - 1].lemma : 1;
    uint32_t after = mention->end < sentence->end ? context->tokens[mention->end].lemma : 1;
    uint32_t after2 =
        mention->end + 1 < sentence->end ? context->tokens[mention->end + 1].lemma : 1;
    out->n = 0;
    add(out, N_BIAS, 0, 0);
    add(out, N_KIND, mention->kind, mention->type);
    add(out, N_PLACE, mention->first == sentence->first, mention->kind);
    add(out, N_SPOKEN, (t->flags & MARKER_TOKEN_SOURCE) != 0, t->voice != SW_NONE);
    add(out, N_AROUND, before, after);
    add(out, N_AFTER, after, after2);
    add_tree(context, mention, out);
    add_words(context, sentence, mention, out);
}

/* Each token hears of the nearest mention, and of the strongest tones of its sentence. */
static void set_tokens(struct markers_context *context, const struct sentence *sentence,
                       const struct mention_list *mentions, uint32_t from, uint32_t end)
{
    int worst = 0, best = 0;
    for (uint32_t m = from; m < end; m++) {
        int tone = tone_class(&mentions->at[m]);
        worst = tone < worst ? tone : worst;
        best = tone > best ? tone : best;
    }
    uint32_t m = from;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        while (m + 1 < end && i >= mentions->at[m].end &&
               mentions->at[m + 1].first < i + (i - mentions->at[m].end)) {
            m++;
        }
        context->tokens[i].tone = (int8_t)tone_class(&mentions->at[m]);
        context->tokens[i].tones = (uint8_t)(best * 4 - worst);
    }
}

/* The first mention of the same entity in the sentence; m where there is none. */
static uint32_t first_of(const struct mention_list *mentions, uint32_t from, uint32_t m)
{
    uint32_t k = from;
    while (mentions->at[k].entity != mentions->at[m].entity) {
        k++;
    }
    return k;
}

/* A sentence has one tone for an entity: that towards its first mention. */
static void set_mention(const struct markers_context *context, const struct weights *weights,
                        const struct sentence *sentence, struct mention_list *mentions,
                        uint32_t from, uint32_t m)
{
    uint32_t first = first_of(mentions, from, m);
    struct mention_at *mention = &mentions->at[m];
    if (first < m) {
        mention->good = mentions->at[first].good;
        mention->bad = mentions->at[first].bad;
        return;
    }
    struct tone_features features;
    int16_t scores[N_TONE_LABELS] = {0};
    tone_features_read(context, sentence, mention, &features);
    weights_sum(weights, features.at, features.n, scores);
    mention->good = (int16_t)(scores[TONE_GOOD] - scores[TONE_NEITHER]);
    mention->bad = (int16_t)(scores[TONE_BAD] - scores[TONE_NEITHER]);
}

void mention_list_set_tone(struct markers_context *context, const struct weights *weights,
                           struct mention_list *mentions)
{
    const struct document *document = context->document;
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        uint32_t from = mentions->of_sentence[s], end = mentions->of_sentence[s + 1];
        end = end < from + TONE_MENTIONS_MAX ? end : from + TONE_MENTIONS_MAX;
        if (from == end || !document_annotates(document, sentence)) {
            continue;
        }
        for (uint32_t m = from; m < end; m++) {
            set_mention(context, weights, sentence, mentions, from, m);
        }
        set_tokens(context, sentence, mentions, from, end);
    }
}

int tone_class(const struct mention_at *mention)
{
    int16_t most = mention->good > mention->bad ? mention->good : mention->bad;
    int size = most < -40 ? 0 : most < 0 ? 1 : most < 40 ? 2 : 3;
    return mention->good > mention->bad ? size : -size;
}
