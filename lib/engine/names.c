#include "names.h"

#include <stdlib.h>

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
    const uint8_t *labels;
    struct name *names = sw_arena_alloc(arena, ((size_t)document->n_tokens + 1) * sizeof *names);
    if (names == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the names");
    }
    int status = names_read(&model->words, model->gazetteer, document, arena, &view, err);
    if (status == SW_OK) {
        status = names_tag(&model->rows, &view, arena, &labels, err);
    }
    if (status == SW_OK) {
        *out = (struct names){names, read_spans(&view, labels, names)};
    }
    return status;
}
