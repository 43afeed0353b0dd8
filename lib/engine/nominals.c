#include "nominals.h"

#include <string.h>

#include "error.h"
#include "language.h"

#define MODIFIERS_MAX 6
#define FALL_BACK_TOKENS 60u
#define LAST 4u      /* people that a nominal without a fact may mean */
#define FACTS_MAX 64 /* how far back among the facts a nominal looks */

/* A noun phrase around a role. */
struct nominal {
    uint32_t first, end, sentence;
    const struct lexicon_entry *role;
    uint32_t places[3], n_places;
    bool is_former, is_definite;
};

struct finder {
    const struct resolver *resolver;
    const struct document *document;
    const struct people *people;
    uint32_t *last_seen; /* of each root: 1 + the token where it was last mentioned */
    uint32_t next_name;  /* the first name mention after the token that is looked at */
    uint32_t next_fact;  /* the first fact that is said after it */
    uint32_t last[2]
                 [LAST]; /* 1 + the roots of the people, of the organisations last named; 0: none */
};

static bool is_determiner(const struct document *document, uint32_t token, bool *is_definite)
{
    static const struct {
        const char *word;
        bool is_definite;
    } rows[] = {{"the", true},  {"this", true}, {"that", true},   {"a", false},      {"an", false},
                {"any", false}, {"no", false},  {"every", false}, {"another", false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (token_is(document, token, rows[i].word)) {
            *is_definite = rows[i].is_definite;
            return true;
        }
    }
    return false;
}

/* A word that may stand between determiner and role. */
static bool is_modifier(const struct finder *finder, uint32_t token)
{
    const struct token *t = &finder->document->tokens[token];
    if (t->kind == TOKEN_PUNCT) {
        return t->end - t->start == 1 && finder->document->text.at[t->start] == '-';
    }
    if (t->kind == TOKEN_NUMBER || (t->flags & TOKEN_CLITIC) != 0) {
        return true;
    }
    return t->kind == TOKEN_WORD && t->end - t->start > 2 &&
           !language_is_english_word(finder->resolver->lexicons, finder->document->tokens, token);
}

/* Reads from the role at i to the left up to its determiner. */
static void read_left(const struct finder *finder, const struct sentence *sentence,
                      struct nominal *nominal)
{
    uint32_t i = nominal->first;
    for (uint32_t n = 0; i > sentence->first && n < MODIFIERS_MAX; n++) {
        uint32_t cover = finder->resolver->covers[i - 1];
        if (is_determiner(finder->document, i - 1, &nominal->is_definite)) {
            nominal->first = i - 1;
            return;
        }
        if (cover != 0) {
            const struct mention *mention = &finder->resolver->mentions.at[cover - 1];
            if (mention->type == SW_PER || nominal->n_places == 3) {
                return;
            }
            nominal->places[nominal->n_places++] = people_place(finder->resolver, cover - 1);
            /* "Russia's president" is as definite as "the". */
            nominal->is_definite |=
                (finder->document->tokens[mention->end].flags & TOKEN_CLITIC) != 0;
            i = mention->first;
            nominal->first = i;
            continue;
        }
        if (people_is_former(finder->document, i - 1)) {
            nominal->is_former = true;
            nominal->first = i - 1;
        } else if (!is_modifier(finder, i - 1)) {
            return;
        }
        i--;
    }
}

/* "of Italy", "from Texas", "of the far-right Northern League" behind the role. */
static void read_right(const struct finder *finder, const struct sentence *sentence,
                       struct nominal *nominal)
{
    uint32_t i = nominal->end;
    if (i + 1 >= sentence->end ||
        !(token_is(finder->document, i, "of") || token_is(finder->document, i, "from"))) {
        return;
    }
    for (i++; i < sentence->end && i < nominal->end + MODIFIERS_MAX; i++) {
        uint32_t cover = finder->resolver->covers[i];
        if (cover != 0 && nominal->n_places < 3 &&
            finder->resolver->mentions.at[cover - 1].type != SW_PER) {
            nominal->places[nominal->n_places++] = people_place(finder->resolver, cover - 1);
            nominal->end = finder->resolver->mentions.at[cover - 1].end;
            return;
        }
        if (cover != 0 || !(token_is(finder->document, i, "the") || is_modifier(finder, i))) {
            return;
        }
    }
}

/* "President Putin", "the president, Vladimir Putin": the name says who it is. */
static bool has_name(const struct finder *finder, const struct sentence *sentence, uint32_t end)
{
    end += end < sentence->end && token_char(finder->document, end) == ',';
    end += end < sentence->end && token_char(finder->document, end) == '[';
    uint32_t cover = end < sentence->end ? finder->resolver->covers[end] : 0;
    return cover != 0 && finder->resolver->mentions.at[cover - 1].type == SW_PER;
}

/* Behind a name ("Conte, the former premier,"), after a copula: it describes, it does not mention.
 */
static bool describes(const struct finder *finder, const struct sentence *sentence, uint32_t first)
{
    if (first < sentence->first + 2) {
        return false;
    }
    bool comma = token_char(finder->document, first - 1) == ',';
    uint32_t cover = comma ? finder->resolver->covers[first - 2] : 0;
    bool copula = token_is(finder->document, first - 1, "is") ||
                  token_is(finder->document, first - 1, "was") ||
                  token_is(finder->document, first - 1, "as") ||
                  token_is(finder->document, first - 1, "be") ||
                  token_is(finder->document, first - 1, "been") ||
                  token_is(finder->document, first - 1, "become") ||
                  token_is(finder->document, first - 1, "for");
    return copula || (cover != 0 && finder->resolver->mentions.at[cover - 1].type == SW_PER);
}

#define MISPLACED (-2)

/* How well a fact fits; negative: not at all; MISPLACED: the role fits, the place does not. */
static int fit(const struct finder *finder, const struct nominal *nominal, const struct fact *fact)
{
    const struct form *form = &finder->resolver->forms.at[fact->root];
    bool is_org = (nominal->role->value & ROLE_ORG) != 0;
    if ((form->type == SW_ORG) != is_org ||
        (fact->role != NULL && (fact->role->value & nominal->role->value & ROLE_GROUPS) == 0)) {
        return -1;
    }
    uint8_t gender = finder->people->genders[fact->root];
    if (((nominal->role->value & ROLE_FEMALE) != 0 && gender == GENDER_MALE) ||
        ((nominal->role->value & ROLE_MALE) != 0 && gender == GENDER_FEMALE)) {
        return -1;
    }
    int score = fact->role == nominal->role ? 4 : fact->role != NULL ? 2 : 0;
    bool same_place = false;
    for (uint32_t p = 0; p < nominal->n_places; p++) {
        same_place |= nominal->places[p] == fact->place;
    }
    if (same_place) {
        score += 4;
    } else if (nominal->n_places > 0 && fact->place != 0) {
        return MISPLACED;
    } else if (fact->role == NULL) {
        return -1;
    } else if (nominal->n_places > 0) {
        score -= 1;
    }
    return score + (nominal->is_former == fact->is_former ? 1 : -2);
}

/* Whether the text says that they are something like it elsewhere: no Italian leader is French. */
static bool is_contradicted(const struct finder *finder, const struct nominal *nominal,
                            uint32_t root)
{
    const struct people *people = finder->people;
    uint32_t end = finder->next_fact, first = end > FACTS_MAX ? end - FACTS_MAX : 0;
    for (uint32_t f = first; f < end; f++) {
        if (people->facts[f].root == root && fit(finder, nominal, &people->facts[f]) == MISPLACED) {
            return true;
        }
    }
    return false;
}

/* Whether its own sentence names them behind it: "the businessman praised Smith" is not Smith. */
static bool is_beside(const struct finder *finder, const struct nominal *nominal, uint32_t root)
{
    uint32_t end = finder->document->sentences[nominal->sentence].end;
    for (uint32_t i = nominal->end; i < end && i < nominal->end + FALL_BACK_TOKENS; i++) {
        uint32_t cover = finder->resolver->covers[i];
        if (cover != 0 && finder->resolver->mentions.at[cover - 1].root == root) {
            return true;
        }
    }
    return false;
}

/* With no such role in the text: who or what was named last, if it was just now. */
static uint32_t fall_back(const struct finder *finder, const struct nominal *nominal)
{
    const uint32_t *last = finder->last[(nominal->role->value & ROLE_ORG) != 0];
    for (uint32_t i = 0; i < LAST && last[i] != 0 && nominal->is_definite; i++) {
        uint32_t seen = finder->last_seen[last[i] - 1];
        if (nominal->first + 1 - seen <= FALL_BACK_TOKENS &&
            !is_contradicted(finder, nominal, last[i] - 1) &&
            !is_beside(finder, nominal, last[i] - 1)) {
            return last[i] - 1;
        }
    }
    return NO_FORM;
}

/* The referent that a nominal means, or NO_FORM. */
static uint32_t choose(struct finder *finder, const struct nominal *nominal)
{
    const struct people *people = finder->people;
    uint32_t best = NO_FORM;
    int best_score = 2;
    bool is_title =
        finder->document->segments[finder->document->sentences[nominal->sentence].segment].kind ==
        SW_TITLE;
    while (finder->next_fact < people->n_facts &&
           people->facts[finder->next_fact].token < nominal->first) {
        finder->next_fact++;
    }
    uint32_t end = finder->next_fact + (is_title ? 8 : 0);
    end = end < people->n_facts ? end : people->n_facts;
    uint32_t first = end > FACTS_MAX ? end - FACTS_MAX : 0;
    for (uint32_t f = end; f > first; f--) {
        const struct fact *fact = &people->facts[f - 1];
        int score = fit(finder, nominal, fact);
        uint32_t seen = finder->last_seen[fact->root];
        if (score < 0 || (seen == 0 && !is_title)) {
            continue;
        }
        uint32_t distance =
            seen != 0 && nominal->first + 1 > seen ? nominal->first + 1 - seen : 400;
        score += distance < 60 ? 2 : distance < 160 ? 1 : 0;
        bool nearer = score == best_score && best != NO_FORM && seen > finder->last_seen[best];
        if (score > best_score || nearer) {
            best = fact->root;
            best_score = score;
        }
    }
    return best != NO_FORM ? best : fall_back(finder, nominal);
}

/* The nominal whose role stands at token i; false: none. */
static bool read_nominal(const struct finder *finder, const struct lexicon_entry *role, uint32_t s,
                         uint32_t i, struct nominal *out)
{
    const struct sentence *sentence = &finder->document->sentences[s];
    *out = (struct nominal){.first = i, .end = i + role->n_tokens, .sentence = s, .role = role};
    bool is_title = finder->document->segments[sentence->segment].kind == SW_TITLE;
    if ((role->value & ROLE_ALONE) == 0 || has_name(finder, sentence, out->end)) {
        return false;
    }
    read_left(finder, sentence, out);
    read_right(finder, sentence, out);
    bool is_said = out->is_definite || (out->n_places > 0 && (is_title || out->is_former));
    return is_said && !describes(finder, sentence, out->first) &&
           !has_name(finder, sentence, out->end);
}

/* Keeps the last few people and organisations, each once. */
static void see_last(struct finder *finder, const struct mention *name)
{
    uint32_t *last = finder->last[name->type == SW_ORG];
    uint32_t i = 0;
    while (i + 1 < LAST && last[i] != name->root + 1) {
        i++;
    }
    memmove(last + 1, last, i * sizeof *last);
    last[0] = name->root + 1;
}

static void see_names(struct finder *finder, uint32_t token)
{
    const struct mentions *names = &finder->resolver->mentions;
    while (finder->next_name < names->n && names->at[finder->next_name].first < token) {
        const struct mention *name = &names->at[finder->next_name++];
        finder->last_seen[name->root] = name->first + 1;
        if (name->type == SW_PER || name->type == SW_ORG) {
            see_last(finder, name);
        }
    }
}

/* The nominals of one sentence, added to *found. */
static void find_in(struct finder *finder, uint32_t s, struct mentions *found, uint32_t most)
{
    const struct sentence *sentence = &finder->document->sentences[s];
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct token *token = &finder->document->tokens[i];
        if (token->kind != TOKEN_WORD || finder->resolver->covers[i] != 0) {
            continue;
        }
        const struct lexicon_entry *role = lexicon_match(
            finder->resolver->lexicons->titles, finder->document->tokens, i, sentence->end);
        struct nominal nominal;
        if (role == NULL || !read_nominal(finder, role, s, i, &nominal)) {
            i += role != NULL ? role->n_tokens - 1 : 0;
            continue;
        }
        see_names(finder, nominal.first);
        uint32_t root = choose(finder, &nominal);
        if (root != NO_FORM && found->n < most) {
            found->at[found->n++] = (struct mention){.first = nominal.first,
                                                     .end = nominal.end,
                                                     .form = NO_FORM,
                                                     .root = root,
                                                     .sentence = s,
                                                     .type = finder->resolver->forms.at[root].type,
                                                     .kind = SW_NOMINAL};
            finder->last_seen[root] = nominal.first + 1;
        }
        i = nominal.end - 1;
    }
}

/* Names and nominals in the order of their first token; a nominal before the name inside it. */
static void merge(const struct mentions *names, const struct mentions *nominals,
                  struct mentions *out)
{
    uint32_t i = 0, j = 0;
    while (i + j < names->n + nominals->n) {
        bool name =
            j == nominals->n || (i < names->n && names->at[i].first < nominals->at[j].first);
        out->at[out->n++] = name ? names->at[i++] : nominals->at[j++];
    }
}

/* Room for the nominals: the roles that the text has. */
static uint32_t count_roles(const struct resolver *resolver)
{
    const struct document *document = resolver->document;
    uint32_t n = 0;
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        n += resolver->covers[i] == 0 && document->tokens[i].kind == TOKEN_WORD &&
             lexicon_match(resolver->lexicons->titles, document->tokens, i, document->n_tokens) !=
                 NULL;
    }
    return n;
}

int nominals_find(const struct resolver *resolver, const struct people *people,
                  struct mentions *out, struct sw_error *err)
{
    const struct document *document = resolver->document;
    uint32_t most = count_roles(resolver) + 1;
    struct mentions found = {sw_arena_alloc(resolver->arena, most * sizeof *found.at), 0};
    struct finder finder = {
        .resolver = resolver,
        .document = document,
        .people = people,
        .last_seen =
            sw_arena_alloc(resolver->arena, (resolver->forms.n + 1) * sizeof *finder.last_seen)};
    struct mentions all = {
        sw_arena_alloc(resolver->arena, ((size_t)resolver->mentions.n + most) * sizeof *all.at), 0};
    if (found.at == NULL || finder.last_seen == NULL || all.at == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the nominals");
    }
    memset(finder.last_seen, 0, (resolver->forms.n + 1) * sizeof *finder.last_seen);
    for (uint32_t s = 0; s < document->n_sentences && people->n_facts > 0; s++) {
        if (document_annotates(document, &document->sentences[s])) {
            find_in(&finder, s, &found, most);
        }
    }
    merge(&resolver->mentions, &found, &all);
    *out = all;
    return SW_OK;
}
