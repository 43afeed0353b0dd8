#include "teach_markers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "markers_tone.h"

/* Tones that are told, not found: sure, or surely neither. */
enum { TOLD = 200, JUDGES_LEAST = -100 };

/* Tokens do not hear of tones: the model of tones has learnt from these very sentences. */
static void silence(struct marker_article *article)
{
    for (uint32_t i = 0; i < article->document.n_tokens; i++) {
        article->context.tokens[i].tone = 0;
        article->context.tokens[i].tones = 0;
    }
    for (uint32_t m = 0; m < article->mentions.n; m++) {
        article->mentions.at[m].good = article->mentions.at[m].bad = 0;
    }
}

/* The target that stands where an entity of the layer is mentioned, or -1. */
static int32_t target_of(const struct marker_article *article, int32_t entity)
{
    for (uint32_t g = 0; entity >= 0 && g < article->n_targets; g++) {
        if (article->entity_map[article->targets[g].target] == entity) {
            return (int32_t)g;
        }
    }
    return -1;
}

static void tell_tones(struct marker_article *article, int good_or_bad)
{
    for (uint32_t m = 0; m < article->mentions.n; m++) {
        struct mention_at *mention = &article->mentions.at[m];
        int32_t g = target_of(article, mention->entity);
        int polarity = g >= 0 ? article->targets[g].polarity : 0;
        mention->good = (int16_t)(polarity > 0 ? good_or_bad : -good_or_bad);
        mention->bad = (int16_t)(polarity < 0 ? good_or_bad : -good_or_bad);
    }
}

/* Whether what was found is not what the sentence is known to say. */
static bool is_wrong(const struct marker_article *article, const struct found *found)
{
    int32_t g = found_polarity(found) != 0 ? target_of(article, found->target) : -1;
    return g >= 0 && article->targets[g].polarity != found_polarity(found);
}

static void write_markers(struct marker_article *article, const struct found_list *list,
                          struct sw_arena *arena)
{
    struct gold_article *gold = sw_arena_alloc(arena, sizeof *gold);
    struct sw_marker *markers = sw_arena_alloc(arena, (list->n + 1) * sizeof *markers);
    struct sw_span *spans = sw_arena_alloc(arena, (list->n + 1) * sizeof *spans);
    uint32_t n = 0;
    *gold = *article->source;
    for (uint32_t i = 0; i < list->n; i++) {
        const struct found *found = &list->at[i];
        int32_t g = target_of(article, found->target);
        if (is_wrong(article, found)) {
            continue;
        }
        spans[n] = (struct sw_span){article->document.tokens[found->first].start,
                                    article->document.tokens[found->end - 1].end};
        markers[n] = (struct sw_marker){.type = (enum sw_marker_type)found->type,
                                        .cue = {&spans[n], 1},
                                        .holder = UNTAUGHT,
                                        .target = g >= 0 ? article->targets[g].target : UNTAUGHT,
                                        .polarity = found_polarity(found)};
        n++;
    }
    gold->annotations.markers = markers;
    gold->annotations.n_markers = n;
    article->gold = gold;
}

static void teach(struct marker_article *article, const struct weights *cues,
                  const struct weights *links, struct sw_arena *arena)
{
    struct found_list list;
    struct sw_error err;
    uint32_t sentence = 0;
    int32_t last = SW_NONE;
    silence(article);
    if (markers_decode(&article->context, cues, arena, &list, &err) != SW_OK) {
        exit(4);
    }
    for (uint32_t i = 0; i < list.n; i++) {
        struct found *found = &list.at[i];
        while (sentence + 1 < article->document.n_sentences &&
               article->document.sentences[sentence].end <= found->first) {
            sentence++;
        }
        found->sentence = sentence;
        marker_link(&article->context, links, &article->mentions, sentence, found, last,
                    &found->holder, &found->target);
        last = found->target >= 0 ? found->target : last;
    }
    tell_tones(article, TOLD);
    if (markers_add_toned(&article->context, &article->mentions, JUDGES_LEAST, &list, arena,
                          &err) != SW_OK) {
        exit(4);
    }
    found_sort(&list);
    write_markers(article, &list, arena);
    silence(article);
}

void teach_markers(struct marker_article *articles, uint32_t n, const struct weights *cues,
                   const struct weights *links, struct sw_arena *arena)
{
    for (uint32_t i = 0; i < n; i++) {
        teach(&articles[i], cues, links, arena);
    }
}
