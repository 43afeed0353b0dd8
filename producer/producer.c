/* stancewire-producer: sources -> records -> topic. */
#include <stdio.h>
#include <string.h>

#include "annotator.h"
#include "producer_config.h"
#include "error.h"
#include "exit_status.h"
#include "progress.h"
#include "publisher.h"
#include "source.h"
#include "stop.h"

#define STOP_TIMEOUT_MS 10000

/* What a run carries along. */
struct run {
    const struct options *options;
    struct log log;
    struct outgoing_rules rules;
    size_t max_bytes;
    struct sw_arena *arena;
    struct publisher publisher;
    bool dry;
    struct progress progress;
    struct progress_counts counts;
    unsigned long long n_read_before; /* bytes of the sources that are done */
};

static int run_init(struct run *run, const struct options *options, struct sw_error *err)
{
    memset(run, 0, sizeof *run);
    run->options = options;
    log_init(&run->log, options);
    progress_init(&run->progress, options_switch(options, "quiet"));
    run->dry = options_switch(options, "dry-run");
    run->rules.check = options_switch(options, "check");
    run->rules.key_is_url = options_is(options, "key", "url");
    struct annotator annotator;
    int status = annotator_init(&annotator, NULL, options, err);
    if (status != SW_OK) {
        return status;
    }
    run->rules.fields = annotator.fields;
    run->max_bytes = annotator.max_bytes;
    /* A record is decoded and, where it was plain text, written anew: six bytes for one at most. */
    run->arena = sw_arena_new(((size_t)1 << 20) + 16 * run->max_bytes);
    if (run->arena == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the arena");
    }
    return run->dry ? SW_OK : publisher_open(&run->publisher, options, &run->log, err);
}

static void report_bad(struct run *run, const struct item *item, const struct sw_error *err)
{
    run->counts.n_bad++;
    progress_hide(&run->progress);
    if (item->line > 0) {
        fprintf(stderr, "stancewire-producer: %s:%llu: %s\n", item->name, item->line, err->text);
    } else {
        fprintf(stderr, "stancewire-producer: %s: %s\n", item->name, err->text);
    }
}

/* Publishes one item; what is wrong with it alone is reported and passed over. */
static int send_item(struct run *run, const struct item *item, struct sw_error *err)
{
    struct outgoing outgoing;
    sw_arena_reset(run->arena);
    int status = outgoing_make(&outgoing, item, &run->rules, run->arena, err);
    if (status == SW_OK && !run->dry) {
        status = publisher_send(&run->publisher, &outgoing, item, err);
        if (status == SW_EMISSING) {
            return status;
        }
        if (stop_asked()) {
            return SW_OK;
        }
    }
    if (status != SW_OK) {
        report_bad(run, item, err);
        return SW_OK;
    }
    run->counts.n_articles++;
    run->counts.n_bytes += outgoing.value.len;
    return SW_OK;
}

static int send_source(struct run *run, struct source *source, struct sw_error *err)
{
    int status = SW_OK;
    while (status == SW_OK && !stop_asked()) {
        struct item item;
        int got = source_next(source, &item, err);
        if (got == SOURCE_END) {
            break;
        }
        if (got == SOURCE_ITEM) {
            status = send_item(run, &item, err);
        } else {
            report_bad(run, &item, err);
        }
        run->counts.n_read = run->n_read_before + source->n_read;
        run->counts.n_total = source->n_total > 0 ? run->n_read_before + source->n_total : 0;
        progress_draw(&run->progress, &run->counts);
    }
    run->n_read_before += source->n_read;
    return status;
}

static int send_all(struct run *run, struct sw_error *err)
{
    static char *const standard_input[] = {"-", NULL};
    char *const *names = options_arguments(run->options);
    names = names[0] != NULL ? names : standard_input;
    int status = SW_OK;
    for (; *names != NULL && status == SW_OK && !stop_asked(); names++) {
        struct source *source = NULL;
        if (source_open(&source, *names, options_get(run->options, "input-format"), run->max_bytes,
                        err) != SW_OK) {
            run->counts.n_bad++;
            fprintf(stderr, "stancewire-producer: %s\n", err->text);
            continue;
        }
        status = send_source(run, source, err);
        source_free(source);
    }
    if (!run->dry) {
        struct sw_error detail;
        int finished = publisher_finish(&run->publisher, STOP_TIMEOUT_MS, &detail);
        if (status == SW_OK && finished != SW_OK) {
            status = finished;
            *err = detail;
        }
        run->counts.n_articles = run->publisher.n_delivered;
        run->counts.n_failed = run->publisher.n_failed;
        run->counts.n_bytes = run->publisher.n_bytes;
    }
    return status;
}

static int exit_status_of(int status, const struct run *run)
{
    if (status == SW_ENOMEM) {
        return EXIT_STATUS_FATAL;
    }
    if (status == SW_EFORMAT) {
        return EXIT_STATUS_USAGE;
    }
    if (status != SW_OK) {
        return EXIT_STATUS_SERVICE;
    }
    return run->counts.n_bad > 0 || stop_asked() ? EXIT_STATUS_SOME_FAILED : EXIT_STATUS_DONE;
}

int main(int argc, char **argv)
{
    struct options *options;
    struct sw_error err;
    int exit_status = options_start(&options, &producer_program, argc, argv);
    if (exit_status >= 0) {
        return exit_status;
    }
    struct run run;
    stop_install();
    int status = run_init(&run, options, &err);
    if (status == SW_OK) {
        status = send_all(&run, &err);
        progress_summary(&run.progress, &run.counts, run.dry ? "read" : "published",
                         run.dry ? NULL : run.publisher.topic);
    }
    if (status != SW_OK) {
        fprintf(stderr, "stancewire-producer: %s\n", err.text);
    }
    exit_status = exit_status_of(status, &run);
    publisher_close(&run.publisher);
    sw_arena_free(run.arena);
    options_free(options);
    return exit_status;
}
