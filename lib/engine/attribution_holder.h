/*
 * attribution_holder.h: the entity that speaks, from the source span of an attribution.
 */
#ifndef ENGINE_ATTRIBUTION_HOLDER_H
#define ENGINE_ATTRIBUTION_HOLDER_H

#include "attribution_found.h"

/*
 * Entity index, SW_AUTHOR ("I" of the article itself) or SW_OTHER (a speaker who is no named entity,
 * or is not named at all). The head of the source decides, with the name in apposition to it; "who"
 * is whom its clause describes; without a source it is who does what the cue says. Of coordinated
 * speakers the first.
 */
int32_t holder_of(const struct scene *scene, const struct found *found);

#endif
