#include "syntax.h"

#include <stdlib.h>

#include "error.h"

struct syntax_model {
    int unused;
};

int syntax_model_new(struct syntax_model **out, const struct sw_blob *files, size_t n_files,
                     struct sw_error *err)
{
    (void)files;
    (void)n_files;
    struct syntax_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the syntax model");
    }
    *out = model;
    return SW_OK;
}

void syntax_model_free(struct syntax_model *model)
{
    free(model);
}

/* Every token hangs on the one before it: a stand-in until a model is trained. */
int syntax_read(const struct syntax_model *model, const struct document *document,
                struct sw_arena *arena, struct syntax *out, struct sw_error *err)
{
    (void)model;
    size_t n = document->n_tokens;
    uint8_t *tags = sw_arena_alloc(arena, n + 1);
    uint8_t *forms = sw_arena_alloc(arena, n + 1);
    uint8_t *relations = sw_arena_alloc(arena, n + 1);
    uint32_t *heads = sw_arena_alloc(arena, (n + 1) * sizeof *heads);
    if (tags == NULL || forms == NULL || relations == NULL || heads == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the syntax");
    }
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            tags[i] = TAG_X;
            forms[i] = FORM_NONE;
            heads[i] = (i - sentence->first) % SYNTAX_PIECE_MAX == 0 ? SYNTAX_ROOT : i - 1;
            relations[i] = heads[i] == SYNTAX_ROOT ? REL_ROOT : REL_DEP;
        }
    }
    *out = (struct syntax){tags, forms, heads, relations};
    return SW_OK;
}
