/*
 * language.h: which language a text is in, by its script and its function words
 * (lexicons/languages.txt). Small and plain: it needs to tell English from what is not.
 */
#ifndef ENGINE_LANGUAGE_H
#define ENGINE_LANGUAGE_H

#include "document.h"
#include "lexicon.h"

/* Reads the languages of each word once. SW_EFORMAT names the word. */
int language_prepare(struct lexicon *lexicon, const char *file, struct sw_error *err);

/*
 * ISO 639-1, static. `claimed` is what the record says ("en", "en-US", "it_IT") or NULL: it wins
 * unless the text is plainly in another language. A text that gives no hint is English.
 */
const char *language_detect(const struct lexicons *lexicons, struct sw_text text,
                            const struct token *tokens, uint32_t n_tokens, const char *claimed);

/* Whether the token is an English function word, whatever its case. */
bool language_is_english_word(const struct lexicons *lexicons, const struct token *tokens,
                              uint32_t i);

#endif
