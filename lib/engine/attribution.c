#include "attribution.h"

#include <stdlib.h>

#include "error.h"

struct attribution_model {
    int unused;
};

int attribution_model_new(struct attribution_model **out, const struct sw_blob *files,
                          size_t n_files, struct sw_error *err)
{
    (void)files;
    (void)n_files;
    struct attribution_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the attribution model");
    }
    *out = model;
    return SW_OK;
}

void attribution_model_free(struct attribution_model *model)
{
    free(model);
}

/* Finds none yet. */
int attributions_find(const struct attribution_model *model, const struct lexicons *lexicons,
                      const struct document *document, const struct syntax *syntax,
                      const struct entities *entities, struct sw_arena *arena,
                      struct attributions *out, struct sw_error *err)
{
    (void)model;
    (void)lexicons;
    (void)document;
    (void)syntax;
    (void)entities;
    (void)arena;
    (void)err;
    *out = (struct attributions){NULL, 0};
    return SW_OK;
}
