#include "mentions.h"

#include <string.h>

#include "error.h"
#include "hash.h"
#include "language.h"

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

int mentions_no_memory(struct sw_error *err)
{
    return error_set(err, SW_ENOMEM, "no memory for the mentions");
}

/* "NOT Norway": a common word in capitals before a name that is written as usual. Those that are
 * acronyms too ("US Army", "WHO Director") are left. */
static bool begins_with_stress(const struct resolver *resolver, const struct mention *mention)
{
    const struct token *tokens = resolver->document->tokens;
    return mention->end > mention->first + 1 &&
           (tokens[mention->first].flags & TOKEN_ALL_UPPER) != 0 &&
           (tokens[mention->first + 1].flags & (TOKEN_INITIAL_UPPER | TOKEN_ALL_UPPER)) ==
               TOKEN_INITIAL_UPPER &&
           tokens[mention->first].end - tokens[mention->first].start > 2 &&
           !token_is(resolver->document, mention->first, "who") &&
           language_is_english_word(resolver->lexicons, tokens, mention->first);
}

/* Titles and roles before the name, "the", and what clings to its end are no part of it. */
static void trim(const struct resolver *resolver, struct mention *mention)
{
    const struct document *document = resolver->document;
    const struct token *tokens = document->tokens;
    mention->first += begins_with_stress(resolver, mention) ? 1 : 0;
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
        return mentions_no_memory(err);
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
        return mentions_no_memory(err);
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

uint64_t name_key(const struct token *tokens, uint32_t first, uint32_t end)
{
    uint64_t key = 1;
    for (uint32_t i = first; i < end; i++) {
        if (tokens[i].kind != TOKEN_PUNCT && tokens[i].kind != TOKEN_QUOTE) {
            key = hash_mix(key, tokens[i].lower);
        }
    }
    return key;
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
        return mentions_no_memory(err);
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
        } else if (mention->end - mention->first < at[*form].end - at[*form].first) {
            at[*form].first = mention->first; /* "Mario Brun" rather than "[Mario] Brun" */
            at[*form].end = mention->end;
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
