#include "counters_print.h"

#include <inttypes.h>
#include <string.h>

enum { COLUMNS_MAX = 8, WIDTH_MAX = 48 };

size_t counters_width(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return n;
}

static void cell_text(char *out, size_t size, const json_t *value)
{
    if (json_is_integer(value)) {
        snprintf(out, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_string(value)) {
        snprintf(out, size, "%s", json_string_value(value));
    } else {
        snprintf(out, size, "-");
    }
}

static void print_cell(FILE *out, const char *text, size_t width, bool right)
{
    size_t have = counters_width(text);
    int gap = have < width ? (int)(width - have) : 0;
    fprintf(out, "%*s%s%*s  ", right ? gap : 0, "", text, right ? 0 : gap, "");
}

static void print_table(FILE *out, const json_t *rows, const char *const *columns)
{
    size_t widths[COLUMNS_MAX] = {0}, i, n = 0;
    const json_t *row;
    char text[1024];
    while (columns[n] != NULL && n < COLUMNS_MAX) {
        widths[n] = strlen(columns[n]);
        n++;
    }
    json_array_foreach(rows, i, row)
    {
        for (size_t c = 0; c < n; c++) {
            cell_text(text, sizeof text, json_object_get(row, columns[c]));
            size_t width = counters_width(text);
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    for (size_t c = 0; c < n; c++) {
        widths[c] = widths[c] > WIDTH_MAX ? WIDTH_MAX : widths[c];
        const json_t *first = json_object_get(json_array_get(rows, 0), columns[c]);
        print_cell(out, columns[c], widths[c], json_is_integer(first));
    }
    fputc('\n', out);
    json_array_foreach(rows, i, row)
    {
        for (size_t c = 0; c < n; c++) {
            const json_t *value = json_object_get(row, columns[c]);
            cell_text(text, sizeof text, value);
            print_cell(out, text, widths[c], json_is_integer(value));
        }
        fputc('\n', out);
    }
}

static void print_json(FILE *out, const json_t *value)
{
    json_dumpf(value, out, JSON_COMPACT);
    fputc('\n', out);
}

void counters_print_rows(FILE *out, const json_t *rows, const char *const *columns, bool as_json)
{
    if (as_json) {
        print_json(out, rows);
    } else if (json_array_size(rows) == 0) {
        fputs("nothing was counted\n", out);
    } else {
        print_table(out, rows, columns);
    }
}

void counters_print_object(FILE *out, const json_t *object, bool as_json)
{
    const char *key;
    const json_t *value;
    char text[1024];
    if (as_json) {
        print_json(out, object);
        return;
    }
    void *at = json_object_iter((json_t *)(uintptr_t)object);
    for (; at != NULL; at = json_object_iter_next((json_t *)(uintptr_t)object, at)) {
        key = json_object_iter_key(at);
        value = json_object_iter_value(at);
        if (!json_is_array(value)) {
            cell_text(text, sizeof text, value);
            fprintf(out, "%-20s %s\n", key, text);
        }
    }
}
