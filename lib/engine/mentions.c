#include "mentions.h"

#include <string.h>

#include "error.h"
#include "hash.h"
#include "language.h"
#include "tokens.h"

bool id_map_init(struct id_map *map, uint32_t n, struct sw_arena *arena)
{
    map->n_slots = 16;
    while (map->n_slots < n + (uint64_t)n / 2) {
        map->n_slots *= 2;
    }
    map->keys = sw_arena_alloc(arena, map->n_slots * sizeof *map->keys);
    map->values = sw_arena_alloc(arena, map->n_slots * sizeof *map->values);
    if (map->keys == NULL || map->values == NULL) {
        return false;
    }
    id_map_clear(map);
    return true;
}

void id_map_clear(struct id_map *map)
{
    memset(map->keys, 0, map->n_slots * sizeof *map->keys);
}

/* The slot of a key, or the empty one where it belongs. */
static uint32_t id_map_slot(const struct id_map *map, uint64_t key)
{
    uint32_t i = (uint32_t)(hash_mix(key, 0) & (map->n_slots - 1));
    while (map->keys[i] != 0 && map->keys[i] != key) {
        i = (i + 1) & (map->n_slots - 1);
    }
    return i;
}

uint32_t *id_map_at(struct id_map *map, uint64_t key)
{
    key += key == 0;
    uint32_t i = id_map_slot(map, key);
    if (map->keys[i] == 0) {
        map->keys[i] = key;
        map->values[i] = NO_FORM;
    }
    return &map->values[i];
}

uint32_t id_map_find(const struct id_map *map, uint64_t key)
{
    key += key == 0;
    uint32_t i = id_map_slot(map, key);
    return map->keys[i] != 0 ? map->values[i] : NO_FORM;
}

bool token_is(const struct document *document, uint32_t token, const char *word)
{
    struct sw_text text = token_text(document, &document->tokens[token]);
    size_t len = strlen(word);
    if (text.len != len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char c = text.at[i];
        if ((char)(c >= 'A' && c <= 'Z' ? c + 32 : c) != word[i]) {
            return false;
        }
    }
    return true;
}

static int no_memory(struct sw_error *err)
{
    return error_set(err, SW_ENOMEM, "no memory for the mentions");
}

/* Titles and roles before the name, "the", and what clings to its end are no part of it. */
static void trim(const struct resolver *resolver, struct mention *mention)
{
    const struct document *document = resolver->document;
    const struct token *tokens = document->tokens;
    while (mention->end > mention->first + 1 &&
           ((tokens[mention->end - 1].flags & TOKEN_CLITIC) != 0 ||
            tokens[mention->end - 1].kind == TOKEN_QUOTE)) {
        mention->end--;
    }
    while (
        mention->end > mention->first + 1 &&
        (token_is(document, mention->first, "the") || tokens[mention->first].kind == TOKEN_QUOTE) &&
        (tokens[mention->first].flags & TOKEN_INITIAL_UPPER) == 0) {
        mention->first++;
    }
    while (mention->type == SW_PER) {
        const struct lexicon_entry *title =
            lexicon_match(resolver->lexicons->titles, tokens, mention->first, mention->end);
        uint32_t past = title != NULL ? mention->first + title->n_tokens : mention->end;
        if (past >= mention->end || (tokens[past].flags & TOKEN_INITIAL_UPPER) == 0) {
            break;
        }
        mention->first = past;
    }
}

int mentions_cover(struct resolver *resolver, struct sw_error *err)
{
    uint32_t n = resolver->document->n_tokens;
    if (resolver->covers == NULL) {
        resolver->covers = sw_arena_alloc(resolver->arena, (n + 1) * sizeof *resolver->covers);
    }
    if (resolver->covers == NULL) {
        return no_memory(err);
    }
    memset(resolver->covers, 0, (n + 1) * sizeof *resolver->covers);
    for (uint32_t m = 0; m < resolver->mentions.n; m++) {
        const struct mention *mention = &resolver->mentions.at[m];
        for (uint32_t i = mention->first; i < mention->end; i++) {
            resolver->covers[i] = m + 1;
        }
    }
    return SW_OK;
}

/* Whether an acronym's letters are mostly initials of the name: "M5S" of "Five Star Movement". */
static bool fits_acronym(const struct document *document, const struct mention *name,
                         uint32_t acronym)
{
    struct sw_text text = token_text(document, &document->tokens[acronym]);
    uint32_t n = 0, found = 0;
    for (size_t i = 0; i < text.len && i < 8; i++) {
        char c = (char)(text.at[i] | 0x20);
        if (text.at[i] == '.') {
            continue;
        }
        n++;
        for (uint32_t t = name->first; t < name->end; t++) {
            if ((token_char(document, t) | 0x20) == c) {
                found++;
                break;
            }
        }
    }
    return text.len <= 8 && n >= 2 && found * 2 > n;
}

/* "Five Star Movement (M5S)": the acronym is a name of the same type. */
static bool is_bracketed_acronym(const struct document *document, const struct mention *name)
{
    uint32_t i = name->end;
    return i + 2 < document->n_tokens && name->end - name->first >= 2 &&
           (name->type == SW_ORG || name->type == SW_EVENT) && token_char(document, i) == '(' &&
           token_char(document, i + 2) == ')' &&
           (document->tokens[i + 1].flags & TOKEN_ALL_UPPER) != 0 &&
           fits_acronym(document, name, i + 1);
}

/* Room for what is made of the names beyond themselves: acronyms in brackets, second halves. */
static uint32_t count_extra(const struct document *document, const struct names *names)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < names->n; i++) {
        uint32_t end = names->at[i].end;
        n += (end < document->n_tokens && token_char(document, end) == '(') ||
             (document->tokens[end - 1].flags & TOKEN_CLITIC) != 0;
        n += end - names->at[i].first >= 3;
    }
    return n;
}

/* "Vladimir" "Putin" side by side, "[Mario] Draghi": one name that the tagger saw as two. */
static bool joins_before(const struct resolver *resolver, const struct mention *before,
                         const struct mention *mention)
{
    const struct document *document = resolver->document;
    if (before->type != SW_PER || mention->type != SW_PER ||
        before->sentence != mention->sentence) {
        return false;
    }
    if (before->end == mention->first) {
        return before->end - before->first == 1 &&
               lexicon_match(resolver->lexicons->firstnames, document->tokens, before->first,
                             before->end) != NULL;
    }
    return before->end + 1 == mention->first && before->first > 0 &&
           token_char(document, before->end) == ']' &&
           token_char(document, before->first - 1) == '[';
}

/* Whether all of a run of tokens is one known name; its type in *type. */
static bool is_known(const struct resolver *resolver, uint32_t first, uint32_t end, uint8_t *type)
{
    uint32_t n_tokens;
    const struct gazetteer_entry *entry =
        gazetteer_match(resolver->gazetteer, resolver->document->tokens, first, end, &n_tokens);
    if (entry == NULL || n_tokens != end - first) {
        return false;
    }
    *type = (uint8_t)entry->type;
    return true;
}

/* "Italian-Russian", "Russia-EU": two known names with a hyphen are two mentions. The hyphen, or 0.
 */
static uint32_t hyphen_in(const struct resolver *resolver, const struct mention *mention,
                          uint8_t types[2])
{
    for (uint32_t i = mention->first + 1; i + 1 < mention->end; i++) {
        if (token_char(resolver->document, i) == '-' &&
            resolver->document->tokens[i].kind == TOKEN_PUNCT) {
            bool both = is_known(resolver, mention->first, i, &types[0]) &&
                        is_known(resolver, i + 1, mention->end, &types[1]);
            bool whole = both && is_known(resolver, mention->first, mention->end, &types[0]);
            return both && !whole ? i : 0;
        }
    }
    return 0;
}

/* Adds a name, put together with the one before it or cut in two where that is right. */
static uint32_t add_mention(const struct resolver *resolver, struct mention *at, uint32_t n,
                            struct mention mention)
{
    uint8_t types[2] = {mention.type, mention.type};
    if (n > 0 && joins_before(resolver, &at[n - 1], &mention)) {
        at[n - 1].first -= at[n - 1].end < mention.first ? 1 : 0;
        at[n - 1].end = mention.end;
        return n;
    }
    uint32_t hyphen = hyphen_in(resolver, &mention, types);
    at[n] = mention;
    if (hyphen != 0) {
        at[n].end = hyphen;
        at[n].type = types[0];
        at[++n] = mention;
        at[n].first = hyphen + 1;
        at[n].type = types[1];
    }
    return n + 1;
}

int mentions_collect(struct resolver *resolver, const struct names *names, struct sw_error *err)
{
    const struct document *document = resolver->document;
    uint32_t n_extra = count_extra(document, names);
    struct mention *at =
        sw_arena_alloc(resolver->arena, (names->n + (size_t)n_extra + 1) * sizeof *at);
    uint32_t n = 0, sentence = 0;
    if (at == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < names->n; i++) {
        struct mention mention = {.first = names->at[i].first,
                                  .end = names->at[i].end,
                                  .form = NO_FORM,
                                  .type = (uint8_t)names->at[i].type,
                                  .kind = SW_NAME};
        while (document->sentences[sentence].end <= mention.first) {
            sentence++;
        }
        mention.sentence = sentence;
        if (!document_annotates(document, &document->sentences[sentence])) {
            continue;
        }
        trim(resolver, &mention);
        if (n > 0 && at[n - 1].end > mention.first) {
            if (at[n - 1].end < mention.end) { /* the tagger saw the acronym in brackets too */
                mention.first = at[n - 1].end;
            } else {
                continue;
            }
        }
        n = add_mention(resolver, at, n, mention);
        if (is_bracketed_acronym(document, &mention)) {
            mention.first = mention.end + 1;
            mention.end = mention.first + 1;
            at[n++] = mention;
        }
    }
    resolver->mentions = (struct mentions){at, n};
    return mentions_cover(resolver, err);
}

/* A key for the words of a name, whatever their case and points. */
static uint64_t name_key(const struct token *tokens, uint32_t first, uint32_t end)
{
    uint64_t key = 1;
    for (uint32_t i = first; i < end; i++) {
        if (tokens[i].kind != TOKEN_PUNCT && tokens[i].kind != TOKEN_QUOTE) {
            key = hash_mix(key, tokens[i].lower);
        }
    }
    return key;
}

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
        return no_memory(err);
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
    return resolver->mentions.at != NULL ? mentions_cover(resolver, err) : no_memory(err);
}

/* ---- Forms ------------------------------------------------------------------------------------
 */

/* The type that most mentions of a form have; the first of those that tie. */
static void vote(struct form *form)
{
    uint8_t best = form->type;
    for (uint8_t type = 0; type <= SW_EVENT; type++) {
        best = form->votes[type] > form->votes[best] ? type : best;
    }
    form->type = best;
}

static bool text_is(struct sw_text text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.at, word, text.len) == 0;
}

static void look_up(const struct resolver *resolver, struct form *form)
{
    uint32_t n_tokens;
    const struct gazetteer_entry *entry = gazetteer_match(
        resolver->gazetteer, resolver->document->tokens, form->first, form->end, &n_tokens);
    if (entry == NULL || n_tokens != form->end - form->first) {
        return;
    }
    bool is_seat = text_is(entry->kind, "capital") || text_is(entry->kind, "seat");
    bool is_demonym = text_is(entry->kind, "demonym");
    bool is_place = is_seat || text_is(entry->kind, "country");
    /* What is sure in the list outweighs the tagger, but for people's names and national teams. */
    bool wrong = form->type != SW_PER && ((is_place && form->type != SW_ORG) || is_demonym ||
                                          (is_seat && entry->type == SW_ORG));
    if (wrong) {
        form->type = (uint8_t)entry->type;
    }
    if (entry->type == (int)form->type) {
        form->entry = entry;
        form->is_seat = is_seat;
    }
}

int forms_read(struct resolver *resolver, struct sw_error *err)
{
    struct id_map by_name;
    struct mentions *mentions = &resolver->mentions;
    struct form *at = sw_arena_alloc(resolver->arena, ((size_t)mentions->n + 1) * sizeof *at);
    if (at == NULL || !id_map_init(&by_name, mentions->n, resolver->arena)) {
        return no_memory(err);
    }
    uint32_t n = 0;
    for (uint32_t m = 0; m < mentions->n; m++) {
        struct mention *mention = &mentions->at[m];
        uint32_t *form =
            id_map_at(&by_name, name_key(resolver->document->tokens, mention->first, mention->end));
        if (*form == NO_FORM) {
            *form = n;
            at[n] = (struct form){.mention = m,
                                  .first = mention->first,
                                  .end = mention->end,
                                  .parent = n,
                                  .type = mention->type};
            n++;
        }
        mention->form = *form;
        at[*form].count++;
        at[*form].votes[mention->type]++;
    }
    for (uint32_t i = 0; i < n; i++) {
        vote(&at[i]);
        look_up(resolver, &at[i]);
    }
    for (uint32_t m = 0; m < mentions->n; m++) {
        mentions->at[m].type = at[mentions->at[m].form].type;
    }
    resolver->forms = (struct forms){at, n};
    return SW_OK;
}
