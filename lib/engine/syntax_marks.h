/*
 * syntax_marks.h: hangs punctuation on a parsed piece, after the rules of Universal Dependencies:
 * a pair on the head of what it encloses, a comma on the part that it sets off, a final mark on the
 * root. A mark never breaks a phrase: the tree stays projective.
 */
#ifndef ENGINE_SYNTAX_MARKS_H
#define ENGINE_SYNTAX_MARKS_H

#include "syntax_parser.h"

/* For each token of the view that is punctuation, the node it hangs on; 0 where the piece has no
 * node at all. */
void syntax_marks_hang(const struct syntax_view *view, const struct syntax_piece *piece,
                       uint16_t out[SYNTAX_PIECE_MAX]);

#endif
