#include "markers_features.h"

#include <stdlib.h>

#include "hash.h"

/* Templates; their numbers are part of the model. */
enum template {
    T_BIAS,
    T_WORD,
    T_LEMMA,
    T_WORD_PREV,
    T_WORD_NEXT,
    T_WORD_PREV2,
    T_WORD_NEXT2,
    T_PAIR_PREV,
    T_PAIR_NEXT,
    T_SKIP,
    T_TAG_LEMMA,
    T_TAGS,
    T_TAGS_BEFORE,
    T_TAGS_AFTER,
    T_COARSE,
    T_FINE,
    T_FINE_PREV,
    T_FINE_NEXT,
    T_VALENCE,
    T_VALENCE_PREV,
    T_VALENCE_NEXT,
    T_TONE,
    T_TYPE,
    T_TYPE_TAG,
    T_TYPE_PREV,
    T_TYPE_NEXT,
    T_RELATION,
    T_HEAD,
    T_HEAD_TYPE,
    T_CUE,
    T_CUE_LEMMA,
    T_CUE_CLASS,
    T_CONTENT,
    T_QUOTE,
    T_SEGMENT,
    T_CASE,
    T_SUBJECT,
    T_OBJECT,
    T_SUBJECT_LEMMA,
    T_OBJECT_LEMMA,
    T_NAME_AFTER,
    T_NAME_BEFORE,
    T_SUFFIX,
    T_PREPOSITION,
    T_MASK,
    T_NEGATED,
    T_VALENCE_SUBJECT,
    T_HEAD_FINE,
    T_MODIFIED,
    T_CHAIN,
    T_CHAIN_TAG,
    T_CHAIN_WORD,
    T_CHAIN_PREV,
    T_Q_BIAS,
    T_Q_WORDS,
    T_Q_FIRST,
    T_Q_WORD,
    T_Q_BEFORE,
    T_Q_AFTER,
    T_Q_CONTENT,
    T_Q_TAGS,
    T_Q_CASE,
    T_Q_CUE,
    T_Q_MARKS,
    T_Q_SEGMENT,
    T_Q_PUNCT,
    T_Q_RELATION,
    T_Q_BEFORE_TAG,
    T_TONE_NEAR,
    T_TONES,
    T_TOLD,
    T_FRAME,
    T_FRAME_LEMMA,
    T_FRAME_TYPES,
    T_NEGATED_TYPES,
    T_Q_AROUND,
    T_Q_VALENCE
};

static void add(struct marker_features *out, uint32_t template_id, uint64_t a, uint64_t b)
{
    if (out->n < MARKER_FEATURES_MAX) {
        out->at[out->n++] = hash_feature(template_id, a, b);
    }
}

/* A sentence seen from a token, its ends standing for what is beyond them. */
struct view {
    const struct markers_context *c;
    const struct sentence *sentence;
    uint32_t i;
};

enum { BEYOND = 1, SCARE_MAX_WORDS = 5 };

static bool inside(const struct view *v, int offset)
{
    int64_t i = (int64_t)v->i + offset;
    return i >= v->sentence->first && i < v->sentence->end;
}

static const struct marker_token *at(const struct view *v, int offset)
{
    return &v->c->tokens[(int64_t)v->i + offset];
}

static uint32_t word(const struct view *v, int offset)
{
    return inside(v, offset) ? at(v, offset)->word : BEYOND;
}

static uint32_t lemma(const struct view *v, int offset)
{
    return inside(v, offset) ? at(v, offset)->lemma : BEYOND;
}

static uint32_t tag(const struct view *v, int offset)
{
    return inside(v, offset) ? v->c->syntax->tags[(int64_t)v->i + offset] : N_SYNTAX_TAGS;
}

static const struct marker_word *info(const struct view *v, int offset)
{
    return inside(v, offset) ? at(v, offset)->info : NULL;
}

/* How good or bad and how strong a word is, in few steps. */
static uint32_t valence_class(const struct marker_word *word)
{
    if (word == NULL || (word->flags & MARKER_WORD_KNOWN) == 0) {
        return 0;
    }
    int valence = word->valence / 2 + 5;
    return 1 + (uint32_t)valence * 4 + word->strength / 3;
}

static void add_words(const struct view *v, struct marker_features *out)
{
    uint32_t w = word(v, 0), l = lemma(v, 0);
    add(out, T_BIAS, 0, 0);
    add(out, T_WORD, w, 0);
    add(out, T_LEMMA, l, 0);
    add(out, T_WORD_PREV, word(v, -1), 0);
    add(out, T_WORD_NEXT, word(v, 1), 0);
    add(out, T_WORD_PREV2, word(v, -2), 0);
    add(out, T_WORD_NEXT2, word(v, 2), 0);
    add(out, T_PAIR_PREV, word(v, -1), l);
    add(out, T_PAIR_NEXT, l, word(v, 1));
    add(out, T_SKIP, hash_mix(word(v, -1), word(v, 1)), l);
    add(out, T_TAG_LEMMA, tag(v, 0), l);
    add(out, T_TAGS, tag(v, 0), tag(v, -1) * 32 + tag(v, 1));
    add(out, T_TAGS_BEFORE, tag(v, 0), tag(v, -1) * 32 + tag(v, -2));
    add(out, T_TAGS_AFTER, tag(v, 0), tag(v, 1) * 32 + tag(v, 2));
}

static void add_meaning(const struct view *v, struct marker_features *out)
{
    const struct marker_word *w = info(v, 0), *before = info(v, -1), *after = info(v, 1);
    if (w != NULL && (w->flags & MARKER_WORD_KNOWN) != 0) {
        add(out, T_COARSE, w->coarse, tag(v, 0));
        add(out, T_FINE, w->fine, 0);
        add(out, T_VALENCE, valence_class(w), tag(v, 0));
        add(out, T_TONE, (uint32_t)(w->tone + 16), w->strength / 2);
    } else if (at(v, 0)->name == 0) {
        struct sw_text text = token_text(v->c->document, &v->c->document->tokens[v->i]);
        size_t len = text.len < 3 ? text.len : 3;
        add(out, T_SUFFIX, hash_bytes(text.at + text.len - len, len), tag(v, 0));
    }
    if (before != NULL) {
        add(out, T_FINE_PREV, before->fine, tag(v, 0));
        add(out, T_VALENCE_PREV, valence_class(before), valence_class(w));
    }
    if (after != NULL) {
        add(out, T_FINE_NEXT, after->fine, tag(v, 0));
        add(out, T_VALENCE_NEXT, valence_class(after), valence_class(w));
    }
}

/* A feature for each type whose lexicon knows the words here and beside. */
static void add_types(const struct view *v, struct marker_features *out)
{
    const struct marker_token *t = at(v, 0);
    uint32_t place = t->flags & (MARKER_TOKEN_PHRASE_FIRST | MARKER_TOKEN_PHRASE_NEXT);
    add(out, T_MASK, t->types, place);
    for (uint32_t type = 0; type < SW_N_MARKER_TYPES; type++) {
        if (((uint32_t)t->types >> type & 1u) != 0) {
            add(out, T_TYPE, type, place);
            add(out, T_TYPE_TAG, type, tag(v, 0) * 64 + tag(v, 1));
        }
    }
    add(out, T_TYPE_PREV, inside(v, -1) ? at(v, -1)->types : 0, t->types);
    add(out, T_TYPE_NEXT, inside(v, 1) ? at(v, 1)->types : 0, t->types);
}

/* What a token is for its neighbours: the type of its name, or that it is a pronoun, or nothing. */
static uint32_t role(const struct markers_context *c, uint32_t token)
{
    if (token == SYNTAX_NONE) {
        return 0;
    }
    if (c->tokens[token].name != 0) {
        return c->tokens[token].name;
    }
    uint32_t entity = c->entities->of_token[token] != SW_NONE ? 16 : 0;
    return entity + 8 + (c->syntax->tags[token] == TAG_PRON ? 1 : 0);
}

static void add_syntax(const struct view *v, struct marker_features *out)
{
    const struct markers_context *c = v->c;
    uint32_t head = c->syntax->heads[v->i], relation = c->syntax->relations[v->i];
    bool rooted = head == SYNTAX_ROOT;
    uint32_t head_lemma = rooted ? BEYOND : c->tokens[head].lemma;
    uint32_t head_tag = rooted ? N_SYNTAX_TAGS : c->syntax->tags[head];
    const struct marker_word *w = info(v, 0);
    add(out, T_RELATION, relation, tag(v, 0) * 32 + head_tag);
    add(out, T_HEAD, head_lemma, relation);
    add(out, T_HEAD_TYPE, rooted ? 0 : c->tokens[head].types, at(v, 0)->types * 64u + relation);
    if (!rooted && c->tokens[head].info != NULL) {
        add(out, T_HEAD_FINE, c->tokens[head].info->fine, relation);
    }
    if (!rooted && relation == REL_AMOD) {
        add(out, T_MODIFIED, role(c, head), valence_class(w));
    }
    uint32_t predicate = syntax_clause_of(&c->tree, v->i);
    uint32_t subject = predicate != SYNTAX_NONE ? syntax_subject(&c->tree, predicate) : SYNTAX_NONE;
    uint32_t object = tag(v, 0) == TAG_VERB ? syntax_patient(&c->tree, v->i) : SYNTAX_NONE;
    uint32_t own = predicate == v->i;
    add(out, T_SUBJECT, role(c, subject) * 2 + own, tag(v, 0));
    add(out, T_VALENCE_SUBJECT, role(c, subject) * 2 + own, valence_class(w));
    add(out, T_SUBJECT_LEMMA, subject != SYNTAX_NONE ? c->tokens[subject].lemma : 0,
        at(v, 0)->types);
    add(out, T_OBJECT, role(c, object), at(v, 0)->types);
    add(out, T_OBJECT_LEMMA, object != SYNTAX_NONE ? c->tokens[object].lemma : 0, lemma(v, 0));
    bool negated = predicate != SYNTAX_NONE && syntax_is_negated(&c->tree, predicate);
    add(out, T_NEGATED, negated, valence_class(w));
    add(out, T_NEGATED_TYPES, negated, at(v, 0)->types);
}

/* Which relations hang on a token: what it takes beside it. */
static uint32_t frame_of(const struct markers_context *c, uint32_t token)
{
    static const uint32_t told = 1u << REL_CCOMP | 1u << REL_XCOMP | 1u << REL_OBJ | 1u << REL_OBL |
                                 1u << REL_NSUBJ | 1u << REL_NSUBJPASS | 1u << REL_PARATAXIS |
                                 1u << REL_ADVCL | 1u << REL_NMOD | 1u << REL_ACL | 1u << REL_COP;
    uint32_t frame = 0, n = 0;
    for (uint32_t child = c->tree.children[token]; child != SYNTAX_NONE && n < 16;
         child = c->tree.siblings[child], n++) {
        frame |= 1u << c->syntax->relations[child];
    }
    return frame & told;
}

static void add_frame(const struct view *v, struct marker_features *out)
{
    const struct marker_word *w = info(v, 0);
    uint32_t frame = frame_of(v->c, v->i), told = w != NULL ? w->told : 0;
    uint32_t clause = frame & (1u << REL_CCOMP | 1u << REL_XCOMP | 1u << REL_PARATAXIS);
    add(out, T_TOLD, told, tag(v, 0));
    add(out, T_TOLD, 16 + told, clause);
    add(out, T_FRAME, frame, tag(v, 0));
    add(out, T_FRAME_LEMMA, clause | (frame & 1u << REL_OBJ), lemma(v, 0));
    add(out, T_FRAME_TYPES, frame, at(v, 0)->types);
}

static void add_names(const struct view *v, struct marker_features *out)
{
    for (int k = 1; k <= 3 && inside(v, k); k++) {
        if (at(v, k)->name != 0) {
            add(out, T_NAME_AFTER, at(v, k)->name, (uint64_t)k * 2 + (at(v, 0)->types != 0));
            add(out, T_PREPOSITION, k == 1 ? 0 : word(v, 1), at(v, 0)->types);
            break;
        }
    }
    for (int k = 1; k <= 3 && inside(v, -k); k++) {
        if (at(v, -k)->name != 0) {
            add(out, T_NAME_BEFORE, at(v, -k)->name, (uint64_t)k * 2 + (at(v, 0)->types != 0));
            break;
        }
    }
}

static void add_discourse(const struct view *v, struct marker_features *out)
{
    const struct marker_token *t = at(v, 0);
    const struct token *token = &v->c->document->tokens[v->i];
    if (t->cue != SW_NONE) {
        const struct sw_attribution *a = &v->c->attributions->at[t->cue];
        uint32_t what = (uint32_t)a->kind * 16 + (uint32_t)a->marker_class;
        add(out, T_CUE, what, tag(v, 0));
        add(out, T_CUE_CLASS, (uint32_t)a->marker_class, 0);
        add(out, T_CUE_LEMMA, what, t->lemma);
    } else {
        add(out, T_CUE, 1000, t->types);
        add(out, T_CUE_LEMMA, 1000, t->lemma);
    }
    uint32_t voice = t->voice != SW_NONE ? 1 + (uint32_t)v->c->attributions->at[t->voice].kind : 0;
    uint32_t source = (t->flags & MARKER_TOKEN_SOURCE) != 0;
    add(out, T_CONTENT, voice * 2 + source, valence_class(t->info));
    uint32_t size = t->quote_words == 0 ? 0 : t->quote_words <= 3 ? 1 : t->quote_words <= 6 ? 2 : 3;
    add(out, T_QUOTE, size, valence_class(t->info));
    add(out, T_TONE_NEAR, (uint32_t)(t->tone + 4), valence_class(t->info));
    add(out, T_TONES, t->tones, valence_class(t->info));
    add(out, T_SEGMENT, t->segment, at(v, 0)->types);
    add(out, T_CASE, token->flags & (TOKEN_INITIAL_UPPER | TOKEN_ALL_UPPER | TOKEN_SENTENCE_START),
        tag(v, 0));
}

uint64_t marker_bias_feature(void)
{
    return hash_feature(T_BIAS, 0, 0);
}

uint64_t marker_quote_bias_feature(void)
{
    return hash_feature(T_Q_BIAS, 0, 0);
}

void marker_token_features(const struct markers_context *context, const struct sentence *sentence,
                           uint32_t token, struct marker_features *out)
{
    struct view v = {context, sentence, token};
    out->n = 0;
    add_words(&v, out);
    add_meaning(&v, out);
    add_types(&v, out);
    add_syntax(&v, out);
    add_frame(&v, out);
    add_names(&v, out);
    add_discourse(&v, out);
}

void marker_chain_features(const struct markers_context *context, uint32_t token,
                           struct marker_features *out)
{
    const struct marker_token *t = &context->tokens[token];
    uint32_t tags = context->syntax->tags[token] * 32u + context->syntax->tags[token - 1];
    out->n = 0;
    add(out, T_CHAIN, 0, 0);
    add(out, T_CHAIN_TAG, tags, 0);
    add(out, T_CHAIN_WORD, t->lemma, 0);
    add(out, T_CHAIN_PREV, t->types, t->flags & MARKER_TOKEN_PHRASE_NEXT);
}

bool marker_quote_is_short(const struct markers_context *context, const struct quoted *quoted)
{
    if (!quoted->closed || quoted->close - quoted->open > 2 * SCARE_MAX_WORDS + 4) {
        return false;
    }
    uint8_t segment = context->tokens[quoted->open].segment;
    uint32_t n = 0;
    if (quoted->open > 0 &&
        context->document->tokens[quoted->open - 1].lower == hash_bytes("=", 1)) {
        return false; /* a value in markup */
    }
    for (uint32_t i = quoted->open + 1; i < quoted->close; i++) {
        n += context->document->tokens[i].kind == TOKEN_WORD ||
             context->document->tokens[i].kind == TOKEN_NUMBER;
    }
    return n > 0 && n <= SCARE_MAX_WORDS && segment != SW_BOILERPLATE && segment != SW_REPEAT;
}

/* The valence of the word that is best or worst. */
static uint32_t strongest(const struct markers_context *context, uint32_t first, uint32_t end)
{
    int most = 0;
    for (uint32_t i = first; i < end; i++) {
        const struct marker_word *word = context->tokens[i].info;
        most = word != NULL && abs(word->valence) > abs(most) ? word->valence : most;
    }
    return (uint32_t)(most / 3 + 3);
}

void marker_quote_features(const struct markers_context *context, const struct quoted *quoted,
                           struct marker_features *out)
{
    const struct document *document = context->document;
    uint32_t first = quoted->open + 1, last = quoted->close - 1, n = 0, capitals = 0;
    uint64_t tags = 0;
    bool verb = false, cue = false;
    out->n = 0;
    for (uint32_t i = first; i <= last; i++) {
        if (document->tokens[i].kind == TOKEN_WORD) {
            n++;
            capitals += (document->tokens[i].flags & TOKEN_INITIAL_UPPER) != 0;
            add(out, T_Q_WORD, context->tokens[i].word, 0);
            tags = tags * 32 + context->syntax->tags[i];
            verb |= context->syntax->tags[i] == TAG_VERB || context->syntax->tags[i] == TAG_AUX;
            cue |= context->tokens[i].types != 0;
        }
    }
    uint32_t before = quoted->open > 0 ? context->tokens[quoted->open - 1].lemma : BEYOND;
    const struct marker_token *t = &context->tokens[first];
    int32_t a = t->content;
    uint32_t whole = 0; /* how much more than the quote the content around it is */
    if (a != SW_NONE) {
        const struct sw_spans *content = &context->attributions->at[a].content;
        uint32_t size = 0, own = document->tokens[last].end - document->tokens[first].start;
        for (uint32_t s = 0; s < content->n; s++) {
            size += content->at[s].end - content->at[s].start;
        }
        whole = size < own + 8 ? 1 : size < 2 * own ? 2 : 3;
    }
    uint32_t before_tag =
        quoted->open > 0 ? context->syntax->tags[quoted->open - 1] : N_SYNTAX_TAGS;
    uint32_t after_tag = quoted->close + 1 < document->n_tokens
                             ? context->syntax->tags[quoted->close + 1]
                             : N_SYNTAX_TAGS;
    uint32_t spoken = t->voice != SW_NONE;
    uint32_t told = quoted->open > 0 && context->tokens[quoted->open - 1].cue != SW_NONE;
    uint32_t ends = document->tokens[last].kind == TOKEN_PUNCT;
    add(out, T_Q_BIAS, 0, 0);
    add(out, T_Q_WORDS, n, whole);
    add(out, T_Q_TAGS, tags, 0);
    add(out, T_Q_FIRST, context->syntax->tags[first], n < 2);
    add(out, T_Q_BEFORE, before, 0);
    add(out, T_Q_BEFORE_TAG, before_tag, whole);
    add(out, T_Q_AFTER, after_tag, whole);
    add(out, T_Q_CASE, capitals == 0 ? 0 : capitals == n ? 2 : 1, n < 2 ? 1 : n < 4 ? 2 : 3);
    add(out, T_Q_CONTENT, whole, spoken * 2 + told);
    add(out, T_Q_CUE, cue, verb);
    add(out, T_Q_SEGMENT, t->segment, spoken);
    add(out, T_Q_MARKS, document->tokens[quoted->open].exact, ends);
    add(out, T_Q_PUNCT, ends, whole);
    add(out, T_Q_RELATION, context->syntax->relations[last], context->syntax->tags[last]);
    add(out, T_Q_AROUND, before_tag * 32 + after_tag, whole);
    add(out, T_Q_VALENCE, strongest(context, first, last + 1), spoken * 4 + whole);
    add(out, T_Q_VALENCE, 16 + (n < 2 ? 1 : n < 4 ? 2 : 3), spoken * 4 + whole);
}
