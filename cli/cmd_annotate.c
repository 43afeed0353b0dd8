#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "error.h"
#include "exit_status.h"
#include "format.h"
#include "lines.h"
#include "model.h"
#include "options.h"

static const struct option rows[] = {
    {.name = "text",
     .type = OPTION_SWITCH,
     .fallback = "false",
     .help = "Each file is one article of plain text, not a JSON record a line"},
    {.name = "format",
     .type = OPTION_CHOICE,
     .fallback = "json",
     .choices = FORMAT_CHOICES,
     .help = "What is written"},
};
static const struct option_group group = {"Annotate", rows, sizeof rows / sizeof rows[0]};
static const struct option_group *const groups[] = {&group, &options_record, &options_model, NULL};
static const struct options_program program = {
    "stancewire annotate", "[FLAG…] [FILE…]",
    "Annotates articles: one JSON record a line, or with --text one plain-text file each. Without\n"
    "a FILE, or for -, standard input is read. A bad line is named on standard error, the rest "
    "goes\n"
    "on, and the exit status is 1.",
    groups};

/* What a run carries along. */
struct run {
    const struct format *format;
    struct model model;
    struct annotator annotator;
    struct sw_arena *arena;
    size_t n_articles, n_failed;
};

static int run_init(struct run *run, const struct options *options)
{
    struct sw_error err;
    memset(run, 0, sizeof *run);
    run->format = format_find(options_get(options, "format"));
    int status = model_load(&run->model, options_get(options, "model"),
                            options_get(options, "gazetteer"), &err);
    int exit_status = status != SW_OK ? EXIT_STATUS_FATAL : -1;
    if (status == SW_OK) {
        status = annotator_init(&run->annotator, run->model.engine, options, &err);
        exit_status = status != SW_OK ? EXIT_STATUS_USAGE : -1;
    }
    if (status == SW_OK) {
        run->arena = sw_arena_new(annotator_arena_bytes(&run->annotator));
        if (run->arena == NULL) {
            status = error_set(&err, SW_ENOMEM, "no memory for the arena");
            exit_status = EXIT_STATUS_FATAL;
        }
    }
    if (status != SW_OK) {
        fprintf(stderr, "stancewire: %s\n", err.text);
    }
    return exit_status;
}

static void run_clear(struct run *run)
{
    sw_arena_free(run->arena);
    model_free(&run->model);
}

/* line 0: the file as a whole. */
static void report(struct run *run, const char *name, unsigned long long line,
                   const struct sw_error *err)
{
    run->n_failed++;
    if (line > 0) {
        fprintf(stderr, "stancewire: %s:%llu: %s\n", name, line, err->text);
    } else {
        fprintf(stderr, "stancewire: %s: %s\n", name, err->text);
    }
}

/* ---- JSON Lines ----------------------------------------------------------------------------- */

static bool is_blank(struct sw_text line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (strchr(" \t\r", line.at[i]) == NULL || line.at[i] == '\0') {
            return false;
        }
    }
    return true;
}

static int annotate_line(struct run *run, struct sw_text line, struct sw_error *err)
{
    struct annotated annotated;
    sw_arena_reset(run->arena);
    int status = annotator_annotate(&run->annotator, line, run->arena, &annotated, err);
    if (status == SW_OK) {
        status = run->format->article(stdout, run->n_articles + 1, &run->annotator, &annotated,
                                      run->arena, err);
    }
    run->n_articles += status == SW_OK;
    return status;
}

static void annotate_lines(struct run *run, const char *name, int fd)
{
    struct lines lines;
    struct sw_text line;
    struct sw_error err;
    lines_init(&lines, lines_read_fd, &fd, run->annotator.max_bytes);
    for (;;) {
        int got = lines_next(&lines, &line, &err);
        if (got == LINES_END) {
            break;
        }
        if (got == LINES_LINE && is_blank(line)) {
            continue;
        }
        if (got != LINES_LINE || annotate_line(run, line, &err) != SW_OK) {
            report(run, name, lines.number, &err);
        }
        if (got < 0 && got != SW_ETOOBIG) {
            break;
        }
    }
    lines_clear(&lines);
}

/* ---- Plain text ----------------------------------------------------------------------------- */

/* A whole file of at most max_bytes. */
static int read_whole(int fd, size_t max_bytes, char **out, size_t *out_len, struct sw_error *err)
{
    size_t size = 65536, len = 0;
    char *bytes = NULL;
    for (;;) {
        char *grown = realloc(bytes, size);
        if (grown == NULL) {
            free(bytes);
            return error_set(err, SW_ENOMEM, "no memory for %zu bytes", size);
        }
        bytes = grown;
        ssize_t n = lines_read_fd(&fd, bytes + len, size - len);
        if (n < 0 || len > max_bytes) {
            free(bytes);
            return n < 0 ? error_set(err, SW_EMISSING, "%s", strerror(errno))
                         : error_set(err, SW_ETOOBIG, "larger than %zu bytes", max_bytes);
        }
        if (n == 0) {
            break;
        }
        len += (size_t)n;
        size = len == size ? 2 * size : size;
    }
    *out = bytes;
    *out_len = len;
    return SW_OK;
}

static void annotate_text(struct run *run, const char *name, int fd)
{
    char *bytes = NULL;
    size_t len = 0;
    struct annotated annotated;
    struct sw_error err;
    sw_arena_reset(run->arena);
    int status = read_whole(fd, run->annotator.max_bytes, &bytes, &len, &err);
    if (status == SW_OK) {
        status = annotator_annotate_text(&run->annotator, (struct sw_text){bytes, len}, run->arena,
                                         &annotated, &err);
    }
    if (status == SW_OK) {
        status = run->format->article(stdout, ++run->n_articles, &run->annotator, &annotated,
                                      run->arena, &err);
    }
    if (status != SW_OK) {
        report(run, name, 0, &err);
    }
    free(bytes);
}

/* ---- Files ---------------------------------------------------------------------------------- */

static void annotate_file(struct run *run, const char *name, bool text)
{
    bool standard = strcmp(name, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        struct sw_error err;
        error_set(&err, SW_EMISSING, "%s", strerror(errno));
        report(run, name, 0, &err);
        return;
    }
    name = standard ? "standard input" : name;
    if (text) {
        annotate_text(run, name, fd);
    } else {
        annotate_lines(run, name, fd);
    }
    if (!standard) {
        close(fd);
    }
}

static void annotate_all(struct run *run, const struct options *options)
{
    static char *const standard_input[] = {"-", NULL};
    char *const *names = options_arguments(options);
    names = names[0] != NULL ? names : standard_input;
    if (run->format->begin != NULL) {
        run->format->begin(stdout);
    }
    for (; *names != NULL && !ferror(stdout); names++) {
        annotate_file(run, *names, options_switch(options, "text"));
    }
    if (run->format->end != NULL) {
        run->format->end(stdout);
    }
}

int cmd_annotate(int argc, char **argv)
{
    struct options *options;
    int exit_status = options_start(&options, &program, argc, argv);
    if (exit_status >= 0) {
        return exit_status;
    }
    struct run run;
    exit_status = run_init(&run, options);
    if (exit_status < 0) {
        setvbuf(stdout, NULL, _IOFBF, 1 << 20);
        annotate_all(&run, options);
        exit_status = run.n_failed > 0 ? EXIT_STATUS_SOME_FAILED : EXIT_STATUS_DONE;
        if (fflush(stdout) != 0 || ferror(stdout)) {
            fprintf(stderr, "stancewire: cannot write: %s\n", strerror(errno));
            exit_status = EXIT_STATUS_FATAL;
        }
    }
    run_clear(&run);
    options_free(options);
    return exit_status;
}
