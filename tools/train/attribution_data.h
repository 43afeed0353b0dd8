/*
 * attribution_data.h: articles with attributions, as tokens, for training and measuring.
 *
 *     polnear=FILE.jsonl, gold=FOLDER --articles_read--> struct articles
 *
 * `complete` articles have every attribution, nested ones too, with kind and class; in the others
 * what stands inside a content is unknown, and no kind is told.
 */
#ifndef TRAIN_ATTRIBUTION_DATA_H
#define TRAIN_ATTRIBUTION_DATA_H

#include "attribution_found.h"
#include "model_files.h"

struct example {
    struct found gold; /* cue.head is set by examples_set_heads */
    bool has_cue, has_kind;
};

struct article {
    const char *name;
    bool complete;
    struct sw_annotations gold; /* entities and attributions as annotated, in bytes */
    struct document document;
    struct syntax syntax;
    struct entities entities;
    struct scene scene; /* after articles_look */
    struct example *examples;
    uint32_t n;
    uint8_t *in_content; /* each token: it stands in a content */
    uint8_t *in_cue;
};

struct articles {
    struct article *at;
    uint32_t n, room;
    struct sw_arena *arena;
};

struct attribution_rooms; /* the rooms before this one, loaded */

struct attribution_rooms *attribution_rooms_new(const struct model_files *files);
/* The words that the names know, borrowed. */
const struct names_words *attribution_rooms_words(const struct attribution_rooms *rooms);

const struct lexicons *attribution_rooms_lexicons(const struct attribution_rooms *rooms);

/* Adds the articles of "polnear=FILE" or "gold=FOLDER". fold k of n_folds: only the articles i of
 * the source with (i mod n_folds == k) == is_test; n_folds 0: all. Prints why and exits with 4. */
void articles_read(struct articles *out, const char *spec, const struct attribution_rooms *rooms,
                   uint32_t fold, uint32_t n_folds, bool is_test);

/* Builds the scenes with the words of a model, and sets the heads of the cues. */
void articles_look(struct articles *articles, const struct attribution_model *model);

#endif
