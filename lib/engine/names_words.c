#include "names_words.h"

#include <stdlib.h>

#include "error.h"
#include "lexicons.h"
#include "rows.h"
#include "table.h"
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

/*
 * Words on their way into the table. They go to random places of three megabytes: each place is asked
 * of the memory when a word comes, and written to when it leaves, a few words later.
 */
struct queue {
    struct names_words *words;
    size_t n; /* words that came so far */
    struct names_word at[16];
};

#define QUEUE_WORDS (sizeof ((struct queue *)0)->at / sizeof(struct names_word))

/* Adds what is new of a word; there is always an empty slot. */
static void put(struct names_words *words, const struct names_word *word)
{
    uint32_t i = names_words_place(word->lower);
    struct names_word *slot = &words->slots[i & words->mask];
    while (slot->lower != 0 && slot->lower != word->lower) {
        slot = &words->slots[++i & words->mask];
    }
    uint32_t lists = slot->lists | word->lists;
    if (slot->lower == 0 || word->fine != 0) {
        *slot = *word;
    }
    slot->lists = lists & 63u;
}

static void queue_add(struct queue *queue, const struct names_word *word)
{
    struct names_word *place = &queue->at[queue->n % QUEUE_WORDS];
    if (queue->n++ >= QUEUE_WORDS) {
        put(queue->words, place);
    }
    *place = *word;
    names_words_ask(queue->words, word->lower);
}

static void queue_end(struct queue *queue)
{
    size_t n_left = queue->n < QUEUE_WORDS ? queue->n : QUEUE_WORDS;
    for (size_t i = queue->n - n_left; i < queue->n; i++) {
        put(queue->words, &queue->at[i % QUEUE_WORDS]);
    }
}

static int read_clusters(struct names_words *words, const struct sw_blob *file,
                         struct sw_error *err)
{
    struct rows rows = rows_of(file);
    struct queue queue = {.words = words};
    struct sw_text line;
    uint32_t rank = 1;
    while (rows_next(&rows, &line)) {
        struct sw_text word = rows_cut(&line, '\t');
        uint32_t coarse, fine, view;
        if (word.len == 0 || !rows_cut_number(&line, 255, &coarse) ||
            !rows_cut_number(&line, NAMES_FINE_CLUSTERS, &fine) ||
            !rows_cut_number(&line, UINT16_MAX, &view) || line.len > 0) {
            return error_set(err, SW_EFORMAT, "%s:%zu: not a word and three cluster numbers",
                             file->name, rows.number);
        }
        /* How rare: doubling steps from the 64th word on. */
        rank += rank < 12 && queue.n >= (size_t)32 << rank;
        queue_add(&queue, &(struct names_word){.lower = tokens_hash_lower(word),
                                               .coarse = (coarse + 1) & 255u,
                                               .fine = (fine + 1) & 2047u,
                                               .view = view + 1,
                                               .rank = rank & 15u});
    }
    queue_end(&queue);
    return SW_OK;
}

static uint32_t list_of(char letter)
{
    switch (letter) {
    case 'g':
        return NAMES_GIVEN;
    case 'f':
        return NAMES_FAMILY;
    case 'b':
        return NAMES_CAN_BEGIN;
    case 'i':
        return NAMES_CAN_BE_INSIDE;
    case 'e':
        return NAMES_CAN_END;
    case 's':
        return NAMES_CAN_BE_SMALL;
    default:
        return 0;
    }
}

static int read_words(struct names_words *words, const struct sw_blob *file, struct sw_error *err)
{
    struct rows rows = rows_of(file);
    struct queue queue = {.words = words};
    struct sw_text line;
    while (rows_next(&rows, &line)) {
        struct sw_text word = rows_cut(&line, '\t');
        uint32_t lists = 0;
        if (word.len == 0 || line.len == 0) {
            return error_set(err, SW_EFORMAT, "%s:%zu: not a word and its lists", file->name,
                             rows.number);
        }
        for (size_t i = 0; i < line.len; i++) {
            lists |= list_of(line.at[i]);
        }
        queue_add(&queue, &(struct names_word){.lower = tokens_hash_lower(word),
                                               .lists = lists & 63u});
    }
    queue_end(&queue);
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
    struct names_words words = {table_new(n_slots, sizeof *words.slots), (uint32_t)(n_slots - 1)};
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
