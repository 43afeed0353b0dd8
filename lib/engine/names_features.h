/*
 * names_features.h: the features of a candidate token, by which the tagger and its trainer see it.
 *
 *     look and its neighbours --names_features--> 64-bit features
 *
 * Templates: words, affixes, shapes and clusters of the token and its neighbours, known names,
 * the run of capitalised words around it, how the text writes the word elsewhere and what it is short
 * for (after Chieu & Ng 2003, Ratinov & Roth 2009). Every label sees every feature.
 * The numbers of templates are part of the weights: change one and train anew.
 */
#ifndef ENGINE_NAMES_FEATURES_H
#define ENGINE_NAMES_FEATURES_H

#include "names_look.h"

#define NAMES_MAX_FEATURES 64

/* Writes the features of a candidate look and returns how many. */
uint32_t names_features(const struct names_view *view, const struct names_sentence *sentence,
                        uint32_t look, uint64_t *out);

#endif
