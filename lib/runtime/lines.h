/*
 * lines.h: a stream of bytes, a line at a time.
 *
 *     read() --lines_next--> line, line, ...
 *
 * A line longer than the limit is passed over and reported; the next one is read as ever. Memory
 * stays within the limit. What reads is a function, so that tests and fuzzers bring their own.
 */
#ifndef RUNTIME_LINES_H
#define RUNTIME_LINES_H

#include <sys/types.h>

#include <stancewire/stancewire.h>

/* As read(2): the number of bytes, 0 at the end, -1 with errno. */
typedef ssize_t lines_read(void *context, char *to, size_t size);

struct lines {
    lines_read *read;
    void *context;
    char *buffer;
    size_t start, end, size; /* of what is in the buffer */
    size_t max_bytes;
    unsigned long long number; /* of the line last given, from 1 */
    unsigned long long offset; /* bytes of the stream up to the end of that line */
    bool at_end;
};

enum { LINES_END = 0, LINES_LINE = 1 };

void lines_init(struct lines *lines, lines_read *read, void *context, size_t max_bytes);
/* A lines_read of a descriptor: context points to the int. A stop (stop.h) ends the stream. */
ssize_t lines_read_fd(void *context, char *to, size_t size);
void lines_clear(struct lines *lines);

/*
 * LINES_LINE with the line (no newline, no CR before it; borrowed until the next call), LINES_END,
 * SW_ETOOBIG for a line passed over (go on), SW_EMISSING where reading fails, SW_ENOMEM.
 */
int lines_next(struct lines *lines, struct sw_text *out, struct sw_error *err);

#endif
