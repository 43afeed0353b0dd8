/*
 * attribution_model.h: what the attribution room knows: words that can be cues, and weights.
 *
 * Files: lexicons/cue_words.txt (word, how often it is a cue in per cent, stem) and
 * attribution.*.weights, one for each decision of the room.
 * Read-only once built.
 */
#ifndef ENGINE_ATTRIBUTION_MODEL_H
#define ENGINE_ATTRIBUTION_MODEL_H

#include "attribution.h"
#include "names_words.h"
#include "weights.h"

/* One decision each, in the order they are taken. */
enum attribution_decision {
    DECIDE_CUE,   /* is this word the head of a cue? */
    DECIDE_EDGE,  /* does the cue take in the next word to its left or right? */
    DECIDE_SPAN,  /* is this unit source, content or neither? */
    DECIDE_ORDER, /* what may start where: source and content around the cue */
    DECIDE_CHECK, /* with its source and content known, does the attribution stand? */
    DECIDE_KIND,
    DECIDE_CLASS,
    N_ATTRIBUTION_DECISIONS
};

extern const char *const attribution_weights_names[N_ATTRIBUTION_DECISIONS];

struct cue_word {
    uint32_t lower; /* 0: empty slot */
    uint32_t stem;
    uint8_t rate; /* 1..100 */
};

struct attribution_model {
    struct cue_word *words; /* n_slots of them, open addressing */
    uint32_t n_slots;
    const struct names_words *clusters; /* borrowed */
    struct weights weights[N_ATTRIBUTION_DECISIONS];
};

/* The word tables alone: what the trainer needs before there are weights. */
int attribution_words_read(struct attribution_model *model, const struct names_words *clusters,
                           const struct sw_blob *files, size_t n_files, struct sw_error *err);

static inline const struct cue_word *attribution_word(const struct attribution_model *model,
                                                      uint32_t lower)
{
    uint32_t i = lower & (model->n_slots - 1);
    while (model->words[i].lower != 0 && model->words[i].lower != lower) {
        i = (i + 1) & (model->n_slots - 1);
    }
    return model->words[i].lower != 0 ? &model->words[i] : NULL;
}

#endif
