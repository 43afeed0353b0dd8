/*
 * markers_tone.h: how a sentence speaks of one it mentions: well, badly, or neither.
 *
 *     sentence, mention --tone features, models/markers_tone.weights--> bad, neither, good
 *
 * Learnt from sentences with a sentiment towards a target. It is evidence for the decisions about
 * evaluations and their targets; where it is strong and no marker tells of it, the word that
 * carries it becomes one. Of a sentence the TONE_MENTIONS_MAX first mentions are read, of a mention
 * the TONE_WORDS_MAX nearest words: linear time.
 */
#ifndef ENGINE_MARKERS_TONE_H
#define ENGINE_MARKERS_TONE_H

#include "markers_links.h"

#define TONE_MENTIONS_MAX 8u
#define TONE_WORDS_MAX 24u /* on each side */
#define TONE_FEATURES_MAX 250u

/* The judges_least of the engine. */
#define TONE_JUDGES_LEAST 20

enum { TONE_BAD, TONE_NEITHER, TONE_GOOD, N_TONE_LABELS };

struct tone_features {
    uint64_t at[TONE_FEATURES_MAX];
    uint32_t n;
};

void tone_features_read(const struct markers_context *context, const struct sentence *sentence,
                        const struct mention_at *mention, struct tone_features *out);

/* Sets the tone of the mentions of all sentences, and of the tokens around them. */
void mention_list_set_tone(struct markers_context *context, const struct weights *weights,
                           struct mention_list *mentions);

/*
 * Where the tone of an entity in a sentence is sure and no marker tells of it: gives it to one with
 * that polarity and no target, else the word that carries it becomes an evaluation. The list is
 * sorted, with its links; what is added stands at its end. A word with a score for evaluation below
 * judges_least carries nothing. SW_ENOMEM.
 */
int markers_add_toned(const struct markers_context *context, const struct mention_list *mentions,
                      int judges_least, struct found_list *list, struct sw_arena *arena,
                      struct sw_error *err);

/* -3 (surely bad) to 3 (surely good) of a mention's tone. */
int tone_class(const struct mention_at *mention);

#endif
