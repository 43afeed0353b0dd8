/*
 * conllu.h: sentences of a CoNLL-U file, cut into the engine's own tokens.
 *
 *     "# text = ..." --written as asked--> tokens_read --aligned by bytes--> gold tags and heads
 *
 * Gold words that are one token of ours ("do" "n't") are joined: the verb gives tag and head. A gold
 * word that is several of ours hangs on its last. Offline: memory is malloc's and lives until exit.
 */
#ifndef TRAIN_CONLLU_H
#define TRAIN_CONLLU_H

#include "document.h"

/* How the text is changed before it is read, so that what is trained has seen it. */
enum conllu_style { CONLLU_AS_IS, CONLLU_CAPITALS, CONLLU_SMALL, CONLLU_TITLE, CONLLU_CURLY };

struct conllu_sentence {
    struct document document; /* one segment, one sentence */
    char genre[16];           /* of "# newdoc id = GUM_genre_...", or "" */
    bool silver;              /* made by a program: set by who reads it */
    uint8_t *fine;            /* gold enum syntax_fine of each token */
    uint8_t *relations;       /* gold enum syntax_relation */
    uint32_t *heads;          /* gold token or SYNTAX_ROOT; the token itself: not known ("_") */
};

struct conllu {
    struct conllu_sentence *at;
    size_t n;
};

/* Appends the sentences of a file. SW_EFORMAT names file and line. */
int conllu_read(struct conllu *conllu, const char *path, enum conllu_style style,
                struct sw_error *err);

#endif
