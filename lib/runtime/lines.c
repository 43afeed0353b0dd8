#include "lines.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "stop.h"

#define FIRST_SIZE ((size_t)256 * 1024)

void lines_init(struct lines *lines, lines_read *read, void *context, size_t max_bytes)
{
    memset(lines, 0, sizeof *lines);
    lines->read = read;
    lines->context = context;
    lines->max_bytes = max_bytes;
}

/* Half a second: a signal that comes just before the read must not be slept over. */
#define LOOK_MS 500

ssize_t lines_read_fd(void *context, char *to, size_t size)
{
    int fd = *(const int *)context;
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    while (!stop_asked()) {
        int n_ready = poll(&ready, 1, LOOK_MS);
        ssize_t n = n_ready > 0 ? read(fd, to, size) : -1;
        if (n >= 0 || (n_ready != 0 && errno != EINTR)) {
            return n;
        }
    }
    return 0;
}

void lines_clear(struct lines *lines)
{
    free(lines->buffer);
    lines->buffer = NULL;
}

/* Moves what is left to the front, and makes the buffer larger where that is not enough. */
static int make_room(struct lines *lines, struct sw_error *err)
{
    size_t left = lines->end - lines->start;
    if (lines->start > 0 && left > 0) {
        memmove(lines->buffer, lines->buffer + lines->start, left);
    }
    lines->start = 0;
    lines->end = left;
    if (left < lines->size) {
        return SW_OK;
    }
    size_t size = lines->size > 0 ? 2 * lines->size : FIRST_SIZE;
    char *grown = realloc(lines->buffer, size);
    if (grown == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for a line of %zu bytes", size);
    }
    lines->buffer = grown;
    lines->size = size;
    return SW_OK;
}

static int read_more(struct lines *lines, struct sw_error *err)
{
    int status = make_room(lines, err);
    if (status != SW_OK) {
        return status;
    }
    ssize_t n = lines->read(lines->context, lines->buffer + lines->end, lines->size - lines->end);
    if (n < 0) {
        return error_set(err, SW_EMISSING, "%s", strerror(errno));
    }
    lines->end += (size_t)n;
    lines->at_end = n == 0;
    return SW_OK;
}

/* Passes over the rest of a line that is too long. */
static int pass_over(struct lines *lines, struct sw_error *err)
{
    for (;;) {
        const char *newline = memchr(lines->buffer + lines->start, '\n', lines->end - lines->start);
        size_t n = newline != NULL ? (size_t)(newline + 1 - lines->buffer) - lines->start
                                   : lines->end - lines->start;
        lines->start += n;
        lines->offset += n;
        if (newline != NULL || lines->at_end) {
            return error_set(err, SW_ETOOBIG, "line longer than %zu bytes", lines->max_bytes);
        }
        int status = read_more(lines, err);
        if (status != SW_OK) {
            return status;
        }
    }
}

static struct sw_text take(struct lines *lines, size_t len, size_t with_newline)
{
    const char *at = lines->buffer + lines->start;
    lines->start += with_newline;
    lines->offset += with_newline;
    if (len > 0 && with_newline > len && at[len - 1] == '\r') {
        len--;
    }
    return (struct sw_text){at, len};
}

int lines_next(struct lines *lines, struct sw_text *out, struct sw_error *err)
{
    int status = lines->buffer == NULL ? read_more(lines, err) : SW_OK;
    if (status != SW_OK) {
        return status;
    }
    lines->number++;
    for (size_t seen = 0;;) {
        size_t left = lines->end - lines->start;
        const char *from = lines->buffer + lines->start;
        const char *newline = left > seen ? memchr(from + seen, '\n', left - seen) : NULL;
        size_t len = newline != NULL ? (size_t)(newline - from) : left;
        if (len > lines->max_bytes) {
            return pass_over(lines, err);
        }
        if (newline != NULL) {
            *out = take(lines, len, len + 1);
            return LINES_LINE;
        }
        if (lines->at_end) {
            if (left == 0) {
                return LINES_END;
            }
            *out = take(lines, left, left);
            return LINES_LINE;
        }
        seen = left;
        status = read_more(lines, err);
        if (status != SW_OK) {
            return status;
        }
    }
}
