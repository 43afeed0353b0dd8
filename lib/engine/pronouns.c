#include "nominals.h"

#include <string.h>

#include "error.h"
#include "tokens.h"

#define RECENT 16       /* mentions of people that a pronoun may go back to */
#define SENTENCES_MAX 5 /* and sentences */

static const struct {
    const char *word;
    enum gender gender;
} pronouns[] = {
    {"he", GENDER_MALE},      {"him", GENDER_MALE},       {"his", GENDER_MALE},
    {"himself", GENDER_MALE}, {"she", GENDER_FEMALE},     {"her", GENDER_FEMALE},
    {"hers", GENDER_FEMALE},  {"herself", GENDER_FEMALE},
};

#define N_PRONOUNS (sizeof pronouns / sizeof pronouns[0])

static const char *const first_person[] = {"i", "me", "my", "myself", "mine"};

#define N_FIRST_PERSON (sizeof first_person / sizeof first_person[0])
#define SPEAKER_SENTENCES 4u

/* A mention that pronouns may go back to. */
struct antecedent {
    uint32_t root, sentence, token;
    bool is_subject, is_first, is_quoted, is_speaker;
};

struct tracker {
    const struct resolver *resolver;
    const struct document *document;
    const struct people *people;
    uint32_t hashes[N_PRONOUNS];
    uint64_t some; /* a bit of each of these hashes: most words have none of them */
    struct antecedent recent[RECENT];
    uint32_t n_seen;
    uint32_t *counts;   /* mentions of each root so far */
    uint32_t *speakers; /* of each sentence: 1 + the root of who says something in it, or 0 */
    bool in_quote;
    uint32_t sentence, first_of; /* the sentence whose first person has been seen */
    uint32_t said_by; /* 1 + the root of who says the words that are looked at, or 0 */
};

/* The token of a span whose head is outside of it, by the tree. */
static bool is_subject(const struct tracker *tracker, uint32_t first, uint32_t end)
{
    const struct syntax *syntax = tracker->resolver->syntax;
    for (uint32_t i = first; syntax != NULL && i < end; i++) {
        uint32_t head = syntax->heads[i];
        if (head == SYNTAX_ROOT || head < first || head >= end) {
            return syntax->relations[i] == REL_NSUBJ || syntax->relations[i] == REL_NSUBJPASS;
        }
    }
    return false;
}

/* Whether a saying verb stands right behind the span, or right before it ("said Smith"). */
static bool is_speaker(const struct tracker *tracker, uint32_t first, uint32_t end)
{
    const struct document *document = tracker->document;
    const struct sentence *sentence = &document->sentences[tracker->sentence];
    const struct lexicon *saying = tracker->resolver->lexicons->saying;
    bool before = first > sentence->first &&
                  lexicon_match(saying, document->tokens, first - 1, first) != NULL;
    bool after = false;
    for (uint32_t i = end; i < end + 2 && i < sentence->end && !after; i++) {
        after = lexicon_match(saying, document->tokens, i, i + 1) != NULL;
    }
    return before || after;
}

static void remember(struct tracker *tracker, const struct mention *mention)
{
    struct antecedent *antecedent = &tracker->recent[tracker->n_seen++ % RECENT];
    *antecedent =
        (struct antecedent){.root = mention->root,
                            .sentence = mention->sentence,
                            .token = mention->first,
                            .is_subject = is_subject(tracker, mention->first, mention->end),
                            .is_first = tracker->first_of != mention->sentence + 1,
                            .is_quoted = tracker->in_quote,
                            .is_speaker = is_speaker(tracker, mention->first, mention->end)};
    if (antecedent->is_speaker && !antecedent->is_quoted &&
        tracker->speakers[mention->sentence] == 0) {
        tracker->speakers[mention->sentence] = mention->root + 1;
    }
    tracker->first_of = mention->sentence + 1;
    tracker->counts[mention->root]++;
}

/* How likely a pronoun goes back to an antecedent; negative: it cannot. */
static int likelihood(const struct tracker *tracker, const struct antecedent *antecedent,
                      enum gender gender, bool speaks)
{
    static const int near[SENTENCES_MAX] = {14, 10, 2, 0, 0};
    uint32_t distance = tracker->sentence - antecedent->sentence;
    uint8_t own = tracker->people->genders[antecedent->root];
    if (distance >= SENTENCES_MAX || (own != GENDER_UNKNOWN && own != gender)) {
        return -1;
    }
    uint32_t count = tracker->counts[antecedent->root];
    int score = 16 + near[distance] + (int)(count < 8 ? count : 8);
    score += own == gender ? 4 : 0;
    score += antecedent->is_subject ? 4 : 0;
    score += antecedent->is_first ? 2 : 0;
    score += speaks && antecedent->is_speaker && !tracker->in_quote ? 4 : 0;
    if (antecedent->is_quoted && !tracker->in_quote) {
        score -= 6;
    }
    if (!antecedent->is_quoted && tracker->in_quote && antecedent->is_subject && distance == 0) {
        score -= 6; /* who speaks does not speak of himself so */
    }
    score -= tracker->said_by == antecedent->root + 1 ? 20 : 0;
    return score;
}

static uint32_t choose(const struct tracker *tracker, enum gender gender, bool speaks)
{
    uint32_t best = NO_FORM;
    int best_score = -1;
    uint32_t n = tracker->n_seen < RECENT ? tracker->n_seen : RECENT;
    for (uint32_t back = 1; back <= n; back++) {
        const struct antecedent *antecedent = &tracker->recent[(tracker->n_seen - back) % RECENT];
        int score = likelihood(tracker, antecedent, gender, speaks);
        if (score > best_score) {
            best_score = score;
            best = antecedent->root;
        }
    }
    return best;
}

static uint64_t bit_of(uint32_t hash)
{
    return UINT64_C(1) << (hash & 63u);
}

static bool has_bit(uint64_t some, uint32_t hash)
{
    return (some & bit_of(hash)) != 0;
}

/* The row of a pronoun, or N_PRONOUNS. */
static size_t pronoun_of(const struct tracker *tracker, const struct token *token)
{
    uint32_t len = token->end - token->start;
    if (!has_bit(tracker->some, token->lower) || token->kind != TOKEN_WORD || len < 2 || len > 7) {
        return N_PRONOUNS;
    }
    size_t row = 0;
    while (row < N_PRONOUNS && tracker->hashes[row] != token->lower) {
        row++;
    }
    return row;
}

/* Who says what is quoted in a sentence: who speaks in it, in the sentences next to it in its
 * paragraph, or at the end of the paragraph before. 1 + root, or 0. */
static uint32_t speaker_of(const struct tracker *tracker, uint32_t s)
{
    const struct sentence *sentences = tracker->document->sentences;
    uint32_t n = tracker->document->n_sentences, segment = sentences[s].segment;
    for (uint32_t near = 0; near <= SPEAKER_SENTENCES; near++) {
        if (s >= near && sentences[s - near].segment == segment &&
            tracker->speakers[s - near] != 0) {
            return tracker->speakers[s - near];
        }
        if (s + near < n && sentences[s + near].segment == segment &&
            tracker->speakers[s + near] != 0) {
            return tracker->speakers[s + near];
        }
    }
    for (uint32_t back = 1; back <= SPEAKER_SENTENCES && back <= s; back++) {
        if (tracker->speakers[s - back] != 0) {
            return tracker->speakers[s - back];
        }
    }
    return 0;
}

static void follow_quotes(struct tracker *tracker, const struct token *token)
{
    if ((token->flags & TOKEN_QUOTE_OPENS) != 0) {
        tracker->in_quote = true;
    } else if ((token->flags & TOKEN_QUOTE_CLOSES) != 0) {
        tracker->in_quote = false;
    }
}

/* One token: a mention that starts there is remembered, a pronoun is resolved and added. */
static void look_at(struct tracker *tracker, uint32_t i, const struct mentions *mentions,
                    uint32_t *next, struct mentions *out)
{
    const struct token *token = &tracker->document->tokens[i];
    follow_quotes(tracker, token);
    for (; *next < mentions->n && mentions->at[*next].first <= i; (*next)++) {
        const struct mention *mention = &mentions->at[*next];
        out->at[out->n++] = *mention;
        if (mention->type == SW_PER) {
            remember(tracker, mention);
        }
    }
    size_t row = pronoun_of(tracker, token);
    if (row == N_PRONOUNS || tracker->resolver->covers[i] != 0) {
        return;
    }
    tracker->said_by = tracker->in_quote ? speaker_of(tracker, tracker->sentence) : 0;
    uint32_t root = choose(tracker, pronouns[row].gender, is_speaker(tracker, i, i + 1));
    if (root != NO_FORM) {
        struct mention mention = {.first = i,
                                  .end = i + 1,
                                  .form = NO_FORM,
                                  .root = root,
                                  .sentence = tracker->sentence,
                                  .type = SW_PER,
                                  .kind = SW_PRONOUN};
        out->at[out->n++] = mention;
        remember(tracker, &mention);
        if (tracker->people->genders[root] == GENDER_UNKNOWN) {
            tracker->people->genders[root] = (uint8_t)pronouns[row].gender;
        }
    }
}

/* What the tracker keeps, and room for all mentions. */
static bool tracker_init(struct tracker *tracker, uint32_t n_mentions, struct mentions *all)
{
    struct sw_arena *arena = tracker->resolver->arena;
    const struct document *document = tracker->document;
    size_t n_forms = tracker->resolver->forms.n, n = n_mentions;
    for (size_t row = 0; row < N_PRONOUNS; row++) {
        tracker->hashes[row] =
            tokens_hash_lower((struct sw_text){pronouns[row].word, strlen(pronouns[row].word)});
        tracker->some |= bit_of(tracker->hashes[row]);
    }
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        n += pronoun_of(tracker, &document->tokens[i]) != N_PRONOUNS;
    }
    *all = (struct mentions){sw_arena_alloc(arena, (n + 1) * sizeof *all->at), 0};
    tracker->counts = sw_arena_alloc(arena, (n_forms + 1) * sizeof *tracker->counts);
    tracker->speakers =
        sw_arena_alloc(arena, ((size_t)document->n_sentences + 1) * sizeof *tracker->speakers);
    if (all->at == NULL || tracker->counts == NULL || tracker->speakers == NULL) {
        return false;
    }
    memset(tracker->counts, 0, (n_forms + 1) * sizeof *tracker->counts);
    memset(tracker->speakers, 0, ((size_t)document->n_sentences + 1) * sizeof *tracker->speakers);
    return true;
}

/* Quotations end with their paragraph. */
static void start_sentence(struct tracker *tracker, uint32_t s)
{
    const struct sentence *sentences = tracker->document->sentences;
    tracker->sentence = s;
    if (s == 0 || sentences[s].segment != sentences[s - 1].segment) {
        tracker->in_quote = false;
    }
}

/* Who is named as saying something in each sentence, outside of quotations. */
static void find_speakers(struct tracker *tracker, const struct mentions *mentions)
{
    const struct document *document = tracker->document;
    uint32_t next = 0;
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        start_sentence(tracker, s);
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            follow_quotes(tracker, &document->tokens[i]);
            for (; next < mentions->n && mentions->at[next].first <= i; next++) {
                const struct mention *mention = &mentions->at[next];
                if (mention->type == SW_PER && !tracker->in_quote && tracker->speakers[s] == 0 &&
                    is_speaker(tracker, mention->first, mention->end)) {
                    tracker->speakers[s] = mention->root + 1;
                }
            }
        }
    }
    tracker->in_quote = false;
}

/* ---- "I" in a quotation -------------------------------------------------------------------------
 */

/* The words of who speaks of himself, and a bit of each. */
struct first_persons {
    uint32_t hashes[N_FIRST_PERSON];
    uint64_t some;
};

static void first_persons_init(struct first_persons *words)
{
    words->some = 0;
    for (size_t i = 0; i < N_FIRST_PERSON; i++) {
        words->hashes[i] =
            tokens_hash_lower((struct sw_text){first_person[i], strlen(first_person[i])});
        words->some |= bit_of(words->hashes[i]);
    }
}

static bool is_first_person(const struct first_persons *words, const struct token *token)
{
    bool found = false;
    if (!has_bit(words->some, token->lower) || token->kind != TOKEN_WORD ||
        token->end - token->start > 6) {
        return false;
    }
    for (size_t i = 0; i < N_FIRST_PERSON; i++) {
        found |= words->hashes[i] == token->lower;
    }
    return found;
}

/* The first persons of one sentence, added to *found. */
static void find_first_persons(struct tracker *tracker, uint32_t s,
                               const struct first_persons *words, struct mentions *found)
{
    const struct sentence *sentence = &tracker->document->sentences[s];
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct token *token = &tracker->document->tokens[i];
        follow_quotes(tracker, token);
        if (!tracker->in_quote || !is_first_person(words, token) ||
            tracker->resolver->covers[i] != 0) {
            continue;
        }
        uint32_t speaker = speaker_of(tracker, s);
        if (speaker != 0) {
            found->at[found->n++] = (struct mention){.first = i,
                                                     .end = i + 1,
                                                     .form = NO_FORM,
                                                     .root = speaker - 1,
                                                     .sentence = s,
                                                     .type = SW_PER,
                                                     .kind = SW_PRONOUN};
        }
    }
}

static bool find_all_first_persons(struct tracker *tracker, struct mentions *found)
{
    const struct document *document = tracker->document;
    struct first_persons words;
    uint32_t n = 0;
    first_persons_init(&words);
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        n += is_first_person(&words, &document->tokens[i]);
    }
    found->at = sw_arena_alloc(tracker->resolver->arena, (n + 1) * sizeof *found->at);
    for (uint32_t s = 0; found->at != NULL && s < document->n_sentences; s++) {
        start_sentence(tracker, s);
        if (document_annotates(document, &document->sentences[s])) {
            find_first_persons(tracker, s, &words, found);
        }
    }
    return found->at != NULL;
}

/* Puts two lists in text order. */
static bool merge(const struct mentions *a, const struct mentions *b, struct sw_arena *arena,
                  struct mentions *out)
{
    uint32_t i = 0, j = 0;
    if (b->n == 0) {
        *out = *a;
        return true;
    }
    *out = (struct mentions){sw_arena_alloc(arena, ((size_t)a->n + b->n + 1) * sizeof *out->at), 0};
    while (out->at != NULL && i + j < a->n + b->n) {
        bool from_a = j == b->n || (i < a->n && a->at[i].first < b->at[j].first);
        out->at[out->n++] = from_a ? a->at[i++] : b->at[j++];
    }
    return out->at != NULL;
}

static int no_memory(struct sw_error *err)
{
    return error_set(err, SW_ENOMEM, "no memory for the pronouns");
}

int pronouns_find(const struct resolver *resolver, const struct people *people,
                  const struct mentions *mentions, struct mentions *out, struct sw_error *err)
{
    const struct document *document = resolver->document;
    struct tracker tracker = {.resolver = resolver, .document = document, .people = people};
    struct mentions all, first_persons = {NULL, 0};
    uint32_t next = 0;
    if (!tracker_init(&tracker, mentions->n, &all)) {
        return no_memory(err);
    }
    find_speakers(&tracker, mentions);
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        start_sentence(&tracker, s);
        for (uint32_t i = sentence->first;
             i < sentence->end && document_annotates(document, sentence); i++) {
            look_at(&tracker, i, mentions, &next, &all);
        }
    }
    return find_all_first_persons(&tracker, &first_persons) &&
                   merge(&all, &first_persons, resolver->arena, out)
               ? SW_OK
               : no_memory(err);
}
