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

/* For long files, which every start reads: a field at a time, cut off the front of the line. */
static inline struct sw_text rows_cut(struct sw_text *line, char mark)
{
    size_t len = 0;
    while (len < line->len && line->at[len] != mark) {
        len++;
    }
    struct sw_text field = {line->at, len};
    size_t taken = len + (len < line->len);
    *line = (struct sw_text){line->at + taken, line->len - taken};
    return field;
}

static inline bool rows_cut_number(struct sw_text *line, uint32_t limit, uint32_t *out)
{
    uint32_t value = 0;
    size_t len = 0;
    for (; len < line->len && line->at[len] >= '0' && line->at[len] <= '9' && value < limit; len++) {
        value = value * 10 + (uint32_t)(line->at[len] - '0');
    }
    bool good = len > 0 && value < limit && (len == line->len || line->at[len] == '\t');
    size_t taken = len + (len < line->len);
    *line = (struct sw_text){line->at + taken, line->len - taken};
    *out = value;
    return good;
}

#endif
