/*
 * gazetteer.h: known names: countries, demonyms, capitals, organisations, and a user's own.
 *
 *     id<TAB>type<TAB>name<TAB>alias|alias...<TAB>kind<TAB>of        (models/gazetteer.tsv)
 *
 * id is a Wikidata id or empty; kind is country, demonym, capital, organisation, leader, ...;
 * of is the id of the country of a demonym or capital.
 */
#ifndef ENGINE_GAZETTEER_H
#define ENGINE_GAZETTEER_H

#include "document.h"

struct gazetteer_entry {
    struct sw_text id, name, kind, of;
    enum sw_entity_type type;
};

struct gazetteer;

/* Reads models/gazetteer.tsv and, where there is one, the user's file (named "gazetteer.user"). */
int gazetteer_new(struct gazetteer **out, const struct sw_blob *files, size_t n_files,
                  struct sw_error *err);
void gazetteer_free(struct gazetteer *gazetteer);

/* The longest entry that starts at tokens[i] and ends before tokens[end], its length in *n_tokens;
 * or NULL. */
const struct gazetteer_entry *gazetteer_match(const struct gazetteer *gazetteer,
                                              const struct token *tokens, uint32_t i, uint32_t end,
                                              uint32_t *n_tokens);

#endif
