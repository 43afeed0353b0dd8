#include "syntax_words.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "lexicons.h"
#include "rows.h"
#include "table.h"
#include "tokens.h"

#define WORDS "syntax.words.tsv"
#define MAX_WORDS (1u << 20)

/* The slot of a word, taken if it was free; there is always a free one. */
static struct syntax_word *slot_of(struct syntax_words *words, struct sw_text word)
{
    uint32_t lower = tokens_hash_lower(word);
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
    struct rows rows = rows_of(file);
    struct sw_text line;
    uint32_t n = 0;
    while (rows_next(&rows, &line)) {
        struct sw_text word = rows_cut(&line, '\t');
        uint32_t bits = 0;
        bool good = word.len > 0 && line.len > 0;
        while (good && line.len > 0) {
            good = tag_bit(rows_cut(&line, ' '), &bits);
        }
        if (!good) {
            return error_set(err, SW_EFORMAT, "%s:%zu: not a word and its tags", file->name,
                             rows.number);
        }
        struct syntax_word *slot = slot_of(words, word);
        slot->set = set_number(words, bits, lowest_bit(bits));
        if (n < SYNTAX_FREQUENT) {
            slot->lex = (uint16_t)(1 + NAMES_FINE_CLUSTERS + n++);
        }
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

int syntax_words_init(struct syntax_words *out, const struct names_words *known,
                      const struct sw_blob *files, size_t n_files, struct sw_error *err)
{
    memset(out, 0, sizeof *out);
    const struct sw_blob *file = blob_find(files, n_files, WORDS);
    if (file == NULL) {
        return error_set(err, SW_EMISSING, "%s: missing from the model", WORDS);
    }
    size_t n = count_lines(file);
    if (n > MAX_WORDS) {
        return error_set(err, SW_EFORMAT, "%s: more than %u lines", WORDS, MAX_WORDS);
    }
    uint32_t n_slots = 1024;
    while (n_slots < 2 * n) {
        n_slots *= 2;
    }
    out->known = known;
    out->slots = table_new(n_slots, sizeof *out->slots);
    if (out->slots == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %zu words", n);
    }
    out->mask = n_slots - 1;
    out->n_sets = 1;
    out->decided[0] = SYNTAX_UNDECIDED;
    return read_words(out, file, err);
}

void syntax_words_clear(struct syntax_words *words)
{
    free(words->slots);
    words->slots = NULL;
}
