#include "names_words.h"

#include <stdlib.h>

#include "error.h"
#include "lexicons.h"
#include "rows.h"
#include "tokens.h"

#define CLUSTERS "names.clusters.tsv"
#define WORDS "names.words.tsv"

static size_t count_lines(const struct sw_blob *file)
{
    size_t n = 1;
    for (size_t i = 0; i < file->len; i++) {
        n += ((const char *)file->at)[i] == '\n';
    }
    return n;
}

/* The slot of a word, made if need be; there is always an empty one. */
static struct names_word *slot_of(struct names_words *words, struct sw_text word)
{
    uint32_t lower = tokens_hash_lower(word);
    uint32_t i = (lower * UINT32_C(2654435769)) >> 8;
    struct names_word *slot = &words->slots[i & words->mask];
    while (slot->lower != 0 && slot->lower != lower) {
        slot = &words->slots[++i & words->mask];
    }
    slot->lower = lower;
    return slot;
}

/* How rare the n-th most frequent word is: doubling steps from 64 on. */
static uint32_t rank_of(size_t n)
{
    uint32_t rank = 1;
    for (size_t limit = 64; n >= limit && rank < 12; limit *= 2) {
        rank++;
    }
    return rank;
}

static int read_clusters(struct names_words *words, const struct sw_blob *file,
                         struct sw_error *err)
{
    struct rows rows = rows_of(file);
    struct sw_text line;
    for (size_t n = 0; rows_next(&rows, &line); n++) {
        struct sw_text name = rows_cut(&line, '\t');
        uint32_t coarse, fine, view;
        if (name.len == 0 || !rows_cut_number(&line, 255, &coarse) ||
            !rows_cut_number(&line, NAMES_FINE_CLUSTERS, &fine) ||
            !rows_cut_number(&line, UINT16_MAX, &view) || line.len > 0) {
            return error_set(err, SW_EFORMAT, "%s:%zu: not a word and three cluster numbers",
                             file->name, rows.number);
        }
        struct names_word *word = slot_of(words, name);
        word->coarse = (coarse + 1) & 255u;
        word->fine = (fine + 1) & 2047u;
        word->view = view + 1;
        word->rank = rank_of(n) & 15u;
    }
    return SW_OK;
}

static uint32_t list_of(char letter)
{
    static const struct {
        char letter;
        enum names_list list;
    } table[] = {{'g', NAMES_GIVEN},
                 {'f', NAMES_FAMILY},
                 {'b', NAMES_CAN_BEGIN},
                 {'i', NAMES_CAN_BE_INSIDE},
                 {'e', NAMES_CAN_END},
                 {'s', NAMES_CAN_BE_SMALL}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].letter == letter) {
            return table[i].list;
        }
    }
    return 0;
}

static int read_words(struct names_words *words, const struct sw_blob *file, struct sw_error *err)
{
    struct rows rows = rows_of(file);
    struct sw_text line;
    while (rows_next(&rows, &line)) {
        struct sw_text name = rows_cut(&line, '\t');
        if (name.len == 0 || line.len == 0) {
            return error_set(err, SW_EFORMAT, "%s:%zu: not a word and its lists", file->name,
                             rows.number);
        }
        struct names_word *word = slot_of(words, name);
        for (size_t i = 0; i < line.len; i++) {
            word->lists |= list_of(line.at[i]) & 63u;
        }
    }
    return SW_OK;
}

int names_words_init(struct names_words *out, const struct sw_blob *files, size_t n_files,
                     struct sw_error *err)
{
    const struct sw_blob *clusters = blob_find(files, n_files, CLUSTERS);
    const struct sw_blob *lists = blob_find(files, n_files, WORDS);
    if (clusters == NULL || lists == NULL) {
        return error_set(err, SW_EMISSING, "%s: missing from the model",
                         clusters == NULL ? CLUSTERS : WORDS);
    }
    size_t n = 3 * (count_lines(clusters) + count_lines(lists)) / 2, n_slots = 256;
    while (n_slots < n) {
        n_slots *= 2;
    }
    struct names_words words = {calloc(n_slots, sizeof *words.slots), (uint32_t)(n_slots - 1)};
    if (words.slots == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %zu words", n);
    }
    int status = read_clusters(&words, clusters, err);
    if (status == SW_OK) {
        status = read_words(&words, lists, err);
    }
    if (status != SW_OK) {
        names_words_clear(&words);
        return status;
    }
    *out = words;
    return SW_OK;
}

void names_words_clear(struct names_words *words)
{
    free(words->slots);
    words->slots = NULL;
}
