/*
 * gazetteer.h: known names: countries, demonyms, capitals, organisations, and a user's own.
 *
 *     id<TAB>type<TAB>name<TAB>alias|alias...<TAB>kind<TAB>of        (models/gazetteer.tsv)
 *
 * id is a Wikidata id or empty; kind is country, demonym, capital, organisation, ...; of is the id
 * of the country of a demonym, capital or seat. In a user's file the columns after the name may be
 * left out.
 * Names are cut as texts are and matched whatever their case, the longest first; a short name in
 * capitals ("WHO", "US") matches only in capitals. Of two entries with one name the first is given,
 * a user's before the model's.
 * Read-only once built; the bytes of the files are borrowed.
 */
#ifndef ENGINE_GAZETTEER_H
#define ENGINE_GAZETTEER_H

#include "document.h"

/* Kinds of entries as bits: a name may be of several ("Georgia"). */
enum gazetteer_kind {
    GAZETTEER_COUNTRY = 1 << 0,
    GAZETTEER_DEMONYM = 1 << 1,
    GAZETTEER_CAPITAL = 1 << 2,
    GAZETTEER_REGION = 1 << 3,
    GAZETTEER_CITY = 1 << 4,
    GAZETTEER_ORGANISATION = 1 << 5,
    GAZETTEER_BRAND = 1 << 6,
    GAZETTEER_GROUP = 1 << 7,
    GAZETTEER_SEAT = 1 << 8,
    GAZETTEER_LEADER = 1 << 9,
    GAZETTEER_USER = 1 << 10 /* of a user's file, whatever kind it says */
};

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

/* The same, with the kinds of all entries of that name in *kinds (enum gazetteer_kind). */
const struct gazetteer_entry *gazetteer_look(const struct gazetteer *gazetteer,
                                             const struct token *tokens, uint32_t i, uint32_t end,
                                             uint32_t *n_tokens, uint32_t *kinds);

#endif
