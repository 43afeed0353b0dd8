/*
 * lexicons.h: the lexicons of a model folder, found by name. A room that needs one adds a row to
 * the table in lexicons.c and a field here.
 */
#ifndef ENGINE_LEXICONS_H
#define ENGINE_LEXICONS_H

#include "lexicon.h"

struct lexicons {
    struct lexicon *boilerplate; /* lexicons/boilerplate.txt: boilerplate.h */
    struct lexicon *languages;   /* lexicons/languages.txt: language.h */
    struct lexicon *saying;      /* lexicons/saying.txt: verbs of people who say and do */
    struct lexicon *firstnames;  /* lexicons/firstnames.txt: and their gender */
    struct lexicon *titles;      /* lexicons/titles.txt: titles and roles of people */
    struct lexicon *voices;      /* lexicons/voices.txt: what speaks for whoever made it */
};

/* Reads all of them. A missing file is SW_EMISSING. lexicons_clear takes a half-read one. */
int lexicons_init(struct lexicons *out, const struct sw_blob *files, size_t n_files,
                  struct sw_error *err);
void lexicons_clear(struct lexicons *lexicons);

/* The model file of that name, or NULL. */
const struct sw_blob *blob_find(const struct sw_blob *files, size_t n_files, const char *name);

#endif
