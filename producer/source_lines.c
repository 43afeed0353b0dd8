/* JSON Lines: a record a line, empty lines apart. */
#include "source.h"

#include <string.h>

static int open_lines(struct source *source, struct sw_error *err)
{
    int status = source->fd < 0 ? source_open_file(source, err) : SW_OK;
    lines_init(&source->lines, lines_read_fd, &source->fd, source->max_bytes);
    return status;
}

static bool is_blank(struct sw_text line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.at[i] != ' ' && line.at[i] != '\t' && line.at[i] != '\r') {
            return false;
        }
    }
    return true;
}

static int next_line(struct source *source, struct item *out, struct sw_error *err)
{
    int status;
    do {
        status = lines_next(&source->lines, &out->value, err);
    } while (status == LINES_LINE && is_blank(out->value));
    out->line = source->lines.number;
    source->n_read = source->lines.offset;
    return status;
}

static void close_lines(struct source *source)
{
    lines_clear(&source->lines);
}

const struct source_type source_lines_type = {"jsonl", ".jsonl .ndjson .jl ", open_lines, next_line,
                                              close_lines};
