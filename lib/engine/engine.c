#include <stancewire/stancewire.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "fingerprint.h"
#include "gazetteer.h"
#include "hash.h"
#include "lexicons.h"
#include "stances.h"

#ifndef SW_VERSION
#define SW_VERSION "0.0.0"
#endif

struct sw_engine {
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct names_model *names;
    struct syntax_model *syntax;
    struct attribution_model *attribution;
    struct markers_model *markers;
    char model[17];
};

/* A digest of all files, whatever their order: which model made an annotation. */
static void name_model(char out[17], const struct sw_blob *files, size_t n_files)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < n_files; i++) {
        digest += hash_mix(hash_block(files[i].name, strlen(files[i].name)),
                           hash_block(files[i].at, files[i].len));
    }
    snprintf(out, 17, "%016llx", (unsigned long long)digest);
}

int sw_engine_new(struct sw_engine **out, const struct sw_blob *files, size_t n_files,
                  struct sw_error *err)
{
    struct sw_engine *engine = calloc(1, sizeof *engine);
    if (engine == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the engine");
    }
    int status = lexicons_init(&engine->lexicons, files, n_files, err);
    if (status == SW_OK) {
        status = gazetteer_new(&engine->gazetteer, files, n_files, err);
    }
    if (status == SW_OK) {
        status = names_model_new(&engine->names, engine->gazetteer, files, n_files, err);
    }
    if (status == SW_OK) {
        status = syntax_model_new(&engine->syntax, names_model_words(engine->names), files, n_files,
                                  err);
    }
    if (status == SW_OK) {
        status = attribution_model_new(&engine->attribution, names_model_words(engine->names),
                                       files, n_files, err);
    }
    if (status == SW_OK) {
        status = markers_model_new(&engine->markers, files, n_files, err);
    }
    if (status != SW_OK) {
        sw_engine_free(engine);
        return status;
    }
    name_model(engine->model, files, n_files);
    *out = engine;
    return SW_OK;
}

void sw_engine_free(struct sw_engine *engine)
{
    if (engine != NULL) {
        markers_model_free(engine->markers);
        attribution_model_free(engine->attribution);
        syntax_model_free(engine->syntax);
        names_model_free(engine->names);
        gazetteer_free(engine->gazetteer);
        lexicons_clear(&engine->lexicons);
        free(engine);
    }
}

const char *sw_engine_version(void)
{
    return SW_VERSION;
}

const char *sw_engine_model(const struct sw_engine *engine)
{
    return engine->model;
}

/* What every language gets: segments and a fingerprint. */
static void set_document(struct sw_annotations *out, const struct document *document)
{
    memset(out, 0, sizeof *out);
    out->text = document->text;
    out->lang = document->lang;
    out->segments = document->segments;
    out->n_segments = document->n_segments;
    out->codepoints = document->codepoints;
    out->fingerprint = fingerprint_of(document);
}

/* The way of one document: names -> syntax -> entities -> attributions -> markers -> stances. */
static int annotate(const struct sw_engine *engine, const struct document *document,
                    struct sw_arena *arena, struct sw_annotations *out, struct sw_error *err)
{
    struct names names;
    struct syntax syntax;
    struct entities entities;
    struct attributions attributions;
    struct markers markers;
    struct stances stances;
    int status = names_find(engine->names, document, arena, &names, err);
    if (status == SW_OK) {
        status = syntax_read(engine->syntax, document, arena, &syntax, err);
    }
    if (status == SW_OK) {
        status = entities_find(engine->gazetteer, &engine->lexicons, document, &syntax, &names,
                               arena, &entities, err);
    }
    if (status == SW_OK) {
        status = attributions_find(engine->attribution, &engine->lexicons, document, &syntax,
                                   &entities, arena, &attributions, err);
    }
    if (status == SW_OK) {
        status = markers_find(engine->markers, &engine->lexicons, document, &syntax, &entities,
                              &attributions, arena, &markers, err);
    }
    if (status == SW_OK) {
        status = stances_sum(&markers, arena, &stances, err);
    }
    if (status != SW_OK) {
        return status;
    }
    out->entities = entities.at;
    out->n_entities = entities.n;
    out->attributions = attributions.at;
    out->n_attributions = attributions.n;
    out->markers = markers.at;
    out->n_markers = markers.n;
    out->stances = stances.at;
    out->n_stances = stances.n;
    return SW_OK;
}

int sw_annotate(const struct sw_engine *engine, struct sw_text text, struct sw_text title,
                const char *lang, struct sw_arena *arena, struct sw_annotations *out,
                struct sw_error *err)
{
    struct document document;
    int status = document_read(&engine->lexicons, text, title, lang, arena, &document, err);
    if (status != SW_OK) {
        return status;
    }
    set_document(out, &document);
    return strcmp(document.lang, "en") == 0 ? annotate(engine, &document, arena, out, err) : SW_OK;
}
