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
    struct antecedent recent[RECENT];
    uint32_t n_seen;
    uint32_t *counts; /* mentions of each root so far */
    bool in_quote;
    uint32_t sentence, first_of; /* the sentence whose first person has been seen */
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
                            .is_pronoun = mention->kind == SW_PRONOUN};
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

/* The row of a pronoun, or N_PRONOUNS. */
static size_t pronoun_of(const struct tracker *tracker, const struct token *token)
{
    uint32_t len = token->end - token->start;
    if (token->kind != TOKEN_WORD || len < 2 || len > 7) {
        return N_PRONOUNS;
    }
    size_t row = 0;
    while (row < N_PRONOUNS && tracker->hashes[row] != token->lower) {
        row++;
    }
    return row;
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
                    uint32_t *next, struct mentions *out, uint32_t most)
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
    if (row == N_PRONOUNS || tracker->resolver->covers[i] != 0 || out->n >= most) {
        return;
    }
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

int pronouns_find(const struct resolver *resolver, const struct people *people,
                  const struct mentions *mentions, struct mentions *out, struct sw_error *err)
{
    const struct document *document = resolver->document;
    struct tracker tracker = {.resolver = resolver, .document = document, .people = people};
    uint32_t n_pronouns = 0, next = 0;
    for (size_t row = 0; row < N_PRONOUNS; row++) {
        tracker.hashes[row] =
            tokens_hash_lower((struct sw_text){pronouns[row].word, strlen(pronouns[row].word)});
    }
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        n_pronouns += pronoun_of(&tracker, &document->tokens[i]) != N_PRONOUNS;
    }
    uint32_t most = mentions->n + n_pronouns;
    struct mentions all = {sw_arena_alloc(resolver->arena, (most + 1) * sizeof *all.at), 0};
    tracker.counts =
        sw_arena_alloc(resolver->arena, (resolver->forms.n + 1) * sizeof *tracker.counts);
    if (all.at == NULL || tracker.counts == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u mentions", most);
    }
    memset(tracker.counts, 0, (resolver->forms.n + 1) * sizeof *tracker.counts);
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        tracker.sentence = s;
        if (s == 0 || sentence->segment != document->sentences[s - 1].segment) {
            tracker.in_quote = false;
        }
        for (uint32_t i = sentence->first;
             i < sentence->end && document_annotates(document, sentence); i++) {
            look_at(&tracker, i, mentions, &next, &all, most);
        }
    }
    *out = all;
    return SW_OK;
}
