/* stancewire-evaluate: how good the models are, measured on annotated files. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "evaluate_commands.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    {"attribution", evaluate_attribution,
     "--models DIR [--weights DIR] [--fold K/N] [--list FILE] polnear=FILE|gold=FOLDER..."},
    {"entities", evaluate_entities,
     "--models DIR --gold DIR [--texts DIR] [--gold-names yes] [--verbose yes]"},
    {"markers", evaluate_markers,
     "--models DIR [--texts DIR] [--list FILE] gold=FOLDER|targets=FILE..."},
    {"names", evaluate_names,
     "--models DIR [--weights FILE] [--types PER,ORG,LOC,NORP,EVENT] [--errors FILE] FORMAT=PATH..."},
    {"syntax", evaluate_syntax, "--models DIR FILE.conllu..."},
};

#define N_COMMANDS (sizeof commands / sizeof commands[0])

static int usage(FILE *out, int status)
{
    for (size_t i = 0; i < N_COMMANDS; i++) {
        fprintf(out, "stancewire-evaluate %s %s\n", commands[i].name, commands[i].help);
    }
    return status;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < N_COMMANDS; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            int status = commands[i].run(argc - 2, argv + 2);
            return status == 2 ? usage(stderr, 2) : status;
        }
    }
    bool asked = argc > 1 && strcmp(argv[1], "--help") == 0;
    return asked ? usage(stdout, 0) : usage(stderr, 2);
}
