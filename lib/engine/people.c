#include "people.h"

#include <string.h>

#include "error.h"
#include "hash.h"

#define WINDOW 7 /* tokens that are looked at on each side of a name */

/* ---- The columns of titles.txt
 * --------------------------------------------------------------------- */

/* A group is one of 24 bits by its hash; two that fall together only loosen the match. */
static uint32_t group_bits(struct sw_text groups)
{
    uint32_t bits = 0;
    if (groups.len == 0) {
        return 0;
    }
    const char *at = groups.at, *end = groups.at + groups.len;
    while (at < end) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        const char *word_end = space != NULL ? space : end;
        bits |= 1u << hash_bytes(at, (size_t)(word_end - at)) % 24;
        at = word_end + 1;
    }
    return bits;
}

static bool equals(struct sw_text text, const char *word)
{
    return text.len == strlen(word) && (text.len == 0 || memcmp(text.at, word, text.len) == 0);
}

int people_prepare(struct lexicon *lexicon, const char *file, struct sw_error *err)
{
    size_t n;
    struct lexicon_entry *entries = lexicon_entries(lexicon, &n);
    for (size_t i = 0; i < n; i++) {
        struct lexicon_entry *entry = &entries[i];
        bool is_role = equals(entry->fields[0], "role"), is_org = equals(entry->fields[0], "org");
        if (!is_role && !is_org && !equals(entry->fields[0], "title")) {
            return error_set(err, SW_EFORMAT, "%s: \"%.*s\": neither title, role nor org", file,
                             (int)entry->phrase.len, entry->phrase.at);
        }
        entry->value = group_bits(entry->fields[2]) | (is_role || is_org ? ROLE_ALONE : 0) |
                       (is_org ? ROLE_ORG : 0) | (equals(entry->fields[1], "f") ? ROLE_FEMALE : 0) |
                       (equals(entry->fields[1], "m") ? ROLE_MALE : 0);
    }
    return SW_OK;
}

/* ---- Places
 * ---------------------------------------------------------------------------------------- */

uint32_t people_place(const struct resolver *resolver, uint32_t mention)
{
    uint32_t root = resolver->mentions.at[mention].root;
    const struct form *form = &resolver->forms.at[root];
    const struct gazetteer_entry *entry = form->entry;
    struct sw_text id = {NULL, 0};
    if (entry != NULL) {
        id = entry->of.len > 0 && form->type != SW_ORG ? entry->of : entry->id;
        id = id.len == 0 ? entry->of : id;
    }
    uint32_t key = id.len > 0 ? hash_bytes(id.at, id.len) : (uint32_t)hash_mix(root, 5);
    return key != 0 ? key : 1;
}

bool people_is_former(const struct document *document, uint32_t token)
{
    return token_is(document, token, "former") || token_is(document, token, "ex") ||
           token_is(document, token, "then") || token_is(document, token, "late") ||
           token_is(document, token, "onetime") || token_is(document, token, "outgoing");
}

/* ---- Roles around a name
 * --------------------------------------------------------------------------- */

struct gatherer {
    const struct resolver *resolver;
    const struct document *document;
    struct people *people;
    uint32_t n_most;
};

static void add_fact(struct gatherer *gatherer, uint32_t root, uint32_t token,
                     const struct lexicon_entry *role, uint32_t place, bool is_former)
{
    struct people *people = gatherer->people;
    if (people->n_facts < gatherer->n_most && (role->value & ROLE_GROUPS) != 0) {
        people->facts[people->n_facts++] = (struct fact){root, token, role, place, is_former};
    }
    if ((role->value & (ROLE_FEMALE | ROLE_MALE)) != 0) {
        people->genders[root] = (role->value & ROLE_FEMALE) != 0 ? GENDER_FEMALE : GENDER_MALE;
    }
}

/* The longest role that ends right before token `end`. */
static const struct lexicon_entry *role_before(const struct gatherer *gatherer, uint32_t start,
                                               uint32_t end)
{
    uint32_t first = end > start + 4 ? end - 4 : start;
    for (uint32_t i = first; i < end; i++) {
        const struct lexicon_entry *entry =
            lexicon_match(gatherer->resolver->lexicons->titles, gatherer->document->tokens, i, end);
        if (entry != NULL && i + entry->n_tokens == end) {
            return entry;
        }
    }
    return NULL;
}

static bool is_mark(const struct gatherer *gatherer, uint32_t token, const char *marks)
{
    const struct token *t = &gatherer->document->tokens[token];
    return t->end - t->start == 1 && strchr(marks, gatherer->document->text.at[t->start]) != NULL;
}

/* "[former] [U.S.] secretary of state" that ends before token `end`: notes it, returns its start.
 */
static uint32_t read_before(struct gatherer *gatherer, uint32_t root, uint32_t start, uint32_t end)
{
    const struct lexicon_entry *role = role_before(gatherer, start, end);
    if (role == NULL) {
        return end;
    }
    uint32_t i = end - role->n_tokens, places[2] = {0, 0}, n_places = 0, first = i;
    bool is_former = false;
    for (uint32_t n = 0; i > start && n < WINDOW; n++, i--) {
        uint32_t cover = gatherer->resolver->covers[i - 1];
        const struct token *token = &gatherer->document->tokens[i - 1];
        if (cover != 0) {
            if (gatherer->resolver->mentions.at[cover - 1].type != SW_PER && n_places < 2) {
                places[n_places++] = people_place(gatherer->resolver, cover - 1);
            }
            i = gatherer->resolver->mentions.at[cover - 1].first + 1;
        } else if (people_is_former(gatherer->document, i - 1)) {
            is_former = true;
        } else if (token->kind == TOKEN_QUOTE ||
                   (token->kind == TOKEN_PUNCT && !is_mark(gatherer, i - 1, "-/[]"))) {
            break;
        } else if (token->kind == TOKEN_WORD && (token->flags & TOKEN_CLITIC) == 0 &&
                   token->end - token->start <= 3) {
            break; /* "the", "and", "by" */
        }
        first = i - 1;
    }
    add_fact(gatherer, root, first, role, places[0], is_former);
    if (n_places > 1) {
        add_fact(gatherer, root, first, role, places[1], is_former);
    }
    return first;
}

/* "president of Russia Vladimir Putin", "leader of the Northern League Matteo Salvini". */
static void read_before_of(struct gatherer *gatherer, const struct mention *mention, uint32_t start)
{
    uint32_t cover = mention->first > start ? gatherer->resolver->covers[mention->first - 1] : 0;
    if (cover == 0) {
        return;
    }
    const struct mention *place = &gatherer->resolver->mentions.at[cover - 1];
    uint32_t i = place->first;
    for (uint32_t n = 0; i > start && n < 4 && !token_is(gatherer->document, i - 1, "of"); n++) {
        i--;
    }
    const struct lexicon_entry *role = i > start + 1 && token_is(gatherer->document, i - 1, "of")
                                           ? role_before(gatherer, start, i - 1)
                                           : NULL;
    if (role != NULL && place->type != SW_PER) {
        uint32_t at = i - 1 - role->n_tokens;
        bool is_former = at > start && people_is_former(gatherer->document, at - 1);
        add_fact(gatherer, mention->root, at, role, people_place(gatherer->resolver, cover - 1),
                 is_former);
    }
}

/* "Russia's Vladimir Putin", "the Ukrainian Zelensky": of that place, with no role said. */
static void read_place_before(struct gatherer *gatherer, const struct mention *mention,
                              uint32_t start)
{
    uint32_t i = mention->first;
    i -= i > start && (gatherer->document->tokens[i - 1].flags & TOKEN_CLITIC) != 0 ? 1 : 0;
    uint32_t cover = i > start ? gatherer->resolver->covers[i - 1] : 0;
    struct people *people = gatherer->people;
    if (cover != 0 && people->n_facts < gatherer->n_most &&
        (gatherer->resolver->mentions.at[cover - 1].type == SW_LOC ||
         gatherer->resolver->mentions.at[cover - 1].type == SW_NORP)) {
        people->facts[people->n_facts++] =
            (struct fact){mention->root, mention->first, NULL,
                          people_place(gatherer->resolver, cover - 1), false};
    }
}

/* Whether a role at i is that of a name that follows it. */
static bool has_own_name(const struct gatherer *gatherer, uint32_t past, uint32_t end)
{
    past += past < end && token_char(gatherer->document, past) == ',';
    uint32_t cover = past < end ? gatherer->resolver->covers[past] : 0;
    return cover != 0 && gatherer->resolver->mentions.at[cover - 1].type == SW_PER;
}

/* Whether what stands behind a name may say who that is: ", the ...", "is the ...". */
static bool opens_apposition(const struct gatherer *gatherer, uint32_t i, uint32_t end)
{
    if (i + 1 >= end) {
        return false;
    }
    if (token_char(gatherer->document, i) == ',') {
        return !token_is(gatherer->document, i + 1, "and") &&
               !token_is(gatherer->document, i + 1, "said");
    }
    return token_is(gatherer->document, i, "is") || token_is(gatherer->document, i, "was");
}

/* "Joe Smith, the former mayor of Boston,": the first role up to the next comma. */
static void read_behind(struct gatherer *gatherer, const struct mention *mention, uint32_t end)
{
    uint32_t i = mention->end, places[2] = {0, 0}, n_places = 0;
    bool is_former = false;
    if (!opens_apposition(gatherer, i, end)) {
        return;
    }
    const struct lexicon_entry *role = NULL;
    for (i++; i < end && i < mention->end + WINDOW + 3; i++) {
        uint32_t cover = gatherer->resolver->covers[i];
        const struct lexicon_entry *entry =
            cover == 0 ? lexicon_match(gatherer->resolver->lexicons->titles,
                                       gatherer->document->tokens, i, end)
                       : NULL;
        if (cover != 0 && gatherer->resolver->mentions.at[cover - 1].type == SW_PER) {
            break;
        }
        if (cover != 0 && n_places < 2) {
            places[n_places++] = people_place(gatherer->resolver, cover - 1);
            i = gatherer->resolver->mentions.at[cover - 1].end - 1;
        } else if (entry != NULL && role == NULL && (entry->value & ROLE_ALONE) != 0) {
            role = entry;
            i += entry->n_tokens - 1;
            if (has_own_name(gatherer, i + 1, end)) {
                return;
            }
        } else if (people_is_former(gatherer->document, i)) {
            is_former = true;
        } else if (is_mark(gatherer, i, ",;:.()") || (role != NULL && n_places > 0)) {
            break;
        }
    }
    for (uint32_t p = 0; role != NULL && p < (n_places > 0 ? n_places : 1); p++) {
        add_fact(gatherer, mention->root, mention->end, role, places[p], is_former);
    }
}

static void read_gender(struct gatherer *gatherer, const struct mention *mention)
{
    const struct lexicon_entry *first =
        lexicon_match(gatherer->resolver->lexicons->firstnames, gatherer->document->tokens,
                      mention->first, mention->first + 1);
    uint8_t *gender = &gatherer->people->genders[mention->root];
    if (first != NULL && *gender == GENDER_UNKNOWN && mention->end - mention->first >= 2) {
        *gender = equals(first->fields[0], "f") ? GENDER_FEMALE : GENDER_MALE;
    }
}

static void read_mention(struct gatherer *gatherer, const struct mention *mention)
{
    const struct sentence *sentence = &gatherer->document->sentences[mention->sentence];
    uint32_t end = mention->first;
    if (end > sentence->first && is_mark(gatherer, end - 1, ",[")) {
        end--; /* "Italian Prime Minister, Giuseppe Conte" */
    }
    uint32_t start = read_before(gatherer, mention->root, sentence->first, end);
    if (start > sentence->first && start < end && token_is(gatherer->document, start - 1, "and")) {
        read_before(gatherer, mention->root, sentence->first, start - 1);
    }
    if (start == end) {
        read_before_of(gatherer, mention, sentence->first);
        read_place_before(gatherer, mention, sentence->first);
    }
    read_behind(gatherer, mention, sentence->end);
    if (mention->type == SW_PER) {
        read_gender(gatherer, mention);
    }
}

/* The words of an organisation's own name are its roles: "Trayvon Martin Foundation". */
static void read_own_words(struct gatherer *gatherer, const struct mention *mention)
{
    const struct form *form = &gatherer->resolver->forms.at[mention->form];
    if (form->mention != (uint32_t)(mention - gatherer->resolver->mentions.at)) {
        return;
    }
    for (uint32_t i = mention->first; i < mention->end; i++) {
        const struct lexicon_entry *entry = lexicon_match(
            gatherer->resolver->lexicons->titles, gatherer->document->tokens, i, mention->end);
        if (entry != NULL && (entry->value & ROLE_ORG) != 0) {
            add_fact(gatherer, mention->root, mention->first, entry, 0, false);
        }
    }
}

int people_read(const struct resolver *resolver, struct people *out, struct sw_error *err)
{
    uint32_t n_most = 2 * resolver->mentions.n + 4;
    struct people people = {.facts = sw_arena_alloc(resolver->arena, n_most * sizeof *people.facts),
                            .genders = sw_arena_alloc(resolver->arena, resolver->forms.n + 1)};
    if (people.facts == NULL || people.genders == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the people");
    }
    memset(people.genders, GENDER_UNKNOWN, resolver->forms.n + 1);
    struct gatherer gatherer = {resolver, resolver->document, &people, n_most};
    for (uint32_t m = 0; m < resolver->mentions.n; m++) {
        const struct mention *mention = &resolver->mentions.at[m];
        if (mention->type == SW_PER || mention->type == SW_ORG) {
            read_mention(&gatherer, mention);
        }
        if (mention->type == SW_ORG) {
            read_own_words(&gatherer, mention);
        }
    }
    *out = people;
    return SW_OK;
}
