#include "attribution_model.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "lexicon.h"
#include "lexicons.h"
#include "table.h"
#include "tokens.h"

#define WORDS_FILE "lexicons/cue_words.txt"

const char *const attribution_weights_names[N_ATTRIBUTION_DECISIONS] = {
    "attribution.cue.weights",   "attribution.edge.weights",  "attribution.span.weights",
    "attribution.order.weights", "attribution.check.weights", "attribution.kind.weights",
    "attribution.class.weights"};

/* The labels of each, as the code that asks for them knows them. */
static const uint32_t n_labels[N_ATTRIBUTION_DECISIONS] = {1, 1, 6, 16, 1, 6, SW_N_MARKER_TYPES};

static int open_weights(struct attribution_model *model, uint32_t decision,
                        const struct sw_blob *files, size_t n_files, struct sw_error *err)
{
    const char *name = attribution_weights_names[decision];
    const struct sw_blob *file = blob_find(files, n_files, name);
    struct weights *weights = &model->weights[decision];
    if (file == NULL) {
        return error_set(err, SW_EMISSING, "%s: missing from the model", name);
    }
    int status = weights_open(weights, file, err);
    if (status == SW_OK && weights->n_labels != n_labels[decision]) {
        return error_set(err, SW_EVERSION, "%s: %u labels, this engine knows %u; train it anew",
                         name, weights->n_labels, n_labels[decision]);
    }
    return status;
}

static uint8_t read_rate(struct sw_text field)
{
    uint32_t rate = 0;
    for (size_t i = 0; i < field.len && rate < 100; i++) {
        rate = rate * 10 + (uint32_t)(field.at[i] - '0');
    }
    return (uint8_t)(rate < 1 ? 1 : rate > 100 ? 100 : rate);
}

static int read_cue_words(struct attribution_model *model, const struct sw_blob *file,
                          struct sw_error *err)
{
    struct lexicon *lexicon;
    int status = lexicon_new(&lexicon, file, err);
    if (status != SW_OK) {
        return status;
    }
    size_t n;
    const struct lexicon_entry *entries = lexicon_entries(lexicon, &n);
    uint32_t n_slots = 64;
    while (n_slots < 3 * n) {
        n_slots *= 2;
    }
    struct cue_word *words = table_new(n_slots, sizeof *words);
    if (words == NULL) {
        lexicon_free(lexicon);
        return error_set(err, SW_ENOMEM, "no memory for %zu cue words", n);
    }
    for (size_t k = 0; k < n; k++) {
        uint32_t lower = tokens_hash_lower(entries[k].phrase);
        uint32_t i = lower & (n_slots - 1);
        while (words[i].lower != 0 && words[i].lower != lower) {
            i = (i + 1) & (n_slots - 1);
        }
        words[i] = (struct cue_word){lower, tokens_hash_lower(entries[k].fields[1]),
                                     read_rate(entries[k].fields[0])};
    }
    lexicon_free(lexicon);
    free(model->words);
    model->words = words;
    model->n_slots = n_slots;
    return SW_OK;
}

int attribution_words_read(struct attribution_model *model, const struct names_words *clusters,
                           const struct sw_blob *files, size_t n_files, struct sw_error *err)
{
    const struct sw_blob *words = blob_find(files, n_files, WORDS_FILE);
    model->clusters = clusters;
    return words == NULL ? error_set(err, SW_EMISSING, WORDS_FILE ": missing from the model")
                         : read_cue_words(model, words, err);
}

int attribution_model_new(struct attribution_model **out, const struct names_words *clusters,
                          const struct sw_blob *files, size_t n_files, struct sw_error *err)
{
    struct attribution_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the attribution model");
    }
    int status = attribution_words_read(model, clusters, files, n_files, err);
    for (uint32_t i = 0; i < N_ATTRIBUTION_DECISIONS && status == SW_OK; i++) {
        status = open_weights(model, i, files, n_files, err);
    }
    if (status != SW_OK) {
        attribution_model_free(model);
        return status;
    }
    *out = model;
    return SW_OK;
}

void attribution_model_free(struct attribution_model *model)
{
    if (model != NULL) {
        free(model->words);
        free(model);
    }
}
