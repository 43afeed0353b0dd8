#include "train_markers.h"

#include <stdio.h>
#include <stdlib.h>

#include "gazetteer.h"
#include "lexicons.h"
#include "names.h"

/* The rooms below the markers. */
struct layers_models {
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct names_model *names;
    struct syntax_model *syntax;
    struct attribution_model *attribution;
};

static void check(int status, const struct sw_error *err)
{
    if (status != SW_OK) {
        fprintf(stderr, "%s\n", err->text);
        exit(4);
    }
}

static void models_init(struct layers_models *m, const struct model_files *files)
{
    struct sw_error err;
    check(lexicons_init(&m->lexicons, files->at, files->n, &err), &err);
    check(gazetteer_new(&m->gazetteer, files->at, files->n, &err), &err);
    check(names_model_new(&m->names, m->gazetteer, files->at, files->n, &err), &err);
    check(syntax_model_new(&m->syntax, files->at, files->n, &err), &err);
    check(attribution_model_new(&m->attribution, files->at, files->n, &err), &err);
}

static void models_clear(struct layers_models *m)
{
    attribution_model_free(m->attribution);
    syntax_model_free(m->syntax);
    names_model_free(m->names);
    gazetteer_free(m->gazetteer);
    lexicons_clear(&m->lexicons);
}

/* The entity of the layer that shares most with each of the reference. */
static void map_entities(struct marker_article *article, struct sw_arena *arena)
{
    const struct sw_annotations *gold = &article->gold->annotations;
    article->entity_map = sw_arena_alloc(arena, (gold->n_entities + 1) * sizeof(int32_t));
    for (uint32_t g = 0; g < gold->n_entities; g++) {
        uint32_t most = 0;
        article->entity_map[g] = SW_NONE - 2;
        for (uint32_t e = 0; e < article->entities.n; e++) {
            const struct sw_entity *a = &gold->entities[g], *b = &article->entities.at[e];
            uint32_t votes = 0;
            for (uint32_t m = 0; m < a->n_mentions; m++) {
                for (uint32_t k = 0; k < b->n_mentions; k++) {
                    votes += a->mentions[m].span.start < b->mentions[k].span.end &&
                             b->mentions[k].span.start < a->mentions[m].span.end;
                }
            }
            if (votes > most) {
                most = votes;
                article->entity_map[g] = (int32_t)e;
            }
        }
    }
}

static void read_article(struct marker_article *article, const struct layers_models *m,
                         const struct marker_words *words, enum layers layers,
                         struct sw_arena *arena)
{
    struct sw_error err;
    struct names names;
    struct sw_text none = {NULL, 0};
    check(document_read(&m->lexicons, article->gold->text, none, "en", arena, &article->document,
                        &err),
          &err);
    check(syntax_read(m->syntax, &article->document, arena, &article->syntax, &err), &err);
    if (layers != LAYERS_FOUND) {
        gold_entities(article->gold, &article->document, arena, &article->entities);
        article->attributions = layers == LAYERS_GOLD ? gold_attributions(article->gold)
                                                      : (struct attributions){NULL, 0};
    } else {
        check(names_find(m->names, &article->document, arena, &names, &err), &err);
        check(entities_find(m->gazetteer, &m->lexicons, &article->document, &article->syntax,
                            &names, arena, &article->entities, &err),
              &err);
        check(attributions_find(m->attribution, &m->lexicons, &article->document, &article->syntax,
                                &article->entities, arena, &article->attributions, &err),
              &err);
    }
    check(markers_context_build(words, &article->document, &article->syntax, &article->entities,
                                &article->attributions, arena, &article->context, &err),
          &err);
    check(mention_list_build(&article->context, arena, &article->mentions, &err), &err);
    map_entities(article, arena);
}

struct marker_article *marker_articles_read(const struct model_files *files,
                                            const struct marker_words *words,
                                            const struct gold *gold, enum layers layers,
                                            struct sw_arena *arena)
{
    struct layers_models models;
    models_init(&models, files);
    struct marker_article *articles = sw_arena_alloc(arena, (gold->n + 1) * sizeof *articles);
    for (uint32_t i = 0; i < gold->n; i++) {
        articles[i] = (struct marker_article){.gold = &gold->at[i]};
        read_article(&articles[i], &models, words, layers, arena);
    }
    models_clear(&models);
    return articles;
}
