/*
 * markers_links.h: whose a marker is and whom it is about.
 *
 *     found, attributions, mentions --marker_candidates--> who it may be --trained decision--> one
 *
 * The holder is chosen among the author and the speakers around a cue: the source of the innermost
 * attributed words that it stands in, of those around them, of the attribution whose cue it is, of
 * the nearest ones of the sentence and beside it; for acts without an attribution, among the
 * entities mentioned in the sentence too. The target is one of these entities or none.
 * Each cue has at most CANDIDATES_MAX candidates: linear time.
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
    int32_t topic;         /* the entity with most mentions, or SW_NONE */
};

int mention_list_build(const struct markers_context *context, struct sw_arena *arena,
                       struct mention_list *out, struct sw_error *err);

/* How a candidate stands to the cue. */
enum candidate_kind {
    CANDIDATE_NONE,    /* no target */
    CANDIDATE_AUTHOR,  /* holder: the author */
    CANDIDATE_OTHER,   /* holder: someone who is no entity */
    CANDIDATE_OWN,     /* the source of the attribution whose cue it is */
    CANDIDATE_VOICE,   /* the voice: source of the innermost attributed words around it */
    CANDIDATE_OUTER,   /* the voice around that one */
    CANDIDATE_BEFORE,  /* of the attribution with the last cue before it in the sentence */
    CANDIDATE_AFTER,   /* of the first after it in the sentence */
    CANDIDATE_EARLIER, /* of the last attribution before the sentence */
    CANDIDATE_LATER,   /* of the first after it */
    CANDIDATE_TOPIC,   /* target: whom the article mentions most */
    CANDIDATE_LAST,    /* target: that of the marker before */
    CANDIDATE_MENTION  /* an entity mentioned near by */
};

struct candidate {
    enum candidate_kind kind;
    int32_t entity;            /* entity index, SW_AUTHOR, SW_NONE or SW_OTHER */
    int32_t attribution;       /* whose source it is, or SW_NONE */
    struct mention_at mention; /* of a CANDIDATE_MENTION */
};

#define CANDIDATES_MAX 24u

/* Labels of models/markers_links.weights. */
enum { LINK_HOLDER, LINK_TARGET, N_LINK_LABELS };

#define LINK_PLACES 14u
enum { PLACE_HEAD = 6, PLACE_HEAD_POSS = 7 }; /* the head of the cue, and whose that is */

/* A cue, seen as one end of a link: what all its candidates share. */
struct link_view {
    const struct markers_context *context;
    const struct mention_list *mentions;
    const struct found *found;
    uint32_t link;
    int32_t last;                 /* the target of the marker before, or SW_NONE */
    uint32_t sentence, cue;       /* cue: the head of its words */
    uint32_t lemma, tag, valence; /* of the cue */
    uint32_t clause, subject;     /* of the cue, or SYNTAX_NONE */
    uint32_t places[LINK_PLACES]; /* tokens that play a part for the cue, or SYNTAX_NONE */
    int32_t own, voice, outer;    /* attributions, or SW_NONE */
    uint64_t type;                /* marker type and link */
};

/* last: the target of the last marker that has one, or SW_NONE. */
void link_view_init(struct link_view *view, const struct markers_context *context,
                    const struct mention_list *mentions, uint32_t sentence,
                    const struct found *found, uint32_t link, int32_t last);

/* Whether entities mentioned near by are candidates for a holder. */
bool marker_asks_mentions(const struct link_view *view);

/* Whether markers of this type are about someone. */
bool marker_has_target(const struct found *found);

/* The holder of the innermost attributed words around a token, else the author. */
int32_t marker_voice(const struct markers_context *context, uint32_t token);

/* The candidates for one end of a marker. */
uint32_t marker_candidates(const struct link_view *view, struct candidate out[CANDIDATES_MAX]);

/* What the decision looks at. */
void marker_link_features(const struct link_view *view, const struct candidate *candidate,
                          struct marker_features *out);

/* Holder and target of a marker. */
void marker_link(const struct markers_context *context, const struct weights *weights,
                 const struct mention_list *mentions, uint32_t sentence, const struct found *found,
                 int32_t last, int32_t *holder, int32_t *target);

#endif
