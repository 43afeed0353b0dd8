/* letters_print.h: dead letters for a person (a table, one whole) and for programs (JSON). */
#ifndef CLI_LETTERS_PRINT_H
#define CLI_LETTERS_PRINT_H

#include <stdio.h>

#include "letters.h"

void letters_print_heading(FILE *out);
/* A row of the table. Control characters of the letter never reach the terminal. */
void letters_print_row(FILE *out, const struct letter *letter);
/* An object on a line: no value, for that may be anything. SW_ENOMEM. */
int letters_print_json(FILE *out, const struct letter *letter, struct sw_arena *arena,
                       struct sw_error *err);
/* Headers as lines, an empty line, then the value's bytes as they are. */
void letters_print_whole(FILE *out, const struct letter *letter);

#endif
