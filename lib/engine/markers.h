/*
 * markers.h: stance markers: cue, scope, holder, target, polarity.
 *
 * Types are the rows of marker_types.c. The voice of a marker is the holder of the innermost
 * attributed content around it; no decision here sees the words of a name, only its type.
 * In the order of their cues.
 */
#ifndef ENGINE_MARKERS_H
#define ENGINE_MARKERS_H

#include "attribution.h"

struct markers {
    const struct sw_marker *at; /* the arena's */
    uint32_t n;
    const bool *plain; /* of each whether it is said to be so, see markers_plain.h; NULL: all are */
};

struct markers_model;

/* Borrows the files. SW_EMISSING, SW_EFORMAT, SW_EVERSION. */
int markers_model_new(struct markers_model **out, const struct sw_blob *files, size_t n_files,
                      struct sw_error *err);
void markers_model_free(struct markers_model *model);

int markers_find(const struct markers_model *model, const struct lexicons *lexicons,
                 const struct document *document, const struct syntax *syntax,
                 const struct entities *entities, const struct attributions *attributions,
                 struct sw_arena *arena, struct markers *out, struct sw_error *err);

#endif
