/*
 * offset_ranges.h: a set of offsets as ranges, with a text form: "3-17,20,22-23".
 *
 * The text is what `dead-letter replay` commits beside a partition's offset, to know what was
 * replayed. Memory: malloc, owned by the set. Threads: one.
 */
#ifndef CLI_OFFSET_RANGES_H
#define CLI_OFFSET_RANGES_H

#include <stddef.h>
#include <stdint.h>

#include <stancewire/stancewire.h>

struct offset_range {
    int64_t first, last; /* inclusive */
};

/* Zeroed is empty. Ranges are sorted, and a gap lies between any two. */
struct offset_ranges {
    struct offset_range *at;
    size_t n, size;
};

void offset_ranges_clear(struct offset_ranges *ranges);
bool offset_ranges_has(const struct offset_ranges *ranges, int64_t offset);
/* SW_ENOMEM. */
int offset_ranges_add(struct offset_ranges *ranges, int64_t first, int64_t last);
/* Forgets what is below: the records are gone. */
void offset_ranges_drop_below(struct offset_ranges *ranges, int64_t offset);
/* Adds the ranges of a text. SW_EFORMAT, SW_ENOMEM. */
int offset_ranges_parse(struct offset_ranges *ranges, struct sw_text text);
/* Writes the text, NUL-terminated; returns its length, or 0 where it does not fit (or is empty). */
size_t offset_ranges_print(const struct offset_ranges *ranges, char *out, size_t size);

#endif
