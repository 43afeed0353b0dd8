/*
 * names_features.h: the features of a candidate token, by which the tagger and its trainer see it.
 *
 *     look and its neighbours --names_features--> 64-bit features of the first pass
 *     labels of the first pass in all the text --names_features_again--> those of the second
 *
 * Templates: words, affixes, shapes and clusters of the token and its neighbours, known names,
 * the run of capitalised words around it, how the text writes the word elsewhere (after Ratinov &
 * Roth 2009); in the second pass how the text's other mentions of it were labelled (Krishnan &
 * Manning 2006). Every label sees every feature.
 * The numbers of templates are part of the weights: change one and train anew.
 */
#ifndef ENGINE_NAMES_FEATURES_H
#define ENGINE_NAMES_FEATURES_H

#include "names_seen.h"

#define NAMES_MAX_FEATURES 64

/* Writes the features of a candidate look and returns how many. */
uint32_t names_features(const struct names_view *view, const struct names_sentence *sentence,
                        uint32_t look, uint64_t *out);

/* The same for the second pass: labels has one label a look. None for a word that the text has only
 * once: its first label stays. */
uint32_t names_features_again(const struct names_view *view, const struct names_sentence *sentence,
                              uint32_t look, const uint8_t *labels,
                              const struct names_tally *tally, uint64_t *out);

#endif
