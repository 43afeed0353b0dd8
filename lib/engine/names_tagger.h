/*
 * names_tagger.h: looks -> labels, with a weights file.
 *
 *     candidates of a stretch -> features -> scores -> the best sound labels
 */
#ifndef ENGINE_NAMES_TAGGER_H
#define ENGINE_NAMES_TAGGER_H

#include "names_look.h"
#include "names_rows.h"

/* The name of a label in a weights file: "O", "B-PER", ... Static. */
const char *names_label_name(uint8_t label);

/* SW_EFORMAT if the weights are not those of a name tagger. */
int names_weights_check(const struct weights *weights, const char *file, struct sw_error *err);

/* Labels for all looks of the view, outside where nothing is scored. SW_ENOMEM. */
int names_tag(const struct names_rows *rows, const struct names_view *view, struct sw_arena *arena,
              uint8_t **out, struct sw_error *err);

#endif
