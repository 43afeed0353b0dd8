#include "options_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

static const struct option common_rows[] = {
    {.name = "config", .value = "FILE", .help = "Settings from a file of `name = value` lines"},
    {.name = "help", .letter = 'h', .type = OPTION_SWITCH, .fallback = "false", .help = "This"},
};
static const struct option_group common = {"General", common_rows,
                                           sizeof common_rows / sizeof common_rows[0]};

const struct option_group *options_group_at(const struct options_program *program, size_t i)
{
    size_t n = 0;
    while (program->groups[n] != NULL) {
        n++;
    }
    return i < n ? program->groups[i] : i == n ? &common : NULL;
}

/* ---- Checks --------------------------------------------------------------------------------- */

static int check_number(const struct option *row, const char *text, const char *from,
                        struct sw_error *err)
{
    char *end = NULL;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    bool whole = *text != '\0' && *text != ' ' && *text != '+' && *end == '\0' && errno == 0;
    if (!whole || number < row->min || number > row->max) {
        return error_set(err, SW_EFORMAT, "%s: %s is \"%.40s\", not a whole number of %lld..%lld",
                         from, row->name, row->secret ? "***" : text, row->min, row->max);
    }
    return SW_OK;
}

static bool is_choice(const char *choices, const char *text)
{
    size_t len = strlen(text);
    for (const char *at = choices; len > 0 && at != NULL;) {
        size_t n = strcspn(at, "|");
        if (n == len && memcmp(at, text, n) == 0) {
            return true;
        }
        at = at[n] == '|' ? at + n + 1 : NULL;
    }
    return false;
}

static int check_choice(const struct option *row, const char *choices, const char *text,
                        const char *from, struct sw_error *err)
{
    if (!is_choice(choices, text)) {
        return error_set(err, SW_EFORMAT, "%s: %s is \"%.40s\", not one of %s", from, row->name,
                         text, choices);
    }
    return SW_OK;
}

int options_check(const struct option *row, const char *text, const char *from,
                  struct sw_error *err)
{
    switch (row->type) {
    case OPTION_NUMBER:
        return check_number(row, text, from, err);
    case OPTION_CHOICE:
        return check_choice(row, row->choices, text, from, err);
    case OPTION_SWITCH:
        return check_choice(row, "true|false", text, from, err);
    case OPTION_STRING:
    case OPTION_LIST:
        break;
    }
    return SW_OK;
}

/* ---- Help ----------------------------------------------------------------------------------- */

static const char *value_of(const struct option *row)
{
    if (row->value != NULL) {
        return row->value;
    }
    return row->type == OPTION_CHOICE   ? row->choices
           : row->type == OPTION_NUMBER ? "N"
           : row->type == OPTION_SWITCH ? ""
                                        : "VALUE";
}

static void write_row(const struct option *row, FILE *out)
{
    char letter[8] = "";
    if (row->letter != 0) {
        snprintf(letter, sizeof letter, "-%c, ", row->letter);
    }
    char head[96];
    const char *value = value_of(row);
    snprintf(head, sizeof head, "  %s--%s%s%s%s", letter, row->name, row->secret ? "[-file]" : "",
             *value != '\0' ? " " : "", value);
    /* The help text has its own line where the flag is long. */
    if (strlen(head) > 32) {
        fprintf(out, "%s\n%33s%s", head, "", row->help);
    } else {
        fprintf(out, "%-33s%s", head, row->help);
    }
    if (row->fallback != NULL && row->type != OPTION_SWITCH) {
        fprintf(out, " (default: %s)", row->fallback);
    }
    fputc('\n', out);
}

void options_write_help(const struct options_program *program, FILE *out)
{
    fprintf(out, "Usage: %s %s\n\n%s\n", program->name, program->usage, program->summary);
    for (size_t g = 0; options_group_at(program, g) != NULL; g++) {
        const struct option_group *group = options_group_at(program, g);
        fprintf(out, "\n%s\n", group->heading);
        for (size_t i = 0; i < group->n; i++) {
            write_row(&group->rows[i], out);
        }
    }
    fputs(
        "\nEvery setting is a flag (--some-name X), a variable (STANCEWIRE_SOME_NAME=X) or a line\n"
        "of the --config file (some-name = X); flags win, then variables, then the file.\n"
        "Exit status: 0 done, 1 some input failed, 2 usage, 3 cannot reach a service, 4 fatal.\n",
        out);
}
