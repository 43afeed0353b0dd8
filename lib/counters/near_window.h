/*
 * near_window.h: the recent articles of one partition, to tell near copies.
 *
 *     fingerprint --near_window_find--> the earliest recent article that it copies, or none
 *
 * An article is compared with the last NEAR_WINDOW_MAX before it that were no copies themselves, so
 * a story is always compared with its first publication. The window is part of the partition's
 * counted state and travels with it: what is a copy follows from the input log alone. NEAR_SLACK
 * more are kept, so that going back by less than that (an aborted transaction) changes nothing.
 * Two articles are near copies when their fingerprints differ in at most NEAR_DISTANCE_MAX of 64
 * bits (Manku, Jain & Das Sarma 2007: 3 bits for web pages). Fingerprint 0 is no fingerprint.
 */
#ifndef COUNTERS_NEAR_WINDOW_H
#define COUNTERS_NEAR_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include <stancewire/stancewire.h>

enum {
    NEAR_WINDOW_MAX = 2048,
    NEAR_SLACK = 2048,
    NEAR_DISTANCE_MAX = 3,
    NEAR_URL_MAX = 300,
    NEAR_LINE_MAX = 360
};

struct near_entry {
    uint64_t fingerprint;
    int64_t offset; /* of its record in the partition */
    char *url;      /* "" where it has none, cut to NEAR_URL_MAX bytes */
};

struct near_window {
    struct near_entry *at; /* a ring */
    uint32_t start, n;
};

int near_window_init(struct near_window *window); /* SW_ENOMEM */
void near_window_clear(struct near_window *window);
void near_window_empty(struct near_window *window);

/* The oldest article before `offset` that this one copies, borrowed; NULL for none. */
const struct near_entry *near_window_find(const struct near_window *window, uint64_t fingerprint,
                                          int64_t offset);

/* Adds an article that is no copy. Offsets that are not past the newest are no-ops. SW_ENOMEM. */
int near_window_add(struct near_window *window, uint64_t fingerprint, int64_t offset,
                    struct sw_text url);

/* The newest, borrowed; NULL for none. */
const struct near_entry *near_window_last(const struct near_window *window);

/* Forgets every article from `offset` on: they will be read again. */
void near_window_rewind(struct near_window *window, int64_t offset);

/* An entry as the line that Redis keeps: "<16 hex digits> <offset> <url>". Returns its length. */
size_t near_entry_print(char out[NEAR_LINE_MAX], const struct near_entry *entry);
/* Adds such a line. SW_EFORMAT, SW_ENOMEM. */
int near_window_add_line(struct near_window *window, struct sw_text line);

#endif
