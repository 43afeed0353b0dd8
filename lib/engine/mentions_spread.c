#include "mentions.h"

#include "error.h"
#include "hash.h"
#include "language.h"

/* ---- Known names elsewhere in the text --------------------------------------------------------
 */

/* A name as mentions_spread looks for it; those with one first word are a list. */
struct known {
    uint32_t first, end; /* tokens of a place where it stands */
    uint32_t next;       /* of the list, or NO_FORM */
    uint8_t type;
};

#define KNOWN_TOKENS_MAX 8
#define KNOWN_LIST_MAX 16

struct spreader {
    struct resolver *resolver;
    struct id_map by_first, by_name;
    struct known *known;
    uint32_t n_known;
};

static void add_known(struct spreader *spreader, uint32_t first, uint32_t end, uint8_t type)
{
    const struct token *tokens = spreader->resolver->document->tokens;
    if (end - first > KNOWN_TOKENS_MAX || (tokens[first].flags & TOKEN_INITIAL_UPPER) == 0) {
        return;
    }
    uint32_t *same = id_map_at(&spreader->by_name, name_key(tokens, first, end));
    if (*same != NO_FORM) {
        return;
    }
    uint32_t *head = id_map_at(&spreader->by_first, tokens[first].lower);
    spreader->known[spreader->n_known] = (struct known){first, end, *head, type};
    *head = *same = spreader->n_known++;
}

/* Whether the words at i are those of a known name, in its case or in capitals. */
static bool stands_at(const struct document *document, const struct known *known, uint32_t i,
                      uint32_t end)
{
    const struct token *tokens = document->tokens;
    if (end - i < known->end - known->first) {
        return false;
    }
    for (uint32_t k = known->first; k < known->end; k++, i++) {
        bool same = tokens[i].exact == tokens[k].exact;
        bool capitals = tokens[i].lower == tokens[k].lower &&
                        (tokens[i].flags & TOKEN_ALL_UPPER) != 0 &&
                        tokens[i].end - tokens[i].start > 3;
        if (!same && !capitals) {
            return false;
        }
    }
    return true;
}

/* A capitalised neighbour that no name covers: the name may be a longer one that is not known. */
static bool has_capital_neighbour(const struct resolver *resolver, const struct sentence *sentence,
                                  uint32_t first, uint32_t end)
{
    const struct token *tokens = resolver->document->tokens;
    bool after = end < sentence->end && tokens[end].kind == TOKEN_WORD &&
                 (tokens[end].flags & TOKEN_INITIAL_UPPER) != 0 && resolver->covers[end] == 0;
    bool before = first > sentence->first && tokens[first - 1].kind == TOKEN_WORD &&
                  (tokens[first - 1].flags & TOKEN_INITIAL_UPPER) != 0 &&
                  (tokens[first - 1].flags & TOKEN_SENTENCE_START) == 0 &&
                  resolver->covers[first - 1] == 0 &&
                  lexicon_match(resolver->lexicons->titles, tokens, first - 1, first) == NULL;
    return after || before;
}

/* The longest known name at token i, or NULL. */
static const struct known *find_known(struct spreader *spreader, const struct sentence *sentence,
                                      uint32_t i)
{
    const struct resolver *resolver = spreader->resolver;
    const struct document *document = resolver->document;
    const struct known *longest = NULL;
    uint32_t k = id_map_find(&spreader->by_first, document->tokens[i].lower);
    for (uint32_t n = 0; k != NO_FORM && n < KNOWN_LIST_MAX; n++, k = spreader->known[k].next) {
        const struct known *known = &spreader->known[k];
        uint32_t len = known->end - known->first;
        if ((longest == NULL || len > longest->end - longest->first) &&
            stands_at(document, known, i, sentence->end)) {
            longest = known;
        }
    }
    if (longest == NULL) {
        return NULL;
    }
    uint32_t end = i + (longest->end - longest->first);
    for (uint32_t t = i; t < end; t++) {
        if (resolver->covers[t] != 0) {
            return NULL;
        }
    }
    bool weak = end - i == 1 && (document->tokens[i].flags & TOKEN_SENTENCE_START) != 0 &&
                language_is_english_word(resolver->lexicons, document->tokens, i);
    /* Among capitals neighbours say nothing. */
    bool shouted = document->tokens[i].exact != document->tokens[longest->first].exact;
    return weak || (!shouted && has_capital_neighbour(resolver, sentence, i, end)) ? NULL : longest;
}

static bool spreader_init(struct spreader *spreader, struct resolver *resolver)
{
    uint32_t n = resolver->mentions.n;
    spreader->resolver = resolver;
    spreader->n_known = 0;
    spreader->known =
        sw_arena_alloc(resolver->arena, (2 * (size_t)n + 1) * sizeof *spreader->known);
    return spreader->known != NULL && id_map_init(&spreader->by_name, 2 * n, resolver->arena) &&
           id_map_init(&spreader->by_first, 2 * n, resolver->arena);
}

/* Names as they are, and the last names of people. */
static void spreader_learn(struct spreader *spreader)
{
    const struct resolver *resolver = spreader->resolver;
    for (uint32_t m = 0; m < resolver->mentions.n; m++) {
        const struct mention *mention = &resolver->mentions.at[m];
        add_known(spreader, mention->first, mention->end, mention->type);
    }
    for (uint32_t m = 0; m < resolver->mentions.n; m++) {
        const struct mention *mention = &resolver->mentions.at[m];
        uint32_t last = mention->end - 1;
        if (mention->type == SW_PER && mention->end - mention->first >= 2 &&
            resolver->document->tokens[last].end - resolver->document->tokens[last].start >= 4) {
            add_known(spreader, last, mention->end, SW_PER);
        }
    }
}

/* Puts two lists in text order. */
static struct mentions merge(const struct mentions *a, const struct mentions *b,
                             struct sw_arena *arena)
{
    struct mentions out = {sw_arena_alloc(arena, ((size_t)a->n + b->n + 1) * sizeof *out.at), 0};
    uint32_t i = 0, j = 0;
    while (out.at != NULL && i + j < a->n + b->n) {
        bool from_a = j == b->n || (i < a->n && a->at[i].first < b->at[j].first);
        out.at[out.n++] = from_a ? a->at[i++] : b->at[j++];
    }
    return out;
}

int mentions_spread(struct resolver *resolver, struct sw_error *err)
{
    const struct document *document = resolver->document;
    struct spreader spreader;
    uint32_t most = 1;
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        most += resolver->covers[i] == 0 && (document->tokens[i].flags & TOKEN_INITIAL_UPPER) != 0;
    }
    struct mentions found = {sw_arena_alloc(resolver->arena, most * sizeof *found.at), 0};
    if (found.at == NULL || !spreader_init(&spreader, resolver)) {
        return mentions_no_memory(err);
    }
    spreader_learn(&spreader);
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        if (!document_annotates(document, sentence)) {
            continue;
        }
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            if ((document->tokens[i].flags & TOKEN_INITIAL_UPPER) == 0 ||
                resolver->covers[i] != 0) {
                continue;
            }
            const struct known *known = find_known(&spreader, sentence, i);
            if (known != NULL) {
                uint32_t end = i + (known->end - known->first);
                found.at[found.n++] = (struct mention){
                    .first = i, .end = end, .form = NO_FORM, .sentence = s, .type = known->type};
                i = end - 1;
            }
        }
    }
    if (found.n == 0) {
        return SW_OK;
    }
    resolver->mentions = merge(&resolver->mentions, &found, resolver->arena);
    return resolver->mentions.at != NULL ? mentions_cover(resolver, err) : mentions_no_memory(err);
}
