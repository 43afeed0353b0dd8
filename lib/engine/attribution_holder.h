/*
 * attribution_holder.h: the entity that speaks in each attribution.
 *
 *     source span, tree, entities --> who is named there
 *     the other finds             --> who "I", "it" and "the poll" are
 *
 * An entity index, SW_AUTHOR ("I" of the article itself) or SW_OTHER (a speaker who is no named
 * entity, or is not named at all). Of coordinated speakers the first.
 */
#ifndef ENGINE_ATTRIBUTION_HOLDER_H
#define ENGINE_ATTRIBUTION_HOLDER_H

#include "attribution_found.h"
#include "lexicons.h"

/*
 * From the source alone. A person whom a title leads to speaks before whatever else is named; then the
 * head decides, with the name in apposition to it; then the name in the phrase of a noun of
 * lexicons/voices.txt. "who" is whom its clause describes; without a source it is who does what
 * the cue says.
 */
int32_t holder_of(const struct scene *scene, const struct lexicons *lexicons,
                  const struct found *found);

/*
 * Of all finds, in the order of their cues. Where the source alone does not tell: "I" and "we" in a
 * quotation are the speaker of the words around them, "it" and "they" the body that speaks there or
 * spoke last, "the poll" whoever the last poll was of. Each looks at FOUND_AROUND others at most.
 */
#define FOUND_AROUND 48u
void holders_find(const struct scene *scene, const struct lexicons *lexicons,
                  const struct finds *finds, int32_t *holders);

#endif
