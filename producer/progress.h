/*
 * progress.h: a bar on a terminal, a summary at the end.
 *
 * The bar is drawn on standard error, at most ten times a second, and only where that is a
 * terminal. Threads: one.
 */
#ifndef PRODUCER_PROGRESS_H
#define PRODUCER_PROGRESS_H

#include <stdbool.h>

struct progress {
    bool bar, summary;
    bool drawn;
    double start, last; /* seconds */
};

struct progress_counts {
    unsigned long long n_articles, n_bad, n_failed, n_bytes;
    unsigned long long n_read, n_total; /* bytes of the sources; n_total 0: unknown */
};

void progress_init(struct progress *progress, bool quiet);
void progress_draw(struct progress *progress, const struct progress_counts *counts);
/* Takes the bar away, before a line is printed. */
void progress_hide(struct progress *progress);
/* verb: "published", "read". */
void progress_summary(struct progress *progress, const struct progress_counts *counts,
                      const char *verb, const char *topic);

#endif
