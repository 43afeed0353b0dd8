/*
 * rows.h: reads a model file of lines and tab-separated fields, as bytes.
 * Lines that are empty or start with '#' are passed over; a carriage return before the line end is
 * not part of the line. Nothing is copied.
 */
#ifndef ENGINE_ROWS_H
#define ENGINE_ROWS_H

#include <stancewire/stancewire.h>

struct rows {
    const char *at, *end;
    size_t number; /* of the line last read, from 1 */
};

static inline struct rows rows_of(const struct sw_blob *file)
{
    const char *at = (const char *)file->at;
    return (struct rows){at, at + file->len, 0};
}

/* The next line; false at the end. */
bool rows_next(struct rows *rows, struct sw_text *out);

/* Cuts a line at its tabs into at most n fields; the rest are empty. Returns how many there were. */
size_t rows_fields(struct sw_text line, struct sw_text *fields, size_t n);

/* A decimal number below limit; false if the field is none. */
bool rows_number(struct sw_text field, uint32_t limit, uint32_t *out);

#endif
