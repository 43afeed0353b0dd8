/*
 * attribution_scene.h: one article as the attribution room looks at it.
 *
 *     document, syntax, entities --scene_build--> struct scene --zones_fill--> for one cue
 *
 * For each token what features ask of it: its word (a name is its type only), its tag and form, how
 * often it is a cue, the quotation it stands in. Zones say where a token hangs as seen from one cue.
 */
#ifndef ENGINE_ATTRIBUTION_SCENE_H
#define ENGINE_ATTRIBUTION_SCENE_H

#include "attribution_model.h"
#include "quotes.h"
#include "syntax_tree.h"

/* What a token looks like as a speaker. */
enum scene_look {
    LOOK_NONE,
    LOOK_PER,
    LOOK_ORG,
    LOOK_LOC,
    LOOK_NORP,
    LOOK_EVENT,
    LOOK_CAPITAL, /* a capital within the sentence, no known name */
    LOOK_PRONOUN,
    LOOK_NUMBER,
    LOOK_MARK
};

struct scene_token {
    uint32_t word;     /* token.lower; of a name the number of its type */
    uint32_t stem;     /* of a word that can be a cue; else as word */
    uint32_t sentence;
    uint16_t fine;     /* cluster of its vector, of 1024, and of 128; a name has the one of its type */
    uint8_t coarse;
    uint16_t tag;      /* tag and form in one */
    uint8_t rate;      /* per cent of its uses as a cue; 0: it is never one */
    uint8_t look;      /* enum scene_look */
    bool boundary;     /* a word or mark that can end a clause */
    uint32_t opens;    /* the head of the largest phrase that begins here */
    uint32_t closes;   /* and of the one that ends here */
};

struct scene {
    const struct attribution_model *model;
    const struct document *document;
    const struct syntax *syntax;
    const struct entities *entities;
    struct syntax_tree tree;
    struct quotes quotes;
    struct scene_token *tokens;
};

/* SW_ENOMEM. */
int scene_build(const struct attribution_model *model, const struct document *document,
                const struct syntax *syntax, const struct entities *entities,
                struct sw_arena *arena, struct scene *out, struct sw_error *err);

/* Zones of the tokens [first, first + n) as seen from the token head: n at most ZONES_MAX. */
#define ZONES_MAX 256u
#define ZONE_FAR 0xFFFFu

struct zones {
    uint32_t first, n;
    uint16_t at[ZONES_MAX];
};

/*
 * A token below the cue has the relation of the cue's child it hangs on; one below an ancestor
 * of the cue (up to three levels) has the level, the relation the path went up by and the relation
 * of the ancestor's child; the ancestor itself is apart.
 */
void zones_fill(const struct scene *scene, uint32_t head, uint32_t first, uint32_t end,
                struct zones *out);

static inline uint16_t zone_of(const struct zones *zones, uint32_t token)
{
    uint32_t at = token - zones->first;
    return at < zones->n ? zones->at[at] : ZONE_FAR;
}

#endif
