/*
 * format.h: how `stancewire annotate` shows an article. A row of the table in formats.c each.
 */
#ifndef CLI_FORMAT_H
#define CLI_FORMAT_H

#include <stdio.h>

#include "annotator.h"

struct format {
    const char *name;
    void (*begin)(FILE *out); /* may be NULL */
    /* number counts from 1. Write errors stay in the stream. */
    int (*article)(FILE *out, size_t number, const struct annotator *annotator,
                   const struct annotated *annotated, struct sw_arena *arena, struct sw_error *err);
    void (*end)(FILE *out); /* may be NULL */
};

#define FORMAT_CHOICES "json|html"

/* The row of that name; NULL where there is none. */
const struct format *format_find(const char *name);

#endif
