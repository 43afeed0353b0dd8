#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "lexicons.h"
#include "names_labels.h"
#include "names_look.h"
#include "names_tagger.h"

#define WEIGHTS "names.weights"

struct names_model {
    const struct gazetteer *gazetteer;
    struct names_words words;
    struct names_rows rows;
};

int names_model_new(struct names_model **out, const struct gazetteer *gazetteer,
                    const struct sw_blob *files, size_t n_files, struct sw_error *err)
{
    const struct sw_blob *file = blob_find(files, n_files, WEIGHTS);
    if (file == NULL) {
        return error_set(err, SW_EMISSING, "%s: missing from the model", WEIGHTS);
    }
    struct names_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the names model");
    }
    model->gazetteer = gazetteer;
    struct weights weights;
    int status = weights_open(&weights, file, err);
    if (status == SW_OK) {
        status = names_weights_check(&weights, WEIGHTS, err);
    }
    if (status == SW_OK) {
        status = names_rows_init(&model->rows, &weights, err);
    }
    if (status == SW_OK) {
        status = names_words_init(&model->words, files, n_files, err);
    }
    if (status != SW_OK) {
        names_model_free(model);
        return status;
    }
    *out = model;
    return SW_OK;
}

void names_model_free(struct names_model *model)
{
    if (model != NULL) {
        names_words_clear(&model->words);
        names_rows_clear(&model->rows);
        free(model);
    }
}

const struct names_words *names_model_words(const struct names_model *model)
{
    return &model->words;
}

/* Takes the label of a look, and with it the whole name that it stands in. */
static void clear_name(uint8_t *labels, uint32_t at)
{
    uint32_t first = at, last = at;
    while (labels[first] != NAMES_OUTSIDE && names_label_place(labels[first]) != NAMES_BEGIN &&
           names_label_place(labels[first]) != NAMES_ALONE) {
        first--;
    }
    while (labels[last] != NAMES_OUTSIDE && names_label_place(labels[last]) != NAMES_LAST &&
           names_label_place(labels[last]) != NAMES_ALONE) {
        last++;
    }
    memset(labels + first, NAMES_OUTSIDE, last - first + 1);
}

/* Whether the tokens lie in one longer name. */
static bool is_part(const uint8_t *labels, uint32_t first, uint32_t len)
{
    bool same = labels[first] != NAMES_OUTSIDE;
    for (uint32_t i = first + 1; same && i < first + len; i++) {
        same = labels[i] != NAMES_OUTSIDE && (names_label_place(labels[i]) == NAMES_INSIDE ||
                                              names_label_place(labels[i]) == NAMES_LAST);
    }
    if (!same) {
        return false;
    }
    enum names_place from = names_label_place(labels[first]);
    enum names_place to = names_label_place(labels[first + len - 1]);
    return from == NAMES_INSIDE || from == NAMES_LAST || to == NAMES_INSIDE || to == NAMES_BEGIN;
}

/* The names of a user's gazetteer are names, unless the tagger sees them in a longer one. */
static void mark_users_names(const struct gazetteer *gazetteer, const struct names_view *view,
                             const struct names_sentence *sentence, uint8_t *labels)
{
    const struct token *tokens = view->document->tokens + sentence->token;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct names_look *look = &view->looks[i];
        uint32_t len = 0, kinds;
        if ((look->kinds & GAZETTEER_USER) == 0 || look->place == NAMES_LATER) {
            continue;
        }
        const struct gazetteer_entry *entry =
            gazetteer_look(gazetteer, tokens, i - sentence->first,
                           sentence->end - sentence->first, &len, &kinds);
        if (entry == NULL || is_part(labels, i, len)) {
            continue;
        }
        for (uint32_t k = 0; k < len; k++) {
            clear_name(labels, i + k);
        }
        for (uint32_t k = 0; k < len; k++) {
            enum names_place place = len == 1       ? NAMES_ALONE
                                     : k == 0       ? NAMES_BEGIN
                                     : k + 1 == len ? NAMES_LAST
                                                    : NAMES_INSIDE;
            labels[i + k] = names_label(entry->type, place);
        }
    }
}

/* Labels -> spans, in the sentences that are annotated. */
static uint32_t read_spans(const struct names_view *view, const uint8_t *labels, struct name *out)
{
    uint32_t n = 0;
    for (uint32_t s = 0; s < view->n_sentences; s++) {
        const struct names_sentence *sentence = &view->sentences[s];
        if (!document_annotates(view->document, &view->document->sentences[s])) {
            continue;
        }
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            uint32_t token = sentence->token + i - sentence->first;
            if (labels[i] == NAMES_OUTSIDE || names_label_type(labels[i]) >= NAMES_OTHER) {
                continue;
            }
            enum names_place place = names_label_place(labels[i]);
            if (place == NAMES_BEGIN || place == NAMES_ALONE) {
                out[n++] = (struct name){token, token + 1,
                                         (enum sw_entity_type)names_label_type(labels[i])};
            } else {
                out[n - 1].end = token + 1;
            }
        }
    }
    return n;
}

int names_find(const struct names_model *model, const struct document *document,
               struct sw_arena *arena, struct names *out, struct sw_error *err)
{
    struct names_view view;
    uint8_t *labels;
    struct name *names = sw_arena_alloc(arena, ((size_t)document->n_tokens + 1) * sizeof *names);
    if (names == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the names");
    }
    int status = names_read(&model->words, model->gazetteer, document, arena, &view, err);
    if (status == SW_OK) {
        status = names_tag(&model->rows, &view, arena, &labels, err);
    }
    for (uint32_t s = 0; status == SW_OK && s < view.n_sentences; s++) {
        mark_users_names(model->gazetteer, &view, &view.sentences[s], labels);
    }
    if (status == SW_OK) {
        *out = (struct names){names, read_spans(&view, labels, names)};
    }
    return status;
}
