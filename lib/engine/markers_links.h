/*
 * markers_links.h: whose a marker is and whom it is about.
 *
 * The voice is the holder of the innermost attributed words around a cue, else the author. A cue
 * that is the cue of an attribution too, and names an act, belongs to the source of that one. For
 * acts of support and opposition without an attribution, and for targets, a trained decision picks
 * among the entities in reach: those mentioned in the sentence and the last of the sentence before.
 */
#ifndef ENGINE_MARKERS_LINKS_H
#define ENGINE_MARKERS_LINKS_H

#include "markers_decode.h"

struct mention_at {
    uint32_t first, end; /* tokens */
    int32_t entity;
    uint8_t kind;      /* enum sw_mention_kind */
    uint8_t type;      /* enum sw_entity_type */
    int16_t good, bad; /* its tone, against neither; 0 until markers_tone.h sets it */
};

/* All mentions in text order, the outer before the inner. */
struct mention_list {
    struct mention_at *at; /* the arena's */
    uint32_t n;
    uint32_t *of_sentence; /* first mention of each sentence; n_sentences + 1 */
};

int mention_list_build(const struct markers_context *context, struct sw_arena *arena,
                       struct mention_list *out, struct sw_error *err);

/* What a link may point at: an entity through one of its mentions, or none. */
enum candidate_kind { CANDIDATE_NONE, CANDIDATE_VOICE, CANDIDATE_OTHER, CANDIDATE_MENTION };

struct candidate {
    enum candidate_kind kind;
    struct mention_at mention; /* of a CANDIDATE_MENTION */
    int32_t entity;            /* entity index, SW_AUTHOR, SW_NONE or SW_OTHER */
};

#define CANDIDATES_MAX 16u

/* Labels of models/markers_links.weights. */
enum { LINK_HOLDER, LINK_TARGET, N_LINK_LABELS };

/* Whether markers of this type are about someone. */
bool marker_has_target(const struct found *found);

/* The candidates for one end of a marker. */
uint32_t marker_candidates(const struct markers_context *context,
                           const struct mention_list *mentions, uint32_t sentence,
                           const struct found *found, uint32_t link,
                           struct candidate out[CANDIDATES_MAX]);

/* What the decision looks at; n and order of the candidates are in it. */
void marker_link_features(const struct markers_context *context, const struct found *found,
                          const struct candidate *candidate, uint32_t link,
                          struct marker_features *out);

/* The holder by the rules alone; *sure is false where a trained decision is to be asked. */
int32_t marker_voice(const struct markers_context *context, const struct found *found, bool *sure);

/* Holder and target of a marker. weights may be NULL: then rules alone. */
void marker_link(const struct markers_context *context, const struct weights *weights,
                 const struct mention_list *mentions, uint32_t sentence, const struct found *found,
                 int32_t *holder, int32_t *target);

#endif
