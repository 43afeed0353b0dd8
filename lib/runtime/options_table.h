/* options_table.h: what the table of settings alone decides: checks and help. Private. */
#ifndef RUNTIME_OPTIONS_TABLE_H
#define RUNTIME_OPTIONS_TABLE_H

#include "options.h"

/* Group number i: the program's own, then the one that every program has; NULL past the end. */
const struct option_group *options_group_at(const struct options_program *program, size_t i);

/* Whether text is a value of the row. from begins the message. SW_EFORMAT. */
int options_check(const struct option *row, const char *text, const char *from,
                  struct sw_error *err);

void options_write_help(const struct options_program *program, FILE *out);

#endif
