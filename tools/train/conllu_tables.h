/* conllu_tables.h: tags and relations of English UD treebanks -> those of the engine. */
#ifndef TRAIN_CONLLU_TABLES_H
#define TRAIN_CONLLU_TABLES_H

#include <stdbool.h>
#include <stdint.h>

/* UPOS and the Penn tag -> enum syntax_fine. false for an unknown UPOS. */
bool conllu_tag(const char *upos, const char *xpos, uint8_t *out);

/* A relation, its subtype where that matters -> enum syntax_relation. false for an unknown one. */
bool conllu_relation(const char *name, uint8_t *out);

#endif
