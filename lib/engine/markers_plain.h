/*
 * markers_plain.h: which opinions are said to be held, not only supposed, asked about or denied.
 *
 *     found, tree --markers_plain--> a bool a marker
 *
 * "He would back her if she ran", "whether they support it" and "denied that he opposes it" are
 * markers, but no stances. A negation in the opinion's own clause turns its side instead: "does not
 * support" is against (docs/taxonomy.md, rule 13): markers_turn. Linear in tokens and markers.
 */
#ifndef ENGINE_MARKERS_PLAIN_H
#define ENGINE_MARKERS_PLAIN_H

#include "markers_decode.h"

enum { PLAIN_DENIED = 1 << 0, PLAIN_HEDGED = 1 << 1 }; /* of a token, by the markers around it */

/* Gives each cue of taking sides one side: of a negated verb the other one than its words have in
 * the lexicons. The list is sorted. false when memory is out. */
bool markers_turn(const struct markers_context *context, struct found_list *list,
                  struct sw_arena *arena);

/* Of each marker whether it holds plainly; those without a side always do. The arena's; NULL when
 * memory is out. */
bool *markers_plain(const struct markers_context *context, const struct found_list *list,
                    struct sw_arena *arena);

#endif
