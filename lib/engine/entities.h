/*
 * entities.h: names -> entities: every mention of one referent in one article is one entity.
 *
 * Joins short forms, variants, acronyms and aliases; adds nominal ("the Italian PM") and pronoun
 * mentions where the text leaves no doubt; ties demonyms to countries, marks metonyms, links ids.
 * Entities stand in the order of their first mention, mentions in text order.
 */
#ifndef ENGINE_ENTITIES_H
#define ENGINE_ENTITIES_H

#include "names.h"

struct gazetteer;
struct lexicons;
struct syntax;

struct entities {
    const struct sw_entity *at; /* the arena's */
    uint32_t n;
    /* For each token the entity of the mention that covers it (the innermost), or SW_NONE. */
    const int32_t *of_token;
};

int entities_find(const struct gazetteer *gazetteer, const struct lexicons *lexicons,
                  const struct document *document, const struct syntax *syntax,
                  const struct names *names, struct sw_arena *arena, struct entities *out,
                  struct sw_error *err);

#endif
