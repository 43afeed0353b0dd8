#include "markers_links.h"

#include <stdlib.h>

#include "error.h"

static int by_place(const void *a, const void *b)
{
    const struct mention_at *x = a, *y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    if (x->end != y->end) {
        return x->end > y->end ? -1 : 1;
    }
    return x->entity - y->entity;
}

/* The entity with most mentions: the first of equals. */
static int32_t topic_of(const struct entities *entities)
{
    int32_t best = SW_NONE;
    for (uint32_t e = 0; e < entities->n; e++) {
        if (best == SW_NONE || entities->at[e].n_mentions > entities->at[best].n_mentions) {
            best = (int32_t)e;
        }
    }
    return best;
}

int mention_list_build(const struct markers_context *context, struct sw_arena *arena,
                       struct mention_list *out, struct sw_error *err)
{
    const struct document *document = context->document;
    uint32_t n = 0;
    for (uint32_t e = 0; e < context->entities->n; e++) {
        n += context->entities->at[e].n_mentions;
    }
    struct mention_list list = {sw_arena_alloc(arena, (n + 1) * sizeof *list.at), 0, NULL, SW_NONE};
    list.of_sentence = sw_arena_alloc(arena, (document->n_sentences + 2) * sizeof(uint32_t));
    if (list.at == NULL || list.of_sentence == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u mentions", n);
    }
    for (uint32_t e = 0; e < context->entities->n; e++) {
        const struct sw_entity *entity = &context->entities->at[e];
        for (uint32_t m = 0; m < entity->n_mentions; m++) {
            struct sw_span span = entity->mentions[m].span;
            uint32_t first = markers_token_at(document, span.start);
            uint32_t end =
                span.end > span.start ? markers_token_at(document, span.end - 1) + 1 : first;
            if (first < end && end <= document->n_tokens) {
                list.at[list.n++] = (struct mention_at){first,
                                                        end,
                                                        (int32_t)e,
                                                        (uint8_t)entity->mentions[m].kind,
                                                        (uint8_t)entity->type,
                                                        0,
                                                        0};
            }
        }
    }
    if (list.n > 1) {
        qsort(list.at, list.n, sizeof *list.at, by_place);
    }
    uint32_t m = 0;
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        while (m < list.n && list.at[m].first < document->sentences[s].first) {
            m++;
        }
        list.of_sentence[s] = m;
    }
    list.of_sentence[document->n_sentences] = list.n;
    list.topic = topic_of(context->entities);
    *out = list;
    return SW_OK;
}
