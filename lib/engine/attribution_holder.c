#include "attribution_holder.h"

#include <string.h>

/* How far a name may stand from the noun it is in apposition to. */
#define HOLDER_CHILDREN_MAX 12u
/* How much of a source is looked at. */
#define HOLDER_LOOK_MAX 64u

static bool is_named_so(const struct scene *scene, uint32_t token)
{
    int32_t entity = scene->entities->of_token[token];
    return entity >= 0 && (scene->document->tokens[token].flags & TOKEN_INITIAL_UPPER) != 0;
}

/* The name that goes with a common noun: "spokesman Brian Fallon", "her husband, Bill". */
static int32_t name_beside(const struct scene *scene, uint32_t head, struct token_range source)
{
    uint32_t n = 0;
    for (uint32_t c = scene->tree.children[head]; c != SYNTAX_NONE && n < HOLDER_CHILDREN_MAX;
         c = scene->tree.siblings[c], n++) {
        uint8_t relation = scene->syntax->relations[c];
        bool apposed = relation == REL_APPOS || relation == REL_FLAT;
        if (apposed && c < source.end && is_named_so(scene, c)) {
            return scene->entities->of_token[c];
        }
    }
    bool follows = head + 1 < source.end && is_named_so(scene, head + 1);
    int32_t next = follows ? scene->entities->of_token[head + 1] : SW_NONE;
    return next >= 0 && scene->entities->at[next].type == SW_PER ? next : SW_OTHER;
}

/* The noun that the clause of a relative pronoun describes, or NONE. */
static uint32_t described_by(const struct scene *scene, uint32_t pronoun)
{
    uint32_t verb = scene->syntax->heads[pronoun];
    for (uint32_t n = 0; n < SYNTAX_CLIMB_MAX && verb != SYNTAX_ROOT; n++) {
        if (scene->syntax->relations[verb] == REL_ACL) {
            return scene->syntax->heads[verb];
        }
        verb = scene->syntax->heads[verb];
    }
    return SYNTAX_NONE;
}

static const char *const first_persons[] = {"I", "i", "We", "we", "My", "my", "Our", "our", NULL};
static const char *const third_persons[] = {"It",   "it",   "Its",   "its",   "They",
                                            "they", "Their", "their", NULL};
static const char *const definite[] = {"The", "the", "This", "this", "That", "that", NULL};

static bool is_one_of(const struct scene *scene, uint32_t token, const char *const *words)
{
    struct sw_text text = token_text(scene->document, &scene->document->tokens[token]);
    for (; *words != NULL; words++) {
        if (text.len == strlen(*words) && memcmp(text.at, *words, text.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_quoted_first_person(const struct scene *scene, uint32_t token)
{
    return scene->quotes.of_token[token] != QUOTES_NONE && is_one_of(scene, token, first_persons);
}

/* Who is named with a colon at the head of the paragraph ("SMITH: I think"), else the author. */
static int32_t unquoted_first_person(const struct scene *scene, uint32_t token)
{
    const struct sentence *sentences = scene->document->sentences;
    uint32_t s = scene->tokens[token].sentence, first = s;
    while (first > 0 && s - first < HOLDER_LOOK_MAX &&
           sentences[first - 1].segment == sentences[s].segment) {
        first--;
    }
    uint32_t i = sentences[first].first;
    int32_t entity = scene->entities->of_token[i];
    while (i < token && entity >= 0 && scene->entities->of_token[i] == entity) {
        i++;
    }
    bool labelled = entity >= 0 && i < token && is_named_so(scene, i - 1) &&
                    scene->document->text.at[scene->document->tokens[i].start] == ':';
    return labelled ? entity : SW_AUTHOR;
}

/* ---- A name in the source ----------------------------------------------------------------- */

/* Tokens of one name in a row. */
struct run {
    uint32_t first, end;
    int32_t entity;
};

static bool starts_clause(const struct scene *scene, uint32_t i)
{
    return scene->syntax->tags[i] == TAG_AUX || scene->syntax->forms[i] == FORM_WH;
}

/* The next name at or after `from` and before a clause of its own begins; false: none. */
static bool next_run(const struct scene *scene, struct token_range source, uint32_t from,
                     struct run *run)
{
    uint32_t end = source.end - source.first > HOLDER_LOOK_MAX ? source.first + HOLDER_LOOK_MAX
                                                               : source.end;
    for (uint32_t i = from; i < end; i++) {
        if (is_named_so(scene, i)) {
            *run = (struct run){i, i + 1, scene->entities->of_token[i]};
            while (run->end < end && scene->entities->of_token[run->end] == run->entity) {
                run->end++;
            }
            return true;
        }
        if (starts_clause(scene, i)) {
            return false;
        }
    }
    return false;
}

/* "Keller" of "a Keller aide" and "Keller's aide" does not end its phrase. */
static bool ends_phrase(const struct scene *scene, struct token_range source, uint32_t end)
{
    uint8_t tag = end < source.end ? scene->syntax->tags[end] : TAG_PUNCT;
    return tag != TAG_NOUN && tag != TAG_PROPN && tag != TAG_ADJ &&
           !(end < source.end && scene->syntax->forms[end] == FORM_POSSESSIVE);
}

static bool is_title(const struct lexicons *lexicons, const struct scene *scene, uint32_t token)
{
    return lexicon_match(lexicons->titles, scene->document->tokens, token, token + 1) != NULL;
}

/* Whether a preposition governs the name and the title before it: "wife of former President". */
static bool is_governed(const struct scene *scene, const struct lexicons *lexicons,
                        struct token_range source, uint32_t first)
{
    uint32_t i = first;
    while (i > source.first &&
           (is_title(lexicons, scene, i - 1) || scene->syntax->tags[i - 1] == TAG_DET ||
            scene->syntax->tags[i - 1] == TAG_ADJ)) {
        i--;
    }
    return i > source.first && scene->syntax->tags[i - 1] == TAG_ADP;
}

/* Whether a noun or another name stands before the name, with no more than a comma between. */
static bool is_led(const struct scene *scene, struct token_range source, uint32_t first)
{
    uint32_t before = first;
    if (before > source.first && scene->syntax->tags[before - 1] == TAG_PUNCT) {
        before--;
    }
    uint8_t tag = before > source.first ? scene->syntax->tags[before - 1] : TAG_X;
    return tag == TAG_NOUN || tag == TAG_PROPN || tag == TAG_ADJ;
}

/* Where the first verb of the source stands: "the group backing Jane Smith". */
static uint32_t end_of_nouns(const struct scene *scene, struct token_range source)
{
    uint32_t i = source.first;
    while (i < source.end && i - source.first < HOLDER_LOOK_MAX &&
           scene->syntax->tags[i] != TAG_VERB) {
        i++;
    }
    return i;
}

/* The person whom a title leads to: "Director Anna Keller", "the leader of X, Joe Smith". */
static int32_t titled(const struct scene *scene, const struct lexicons *lexicons,
                      struct token_range source)
{
    struct run run;
    source.end = end_of_nouns(scene, source);
    for (uint32_t i = source.first; next_run(scene, source, i, &run); i = run.end) {
        bool person = scene->entities->at[run.entity].type == SW_PER;
        if (person && ends_phrase(scene, source, run.end)) {
            bool leads = run.first > source.first && is_led(scene, source, run.first) &&
                         !is_governed(scene, lexicons, source, run.first);
            return leads ? run.entity : SW_NONE;
        }
    }
    return SW_NONE;
}

static const struct lexicon_entry *voice(const struct scene *scene,
                                         const struct lexicons *lexicons, uint32_t token)
{
    return lexicon_match(lexicons->voices, scene->document->tokens, token, token + 1);
}

/* Whose voice a named one is: a country has its people's adjective, polls have who made them. */
static int32_t owner(const struct scene *scene, int32_t entity, bool is_country)
{
    const struct sw_entity *named = &scene->entities->at[entity];
    if (is_country) {
        return named->type == SW_NORP ? named->of : named->type == SW_LOC ? entity : SW_NONE;
    }
    return named->type == SW_PER || named->type == SW_ORG ? entity : SW_NONE;
}

/* Whose words a poll, a letter, a campaign, a government gives: the first that its source names. */
static int32_t voiced(const struct scene *scene, const struct lexicons *lexicons, uint32_t head,
                      struct token_range source)
{
    struct run run;
    const struct lexicon_entry *entry = voice(scene, lexicons, head);
    for (uint32_t i = source.first; entry != NULL && next_run(scene, source, i, &run); i = run.end) {
        int32_t entity = owner(scene, run.entity, entry->fields[0].len > 0);
        if (entity >= 0) {
            return entity;
        }
    }
    return SW_NONE;
}

static int32_t holder_of_head(const struct scene *scene, const struct lexicons *lexicons,
                              uint32_t head, struct token_range source)
{
    int32_t entity = titled(scene, lexicons, source);
    if (entity >= 0) {
        return entity;
    }
    entity = scene->entities->of_token[head];
    if (entity >= 0) {
        return entity;
    }
    if (is_one_of(scene, head, first_persons) && !is_quoted_first_person(scene, head)) {
        return unquoted_first_person(scene, head);
    }
    entity = voiced(scene, lexicons, head, source);
    return entity >= 0 ? entity : name_beside(scene, head, source);
}

int32_t holder_of(const struct scene *scene, const struct lexicons *lexicons,
                  const struct found *found)
{
    struct token_range source = found->source;
    const struct syntax_tree *tree = &scene->tree;
    if (source.end == source.first) {
        uint32_t doer = syntax_is_passive(tree, found->cue.head) ? SYNTAX_NONE
                                                                 : syntax_subject(tree, found->cue.head);
        return doer == SYNTAX_NONE ? SW_OTHER
                                   : holder_of_head(scene, lexicons, doer,
                                                    (struct token_range){doer, doer + 1});
    }
    uint32_t head = syntax_head_of(tree, source);
    if (scene->syntax->forms[head] == FORM_WH && source.end - source.first == 1) {
        uint32_t noun = described_by(scene, head);
        if (noun != SYNTAX_NONE) {
            return holder_of_head(scene, lexicons, noun, scene->tree.extents[noun]);
        }
    }
    return holder_of_head(scene, lexicons, head, source);
}

/* ---- What the other finds tell ------------------------------------------------------------- */

static bool contains(const struct found *found, uint32_t token, uint32_t *size)
{
    for (uint32_t k = 0; k < found->n_content; k++) {
        if (token >= found->content[k].first && token < found->content[k].end) {
            *size = found->content[k].end - found->content[k].first;
            return true;
        }
    }
    return false;
}

/* The outermost quotation that a token stands in, at the first of its paragraphs; or NONE. */
static uint32_t quotation(const struct scene *scene, uint32_t token)
{
    uint32_t q = scene->quotes.of_token[token];
    while (q != QUOTES_NONE && scene->quotes.at[q].parent != QUOTES_NONE) {
        q = scene->quotes.at[q].parent;
    }
    for (uint32_t n = 0; n < FOUND_AROUND && q != QUOTES_NONE && scene->quotes.at[q].previous != QUOTES_NONE;
         n++) {
        q = scene->quotes.at[q].previous;
    }
    return q;
}

/* The find around `at` in whose content the token stands, the innermost; or n. */
static uint32_t find_around(const struct finds *finds, uint32_t at, uint32_t token)
{
    uint32_t from = at > FOUND_AROUND ? at - FOUND_AROUND : 0;
    uint32_t to = finds->n - at > FOUND_AROUND ? at + FOUND_AROUND : finds->n;
    uint32_t best = finds->n, best_size = UINT32_MAX, size = 0;
    for (uint32_t i = from; i < to; i++) {
        if (i != at && contains(&finds->at[i], token, &size) && size < best_size) {
            best = i;
            best_size = size;
        }
    }
    return best;
}

/* The find around `at` that gives some of the same quotation; or n. */
static uint32_t find_same_quotation(const struct scene *scene, const struct finds *finds,
                                    uint32_t at, uint32_t token)
{
    uint32_t from = at > FOUND_AROUND ? at - FOUND_AROUND : 0;
    uint32_t to = finds->n - at > FOUND_AROUND ? at + FOUND_AROUND : finds->n;
    uint32_t q = quotation(scene, token);
    for (uint32_t i = from; i < to && q != QUOTES_NONE; i++) {
        const struct found *found = &finds->at[i];
        bool outside = quotation(scene, found->cue.head) != q;
        for (uint32_t k = 0; i != at && outside && k < found->n_content; k++) {
            if (quotation(scene, found->content[k].first) == q ||
                quotation(scene, found->content[k].end - 1) == q) {
                return i;
            }
        }
    }
    return finds->n;
}

static int32_t first_person(const struct scene *scene, const struct finds *finds,
                            const int32_t *holders, uint32_t at, uint32_t token)
{
    uint32_t i = find_around(finds, at, token);
    if (i == finds->n) {
        i = find_same_quotation(scene, finds, at, token);
    }
    return i < finds->n ? holders[i] : SW_OTHER;
}

/* "It" and "they" in the words of a body mean that body: "the ministry said it would". */
static int32_t third_person(const struct scene *scene, const struct finds *finds,
                            const int32_t *holders, uint32_t at, uint32_t token)
{
    uint32_t around = find_around(finds, at, token);
    int32_t holder = around < finds->n ? holders[around] : SW_OTHER;
    enum sw_entity_type type = holder >= 0 ? scene->entities->at[holder].type : SW_PER;
    return type == SW_ORG || type == SW_NORP || type == SW_LOC ? holder : SW_OTHER;
}

/* "The poll": whose the last poll was that spoke. */
static int32_t same_voice(const struct scene *scene, const struct finds *finds,
                          const int32_t *holders, uint32_t at, uint32_t head)
{
    const struct token *tokens = scene->document->tokens;
    for (uint32_t i = at; i-- > 0 && at - i < FOUND_AROUND;) {
        struct token_range source = finds->at[i].source;
        if (holders[i] >= 0 && source.end > source.first &&
            tokens[syntax_head_of(&scene->tree, source)].lower == tokens[head].lower) {
            return holders[i];
        }
    }
    return SW_OTHER;
}

/* Settles a source that does not say by itself who speaks. */
static int32_t settle(const struct scene *scene, const struct lexicons *lexicons,
                      const struct finds *finds, const int32_t *holders, uint32_t at)
{
    uint32_t head = syntax_head_of(&scene->tree, finds->at[at].source);
    int32_t holder = SW_OTHER;
    if (is_quoted_first_person(scene, head)) {
        holder = first_person(scene, finds, holders, at, head);
    } else if (holders[at] == SW_OTHER && is_one_of(scene, head, third_persons)) {
        holder = third_person(scene, finds, holders, at, head);
    } else if (holders[at] == SW_OTHER && voice(scene, lexicons, head) != NULL &&
               is_one_of(scene, finds->at[at].source.first, definite)) {
        holder = same_voice(scene, finds, holders, at, head);
    }
    return holder >= 0 ? holder : holders[at];
}

void holders_find(const struct scene *scene, const struct lexicons *lexicons,
                  const struct finds *finds, int32_t *holders)
{
    for (uint32_t i = 0; i < finds->n; i++) {
        holders[i] = holder_of(scene, lexicons, &finds->at[i]);
    }
    for (uint32_t i = 0; i < finds->n; i++) {
        if (finds->at[i].source.end > finds->at[i].source.first) {
            holders[i] = settle(scene, lexicons, finds, holders, i);
        }
    }
}
