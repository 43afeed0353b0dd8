#include "markers.h"

#include <stdlib.h>

#include "error.h"

struct markers_model {
    int unused;
};

int markers_model_new(struct markers_model **out, const struct sw_blob *files, size_t n_files,
                      struct sw_error *err)
{
    (void)files;
    (void)n_files;
    struct markers_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the markers model");
    }
    *out = model;
    return SW_OK;
}

void markers_model_free(struct markers_model *model)
{
    free(model);
}

/* Finds none yet. */
int markers_find(const struct markers_model *model, const struct lexicons *lexicons,
                 const struct document *document, const struct syntax *syntax,
                 const struct entities *entities, const struct attributions *attributions,
                 struct sw_arena *arena, struct markers *out, struct sw_error *err)
{
    (void)model;
    (void)lexicons;
    (void)document;
    (void)syntax;
    (void)entities;
    (void)attributions;
    (void)arena;
    (void)err;
    *out = (struct markers){NULL, 0};
    return SW_OK;
}
