/*
 * show_record.h: one annotated record as a few lines for a person at a terminal.
 *
 *     title · outlet, entities, who says what, markers that take a position, stances
 *
 * The record is JSON that others may have made: what is missing or of another type is left out.
 * Control characters of the article are not passed to the terminal.
 */
#ifndef CLI_SHOW_RECORD_H
#define CLI_SHOW_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* How much is shown. */
struct show {
    FILE *out;
    bool colour;
    size_t width; /* columns of a line */
    size_t rows;  /* of attributions, markers and stances each */
};

/* -1 where the record has no annotations. */
int show_record(const struct show *show, const json_t *record);

#endif
