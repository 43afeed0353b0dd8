/*
 * counters_print.h: the answers of `stancewire counters`, as a table for a person or as JSON.
 */
#ifndef CLI_COUNTERS_PRINT_H
#define CLI_COUNTERS_PRINT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * Prints an array of objects, all with the keys of `columns` (ends with NULL): as JSON, or as a
 * table with the columns in this order, numbers to the right.
 */
void counters_print_rows(FILE *out, const json_t *rows, const char *const *columns, bool as_json);
/* Prints one object: as JSON, or a line for each number and text in it. */
void counters_print_object(FILE *out, const json_t *object, bool as_json);

/* Columns that a terminal needs for this UTF-8 text (each code point as one). */
size_t counters_width(const char *text);

#endif
