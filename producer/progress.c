#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BAR_WIDTH 30

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_init(struct progress *progress, bool quiet)
{
    memset(progress, 0, sizeof *progress);
    progress->bar = !quiet && isatty(STDERR_FILENO);
    progress->summary = !quiet;
    progress->start = now();
}

void progress_hide(struct progress *progress)
{
    if (progress->drawn) {
        fputs("\r\033[K", stderr);
        progress->drawn = false;
    }
}

void progress_draw(struct progress *progress, const struct progress_counts *counts)
{
    double time = progress->bar ? now() : 0;
    if (!progress->bar || time - progress->last < 0.1) {
        return;
    }
    progress->last = time;
    progress->drawn = true;
    double rate = (double)counts->n_articles / (time - progress->start + 1e-9);
    fputs("\r\033[K", stderr);
    if (counts->n_total > 0) {
        double share = (double)counts->n_read / (double)counts->n_total;
        share = share < 1 ? share : 1;
        char bar[BAR_WIDTH + 1];
        memset(bar, '.', BAR_WIDTH);
        memset(bar, '#', (size_t)(share * BAR_WIDTH));
        bar[BAR_WIDTH] = '\0';
        fprintf(stderr, "%3.0f%% [%s] ", 100 * share, bar);
    }
    fprintf(stderr, "%llu articles, %.0f/s", counts->n_articles, rate);
    if (counts->n_bad > 0) {
        fprintf(stderr, ", %llu bad", counts->n_bad);
    }
}

void progress_summary(struct progress *progress, const struct progress_counts *counts,
                      const char *verb, const char *topic)
{
    progress_hide(progress);
    if (progress->summary) {
        double seconds = now() - progress->start;
        bool large = counts->n_bytes >= 1000000;
        fprintf(stderr,
                "stancewire-producer: %llu articles %s%s%s, %llu bad, %llu failed; "
                "%.1f %s in %.1f s\n",
                counts->n_articles, verb, topic != NULL ? " to " : "", topic != NULL ? topic : "",
                counts->n_bad, counts->n_failed, (double)counts->n_bytes / (large ? 1e6 : 1e3),
                large ? "MB" : "kB", seconds);
    }
}
