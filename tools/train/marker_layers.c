#include "train_markers.h"

#include <stdio.h>
#include <stdlib.h>

#include "gazetteer.h"
#include "lexicons.h"
#include "markers_tone.h"
#include "names.h"

#define FOLDS_MAX 16u

/* The rooms below the markers. */
struct layers_models {
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct names_model *names;
    struct syntax_model *syntax;
    struct attribution_model *attribution[FOLDS_MAX]; /* article i is read by that of i % n_folds */
    uint32_t n_folds;
    struct weights tone; /* n_labels 0: there is none yet */
};

static void check(int status, const struct sw_error *err)
{
    if (status != SW_OK) {
        fprintf(stderr, "%s\n", err->text);
        exit(4);
    }
}

/* A model of attributions that has not seen the articles it is asked about: the files of folder
 * FOLDS.K take the place of those of the model folder. */
static void read_attribution(struct layers_models *m, const struct model_files *files,
                             const struct attribution_folds *folds)
{
    struct sw_error err;
    m->n_folds = folds->n > 0 ? folds->n : 1;
    for (uint32_t k = 0; k < m->n_folds && k < FOLDS_MAX; k++) {
        struct model_files own = {0};
        char folder[4096];
        snprintf(folder, sizeof folder, "%s.%u", folds->prefix != NULL ? folds->prefix : "", k);
        if (folds->n > 0) {
            model_files_read(&own, folder);
        }
        struct sw_blob *blobs = malloc((own.n + files->n + 1) * sizeof *blobs);
        for (size_t i = 0; i < own.n + files->n; i++) {
            blobs[i] = i < own.n ? own.at[i] : files->at[i - own.n];
        }
        check(attribution_model_new(&m->attribution[k], names_model_words(m->names), blobs,
                                    own.n + files->n, &err),
              &err);
        free(blobs); /* the files stay: the model borrows them as long as the program runs */
    }
}

static void models_init(struct layers_models *m, const struct model_files *files,
                        const struct attribution_folds *folds)
{
    struct sw_error err;
    check(lexicons_init(&m->lexicons, files->at, files->n, &err), &err);
    check(gazetteer_new(&m->gazetteer, files->at, files->n, &err), &err);
    check(names_model_new(&m->names, m->gazetteer, files->at, files->n, &err), &err);
    check(syntax_model_new(&m->syntax, names_model_words(m->names), files->at, files->n, &err), &err);
    read_attribution(m, files, folds);
    const struct sw_blob *tone = blob_find(files->at, files->n, "markers_tone.weights");
    m->tone = (struct weights){0};
    if (tone != NULL) {
        check(weights_open(&m->tone, tone, &err), &err);
    }
}

static void models_clear(struct layers_models *m)
{
    for (uint32_t k = 0; k < m->n_folds; k++) {
        attribution_model_free(m->attribution[k]);
    }
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
                         const struct marker_words *words, enum layers layers, uint32_t fold,
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
        check(attributions_find(m->attribution[fold], &m->lexicons, &article->document,
                                &article->syntax, &article->entities, arena, &article->attributions,
                                &err),
              &err);
    }
    check(markers_context_build(words, &article->document, &article->syntax, &article->entities,
                                &article->attributions, arena, &article->context, &err),
          &err);
    check(mention_list_build(&article->context, arena, &article->mentions, &err), &err);
    if (m->tone.n_labels > 0) {
        mention_list_set_tone(&article->context, &m->tone, &article->mentions);
    }
    map_entities(article, arena);
}

struct marker_article *marker_articles_read(const struct model_files *files,
                                            const struct marker_words *words,
                                            const struct gold *gold, enum layers layers,
                                            const struct attribution_folds *folds,
                                            struct sw_arena *arena)
{
    struct layers_models models;
    models_init(&models, files, folds);
    struct marker_article *articles = sw_arena_alloc(arena, (gold->n + 1) * sizeof *articles);
    for (uint32_t i = 0; i < gold->n; i++) {
        articles[i] = (struct marker_article){.gold = &gold->at[i],
                                              .source = &gold->at[i],
                                              .weight = 1,
                                              .targets = gold->at[i].annotations.markers,
                                              .n_targets = gold->at[i].annotations.n_markers};
        read_article(&articles[i], &models, words, layers, i % models.n_folds, arena);
    }
    models_clear(&models);
    return articles;
}
