/*
 * datelines.h: where and when a report was filed, at the start of a paragraph:
 * "MOSCOW, December 23. /TASS/.", "PARIS (Reuters) -", "LONDON 1996-08-30", "Friday, July 21, 2017".
 */
#ifndef ENGINE_DATELINES_H
#define ENGINE_DATELINES_H

#include "paragraphs.h"

/* The token after the dateline that opens the paragraph; paragraph->first where there is none. */
uint32_t dateline_end(struct sw_text text, const struct token *tokens,
                      const struct paragraph *paragraph);

#endif
