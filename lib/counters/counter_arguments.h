/*
 * counter_arguments.h: the parts of one Redis command, gathered before it is sent.
 *
 * Memory: texts are borrowed, numbers and copies are kept in blocks that do not move.
 * A failure to allocate is remembered; arguments_ok tells it once at the end.
 */
#ifndef COUNTERS_COUNTER_ARGUMENTS_H
#define COUNTERS_COUNTER_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arguments_block;

struct arguments {
    const char **at;
    size_t *lens;
    size_t n, max;
    struct arguments_block *blocks; /* newest first */
    bool failed;
};

void arguments_clear(struct arguments *arguments);
bool arguments_ok(const struct arguments *arguments);

void arguments_add(struct arguments *arguments, const char *at, size_t len); /* borrowed */
void arguments_word(struct arguments *arguments, const char *word);          /* borrowed */
void arguments_copy(struct arguments *arguments, const char *at, size_t len);
void arguments_number(struct arguments *arguments, int64_t number);

#endif
