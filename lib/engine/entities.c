#include "entities.h"

#include <string.h>

#include "error.h"
#include "hash.h"
#include "nominals.h"
#include "referents.h"

/* What builds the entities from their mentions. */
struct builder {
    struct resolver *resolver;
    const struct document *document;
    struct mentions mentions; /* all of them */
    struct sw_entity *entities;
    uint32_t n_entities;
    int32_t *of_root; /* the entity of each form that is a root, or SW_NONE */
    uint32_t *best;   /* of each entity: the form that is its canonical name */
};

/* The text of some tokens; line ends, hard and wide spaces are made one space. Borrowed where there
 * are none. */
static struct sw_text clean_text(const struct builder *builder, uint32_t first, uint32_t end)
{
    const struct token *tokens = builder->document->tokens;
    struct sw_text text = {builder->document->text.at + tokens[first].start,
                           tokens[end - 1].end - tokens[first].start};
    bool clean = true;
    for (uint32_t i = first + 1; i < end; i++) {
        uint32_t gap = tokens[i].start - tokens[i - 1].end;
        clean &= gap == 0 || (gap == 1 && builder->document->text.at[tokens[i - 1].end] == ' ');
    }
    char *copy = clean ? NULL : sw_arena_alloc(builder->resolver->arena, text.len + 1);
    if (copy == NULL) {
        return text;
    }
    size_t len = 0;
    for (uint32_t i = first; i < end; i++) {
        size_t token_len = tokens[i].end - tokens[i].start;
        if (i > first && (tokens[i].flags & TOKEN_SPACE_BEFORE) != 0) {
            copy[len++] = ' ';
        }
        memcpy(copy + len, builder->document->text.at + tokens[i].start, token_len);
        len += token_len;
    }
    return (struct sw_text){copy, len};
}

static struct sw_text form_text(const struct builder *builder, const struct form *form)
{
    return clean_text(builder, form->first, form->end);
}

/* Whether a form is the better name: longer, known, more often used; of two spellings
 * the one whose first name is known. */
static bool is_better_name(const struct builder *builder, const struct form *a,
                           const struct form *b)
{
    uint32_t n = a->end - a->first, m = b->end - b->first;
    if (n != m) {
        return n > m;
    }
    if ((a->entry != NULL) != (b->entry != NULL)) {
        return a->entry != NULL;
    }
    if (a->count != b->count || a->type != SW_PER) {
        return a->count > b->count;
    }
    const struct lexicon *names = builder->resolver->lexicons->firstnames;
    const struct token *tokens = builder->document->tokens;
    return lexicon_match(names, tokens, a->first, a->first + 1) != NULL &&
           lexicon_match(names, tokens, b->first, b->first + 1) == NULL;
}

static int no_memory(struct sw_error *err)
{
    return error_set(err, SW_ENOMEM, "no memory for the entities");
}

/* Entities in the order of their first name; their mentions counted. */
static int number_entities(struct builder *builder, struct sw_error *err)
{
    const struct forms *forms = &builder->resolver->forms;
    struct sw_arena *arena = builder->resolver->arena;
    builder->of_root = sw_arena_alloc(arena, (forms->n + 1) * sizeof *builder->of_root);
    builder->entities = sw_arena_alloc(arena, (forms->n + 1) * sizeof *builder->entities);
    builder->best = sw_arena_alloc(arena, (forms->n + 1) * sizeof *builder->best);
    if (builder->of_root == NULL || builder->entities == NULL || builder->best == NULL) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < forms->n; i++) {
        builder->of_root[i] = SW_NONE;
    }
    for (uint32_t m = 0; m < builder->mentions.n; m++) {
        uint32_t root = builder->mentions.at[m].root;
        if (builder->of_root[root] == SW_NONE) {
            builder->of_root[root] = (int32_t)builder->n_entities;
            builder->best[builder->n_entities] = root;
            builder->entities[builder->n_entities++] = (struct sw_entity){
                .type = (enum sw_entity_type)forms->at[root].type, .of = SW_NONE};
        }
        builder->entities[builder->of_root[root]].n_mentions++;
    }
    return SW_OK;
}

static int place_mentions(struct builder *builder, struct sw_error *err)
{
    struct sw_mention *at =
        sw_arena_alloc(builder->resolver->arena, (builder->mentions.n + 1) * sizeof *at);
    uint32_t *filled =
        sw_arena_alloc(builder->resolver->arena, (builder->n_entities + 1) * sizeof *filled);
    if (at == NULL || filled == NULL) {
        return no_memory(err);
    }
    uint32_t n = 0;
    for (uint32_t e = 0; e < builder->n_entities; e++) {
        builder->entities[e].mentions = at + n;
        filled[e] = n;
        n += builder->entities[e].n_mentions;
    }
    for (uint32_t m = 0; m < builder->mentions.n; m++) {
        const struct mention *mention = &builder->mentions.at[m];
        int32_t e = builder->of_root[mention->root];
        struct sw_span span = {builder->document->tokens[mention->first].start,
                               builder->document->tokens[mention->end - 1].end};
        at[filled[e]++] = (struct sw_mention){span, (enum sw_mention_kind)mention->kind};
    }
    return SW_OK;
}

/* Canonical names, ids, aliases. */
static int name_entities(struct builder *builder, struct sw_error *err)
{
    const struct forms *forms = &builder->resolver->forms;
    struct sw_arena *arena = builder->resolver->arena;
    struct sw_text *aliases = sw_arena_alloc(arena, (forms->n + 1) * sizeof *aliases);
    uint32_t *counts = sw_arena_alloc(arena, (builder->n_entities + 1) * sizeof *counts);
    if (aliases == NULL || counts == NULL) {
        return no_memory(err);
    }
    memset(counts, 0, (builder->n_entities + 1) * sizeof *counts);
    for (uint32_t i = 0; i < forms->n; i++) {
        int32_t e = builder->of_root[form_root(forms, i)];
        counts[e]++;
        if (is_better_name(builder, &forms->at[i], &forms->at[builder->best[e]])) {
            builder->best[e] = i;
        }
        const struct gazetteer_entry *entry = forms->at[i].entry;
        if (entry != NULL && builder->entities[e].wikidata.len == 0) {
            builder->entities[e].wikidata = entry->id;
        }
    }
    uint32_t n = 0;
    for (uint32_t e = 0; e < builder->n_entities; e++) {
        builder->entities[e].name = form_text(builder, &forms->at[builder->best[e]]);
        builder->entities[e].aliases = aliases + n;
        n += counts[e] - 1;
    }
    for (uint32_t i = 0; i < forms->n; i++) {
        struct sw_entity *entity = &builder->entities[builder->of_root[form_root(forms, i)]];
        if (i != builder->best[entity - builder->entities]) {
            struct sw_text *alias = aliases + (entity->aliases - aliases) + entity->n_aliases++;
            *alias = form_text(builder, &forms->at[i]);
        }
    }
    return SW_OK;
}

static bool same_text(struct sw_text a, struct sw_text b)
{
    return a.len == b.len && a.len > 0 && memcmp(a.at, b.at, a.len) == 0;
}

static uint64_t id_key(struct sw_text id)
{
    return hash_mix(hash_bytes(id.at, id.len), 9);
}

/* A demonym's country, where the article names it. */
static int tie_demonyms(struct builder *builder, struct sw_error *err)
{
    const struct forms *forms = &builder->resolver->forms;
    struct id_map countries;
    if (!id_map_init(&countries, forms->n, builder->resolver->arena)) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < forms->n; i++) {
        const struct gazetteer_entry *entry = forms->at[i].entry;
        if (entry != NULL && forms->at[i].type == SW_LOC && entry->id.len > 0) {
            *id_map_at(&countries, id_key(entry->id)) =
                (uint32_t)builder->of_root[form_root(forms, i)];
        }
    }
    for (uint32_t i = 0; i < forms->n; i++) {
        const struct gazetteer_entry *entry = forms->at[i].entry;
        if (entry == NULL || forms->at[i].type != SW_NORP || entry->of.len == 0) {
            continue;
        }
        uint32_t country = id_map_find(&countries, id_key(entry->of));
        struct sw_entity *entity = &builder->entities[builder->of_root[form_root(forms, i)]];
        if (country != NO_FORM && same_text(builder->entities[country].wikidata, entry->of)) {
            entity->of = (int32_t)country;
        }
    }
    return SW_OK;
}

/* ---- Metonyms
 * ------------------------------------------------------------------------------------ */

/* A preposition of place before a name. */
static bool is_located(const struct document *document, const struct mention *mention)
{
    static const char *const words[] = {"in",   "at",   "to",      "from",
                                        "near", "into", "outside", "around"};
    for (size_t i = 0; mention->first > 0 && i < sizeof words / sizeof words[0]; i++) {
        if (token_is(document, mention->first - 1, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_one_of(const struct document *document, uint32_t token, const char *const *words,
                      size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (token_is(document, token, words[i])) {
            return true;
        }
    }
    return false;
}

/* Whether a saying or acting verb follows: "Moscow has long insisted". */
static bool is_speaking(const struct resolver *resolver, const struct mention *mention)
{
    static const char *const helpers[] = {"has",     "had",   "have",       "also",       "will",
                                          "would",   "long",  "repeatedly", "previously", "and",
                                          "notably", "never", "still",      "now"};
    const struct document *document = resolver->document;
    uint32_t end = document->sentences[mention->sentence].end;
    for (uint32_t i = mention->end; i < end && i < mention->end + 4; i++) {
        if (lexicon_match(resolver->lexicons->saying, document->tokens, i, end) != NULL) {
            return true;
        }
        if (!is_one_of(document, i, helpers, sizeof helpers / sizeof helpers[0])) {
            return false;
        }
    }
    return false;
}

/* "by Rome", "between Moscow and Kiev", "Kiev's bid", the subject of a verb. */
static bool is_acting(const struct resolver *resolver, const struct mention *mention)
{
    static const char *const partners[] = {"by", "between", "with", "against"};
    const struct document *document = resolver->document;
    bool partner = mention->first > 0 && is_one_of(document, mention->first - 1, partners,
                                                   sizeof partners / sizeof partners[0]);
    bool owner = mention->end < document->n_tokens &&
                 (document->tokens[mention->end].flags & TOKEN_CLITIC) != 0;
    bool subject = resolver->syntax != NULL && mention->end - mention->first == 1 &&
                   resolver->syntax->relations[mention->first] == REL_NSUBJ;
    return partner || owner || subject || is_speaking(resolver, mention);
}

/* A capital or seat of government that says or does something stands for its government. */
static void mark_metonyms(struct builder *builder)
{
    const struct forms *forms = &builder->resolver->forms;
    for (uint32_t m = 0; m < builder->resolver->mentions.n; m++) {
        const struct mention *mention = &builder->resolver->mentions.at[m];
        const struct form *form = &forms->at[mention->form];
        if (form->is_seat && !is_located(builder->document, mention) &&
            is_acting(builder->resolver, mention)) {
            builder->entities[builder->of_root[mention->root]].metonym = true;
        }
    }
}

/* The innermost mention of each token: names are written last. */
static int32_t *cover_tokens(const struct builder *builder)
{
    uint32_t n = builder->document->n_tokens;
    int32_t *of_token = sw_arena_alloc(builder->resolver->arena, (n + 1) * sizeof *of_token);
    for (uint32_t i = 0; of_token != NULL && i < n; i++) {
        of_token[i] = SW_NONE;
    }
    for (int names = 0; of_token != NULL && names < 2; names++) {
        for (uint32_t m = 0; m < builder->mentions.n; m++) {
            const struct mention *mention = &builder->mentions.at[m];
            for (uint32_t i = mention->first; i < mention->end; i++) {
                if ((mention->kind == SW_NAME) == (names == 1)) {
                    of_token[i] = builder->of_root[mention->root];
                }
            }
        }
    }
    return of_token;
}

static int build(struct builder *builder, struct entities *out, struct sw_error *err)
{
    int status = number_entities(builder, err);
    if (status == SW_OK) {
        status = place_mentions(builder, err);
    }
    if (status == SW_OK) {
        status = name_entities(builder, err);
    }
    if (status == SW_OK) {
        status = tie_demonyms(builder, err);
    }
    if (status != SW_OK) {
        return status;
    }
    mark_metonyms(builder);
    int32_t *of_token = cover_tokens(builder);
    if (of_token == NULL) {
        return no_memory(err);
    }
    *out = (struct entities){builder->entities, builder->n_entities, of_token};
    return SW_OK;
}

int entities_find(const struct gazetteer *gazetteer, const struct lexicons *lexicons,
                  const struct document *document, const struct syntax *syntax,
                  const struct names *names, struct sw_arena *arena, struct entities *out,
                  struct sw_error *err)
{
    struct resolver resolver = {.gazetteer = gazetteer,
                                .lexicons = lexicons,
                                .document = document,
                                .syntax = syntax,
                                .arena = arena};
    struct builder builder = {.resolver = &resolver, .document = document};
    struct people people;
    struct mentions nominals;
    int status = mentions_collect(&resolver, names, err);
    if (status == SW_OK) {
        status = mentions_spread(&resolver, err);
    }
    if (status == SW_OK) {
        status = forms_read(&resolver, err);
    }
    if (status == SW_OK) {
        status = referents_join(&resolver, err);
    }
    if (status == SW_OK) {
        status = people_read(&resolver, &people, err);
    }
    if (status == SW_OK) {
        status = nominals_find(&resolver, &people, &nominals, err);
    }
    if (status == SW_OK) {
        status = pronouns_find(&resolver, &people, &nominals, &builder.mentions, err);
    }
    return status == SW_OK ? build(&builder, out, err) : status;
}
