/* stancewire: the tool for a person at a terminal. One file a command, a row in the table here. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "exit_status.h"

static const struct command {
    const char *name, *help;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"annotate", "Annotate articles from files or standard input", cmd_annotate},
    {"broker", "Host an in-memory broker for trying out", cmd_broker},
    {"counters", "Read the counters back, check or rebuild them", cmd_counters},
    {"dead-letter", "List, show and replay records that could not be read", cmd_dead_letter},
    {"show", "Show annotated records to a person", cmd_show},
    {"version", "Say which version and model this is", cmd_version},
};

static void print_help(FILE *out)
{
    fputs("Usage: stancewire COMMAND [FLAG…]\n\nCommands\n", out);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        fprintf(out, "  %-14s %s\n", commands[i].name, commands[i].help);
    }
    fputs("\n`stancewire COMMAND --help` tells about one of them.\n", out);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "help";
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_help(argc > 1 ? stdout : stderr);
        return argc > 1 ? EXIT_STATUS_DONE : EXIT_STATUS_USAGE;
    }
    if (strcmp(name, "--version") == 0) {
        return cmd_version(1, argv + 1);
    }
    fprintf(stderr, "stancewire: unknown command %.40s; stancewire help lists them\n", name);
    return EXIT_STATUS_USAGE;
}
