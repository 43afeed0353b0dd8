/*
 * names_labels.h: the labels of the name tagger.
 *
 * A token is outside (0) or begins, is inside, ends, or is alone in a name of one of six types. The
 * sixth type, other, takes names that the taxonomy does not list (works, products, languages): the
 * tagger tells them apart so that they are not taken for one of the five, and drops them.
 */
#ifndef ENGINE_NAMES_LABELS_H
#define ENGINE_NAMES_LABELS_H

#include <stancewire/stancewire.h>

enum { NAMES_OTHER = SW_EVENT + 1, NAMES_N_TYPES };
enum names_place { NAMES_BEGIN, NAMES_INSIDE, NAMES_LAST, NAMES_ALONE, NAMES_N_PLACES };

#define NAMES_OUTSIDE 0u
#define NAMES_N_LABELS (1u + NAMES_N_TYPES * NAMES_N_PLACES)

static inline uint8_t names_label(uint32_t type, enum names_place place)
{
    return (uint8_t)(1u + type * NAMES_N_PLACES + place);
}

static inline uint32_t names_label_type(uint8_t label)
{
    return (label - 1u) / NAMES_N_PLACES;
}

static inline enum names_place names_label_place(uint8_t label)
{
    return (enum names_place)((label - 1u) % NAMES_N_PLACES);
}

/* A set of labels, one bit each. */
#define NAMES_ALL_LABELS ((UINT32_C(1) << NAMES_N_LABELS) - 1)

#endif
