/*
 * options.h: one table of settings defines flags, environment, file and help.
 *
 *     { "input-topic", ... }  ->  --input-topic X, --input-topic=X
 *                                 STANCEWIRE_INPUT_TOPIC=X
 *                                 input-topic = X           in the file that --config names
 *
 * Flags win over the environment, the environment over the file, the file over the default.
 * A secret setting has a second name, `…-file` (`STANCEWIRE_…_FILE`): the file that holds it.
 * A list setting may be given many times; its values add up, the strongest source last, so that
 * who applies them in order lets the strongest win.
 *
 * Memory: values are owned by struct options and live until options_free.
 * Errors: one line in err that names the flag, variable or file:line, never a secret's value.
 * Threads: read-only after options_read.
 */
#ifndef RUNTIME_OPTIONS_H
#define RUNTIME_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <stancewire/stancewire.h>

enum option_type {
    OPTION_STRING,
    OPTION_NUMBER, /* a whole number, min..max */
    OPTION_CHOICE, /* one of `choices` */
    OPTION_SWITCH, /* --name, --name=false; true | false elsewhere */
    OPTION_LIST    /* many strings; in the environment one a line */
};

struct option {
    const char *name;     /* "input-topic" */
    const char *fallback; /* the default, or NULL for none */
    const char *help;     /* one line */
    enum option_type type;
    const char *value;   /* what --help calls the value: "TOPIC"; NULL: from the type */
    const char *choices; /* "logfmt|json" */
    long long min, max;  /* of a number */
    char letter;         /* 'X' for -X, or 0 */
    bool secret;         /* never shown; may come from a file */
};

/* Rows under one heading of --help. */
struct option_group {
    const char *heading;
    const struct option *rows;
    size_t n;
};

struct options_program {
    const char *name;                         /* "stancewire-consumer" */
    const char *usage;                        /* what follows the name: "[FLAG…] [FILE…]" */
    const char *summary;                      /* a sentence or more for --help */
    const struct option_group *const *groups; /* ends with NULL */
};

struct options;

/* All settings at their defaults. program is borrowed. *out is the caller's. SW_ENOMEM. */
int options_new(struct options **out, const struct options_program *program, struct sw_error *err);
void options_free(struct options *options);

/*
 * Reads flags (argv[1]…), environment ("NAME=value"…, ends with NULL; may be NULL) and the file
 * that --config or STANCEWIRE_CONFIG names. SW_EFORMAT for what is not understood.
 */
int options_read(struct options *options, int argc, char *const *argv, char *const *environment,
                 struct sw_error *err);

/*
 * What a main() calls first: new, read with the process's environment, --help and errors printed.
 * Returns -1 with *out set to go on, else the exit status to end with (*out NULL).
 */
int options_start(struct options **out, const struct options_program *program, int argc,
                  char *const *argv);

/* Whether the program's table has this setting. */
bool options_has(const struct options *options, const char *name);
/* Value of a setting, borrowed; NULL where it has none. The name must be of the table. */
const char *options_get(const struct options *options, const char *name);
/* Value of a number; it was checked against min and max. */
long long options_number(const struct options *options, const char *name);
/* Value of a switch. */
bool options_switch(const struct options *options, const char *name);
/* Whether the value is `word`: for choices, and for "off". */
bool options_is(const struct options *options, const char *name, const char *word);
/* Value number i of a list, or NULL past its end. */
const char *options_item(const struct options *options, const char *name, size_t i);
/* What is no flag, in order; ends with NULL. */
char *const *options_arguments(const struct options *options);
bool options_help_asked(const struct options *options);
void options_print_help(const struct options *options, FILE *out);

/* The rows that programs share (options_groups.c). */
extern const struct option_group options_kafka; /* brokers, property (-X) */
extern const struct option_group options_model; /* model, gazetteer */
extern const struct option_group options_record; /* field, max-record-bytes */
extern const struct option_group options_log;   /* log-format, log-level */
extern const struct option_group options_redis; /* redis */

#endif
