#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "error.h"
#include "exit_status.h"
#include "letters.h"
#include "letters_print.h"
#include "letters_replay.h"
#include "stop.h"

static const struct option rows[] = {
    {.name = "dead-letter-topic",
     .fallback = "articles.dead-letter",
     .value = "TOPIC",
     .help = "Where the dead letters are"},
    {.name = "stage", .value = "PART", .help = "Only letters with this in their stage"},
    {.name = "reason", .value = "PART", .help = "Only letters with this in their reason or detail"},
    {.name = "source", .value = "PART", .help = "Only letters with this in their source or topic"},
    {.name = "limit",
     .type = OPTION_NUMBER,
     .fallback = "0",
     .min = 0,
     .max = 1000000000,
     .help = "At most so many; 0 is all"},
    {.name = "format",
     .type = OPTION_CHOICE,
     .fallback = "table",
     .choices = "table|json",
     .help = "What list writes"},
};
static const struct option_group group = {"Letters", rows, sizeof rows / sizeof rows[0]};

static const struct option replay_rows[] = {
    {.name = "to",
     .value = "TOPIC",
     .help = "Topic to replay to (default: the one each letter came from)"},
    {.name = "again",
     .type = OPTION_SWITCH,
     .fallback = "false",
     .help = "Also what was replayed before"},
    {.name = "group-id",
     .fallback = "stancewire",
     .value = "GROUP",
     .help = "The replays are remembered under GROUP.replay"},
};
static const struct option_group replay_group = {"Replay", replay_rows,
                                                 sizeof replay_rows / sizeof replay_rows[0]};
static const struct option_group *const groups[] = {&group, &replay_group, &options_kafka,
                                                    &options_log, NULL};
static const struct options_program program = {
    "stancewire dead-letter", "list|show|replay [FLAG…] [PARTITION:OFFSET…]",
    "list shows the records that could not be read, and why (r: replayed). show prints one whole:\n"
    "headers, an empty line, its bytes. replay sends them back to where they came from, with key\n"
    "and headers, marked stancewire.replayed, each letter once however often it is run.",
    groups};

/* What a run carries along. */
struct run {
    const struct options *options;
    struct log log;
    struct letters letters;
    struct letter_filter filter;
    char group_id[256];
    struct sw_arena *arena;
    struct replay replay;
    unsigned long long n, limit;
};

/* Ends the reading without being an error. */
#define LIMIT_REACHED 1

static int count(struct run *run)
{
    run->n++;
    return stop_asked() || (run->limit > 0 && run->n >= run->limit) ? LIMIT_REACHED : SW_OK;
}

/* ---- list ----------------------------------------------------------------------------------- */

static int list_letter(void *context, const struct letter *letter, struct sw_error *err)
{
    struct run *run = context;
    if (options_is(run->options, "format", "json")) {
        int status = letters_print_json(stdout, letter, run->arena, err);
        return status != SW_OK ? status : count(run);
    }
    if (run->n == 0) {
        letters_print_heading(stdout);
    }
    letters_print_row(stdout, letter);
    return count(run);
}

static int run_list(struct run *run, struct sw_error *err)
{
    int status = letters_read(&run->letters, &run->filter, list_letter, run, err);
    if (status >= 0 && run->n == 0 && !options_is(run->options, "format", "json")) {
        fprintf(stderr, "stancewire: no such letter in %s\n", run->letters.topic);
    }
    return status;
}

/* ---- show ----------------------------------------------------------------------------------- */

static int show_letter(void *context, const struct letter *letter, struct sw_error *err)
{
    (void)err;
    letters_print_whole(stdout, letter);
    return count(context);
}

static int run_show(struct run *run, struct sw_error *err)
{
    if (run->filter.positions[0] == NULL) {
        return error_set(err, SW_EFORMAT, "show needs a PARTITION:OFFSET; list has them");
    }
    int status = letters_read(&run->letters, &run->filter, show_letter, run, err);
    if (status >= 0 && run->n == 0) {
        return error_set(err, SW_EMISSING, "%s has no letter %.40s", run->letters.topic,
                         run->filter.positions[0]);
    }
    return status;
}

/* ---- replay --------------------------------------------------------------------------------- */

static int send_letter(void *context, const struct letter *letter, struct sw_error *err)
{
    struct run *run = context;
    int status = replay_letter(&run->replay, letter, err);
    bool skipped = letter->replayed && !run->replay.again;
    return status != SW_OK ? status : skipped ? SW_OK : count(run);
}

static int run_replay(struct run *run, struct sw_error *err)
{
    int status =
        replay_open(&run->replay, &run->letters, run->options, run->group_id, &run->log, err);
    if (status != SW_OK) {
        return status;
    }
    status = letters_read(&run->letters, &run->filter, send_letter, run, err);
    struct sw_error detail;
    int finished = replay_finish(&run->replay, status < 0, &detail);
    if (status >= 0 && finished != SW_OK) {
        status = finished;
        *err = detail;
    }
    fprintf(stderr, "stancewire: %llu letters replayed, %llu were already\n",
            run->replay.n_replayed, run->replay.n_skipped);
    replay_close(&run->replay);
    return status;
}

/* ---- The command ---------------------------------------------------------------------------- */

static const struct action {
    const char *name;
    int (*run)(struct run *run, struct sw_error *err);
} actions[] = {{"list", run_list}, {"show", run_show}, {"replay", run_replay}};

static const struct action *find_action(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return &actions[i];
        }
    }
    return NULL;
}

static int run_action(struct run *run, const struct action *action, struct sw_error *err)
{
    const struct options *options = run->options;
    run->filter =
        (struct letter_filter){options_get(options, "stage"), options_get(options, "reason"),
                               options_get(options, "source"), options_arguments(options) + 1};
    run->limit = (unsigned long long)options_number(options, "limit");
    snprintf(run->group_id, sizeof run->group_id, "%.200s.replay",
             options_get(options, "group-id"));
    int status = letter_filter_check(&run->filter, err);
    run->arena = sw_arena_new((size_t)64 << 20);
    if (status == SW_OK && run->arena == NULL) {
        status = error_set(err, SW_ENOMEM, "no memory");
    }
    if (status == SW_OK) {
        status = letters_open(&run->letters, options, options_get(options, "dead-letter-topic"),
                              run->group_id, &run->log, err);
    }
    if (status == SW_OK) {
        status = action->run(run, err);
        letters_close(&run->letters);
    }
    sw_arena_free(run->arena);
    return status;
}

int cmd_dead_letter(int argc, char **argv)
{
    struct options *options;
    int exit_status = options_start(&options, &program, argc, argv);
    if (exit_status >= 0) {
        return exit_status;
    }
    struct run run = {.options = options};
    struct sw_error err;
    log_init(&run.log, options);
    stop_install();
    const struct action *action = find_action(options_arguments(options)[0]);
    int status = action != NULL
                     ? run_action(&run, action, &err)
                     : error_set(&err, SW_EFORMAT, "dead-letter what? list, show or replay");
    if (status < 0) {
        fprintf(stderr, "stancewire: %s\n", err.text);
    }
    options_free(options);
    return status >= 0             ? EXIT_STATUS_DONE
           : status == SW_EFORMAT  ? EXIT_STATUS_USAGE
           : status == SW_EMISSING ? EXIT_STATUS_SERVICE
                                   : EXIT_STATUS_FATAL;
}
