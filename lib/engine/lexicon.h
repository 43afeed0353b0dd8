/*
 * lexicon.h: phrases of a model file, matched against tokens.
 *
 *     # comment lines say source and licence
 *     phrase<TAB>field<TAB>field...
 *
 * A phrase is cut by tokens_read and matched by token.lower, longest first: "according to" before
 * "according". The same phrase twice keeps the first line. A lexicon is read-only once built and
 * borrows the file's bytes.
 */
#ifndef ENGINE_LEXICON_H
#define ENGINE_LEXICON_H

#include "document.h"

#define LEXICON_MAX_FIELDS 3

struct lexicon_entry {
    struct sw_text phrase;
    struct sw_text fields[LEXICON_MAX_FIELDS]; /* len 0 where the line has fewer */
    uint32_t n_tokens;
    uint32_t value; /* the reader's own: set by what builds on this lexicon, 0 at first */
};

struct lexicon;

/* SW_EFORMAT names file and line. *out is the caller's. */
int lexicon_new(struct lexicon **out, const struct sw_blob *file, struct sw_error *err);
void lexicon_free(struct lexicon *lexicon);

/* The longest phrase that starts at tokens[i] and ends before tokens[end], or NULL. */
const struct lexicon_entry *lexicon_match(const struct lexicon *lexicon, const struct token *tokens,
                                          uint32_t i, uint32_t end);

/* All entries, in file order, for set-up. */
struct lexicon_entry *lexicon_entries(struct lexicon *lexicon, size_t *n_out);

#endif
