#include "names.h"

#include <stdlib.h>

#include "error.h"

struct names_model {
    int unused;
};

int names_model_new(struct names_model **out, const struct sw_blob *files, size_t n_files,
                    struct sw_error *err)
{
    (void)files;
    (void)n_files;
    struct names_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the names model");
    }
    *out = model;
    return SW_OK;
}

void names_model_free(struct names_model *model)
{
    free(model);
}

/* Runs of capitalised words that do not open a sentence: a stand-in until a model is trained. */
int names_find(const struct names_model *model, const struct document *document,
               struct sw_arena *arena, struct names *out, struct sw_error *err)
{
    (void)model;
    struct name *names = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *names);
    if (names == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the names");
    }
    uint32_t n = 0;
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        bool inside = false;
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            uint16_t flags = document->tokens[i].flags;
            if ((flags & TOKEN_INITIAL_UPPER) == 0 || (flags & TOKEN_SENTENCE_START) != 0) {
                inside = false;
            } else if (inside) {
                names[n - 1].end = i + 1;
            } else {
                names[n++] = (struct name){i, i + 1, SW_PER};
                inside = true;
            }
        }
    }
    *out = (struct names){names, n};
    return SW_OK;
}
