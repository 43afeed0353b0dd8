/*
 * names.h: document -> the spans that are names, with their type.
 *
 * A sequence labeller over the tokens that can be a name; most words are decided by a look-up. Names
 * of a user's gazetteer are found wherever they are written with a capital, unless in a longer name.
 * Spans are of whole tokens, in text order, never overlap and never cross a sentence. Nothing is
 * found in boilerplate or a repeat.
 */
#ifndef ENGINE_NAMES_H
#define ENGINE_NAMES_H

#include "document.h"
#include "gazetteer.h"

struct name {
    uint32_t first, end; /* tokens, end exclusive */
    enum sw_entity_type type;
};

struct names {
    const struct name *at; /* the arena's */
    uint32_t n;
};

struct names_model;
struct names_words;

/* Borrows the files and the gazetteer. SW_EMISSING, SW_EFORMAT, SW_EVERSION. */
int names_model_new(struct names_model **out, const struct gazetteer *gazetteer,
                    const struct sw_blob *files, size_t n_files, struct sw_error *err);
void names_model_free(struct names_model *model);
/* Its table of words and their clusters, borrowed: other rooms know words by them too. */
const struct names_words *names_model_words(const struct names_model *model);

int names_find(const struct names_model *model, const struct document *document,
               struct sw_arena *arena, struct names *out, struct sw_error *err);

#endif
