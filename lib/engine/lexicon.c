#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "hash.h"
#include "table.h"
#include "tokens.h"

/* A node is the hash of a phrase's first tokens; it says whether a phrase ends or goes on there. */
struct node {
    uint64_t key;   /* 0: empty */
    uint32_t entry; /* 1 + index of the entry that ends here, 0: none */
    bool goes_on;
};

/* Bits of the hashes of first tokens: most words of a text start no phrase, and this says so from
 * one line of the cache. */
#define FIRST_BITS 8192u

struct lexicon {
    struct lexicon_entry *entries;
    size_t n_entries;
    struct node *nodes;
    size_t n_nodes, n_slots; /* slots: a power of two, at most half full */
    uint64_t first[FIRST_BITS / 64];
};

static uint32_t first_bit(uint32_t lower)
{
    return hash_scale(lower * UINT32_C(0x9E3779B1), FIRST_BITS);
}

static uint64_t step(uint64_t prefix, uint32_t lower)
{
    uint64_t key = hash_mix(prefix, lower);
    return key != 0 ? key : 1;
}

static struct node *find(const struct lexicon *lexicon, uint64_t key)
{
    size_t i = key & (lexicon->n_slots - 1);
    while (lexicon->nodes[i].key != 0 && lexicon->nodes[i].key != key) {
        i = (i + 1) & (lexicon->n_slots - 1);
    }
    return &lexicon->nodes[i];
}

const struct lexicon_entry *lexicon_match(const struct lexicon *lexicon, const struct token *tokens,
                                          uint32_t i, uint32_t end)
{
    const struct lexicon_entry *longest = NULL;
    uint64_t prefix = 0;
    if (i >= end ||
        (lexicon->first[first_bit(tokens[i].lower) / 64] >> first_bit(tokens[i].lower) % 64 & 1) ==
            0) {
        return NULL;
    }
    for (; i < end; i++) {
        prefix = step(prefix, tokens[i].lower);
        const struct node *node = find(lexicon, prefix);
        if (node->key == 0) {
            break;
        }
        if (node->entry != 0) {
            longest = &lexicon->entries[node->entry - 1];
        }
        if (!node->goes_on) {
            break;
        }
    }
    return longest;
}

struct lexicon_entry *lexicon_entries(struct lexicon *lexicon, size_t *n_out)
{
    *n_out = lexicon->n_entries;
    return lexicon->entries;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (lexicon != NULL) {
        free(lexicon->entries);
        free(lexicon->nodes);
        free(lexicon);
    }
}

/* Cuts a line at its tabs into the entry. */
static void split_line(struct sw_text line, struct lexicon_entry *out)
{
    memset(out, 0, sizeof *out);
    const char *at = line.at, *end = line.at + line.len;
    for (int field = 0; field < LEXICON_MAX_FIELDS; field++) {
        out->fields[field].at = end;
    }
    for (int field = -1; field < LEXICON_MAX_FIELDS; field++) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        struct sw_text part = {at, (size_t)((tab != NULL ? tab : end) - at)};
        *(field < 0 ? &out->phrase : &out->fields[field]) = part;
        if (tab == NULL) {
            break;
        }
        at = tab + 1;
    }
}

/* Makes room for n more nodes. */
static bool make_room(struct lexicon *lexicon, size_t n)
{
    struct lexicon grown = {.n_slots = lexicon->n_slots};
    while (2 * (lexicon->n_nodes + n) > grown.n_slots) {
        grown.n_slots *= 2;
    }
    if (lexicon->nodes != NULL && grown.n_slots == lexicon->n_slots) {
        return true;
    }
    grown.nodes = table_new(grown.n_slots, sizeof *grown.nodes);
    if (grown.nodes == NULL) {
        return false;
    }
    for (size_t i = 0; lexicon->nodes != NULL && i < lexicon->n_slots; i++) {
        if (lexicon->nodes[i].key != 0) {
            *find(&grown, lexicon->nodes[i].key) = lexicon->nodes[i];
        }
    }
    free(lexicon->nodes);
    lexicon->nodes = grown.nodes;
    lexicon->n_slots = grown.n_slots;
    return true;
}

/* The phrase of the entry last read; there is room for its nodes. */
static void add_nodes(struct lexicon *lexicon, const struct token *tokens)
{
    uint32_t entry = (uint32_t)lexicon->n_entries, n = lexicon->entries[entry].n_tokens;
    uint64_t prefix = 0;
    lexicon->first[first_bit(tokens[0].lower) / 64] |= UINT64_C(1)
                                                       << first_bit(tokens[0].lower) % 64;
    for (uint32_t i = 0; i < n; i++) {
        prefix = step(prefix, tokens[i].lower);
        struct node *node = find(lexicon, prefix);
        lexicon->n_nodes += node->key == 0;
        node->key = prefix;
        if (i + 1 < n) {
            node->goes_on = true;
        } else if (node->entry == 0) {
            node->entry = entry + 1;
        }
    }
}

/* The next line of the file without its line end; false at the end. */
static bool next_line(const struct sw_blob *file, size_t *at, struct sw_text *line)
{
    if (*at >= file->len) {
        return false;
    }
    const char *start = (const char *)file->at + *at;
    const char *newline = memchr(start, '\n', file->len - *at);
    size_t len = newline != NULL ? (size_t)(newline - start) : file->len - *at;
    *at += len + 1;
    if (len > 0 && start[len - 1] == '\r') {
        len--;
    }
    *line = (struct sw_text){start, len};
    return true;
}

static int read_lines(struct lexicon *lexicon, const struct sw_blob *file, struct sw_arena *arena,
                      struct sw_error *err)
{
    struct sw_text line;
    size_t line_number = 0;
    for (size_t at = 0; next_line(file, &at, &line);) {
        line_number++;
        if (line.len == 0 || line.at[0] == '#') {
            continue;
        }
        struct lexicon_entry *entry = &lexicon->entries[lexicon->n_entries];
        split_line(line, entry);
        struct token *tokens;
        sw_arena_reset(arena);
        int status = tokens_read(entry->phrase, arena, &tokens, &entry->n_tokens, err);
        if (status != SW_OK) {
            return status;
        }
        if (entry->n_tokens == 0) {
            return error_set(err, SW_EFORMAT, "%s:%zu: a line with no phrase; remove or mend it",
                             file->name, line_number);
        }
        if (!make_room(lexicon, entry->n_tokens)) {
            return error_set(err, SW_ENOMEM, "%s: no memory", file->name);
        }
        add_nodes(lexicon, tokens);
        lexicon->n_entries++;
    }
    return SW_OK;
}

int lexicon_new(struct lexicon **out, const struct sw_blob *file, struct sw_error *err)
{
    size_t n_lines = 1;
    for (size_t i = 0; i < file->len; i++) {
        n_lines += ((const char *)file->at)[i] == '\n';
    }
    struct lexicon *lexicon = calloc(1, sizeof *lexicon);
    struct sw_arena *arena = sw_arena_new((size_t)64 * 1024 * 1024);
    int status = error_set(err, SW_ENOMEM, "%s: no memory", file->name);
    if (lexicon == NULL || arena == NULL) {
        goto out;
    }
    lexicon->n_slots = 8;
    lexicon->entries = calloc(n_lines, sizeof *lexicon->entries);
    if (lexicon->entries == NULL || !make_room(lexicon, n_lines)) {
        goto out;
    }
    status = read_lines(lexicon, file, arena, err);
out:
    sw_arena_free(arena);
    if (status != SW_OK) {
        lexicon_free(lexicon);
        return status;
    }
    *out = lexicon;
    return SW_OK;
}
