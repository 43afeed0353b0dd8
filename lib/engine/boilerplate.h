/*
 * boilerplate.h: which paragraphs are no part of the article, by lexicons/boilerplate.txt.
 */
#ifndef ENGINE_BOILERPLATE_H
#define ENGINE_BOILERPLATE_H

#include "lexicon.h"
#include "paragraphs.h"

/* Reads the columns of the lexicon once. SW_EFORMAT names the phrase. */
int boilerplate_prepare(struct lexicon *lexicon, const char *file, struct sw_error *err);

/* What boilerplate_judge says of one paragraph. */
struct boilerplate {
    enum sw_segment_kind kind;
    uint32_t tail; /* from this token on it is boilerplate; the paragraph's end where nothing is */
    bool block;    /* headlines that follow are links */
};

struct boilerplate boilerplate_judge(const struct lexicon *lexicon, struct sw_text text,
                                     const struct token *tokens,
                                     const struct paragraph *paragraph);

#endif
