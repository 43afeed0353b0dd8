/*
 * attribution.h: who is said to say, think, want, order or know what.
 *
 * Found are source, cue and content of each attribution, nested ones too, their kind and class, and
 * the entity that the source names. In the order of their cues. A span of the result is in bytes.
 */
#ifndef ENGINE_ATTRIBUTION_H
#define ENGINE_ATTRIBUTION_H

#include "entities.h"
#include "syntax.h"

struct attributions {
    const struct sw_attribution *at; /* the arena's */
    uint32_t n;
};

struct attribution_model;

/* Borrows the words and the files. SW_EMISSING, SW_EFORMAT, SW_EVERSION. */
int attribution_model_new(struct attribution_model **out, const struct names_words *clusters,
                          const struct sw_blob *files, size_t n_files, struct sw_error *err);
void attribution_model_free(struct attribution_model *model);

int attributions_find(const struct attribution_model *model, const struct lexicons *lexicons,
                      const struct document *document, const struct syntax *syntax,
                      const struct entities *entities, struct sw_arena *arena,
                      struct attributions *out, struct sw_error *err);

#endif
