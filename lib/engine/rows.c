#include "rows.h"

#include <string.h>

bool rows_next(struct rows *rows, struct sw_text *out)
{
    while (rows->at < rows->end) {
        const char *start = rows->at;
        const char *newline = memchr(start, '\n', (size_t)(rows->end - start));
        const char *end = newline != NULL ? newline : rows->end;
        rows->at = newline != NULL ? newline + 1 : rows->end;
        rows->number++;
        if (end > start && end[-1] == '\r') {
            end--;
        }
        if (end > start && *start != '#') {
            *out = (struct sw_text){start, (size_t)(end - start)};
            return true;
        }
    }
    return false;
}

size_t rows_fields(struct sw_text line, struct sw_text *fields, size_t n)
{
    const char *at = line.at, *end = line.at + line.len;
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        fields[i] = (struct sw_text){end, 0}; /* empty, but a place that may be added to */
    }
    for (;; found++) {
        const char *tab = at < end ? memchr(at, '\t', (size_t)(end - at)) : NULL;
        if (found < n) {
            fields[found] = (struct sw_text){at, (size_t)((tab != NULL ? tab : end) - at)};
        }
        if (tab == NULL) {
            return found + 1;
        }
        at = tab + 1;
    }
}

bool rows_number(struct sw_text field, uint32_t limit, uint32_t *out)
{
    uint32_t value = 0;
    for (size_t i = 0; i < field.len; i++) {
        if (field.at[i] < '0' || field.at[i] > '9' || value >= limit) {
            return false;
        }
        value = value * 10 + (uint32_t)(field.at[i] - '0');
    }
    *out = value;
    return field.len > 0 && value < limit;
}
