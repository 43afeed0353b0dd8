/*
 * gold.h: reference annotations, read into the engine's own structs.
 *
 *     folder of JSON files --gold_read--> struct gold (spans in bytes of each text)
 *
 * The shapes are those of the record (docs/record.md). Everything is the arena's.
 */
#ifndef TRAIN_GOLD_H
#define TRAIN_GOLD_H

#include <stancewire/stancewire.h>

#include "attribution.h"
#include "entities.h"

struct gold_article {
    const char *name; /* of its file */
    struct sw_text text;
    struct sw_annotations annotations; /* entities, attributions, markers */
    const struct sw_span *boilerplate;
    uint32_t n_boilerplate;
};

struct gold {
    struct gold_article *at;
    uint32_t n;
};

/*
 * Reads each *.json of a folder, in the order of their names. texts: where the files have no text
 * of their own, a folder with the file that their "file" names; may be NULL. Prints why and exits
 * with 4 where something cannot be read.
 */
void gold_read(struct gold *out, const char *folder, const char *texts, struct sw_arena *arena);

/* The entities of an article as entities_find would give them for this document. */
void gold_entities(const struct gold_article *article, const struct document *document,
                   struct sw_arena *arena, struct entities *out);

/* The reference entity that shares most mentions with one found; SW_NONE - 2 where none does. */
int32_t gold_entity_of(const struct sw_annotations *gold, const struct sw_entity *entity);

/* The attributions, as attributions_find would give them. */
struct attributions gold_attributions(const struct gold_article *article);

#endif
