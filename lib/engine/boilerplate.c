#include "boilerplate.h"

#include <string.h>

#include "error.h"

/* Longer paragraphs are looked at for their start only. */
#define WORDS_MAX 90

enum place { LINE, BLOCK, START, HAS, END, TAIL, MARK, CAPTION, N_PLACES };

static const char *const places[N_PLACES] = {"line", "block", "start", "has",
                                             "end",  "tail",  "mark",  "caption"};

enum tag { NO_TAG, INBOX, COMMENTS, SOCIAL, CAPTION_TAG, N_TAGS };

static const char *const tags[N_TAGS] = {"", "inbox", "comments", "social", "caption"};

/* entry->value: place, tag and the most words, packed. */
static enum place place_of(const struct lexicon_entry *entry)
{
    return (enum place)(entry->value & 0xF);
}

static enum tag tag_of(const struct lexicon_entry *entry)
{
    return (enum tag)(entry->value >> 4 & 0xF);
}

static uint32_t most_words(const struct lexicon_entry *entry)
{
    return entry->value >> 8;
}

static bool equals(struct sw_text text, const char *word)
{
    return text.len == strlen(word) && (text.len == 0 || memcmp(text.at, word, text.len) == 0);
}

static uint32_t find_name(const char *const *names, uint32_t n, struct sw_text name)
{
    uint32_t i = 0;
    while (i < n && !equals(name, names[i])) {
        i++;
    }
    return i;
}

static uint32_t read_number(struct sw_text text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.len && i < 4 && text.at[i] >= '0' && text.at[i] <= '9'; i++) {
        n = n * 10 + (uint32_t)(text.at[i] - '0');
    }
    return n;
}

int boilerplate_prepare(struct lexicon *lexicon, const char *file, struct sw_error *err)
{
    size_t n;
    struct lexicon_entry *entries = lexicon_entries(lexicon, &n);
    for (size_t i = 0; i < n; i++) {
        struct lexicon_entry *entry = &entries[i];
        uint32_t place = find_name(places, N_PLACES, entry->fields[0]);
        uint32_t tag = find_name(tags, N_TAGS, entry->fields[2]);
        if (place == N_PLACES || tag == N_TAGS) {
            return error_set(err, SW_EFORMAT, "%s: \"%.*s\": no such %s; see the head of the file",
                             file, (int)entry->phrase.len, entry->phrase.at,
                             place == N_PLACES ? "place" : "tag");
        }
        uint32_t most = read_number(entry->fields[1]);
        entry->value = place | tag << 4 | (most > 0 ? most : WORDS_MAX) << 8;
    }
    return SW_OK;
}

/* The first token past quote marks, brackets, dashes and bullets. */
static uint32_t skip_marks(const struct token *tokens, uint32_t first, uint32_t end)
{
    while (first + 1 < end &&
           (tokens[first].kind == TOKEN_QUOTE || tokens[first].kind == TOKEN_PUNCT)) {
        first++;
    }
    return first;
}

static bool only_marks(const struct token *tokens, uint32_t first, uint32_t end)
{
    return first >= end ||
           (skip_marks(tokens, first, end) == end - 1 &&
            (tokens[end - 1].kind == TOKEN_QUOTE || tokens[end - 1].kind == TOKEN_PUNCT));
}

static bool has_mark(const struct lexicon *lexicon, const struct token *tokens,
                     const struct paragraph *paragraph, enum tag tag)
{
    for (uint32_t i = paragraph->first + 1; i < paragraph->end; i++) {
        if (tag == SOCIAL && tokens[i].kind == TOKEN_LINK) {
            return true;
        }
        const struct lexicon_entry *entry = lexicon_match(lexicon, tokens, i, paragraph->end);
        if (entry != NULL && place_of(entry) == MARK && tag_of(entry) == tag) {
            return true;
        }
    }
    return false;
}

/* A line that opens with a tag and has hardly a word outside of its tags. */
static bool is_markup(struct sw_text text, const struct token *tokens,
                      const struct paragraph *paragraph)
{
    uint32_t n_outside = 0;
    bool inside = false;
    for (uint32_t i = paragraph->first; i < paragraph->end && n_outside < 3; i++) {
        char c = text.at[tokens[i].start];
        inside = c == '<' || (inside && c != '>');
        n_outside += !inside && tokens[i].kind == TOKEN_WORD;
    }
    return n_outside < 3 && paragraph->end - paragraph->first > 2;
}

/* Markup, a line of links, or a short line with an address in it. */
static bool is_machine_line(struct sw_text text, const struct token *tokens,
                            const struct paragraph *paragraph)
{
    if (text.at[tokens[paragraph->first].start] == '<') {
        return is_markup(text, tokens, paragraph);
    }
    uint32_t n_addresses = 0;
    for (uint32_t i = paragraph->first; i < paragraph->end && paragraph->n_words <= 8; i++) {
        char c = text.at[tokens[i].start];
        n_addresses += tokens[i].kind == TOKEN_LINK && c != '@' && c != '#';
    }
    return n_addresses > 0 && !paragraph->is_closed;
}

/* A tail starts with a capital or behind a mark, so that "the photo: ..." is none. */
static bool is_tail_start(const struct token *tokens, const struct paragraph *paragraph, uint32_t i)
{
    return i == paragraph->first || (tokens[i].flags & TOKEN_INITIAL_UPPER) != 0 ||
           tokens[i].kind == TOKEN_PUNCT || tokens[i - 1].kind == TOKEN_PUNCT;
}

/* What the phrase at i says; false where it says nothing. */
static bool judge_entry(const struct lexicon *lexicon, const struct token *tokens,
                        const struct paragraph *paragraph, const struct lexicon_entry *entry,
                        uint32_t i, uint32_t start, struct boilerplate *out)
{
    uint32_t past = i + entry->n_tokens;
    bool short_enough = paragraph->n_words <= most_words(entry);
    bool holds = false;
    switch (place_of(entry)) {
    case LINE:
    case BLOCK:
        holds = i <= start && only_marks(tokens, past, paragraph->end);
        out->block = holds && place_of(entry) == BLOCK;
        break;
    case START:
        holds = i <= start && short_enough &&
                (tag_of(entry) == NO_TAG || has_mark(lexicon, tokens, paragraph, tag_of(entry)));
        break;
    case HAS:
        holds = short_enough;
        break;
    case END:
        holds = short_enough && only_marks(tokens, past, paragraph->end);
        break;
    case TAIL:
        if (paragraph->end - past <= most_words(entry) && is_tail_start(tokens, paragraph, i)) {
            out->tail = i;
            out->kind = tag_of(entry) == CAPTION_TAG && i > paragraph->first ? SW_CAPTION : SW_BODY;
            holds = i <= start;
        }
        break;
    case CAPTION:
        out->kind = short_enough ? SW_CAPTION : out->kind;
        break;
    default:
        break;
    }
    return holds;
}

struct boilerplate boilerplate_judge(const struct lexicon *lexicon, struct sw_text text,
                                     const struct token *tokens, const struct paragraph *paragraph)
{
    struct boilerplate out = {.kind = SW_BODY, .tail = paragraph->end};
    uint32_t start = skip_marks(tokens, paragraph->first, paragraph->end);
    uint32_t end = paragraph->n_words <= WORDS_MAX ? paragraph->end : start + 1;
    bool is_none = is_machine_line(text, tokens, paragraph);
    for (uint32_t i = paragraph->first; i < end && !is_none && i < out.tail; i++) {
        const struct lexicon_entry *entry = lexicon_match(lexicon, tokens, i, paragraph->end);
        is_none = entry != NULL && judge_entry(lexicon, tokens, paragraph, entry, i, start, &out);
    }
    if (is_none) {
        out.kind = SW_BOILERPLATE;
        out.tail = paragraph->end;
    }
    return out;
}
