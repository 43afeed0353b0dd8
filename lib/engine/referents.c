#include "referents.h"

#include "error.h"
#include "hash.h"
#include "spelling.h"
#include "tokens.h"

/* Lists of forms by a key. */
struct lists {
    struct id_map heads;
    uint32_t *next; /* of each form, in this list */
};

struct joiner {
    struct resolver *resolver;
    struct forms *forms;
    const struct document *document;
    const struct token *tokens;
    struct lists lists; /* of one pass after the other */
};

static bool lists_init(struct lists *lists, uint32_t n_forms, struct sw_arena *arena)
{
    lists->next = sw_arena_alloc(arena, (n_forms + 1) * sizeof *lists->next);
    return lists->next != NULL && id_map_init(&lists->heads, 2 * n_forms, arena);
}

static void lists_add(struct lists *lists, uint64_t key, uint32_t form)
{
    uint32_t *head = id_map_at(&lists->heads, key);
    lists->next[form] = *head;
    *head = form;
}

/* The later form joins the referent of the earlier one. */
static void join(struct joiner *joiner, uint32_t a, uint32_t b)
{
    uint32_t first = form_root(joiner->forms, a), second = form_root(joiner->forms, b);
    if (first > second) {
        uint32_t swap = first;
        first = second;
        second = swap;
    }
    joiner->forms->at[second].parent = first;
    joiner->forms->at[a].parent = first;
    joiner->forms->at[b].parent = first;
}

static uint32_t n_tokens(const struct form *form)
{
    return form->end - form->first;
}

static uint32_t lower_of(const struct joiner *joiner, uint32_t token)
{
    return joiner->tokens[token].lower;
}

static struct sw_text text_of(const struct joiner *joiner, uint32_t token)
{
    return token_text(joiner->document, &joiner->tokens[token]);
}

static bool is_junior(const struct joiner *joiner, uint32_t token)
{
    static const char *const words[] = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (token_is(joiner->document, token, words[i])) {
            return true;
        }
    }
    return false;
}

/* The token of a person's last name: "Jr." is not it. */
static uint32_t last_name(const struct joiner *joiner, const struct form *form)
{
    uint32_t last = form->end - 1;
    while (last > form->first &&
           (is_junior(joiner, last) || joiner->tokens[last].kind == TOKEN_PUNCT)) {
        last--;
    }
    return last;
}

/* ---- Known names, demonyms
 * ----------------------------------------------------------------------- */

static uint64_t text_key(struct sw_text text, uint64_t salt)
{
    return hash_mix(hash_bytes(text.at, text.len), salt);
}

/* The word without its plural s: "Russians" and "Russian" have one key. */
static uint64_t singular_key(const struct joiner *joiner, const struct form *form)
{
    uint64_t key = 7;
    for (uint32_t i = form->first; i < form->end; i++) {
        struct sw_text text = text_of(joiner, i);
        if (i + 1 == form->end && text.len > 3 && (text.at[text.len - 1] | 0x20) == 's') {
            text.len--;
        }
        key = hash_mix(key, tokens_hash_lower(text));
    }
    return key;
}

static void join_known(struct joiner *joiner)
{
    struct id_map *ids = &joiner->lists.heads;
    id_map_clear(ids);
    for (uint32_t i = 0; i < joiner->forms->n; i++) {
        const struct form *form = &joiner->forms->at[i];
        uint64_t keys[2] = {0, 0};
        if (form->entry != NULL && form->entry->id.len > 0) {
            keys[0] = text_key(form->entry->id, form->type);
        } else if (form->entry != NULL && form->type == SW_NORP && form->entry->of.len > 0) {
            keys[0] = text_key(form->entry->of, 100);
        } else if (form->entry != NULL && form->type != SW_PER) {
            keys[0] = text_key(form->entry->name, 101);
        }
        if (form->type == SW_NORP) {
            keys[1] = singular_key(joiner, form);
        }
        for (int k = 0; k < 2; k++) {
            uint32_t *same = keys[k] != 0 ? id_map_at(ids, keys[k]) : NULL;
            if (same != NULL && *same != NO_FORM) {
                join(joiner, i, *same);
            } else if (same != NULL) {
                *same = i;
            }
        }
    }
}

/* ---- Acronyms
 * ------------------------------------------------------------------------------------ */

static bool is_acronym(const struct joiner *joiner, const struct form *form)
{
    const struct token *token = &joiner->tokens[form->first];
    return n_tokens(form) == 1 && (token->flags & TOKEN_ALL_UPPER) != 0 &&
           token->end - token->start <= 10;
}

/* The letters of an acronym, points left out. */
static uint64_t acronym_key(const struct joiner *joiner, uint32_t token)
{
    struct sw_text text = text_of(joiner, token);
    uint64_t key = 3;
    for (size_t i = 0; i < text.len; i++) {
        key = text.at[i] == '.' ? key : hash_mix(key, (uint64_t)(text.at[i] | 0x20));
    }
    return key;
}

/* The initials of a name: of its capitalised words, or of all of them. */
static uint64_t initials_key(const struct joiner *joiner, const struct form *form, bool all)
{
    uint64_t key = 3;
    uint32_t n = 0;
    for (uint32_t i = form->first; i < form->end; i++) {
        const struct token *token = &joiner->tokens[i];
        bool counts = token->kind == TOKEN_WORD && (token->flags & TOKEN_CLITIC) == 0 &&
                      (all || (token->flags & TOKEN_INITIAL_UPPER) != 0);
        if (counts) {
            key = hash_mix(key, (uint64_t)(joiner->document->text.at[token->start] | 0x20));
            n++;
        }
    }
    return n >= 2 ? key : 0;
}

static void join_acronyms(struct joiner *joiner)
{
    struct id_map *initials = &joiner->lists.heads;
    id_map_clear(initials);
    for (uint32_t i = 0; i < joiner->forms->n; i++) {
        const struct form *form = &joiner->forms->at[i];
        for (int all = 0; all < 2 && form->type != SW_PER && n_tokens(form) >= 2; all++) {
            uint64_t key = initials_key(joiner, form, all != 0);
            uint32_t *same = key != 0 ? id_map_at(initials, key) : NULL;
            if (same != NULL && *same == NO_FORM) {
                *same = i;
            }
        }
    }
    for (uint32_t i = 0; i < joiner->forms->n; i++) {
        const struct form *form = &joiner->forms->at[i];
        if (!is_acronym(joiner, form) || form->type == SW_PER) {
            continue;
        }
        uint32_t same = id_map_find(initials, acronym_key(joiner, form->first));
        if (same != NO_FORM && joiner->forms->at[same].type == form->type) {
            join(joiner, i, same);
        }
    }
}

/* "Five Star Movement (M5S)": mentions_collect has found the acronym right behind its name. */
static void join_brackets(struct joiner *joiner)
{
    const struct mentions *mentions = &joiner->resolver->mentions;
    for (uint32_t m = 1; m < mentions->n; m++) {
        const struct mention *name = &mentions->at[m - 1], *acronym = &mentions->at[m];
        uint32_t i = name->end;
        if (acronym->first == i + 1 && acronym->end == i + 2 &&
            i + 2 < joiner->document->n_tokens && token_char(joiner->document, i) == '(' &&
            token_char(joiner->document, i + 2) == ')' &&
            (joiner->tokens[i + 1].flags & TOKEN_ALL_UPPER) != 0 && name->type == acronym->type &&
            name->type != SW_LOC && name->type != SW_PER && name->end - name->first >= 2) {
            join(joiner, name->form, acronym->form);
        }
    }
}

/* ---- People
 * ---------------------------------------------------------------------------------------- */

/* Whether the first names of two full names with one last name can be one person's. */
static bool same_first_name(const struct joiner *joiner, const struct form *a, const struct form *b)
{
    struct sw_text x = text_of(joiner, a->first), y = text_of(joiner, b->first);
    if (lower_of(joiner, a->first) == lower_of(joiner, b->first)) {
        return true;
    }
    bool initial = (x.len <= 2 && x.at[x.len - 1] == '.') || (y.len <= 2 && y.at[y.len - 1] == '.');
    if (initial) {
        return x.at[0] == y.at[0];
    }
    return spelling_key(x) == spelling_key(y) && spelling_near(x, y);
}

static bool has_junior(const struct joiner *joiner, const struct form *form)
{
    return is_junior(joiner, form->end - 1);
}

/* Full names: one last name, however spelt, and one first name. */
static void join_full_names(struct joiner *joiner)
{
    struct lists *lists = &joiner->lists;
    id_map_clear(&lists->heads);
    for (uint32_t i = 0; i < joiner->forms->n; i++) {
        const struct form *form = &joiner->forms->at[i];
        if (form->type != SW_PER || n_tokens(form) < 2) {
            continue;
        }
        struct sw_text last = text_of(joiner, last_name(joiner, form));
        uint64_t key = spelling_key(last);
        uint32_t other = id_map_find(&lists->heads, key);
        for (uint32_t n = 0; other != NO_FORM && n < REFERENTS_LIST_MAX; n++) {
            const struct form *old = &joiner->forms->at[other];
            struct sw_text old_last = text_of(joiner, last_name(joiner, old));
            bool same_last = lower_of(joiner, last_name(joiner, form)) ==
                                 lower_of(joiner, last_name(joiner, old)) ||
                             spelling_near(last, old_last);
            if (same_last && has_junior(joiner, form) == has_junior(joiner, old) &&
                same_first_name(joiner, form, old)) {
                join(joiner, i, other);
                break;
            }
            other = lists->next[other];
        }
        lists_add(lists, key, i);
    }
}

/* Of the full names in a list the referent most spoken of, the first of those that tie. `short`
 * must be what is left of the name. */
static uint32_t best_full_name(const struct joiner *joiner, const struct lists *lists, uint64_t key,
                               const struct form *brief)
{
    uint32_t best = NO_FORM, other = id_map_find(&lists->heads, key);
    for (uint32_t n = 0; other != NO_FORM && n < REFERENTS_LIST_MAX;
         n++, other = lists->next[other]) {
        const struct form *old = &joiner->forms->at[other];
        bool longer = n_tokens(old) > n_tokens(brief);
        bool fits = n_tokens(brief) == 1;
        longer &= fits || has_junior(joiner, old) == has_junior(joiner, brief);
        for (uint32_t i = old->first; i < old->end && !fits; i++) {
            fits = lower_of(joiner, i) == lower_of(joiner, brief->first);
        }
        /* The list runs from the last to the first: equal counts go to the first. */
        if (longer && fits && (best == NO_FORM || old->count >= joiner->forms->at[best].count)) {
            best = other;
        }
    }
    return best;
}

enum part { LAST_NAME, FIRST_NAME, SPELLING, N_PARTS };

static uint64_t part_key(const struct joiner *joiner, const struct form *form, enum part part)
{
    switch (part) {
    case LAST_NAME:
        return hash_mix(lower_of(joiner, last_name(joiner, form)), 1);
    case FIRST_NAME:
        return hash_mix(lower_of(joiner, form->first), 2);
    default:
        return spelling_key(text_of(joiner, last_name(joiner, form)));
    }
}

/* Short forms: by the last name, then the first name, then a last name spelt otherwise. */
static void join_short_names(struct joiner *joiner)
{
    for (int part = LAST_NAME; part < N_PARTS; part++) {
        struct lists *lists = &joiner->lists;
        id_map_clear(&lists->heads);
        for (uint32_t i = 0; i < joiner->forms->n; i++) {
            const struct form *form = &joiner->forms->at[i];
            if (form->type == SW_PER && n_tokens(form) >= 2) {
                lists_add(lists, part_key(joiner, form, (enum part)part), i);
            }
        }
        for (uint32_t i = 0; i < joiner->forms->n; i++) {
            const struct form *form = &joiner->forms->at[i];
            bool alone = form->type == SW_PER && form_root(joiner->forms, i) == i &&
                         (n_tokens(form) == 1 || part == LAST_NAME);
            if (!alone) {
                continue;
            }
            uint32_t full =
                best_full_name(joiner, lists, part_key(joiner, form, (enum part)part), form);
            bool near =
                full != NO_FORM &&
                (part != SPELLING ||
                 (text_of(joiner, form->first).len >= 5 &&
                  spelling_near(text_of(joiner, form->first),
                                text_of(joiner, last_name(joiner, &joiner->forms->at[full])))));
            if (near) {
                join(joiner, i, full);
            }
        }
    }
}

/* ---- Organisations
 * --------------------------------------------------------------------------------- */

/* Words that a short form of an organisation leaves out at the end of its name. */
static bool is_generic(const struct joiner *joiner, uint32_t token)
{
    static const char *const words[] = {
        "news",     "inc",        "inc.",         "corp",         "corp.",     "corporation",
        "company",  "co",         "co.",          "ltd",          "ltd.",      "group",
        "holdings", "university", "college",      "foundation",   "party",     "movement",
        "channel",  "network",    "tv",           "magazine",     "newspaper", "agency",
        "bank",     "club",       "institute",    "association",  "plc",       "ag",
        "gmbh",     "campaign",   "organization", "organisation", "center",    "centre",
        "fc",       "media",      "times",        "post",         "airlines"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (token_is(joiner->document, token, words[i])) {
            return true;
        }
    }
    return false;
}

/* "Breitbart" of "Breitbart News"; "Times" of "New York Times". */
static void join_organisations(struct joiner *joiner)
{
    for (int end = 0; end < 2; end++) {
        struct lists *lists = &joiner->lists;
        id_map_clear(&lists->heads);
        for (uint32_t i = 0; i < joiner->forms->n; i++) {
            const struct form *form = &joiner->forms->at[i];
            bool generic = form->type == SW_ORG && n_tokens(form) >= 2 && n_tokens(form) <= 4 &&
                           is_generic(joiner, form->end - 1);
            if (generic && (end == 1 || n_tokens(form) == 2)) {
                uint32_t token = end == 1 ? form->end - 1 : form->first;
                lists_add(lists, hash_mix(lower_of(joiner, token), 4), i);
            }
        }
        for (uint32_t i = 0; i < joiner->forms->n; i++) {
            const struct form *form = &joiner->forms->at[i];
            if (form->type != SW_ORG || n_tokens(form) != 1 || form_root(joiner->forms, i) != i) {
                continue;
            }
            uint64_t key = hash_mix(lower_of(joiner, form->first), 4);
            uint32_t full = best_full_name(joiner, lists, key, form);
            if (full != NO_FORM) {
                join(joiner, i, full);
            }
        }
    }
}

int referents_join(struct resolver *resolver, struct sw_error *err)
{
    struct joiner joiner = {.resolver = resolver,
                            .forms = &resolver->forms,
                            .document = resolver->document,
                            .tokens = resolver->document->tokens};
    if (!lists_init(&joiner.lists, joiner.forms->n, resolver->arena)) {
        return error_set(err, SW_ENOMEM, "no memory for %u forms of names", resolver->forms.n);
    }
    join_known(&joiner);
    join_full_names(&joiner);
    join_short_names(&joiner);
    join_organisations(&joiner);
    join_acronyms(&joiner);
    join_brackets(&joiner);
    for (uint32_t m = 0; m < resolver->mentions.n; m++) {
        struct mention *mention = &resolver->mentions.at[m];
        mention->root = form_root(&resolver->forms, mention->form);
    }
    return SW_OK;
}
