#include "markers_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "hash.h"
#include "lexicon.h"
#include "lexicons.h"
#include "table.h"
#include "tokens.h"

struct marker_words {
    struct marker_word *slots;
    size_t n_slots; /* a power of two, at most half full */
    size_t n_used;
};

/* Judgements weaker than this are no candidates by themselves. */
enum { STRENGTH_OPENS = 4, VALENCE_OPENS = 3, TOLD_OPENS = 4, PHRASE_MAX_TOKENS = 8 };

static uint64_t step(uint64_t prefix, uint32_t lower)
{
    uint64_t key = hash_mix(prefix, lower);
    return key != 0 ? key : 1;
}

static struct marker_word *find(const struct marker_words *words, uint64_t key)
{
    size_t i = key & (words->n_slots - 1);
    while (words->slots[i].key != 0 && words->slots[i].key != key) {
        i = (i + 1) & (words->n_slots - 1);
    }
    return &words->slots[i];
}

const struct marker_word *marker_words_find(const struct marker_words *words, uint32_t lower)
{
    const struct marker_word *word = find(words, step(0, lower));
    return word->key != 0 ? word : NULL;
}

uint16_t marker_words_phrase(const struct marker_words *words, const struct token *tokens,
                             uint32_t i, uint32_t end, uint32_t *n_tokens)
{
    uint16_t types = 0;
    uint64_t prefix = 0;
    for (uint32_t n = 1; i < end && n <= PHRASE_MAX_TOKENS; i++, n++) {
        prefix = step(prefix, tokens[i].lower);
        const struct marker_word *word = find(words, prefix);
        if (word->key == 0) {
            break;
        }
        if (n > 1 && word->types != 0) {
            types = word->types;
            *n_tokens = n;
        }
        if ((word->flags & MARKER_WORD_GOES_ON) == 0) {
            break;
        }
    }
    return types;
}

static int grow(struct marker_words *words, size_t n_slots)
{
    struct marker_words grown = {table_new(n_slots, sizeof *grown.slots), n_slots, words->n_used};
    if (grown.slots == NULL) {
        return SW_ENOMEM;
    }
    for (size_t i = 0; i < words->n_slots; i++) {
        if (words->slots[i].key != 0) {
            *find(&grown, words->slots[i].key) = words->slots[i];
        }
    }
    free(words->slots);
    *words = grown;
    return SW_OK;
}

/* The slot of a key, made where there is none; NULL when memory is out. */
static struct marker_word *make(struct marker_words *words, uint64_t key)
{
    if (2 * (words->n_used + 1) > words->n_slots && grow(words, 2 * words->n_slots) != SW_OK) {
        return NULL;
    }
    struct marker_word *word = find(words, key);
    if (word->key == 0) {
        word->key = key;
        words->n_used++;
    }
    return word;
}

static int add_phrase(struct marker_words *words, const struct token *tokens, uint32_t n,
                      uint32_t type)
{
    uint64_t prefix = 0;
    for (uint32_t i = 0; i < n; i++) {
        prefix = step(prefix, tokens[i].lower);
        struct marker_word *word = make(words, prefix);
        if (word == NULL) {
            return SW_ENOMEM;
        }
        if (i + 1 < n) {
            word->flags |= MARKER_WORD_GOES_ON;
        } else {
            word->types |= (uint16_t)(1u << type);
            word->flags |= MARKER_WORD_OPENS;
        }
    }
    return SW_OK;
}

/* One lexicon, the phrases of one type. */
static int read_type(struct marker_words *words, const struct sw_blob *file, uint32_t type,
                     struct sw_arena *arena, struct sw_error *err)
{
    struct lexicon *lexicon;
    int status = lexicon_new(&lexicon, file, err);
    if (status != SW_OK) {
        return status;
    }
    size_t n;
    const struct lexicon_entry *entries = lexicon_entries(lexicon, &n);
    for (size_t i = 0; i < n && status == SW_OK; i++) {
        struct token *tokens;
        uint32_t n_tokens;
        sw_arena_reset(arena);
        status = tokens_read(entries[i].phrase, arena, &tokens, &n_tokens, err);
        if (status == SW_OK && n_tokens <= PHRASE_MAX_TOKENS) {
            status = add_phrase(words, tokens, n_tokens, type);
        }
    }
    lexicon_free(lexicon);
    return status;
}

static int number(struct sw_text text)
{
    int n = 0, sign = 1;
    for (size_t i = 0; i < text.len && i < 6; i++) {
        if (text.at[i] == '-') {
            sign = -1;
        } else if (text.at[i] >= '0' && text.at[i] <= '9') {
            n = 10 * n + (text.at[i] - '0');
        }
    }
    return sign * n;
}

/* One line of words.tsv: word, lemma, coarse, fine, valence, strength, tone, told. */
static int read_word(struct marker_words *words, const struct sw_text field[8])
{
    uint32_t lower = tokens_hash_lower(field[0]);
    struct marker_word *word = make(words, step(0, lower));
    if (word == NULL) {
        return SW_ENOMEM;
    }
    word->lemma = field[1].len > 0 ? tokens_hash_lower(field[1]) : lower;
    word->coarse = (uint8_t)number(field[2]);
    word->fine = (uint16_t)number(field[3]);
    word->valence = (int8_t)number(field[4]);
    word->strength = (uint8_t)number(field[5]);
    word->tone = (int8_t)number(field[6]);
    word->told = (uint8_t)number(field[7]);
    word->flags |= MARKER_WORD_KNOWN;
    if (word->strength >= STRENGTH_OPENS || abs(word->valence) >= VALENCE_OPENS ||
        word->told >= TOLD_OPENS) {
        word->flags |= MARKER_WORD_OPENS;
    }
    return SW_OK;
}

static int read_words(struct marker_words *words, const struct sw_blob *file, struct sw_error *err)
{
    const char *at = file->at, *end = at + file->len;
    for (size_t line = 1; at < end; line++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;
        struct sw_text field[8] = {{NULL, 0}};
        int n = 0;
        for (const char *from = at; n < 8 && from <= stop; n++) {
            const char *tab = memchr(from, '\t', (size_t)(stop - from));
            field[n] = (struct sw_text){from, (size_t)((tab != NULL ? tab : stop) - from)};
            from = tab != NULL ? tab + 1 : stop + 1;
        }
        if (stop > at && *at != '#') {
            if (n < 8) {
                return error_set(err, SW_EFORMAT, "%s:%zu: %d fields, 8 are needed", file->name,
                                 line, n);
            }
            if (read_word(words, field) != SW_OK) {
                return error_set(err, SW_ENOMEM, "no memory for the words of markers");
            }
        }
        at = stop + 1;
    }
    return SW_OK;
}

int marker_words_new(struct marker_words **out, const struct sw_blob *files, size_t n_files,
                     struct sw_error *err)
{
    struct marker_words *words = calloc(1, sizeof *words);
    struct sw_arena *arena = sw_arena_new((size_t)1024 * 1024);
    int status = SW_ENOMEM;
    if (words == NULL || arena == NULL || grow(words, (size_t)1 << 17) != SW_OK) {
        error_set(err, SW_ENOMEM, "no memory for the words of markers");
        goto out;
    }
    status = SW_OK;
    for (uint32_t type = 0; type < SW_N_MARKER_TYPES && status == SW_OK; type++) {
        char name[64];
        snprintf(name, sizeof name, "lexicons/markers/%s.txt",
                 sw_marker_type_name((enum sw_marker_type)type));
        const struct sw_blob *file = blob_find(files, n_files, name);
        status = file != NULL ? read_type(words, file, type, arena, err)
                              : error_set(err, SW_EMISSING, "%s: missing from the model", name);
    }
    if (status == SW_OK) {
        const struct sw_blob *file = blob_find(files, n_files, "words.tsv");
        status = file != NULL ? read_words(words, file, err)
                              : error_set(err, SW_EMISSING, "words.tsv: missing from the model");
    }
out:
    sw_arena_free(arena);
    if (status != SW_OK) {
        marker_words_free(words);
        return status;
    }
    *out = words;
    return SW_OK;
}

void marker_words_free(struct marker_words *words)
{
    if (words != NULL) {
        free(words->slots);
        free(words);
    }
}
