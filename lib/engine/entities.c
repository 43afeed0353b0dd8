#include "entities.h"

#include "error.h"

/* One entity a name: a stand-in. */
int entities_find(const struct gazetteer *gazetteer, const struct lexicons *lexicons,
                  const struct document *document, const struct syntax *syntax,
                  const struct names *names, struct sw_arena *arena, struct entities *out,
                  struct sw_error *err)
{
    (void)gazetteer;
    (void)lexicons;
    (void)syntax;
    struct sw_entity *entities = sw_arena_alloc(arena, (names->n + 1) * sizeof *entities);
    struct sw_mention *mentions = sw_arena_alloc(arena, (names->n + 1) * sizeof *mentions);
    int32_t *of_token = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *of_token);
    if (entities == NULL || mentions == NULL || of_token == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the entities");
    }
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        of_token[i] = SW_NONE;
    }
    for (uint32_t i = 0; i < names->n; i++) {
        const struct name *name = &names->at[i];
        uint32_t start = document->tokens[name->first].start;
        uint32_t end = document->tokens[name->end - 1].end;
        mentions[i] = (struct sw_mention){{start, end}, SW_NAME};
        entities[i] = (struct sw_entity){.type = name->type,
                                         .name = {document->text.at + start, end - start},
                                         .of = SW_NONE,
                                         .mentions = &mentions[i],
                                         .n_mentions = 1};
        for (uint32_t t = name->first; t < name->end; t++) {
            of_token[t] = (int32_t)i;
        }
    }
    *out = (struct entities){entities, names->n, of_token};
    return SW_OK;
}
