#include "syntax_words.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "hash.h"
#include "lexicons.h"
#include "tokens.h"

#define WORDS "syntax.words.tsv"
#define CLUSTERS "names.clusters.tsv"
#define MAX_WORDS (1u << 20)

/* One line of a file that is read from the front. */
struct cursor {
    const char *at, *end;
    size_t number;
};

static bool next_line(struct cursor *cursor, struct sw_text *out)
{
    while (cursor->at < cursor->end) {
        const char *stop = memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));
        stop = stop != NULL ? stop : cursor->end;
        *out = (struct sw_text){cursor->at, (size_t)(stop - cursor->at)};
        cursor->at = stop < cursor->end ? stop + 1 : stop;
        cursor->number++;
        if (out->len > 0 && out->at[0] != '#') {
            return true;
        }
    }
    return false;
}

/* Cuts what stands before the mark off the front of text. */
static struct sw_text cut(struct sw_text *text, char mark)
{
    const char *stop = memchr(text->at, mark, text->len);
    struct sw_text head = {text->at, stop != NULL ? (size_t)(stop - text->at) : text->len};
    size_t taken = head.len + (stop != NULL);
    *text = (struct sw_text){text->at + taken, text->len - taken};
    return head;
}

static bool number(struct sw_text text, uint32_t limit, uint32_t *out)
{
    uint32_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || value > limit) {
            return false;
        }
        value = 10 * value + (uint32_t)(text.at[i] - '0');
    }
    *out = value;
    return text.len > 0 && value < limit;
}

/* tokens_hash_lower, at once for plain small letters: a model has a hundred thousand words. */
static uint32_t hash_word(struct sw_text word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] < 'a' || word.at[i] > 'z') {
            return tokens_hash_lower(word);
        }
    }
    return hash_bytes(word.at, word.len);
}

/* The slot of a word, taken if it was free; there is always a free one. */
static struct syntax_word *slot_of(struct syntax_words *words, struct sw_text word)
{
    uint32_t lower = hash_word(word);
    uint32_t i = (lower * UINT32_C(2654435769)) >> 8;
    struct syntax_word *slot = &words->slots[i & words->mask];
    while (slot->lower != 0 && slot->lower != lower) {
        slot = &words->slots[++i & words->mask];
    }
    slot->lower = lower;
    return slot;
}

static bool tag_bit(struct sw_text name, uint32_t *bits)
{
    for (uint32_t i = 0; i < N_SYNTAX_SCORED; i++) {
        const char *row = syntax_fine_rows[i].name;
        if (strlen(row) == name.len && memcmp(row, name.at, name.len) == 0) {
            *bits |= UINT32_C(1) << i;
            return true;
        }
    }
    return false;
}

/* The number of a set of tags. When the numbers are used up, the last one stands for all others. */
static uint8_t set_number(struct syntax_words *words, uint32_t bits, uint8_t first)
{
    uint32_t i = 1;
    while (i < words->n_sets && words->sets[i] != bits) {
        i++;
    }
    if (i == words->n_sets && words->n_sets < SYNTAX_MAX_SETS) {
        words->sets[i] = bits;
        words->decided[i] = (bits & (bits - 1)) == 0 ? first : SYNTAX_UNDECIDED;
        words->n_sets++;
    }
    return (uint8_t)(i < SYNTAX_MAX_SETS ? i : SYNTAX_MAX_SETS - 1);
}

static uint8_t lowest_bit(uint32_t bits)
{
    uint8_t i = 0;
    while ((bits >> i & 1) == 0) {
        i++;
    }
    return i;
}

static int read_words(struct syntax_words *words, const struct sw_blob *file, struct sw_error *err)
{
    struct cursor cursor = {file->at, (const char *)file->at + file->len, 0};
    struct sw_text line;
    uint32_t n = 0;
    while (next_line(&cursor, &line)) {
        struct sw_text word = cut(&line, '\t');
        uint32_t bits = 0;
        bool good = word.len > 0 && line.len > 0;
        while (good && line.len > 0) {
            good = tag_bit(cut(&line, ' '), &bits);
        }
        if (!good) {
            return error_set(err, SW_EFORMAT, "%s:%zu: not a word and its tags", file->name,
                             cursor.number);
        }
        struct syntax_word *slot = slot_of(words, word);
        slot->set = set_number(words, bits, lowest_bit(bits));
        if (n < SYNTAX_FREQUENT) {
            slot->lex = (uint16_t)(1 + SYNTAX_CLUSTERS + n++);
        }
    }
    return SW_OK;
}

static int read_clusters(struct syntax_words *words, const struct sw_blob *file,
                         struct sw_error *err)
{
    struct cursor cursor = {file->at, (const char *)file->at + file->len, 0};
    struct sw_text line;
    while (next_line(&cursor, &line)) {
        struct sw_text word = cut(&line, '\t');
        struct sw_text coarse = cut(&line, '\t'), fine = cut(&line, '\t');
        uint32_t few, many;
        if (word.len == 0 || !number(coarse, 255, &few) || !number(fine, SYNTAX_CLUSTERS, &many)) {
            return error_set(err, SW_EFORMAT, "%s:%zu: not a word and two cluster numbers",
                             file->name, cursor.number);
        }
        struct syntax_word *slot = slot_of(words, word);
        slot->coarse = (uint8_t)(few + 1);
        slot->lex = slot->lex != 0 ? slot->lex : (uint16_t)(many + 1);
    }
    return SW_OK;
}

static size_t count_lines(const struct sw_blob *file)
{
    size_t n = 1;
    for (size_t i = 0; i < file->len; i++) {
        n += ((const char *)file->at)[i] == '\n';
    }
    return n;
}

int syntax_words_init(struct syntax_words *out, const struct sw_blob *files, size_t n_files,
                      struct sw_error *err)
{
    memset(out, 0, sizeof *out);
    const char *const names[] = {WORDS, CLUSTERS};
    const struct sw_blob *found[2];
    size_t n = 0;
    for (size_t i = 0; i < 2; i++) {
        found[i] = blob_find(files, n_files, names[i]);
        if (found[i] == NULL) {
            return error_set(err, SW_EMISSING, "%s: missing from the model", names[i]);
        }
        n += count_lines(found[i]);
    }
    if (n > MAX_WORDS) {
        return error_set(err, SW_EFORMAT, "%s, %s: more than %u lines", WORDS, CLUSTERS, MAX_WORDS);
    }
    uint32_t n_slots = 1024;
    while (n_slots < 2 * n) {
        n_slots *= 2;
    }
    out->slots = calloc(n_slots, sizeof *out->slots);
    if (out->slots == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %zu words", n);
    }
    out->mask = n_slots - 1;
    out->n_sets = 1;
    out->decided[0] = SYNTAX_UNDECIDED;
    int status = read_words(out, found[0], err);
    return status == SW_OK ? read_clusters(out, found[1], err) : status;
}

void syntax_words_clear(struct syntax_words *words)
{
    free(words->slots);
    words->slots = NULL;
}
