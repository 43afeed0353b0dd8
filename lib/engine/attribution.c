#include "attribution.h"

#include <stdlib.h>
#include <string.h>

#include "attribution_holder.h"
#include "attribution_label.h"
#include "error.h"

#define ABOUT_MAX 32u /* entities */

/* Whether the last that stands has the same words: then the better one stays. */
static bool yields_to_last(struct finds *stand, const struct found *found)
{
    while (stand->n > 0 && stand->at[stand->n - 1].cue.end > found->cue.first) {
        if (stand->at[stand->n - 1].score >= found->score) {
            return true;
        }
        stand->n--;
    }
    return false;
}

/* Adds what stands in a sentence to the finds of the article. */
static void find_in_sentence(const struct scene *scene, const struct sentence *sentence,
                             struct finds *all)
{
    struct finds here = {all->at + all->n, 0};
    label_sentence(scene, sentence, &here);
    label_check(scene, &here);
    for (uint32_t i = 0; i < here.n; i++) {
        struct found found = here.at[i];
        bool stands = (float)found.score > LABEL_CHECK_BORDER * LABEL_SCORE_UNIT;
        if (stands && found.n_content > 0 && !yields_to_last(all, &found)) {
            label_kind(scene, &found);
            all->at[all->n++] = found;
        }
    }
}

static uint32_t count_candidates(const struct scene *scene)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < scene->document->n_tokens; i++) {
        n += cue_is_candidate(scene, i);
    }
    return n;
}

/* Token ranges as bytes; NULL without memory. */
static bool set_spans(const struct scene *scene, const struct token_range *ranges, uint32_t n,
                      struct sw_arena *arena, struct sw_spans *out)
{
    const struct token *tokens = scene->document->tokens;
    struct sw_span *spans = sw_arena_alloc(arena, (n + 1) * sizeof *spans);
    for (uint32_t i = 0; spans != NULL && i < n; i++) {
        spans[i] = (struct sw_span){tokens[ranges[i].first].start, tokens[ranges[i].end - 1].end};
    }
    *out = (struct sw_spans){spans, n};
    return spans != NULL;
}

/* The entities named in a range, each once. */
static void add_about(const struct scene *scene, struct token_range range, uint32_t *about,
                      uint32_t *n)
{
    uint32_t end = range.end - range.first > FOUND_LOOK_MAX ? range.first + FOUND_LOOK_MAX : range.end;
    for (uint32_t i = range.first; i < end && *n < ABOUT_MAX; i++) {
        int32_t entity = scene->entities->of_token[i];
        bool known = entity < 0;
        for (uint32_t j = 0; j < *n && !known; j++) {
            known = about[j] == (uint32_t)entity;
        }
        if (!known) {
            about[(*n)++] = (uint32_t)entity;
        }
    }
}

static bool set_about(const struct scene *scene, const struct found *found, struct sw_arena *arena,
                      struct sw_attribution *out)
{
    uint32_t about[ABOUT_MAX], n = 0;
    for (uint32_t k = 0; k < found->n_content; k++) {
        add_about(scene, found->content[k], about, &n);
    }
    uint32_t *own = sw_arena_alloc(arena, ((size_t)n + 1) * sizeof *own);
    if (own == NULL) {
        return false;
    }
    memcpy(own, about, n * sizeof *own);
    out->about = own;
    out->n_about = n;
    return true;
}

static bool set_attribution(const struct scene *scene, const struct found *found, int32_t holder,
                            struct sw_arena *arena, struct sw_attribution *out)
{
    struct token_range cue = {found->cue.first, found->cue.end};
    *out = (struct sw_attribution){.quote = (enum sw_quote)found->quote,
                                   .kind = (enum sw_attribution_kind)found->kind,
                                   .marker_class = (enum sw_marker_type)found->marker_class,
                                   .holder = holder};
    return set_spans(scene, &cue, 1, arena, &out->cue) &&
           set_spans(scene, &found->source, found->source.end > found->source.first, arena,
                     &out->source) &&
           set_spans(scene, found->content, found->n_content, arena, &out->content) &&
           set_about(scene, found, arena, out);
}

int attributions_find(const struct attribution_model *model, const struct lexicons *lexicons,
                      const struct document *document, const struct syntax *syntax,
                      const struct entities *entities, struct sw_arena *arena,
                      struct attributions *out, struct sw_error *err)
{
    struct scene scene;
    int status = scene_build(model, document, syntax, entities, arena, &scene, err);
    if (status != SW_OK) {
        return status;
    }
    uint32_t room = count_candidates(&scene);
    struct finds finds = {sw_arena_alloc(arena, ((size_t)room + 1) * sizeof *finds.at), 0};
    for (uint32_t s = 0; finds.at != NULL && s < document->n_sentences; s++) {
        if (document_annotates(document, &document->sentences[s])) {
            find_in_sentence(&scene, &document->sentences[s], &finds);
        }
    }
    struct sw_attribution *at = sw_arena_alloc(arena, ((size_t)finds.n + 1) * sizeof *at);
    int32_t *holders = sw_arena_alloc(arena, ((size_t)finds.n + 1) * sizeof *holders);
    bool room_for_all = finds.at != NULL && at != NULL && holders != NULL;
    if (room_for_all) {
        holders_find(&scene, lexicons, &finds, holders);
    }
    for (uint32_t i = 0; i < finds.n && room_for_all; i++) {
        room_for_all = set_attribution(&scene, &finds.at[i], holders[i], arena, &at[i]);
    }
    if (!room_for_all) {
        return error_set(err, SW_ENOMEM, "no memory for %u attributions", room);
    }
    *out = (struct attributions){at, finds.n};
    return SW_OK;
}
