#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "exit_status.h"
#include "lines.h"
#include "options.h"
#include "show_record.h"

#define LINE_MAX_BYTES (64u * 1024 * 1024)

static const struct option rows[] = {
    {.name = "rows",
     .type = OPTION_NUMBER,
     .fallback = "4",
     .min = 1,
     .max = 1000,
     .help = "Attributions, markers and stances shown of each article"},
    {.name = "width",
     .type = OPTION_NUMBER,
     .fallback = "100",
     .min = 40,
     .max = 1000,
     .help = "Columns of a line"},
    {.name = "colour",
     .type = OPTION_CHOICE,
     .fallback = "auto",
     .choices = "auto|always|never",
     .help = "Colours: on a terminal, unless NO_COLOR is set"},
};
static const struct option_group group = {"Show", rows, sizeof rows / sizeof rows[0]};
static const struct option_group *const groups[] = {&group, NULL};
static const struct options_program program = {
    "stancewire show", "[FLAG…] [FILE…]",
    "Shows annotated records, one JSON object a line, as a few lines each for a person:\n"
    "kcat -C -b HOST:9092 -t articles.annotated -e -q | stancewire show",
    groups};

static bool wants_colour(const struct options *options)
{
    if (options_is(options, "colour", "auto")) {
        return isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == NULL;
    }
    return options_is(options, "colour", "always");
}

/* 0, or 1 for a line that is no annotated record. */
static int show_line(const struct show *show, struct sw_text line)
{
    json_t *record = json_loadb(line.at, line.len, JSON_DECODE_INT_AS_REAL, NULL);
    int status = show_record(show, record);
    json_decref(record);
    return status == 0 ? 0 : 1;
}

static int show_file(const struct show *show, const char *name)
{
    bool standard = strcmp(name, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "stancewire: %s: %s\n", name, strerror(errno));
        return 1;
    }
    struct lines lines;
    struct sw_text line;
    struct sw_error err;
    int failed = 0, got;
    lines_init(&lines, lines_read_fd, &fd, LINE_MAX_BYTES);
    while ((got = lines_next(&lines, &line, &err)) == LINES_LINE || got == SW_ETOOBIG) {
        if (got == SW_ETOOBIG || (line.len > 0 && show_line(show, line) != 0)) {
            fprintf(stderr, "stancewire: %s:%llu: not an annotated record\n",
                    standard ? "standard input" : name, lines.number);
            failed = 1;
        }
    }
    lines_clear(&lines);
    if (!standard) {
        close(fd);
    }
    return failed || got != LINES_END;
}

int cmd_show(int argc, char **argv)
{
    static char *const standard_input[] = {"-", NULL};
    struct options *options;
    int exit_status = options_start(&options, &program, argc, argv);
    if (exit_status >= 0) {
        return exit_status;
    }
    const struct show show = {.out = stdout,
                              .colour = wants_colour(options),
                              .width = (size_t)options_number(options, "width"),
                              .rows = (size_t)options_number(options, "rows")};
    char *const *names = options_arguments(options);
    names = names[0] != NULL ? names : standard_input;
    exit_status = EXIT_STATUS_DONE;
    for (; *names != NULL && !ferror(stdout); names++) {
        if (show_file(&show, *names) != 0) {
            exit_status = EXIT_STATUS_SOME_FAILED;
        }
        fflush(stdout);
    }
    options_free(options);
    return ferror(stdout) ? EXIT_STATUS_FATAL : exit_status;
}
