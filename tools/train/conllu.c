#include "conllu.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conllu_tables.h"
#include "error.h"
#include "syntax_tags.h"
#include "tokens.h"

#define MAX_WORDS 1024
#define MAX_TEXT 32768

struct gold {
    char form[256];
    uint32_t start, end; /* bytes of the text */
    uint32_t head;       /* from 1; 0: root */
    uint8_t fine, relation;
    bool unsure; /* its head is not known */
};

/* A multi-word token: its words from first to last stand where its form stands. */
struct range {
    uint32_t first, last;
    char form[256];
};

struct reader {
    const char *path;
    size_t line;
    enum conllu_style style;
    char genre[16];
    char text[MAX_TEXT];
    struct gold words[MAX_WORDS + 1]; /* from 1 */
    uint32_t n_words;
    struct range ranges[MAX_WORDS];
    uint32_t n_ranges;
    struct sw_arena *arena;
};

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static const char *curly_of(char mark, char before)
{
    if (mark == '\'') {
        return "\xE2\x80\x99";
    }
    return before == ' ' ? "\xE2\x80\x9C" : "\xE2\x80\x9D";
}

/* Writes the text another way, and the places of the words with it. */
static void restyle(struct reader *r)
{
    static char out[MAX_TEXT];
    static uint32_t places[MAX_TEXT];
    uint32_t n = 0, i = 0;
    char before = ' ';
    for (; r->text[i] != '\0' && n + 4 < MAX_TEXT; i++) {
        char c = r->text[i];
        places[i] = n;
        if (r->style == CONLLU_CURLY && (c == '\'' || c == '"')) {
            memcpy(out + n, curly_of(c, before), 3);
            n += 3;
        } else if (r->style == CONLLU_CAPITALS || (r->style == CONLLU_TITLE && before == ' ')) {
            out[n++] = is_small(c) ? (char)(c - 32) : c;
        } else {
            out[n++] = r->style == CONLLU_SMALL && is_capital(c) ? (char)(c + 32) : c;
        }
        before = c;
    }
    places[i] = n;
    out[n] = '\0';
    memcpy(r->text, out, n + 1);
    for (uint32_t w = 1; w <= r->n_words; w++) {
        r->words[w].start = places[r->words[w].start];
        r->words[w].end = places[r->words[w].end];
    }
}

/* Gives the words of a range, or a lone word, their place in the text from *at on. */
static bool place(struct reader *r, uint32_t first, uint32_t last, const char *form, uint32_t *at)
{
    while (r->text[*at] == ' ' || strncmp(r->text + *at, "\xC2\xA0", 2) == 0) {
        *at += r->text[*at] == ' ' ? 1 : 2;
    }
    uint32_t start = *at, len = (uint32_t)strlen(form);
    if (strncmp(r->text + start, form, len) != 0) {
        return false;
    }
    *at += len;
    uint32_t inner = start;
    for (uint32_t i = first; i <= last; i++) {
        uint32_t word_len = (uint32_t)strlen(r->words[i].form);
        bool fits = strncmp(r->text + inner, r->words[i].form, word_len) == 0 &&
                    inner + word_len <= *at;
        r->words[i].start = fits ? inner : start;
        r->words[i].end = fits ? inner + word_len : *at;
        inner += fits ? word_len : 0;
    }
    return true;
}

static bool place_all(struct reader *r)
{
    uint32_t at = 0, range = 0;
    for (uint32_t i = 1; i <= r->n_words;) {
        bool joined = range < r->n_ranges && r->ranges[range].first == i;
        uint32_t last = joined ? r->ranges[range].last : i;
        if (last > r->n_words ||
            !place(r, i, last, joined ? r->ranges[range].form : r->words[i].form, &at)) {
            return false;
        }
        range += joined;
        i = last + 1;
    }
    return true;
}

static bool overlaps(const struct token *token, const struct gold *word)
{
    return token->start < word->end && word->start < token->end;
}

static bool is_verbal(const struct gold *word)
{
    enum syntax_tag tag = syntax_fine_rows[word->fine].tag;
    return tag == TAG_VERB || tag == TAG_AUX;
}

/* For each gold word the last token it touches, for each token the word that stands for it. */
static void align(const struct reader *r, const struct token *tokens, uint32_t n, uint32_t *owners,
                  uint32_t *words)
{
    uint32_t first = 1;
    for (uint32_t t = 0; t < n; t++) {
        while (first <= r->n_words && r->words[first].end <= tokens[t].start) {
            first++;
        }
        words[t] = 0;
        for (uint32_t w = first; w <= r->n_words && overlaps(&tokens[t], &r->words[w]); w++) {
            owners[w] = t;
            if (words[t] == 0 || (is_verbal(&r->words[w]) && !is_verbal(&r->words[words[t]]))) {
                words[t] = w;
            }
        }
    }
}

static bool is_mark(const struct token *token)
{
    return token->kind == TOKEN_PUNCT || token->kind == TOKEN_QUOTE;
}

static void set_gold(const struct reader *r, struct conllu_sentence *out, const uint32_t *owners,
                     const uint32_t *words)
{
    for (uint32_t t = 0; t < out->document.n_tokens; t++) {
        uint32_t w = words[t], owner = w == 0 ? t : owners[w];
        const struct gold *word = &r->words[w];
        if (w == 0 || owner != t) {
            out->fine[t] = is_mark(&out->document.tokens[t]) ? FINE_PUNCT
                           : w == 0                          ? FINE_X
                                                             : word->fine;
            out->heads[t] = owner != t ? owner : t > 0 ? t - 1 : SYNTAX_ROOT;
            out->relations[t] = out->fine[t] == FINE_PUNCT ? REL_PUNCT : REL_FLAT;
            continue;
        }
        /* Words that are one token: up to the first head outside of it. */
        uint32_t head = word->head;
        for (uint32_t i = 0; i < 8 && head != 0 && owners[head] == t; i++) {
            head = r->words[head].head;
        }
        out->fine[t] = word->fine;
        out->relations[t] = head == 0 ? REL_ROOT : word->relation;
        out->heads[t] = word->unsure ? t : head == 0 ? SYNTAX_ROOT : owners[head];
    }
}

static void *keep(const void *at, size_t bytes)
{
    void *copy = malloc(bytes + 1);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, at, bytes);
    return copy;
}

static void set_start(struct token *tokens, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!is_mark(&tokens[i])) {
            tokens[i].flags |= TOKEN_SENTENCE_START;
            break;
        }
    }
}

static int finish(struct reader *r, struct conllu *conllu, struct sw_error *err)
{
    if (r->n_words == 0) {
        return SW_OK;
    }
    if (!place_all(r)) {
        return error_set(err, SW_EFORMAT, "%s:%zu: the words do not spell the text", r->path,
                         r->line);
    }
    restyle(r);
    struct sw_text text = {keep(r->text, strlen(r->text)), strlen(r->text)};
    struct token *tokens;
    uint32_t n;
    sw_arena_reset(r->arena);
    int status = tokens_read(text, r->arena, &tokens, &n, err);
    if (status != SW_OK || n == 0) {
        return status;
    }
    tokens = keep(tokens, n * sizeof *tokens);
    set_start(tokens, n);
    struct sentence sentence = {0, n, 0};
    struct sw_segment segment = {{0, (uint32_t)text.len}, SW_BODY, 0};
    struct conllu_sentence out = {.fine = calloc(n, 1),
                                  .relations = calloc(n, 1),
                                  .heads = calloc(n, sizeof *out.heads)};
    memcpy(out.genre, r->genre, sizeof out.genre);
    out.document = (struct document){.text = text,
                                     .lang = "en",
                                     .tokens = tokens,
                                     .n_tokens = n,
                                     .sentences = keep(&sentence, sizeof sentence),
                                     .n_sentences = 1,
                                     .segments = keep(&segment, sizeof segment),
                                     .n_segments = 1};
    uint32_t owners[MAX_WORDS + 1] = {0};
    uint32_t *words = calloc(n, sizeof *words);
    if (out.fine == NULL || out.relations == NULL || out.heads == NULL || words == NULL) {
        abort();
    }
    align(r, tokens, n, owners, words);
    set_gold(r, &out, owners, words);
    free(words);
    if ((conllu->n & (conllu->n - 1)) == 0) {
        size_t room = conllu->n == 0 ? 1 : 2 * conllu->n;
        conllu->at = realloc(conllu->at, room * sizeof *conllu->at);
        if (conllu->at == NULL) {
            abort();
        }
    }
    conllu->at[conllu->n++] = out;
    return SW_OK;
}

/* What fits; a word that is cut will not spell its text. */
static void copy(char *out, size_t room, const char *in)
{
    size_t len = strlen(in);
    len = len < room ? len : room - 1;
    memcpy(out, in, len);
    out[len] = '\0';
}

static uint32_t split(char *line, char **fields, uint32_t max)
{
    uint32_t n = 0;
    for (char *at = line; at != NULL && n < max;) {
        fields[n++] = at;
        at = strchr(at, '\t');
        if (at != NULL) {
            *at++ = '\0';
        }
    }
    return n;
}

static int read_word(struct reader *r, char *line, struct sw_error *err)
{
    char *fields[10];
    if (split(line, fields, 10) != 10 || r->n_words >= MAX_WORDS || r->n_ranges >= MAX_WORDS) {
        return error_set(err, SW_EFORMAT, "%s:%zu: not a word of CoNLL-U", r->path, r->line);
    }
    if (strchr(fields[0], '.') != NULL) {
        return SW_OK; /* an empty node of the enhanced graph */
    }
    char *dash = strchr(fields[0], '-');
    if (dash != NULL) {
        struct range *range = &r->ranges[r->n_ranges++];
        range->first = (uint32_t)strtoul(fields[0], NULL, 10);
        range->last = (uint32_t)strtoul(dash + 1, NULL, 10);
        copy(range->form, sizeof range->form, fields[1]);
        return SW_OK;
    }
    struct gold *word = &r->words[++r->n_words];
    copy(word->form, sizeof word->form, fields[1]);
    word->unsure = strcmp(fields[6], "_") == 0;
    word->head = (uint32_t)strtoul(fields[6], NULL, 10);
    if (!conllu_tag(fields[3], fields[4], &word->fine) ||
        !conllu_relation(fields[7], &word->relation)) {
        return error_set(err, SW_EFORMAT, "%s:%zu: unknown tag %s/%s or relation %s", r->path,
                         r->line, fields[3], fields[4], fields[7]);
    }
    return SW_OK;
}

static void read_comment(struct reader *r, const char *line)
{
    if (strncmp(line, "# text = ", 9) == 0) {
        copy(r->text, MAX_TEXT / 4, line + 9);
    } else if (strncmp(line, "# newdoc id = GUM_", 18) == 0) {
        size_t len = strcspn(line + 18, "_");
        len = len < sizeof r->genre ? len : sizeof r->genre - 1;
        memcpy(r->genre, line + 18, len);
        r->genre[len] = '\0';
    }
}

int conllu_read(struct conllu *conllu, const char *path, enum conllu_style style,
                struct sw_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return error_set(err, SW_EMISSING, "%s: %s", path, strerror(errno));
    }
    struct reader *r = calloc(1, sizeof *r);
    if (r == NULL || (r->arena = sw_arena_new(SIZE_MAX / 2)) == NULL) {
        abort();
    }
    r->path = path;
    r->style = style;
    static char line[65536];
    int status = SW_OK;
    while (status == SW_OK && fgets(line, sizeof line, file) != NULL) {
        r->line++;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '#') {
            read_comment(r, line);
        } else if (line[0] != '\0') {
            status = read_word(r, line, err);
        } else {
            status = finish(r, conllu, err);
            r->n_words = r->n_ranges = 0;
        }
    }
    status = status == SW_OK ? finish(r, conllu, err) : status;
    sw_arena_free(r->arena);
    free(r);
    fclose(file);
    return status;
}
