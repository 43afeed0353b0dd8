#include "options.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "exit_status.h"
#include "options_file.h"
#include "options_table.h"

extern char **environ;

/* Where a value came from, the strongest last. */
enum level { LEVEL_DEFAULT, LEVEL_FILE, LEVEL_ENVIRONMENT, LEVEL_FLAG };

struct item {
    enum level level;
    char *text;
};

struct setting {
    const struct option *row;
    enum level level;
    char *text; /* NULL: the default */
    struct item *items;
    size_t n_items;
};

struct options {
    const struct options_program *program;
    struct setting *settings;
    size_t n;
    char **arguments;
    size_t n_arguments;
};

static size_t each_row(const struct options_program *program, struct setting *out)
{
    size_t n = 0;
    for (size_t g = 0; options_group_at(program, g) != NULL; g++) {
        const struct option_group *group = options_group_at(program, g);
        for (size_t i = 0; i < group->n; i++, n++) {
            if (out != NULL) {
                out[n].row = &group->rows[i];
            }
        }
    }
    return n;
}

int options_new(struct options **out, const struct options_program *program, struct sw_error *err)
{
    struct options *options = calloc(1, sizeof *options);
    if (options == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the settings");
    }
    options->program = program;
    options->n = each_row(program, NULL);
    options->settings = calloc(options->n, sizeof *options->settings);
    options->arguments = calloc(1, sizeof *options->arguments);
    if (options->settings == NULL || options->arguments == NULL) {
        options_free(options);
        return error_set(err, SW_ENOMEM, "no memory for the settings");
    }
    each_row(program, options->settings);
    *out = options;
    return SW_OK;
}

void options_free(struct options *options)
{
    if (options == NULL) {
        return;
    }
    for (size_t i = 0; options->settings != NULL && i < options->n; i++) {
        struct setting *setting = &options->settings[i];
        for (size_t k = 0; k < setting->n_items; k++) {
            free(setting->items[k].text);
        }
        free(setting->items);
        free(setting->text);
    }
    for (size_t i = 0; i < options->n_arguments; i++) {
        free(options->arguments[i]);
    }
    free(options->arguments);
    free(options->settings);
    free(options);
}

static char *copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy != NULL ? memcpy(copy, text, size) : NULL;
}

/* ---- Setting a value ------------------------------------------------------------------------ */

/* Weakest level first; within a level in the order given. */
static int add_item(struct setting *setting, enum level level, const char *text,
                    struct sw_error *err)
{
    struct item *grown = realloc(setting->items, (setting->n_items + 1) * sizeof *grown);
    if (grown != NULL) {
        setting->items = grown;
    }
    char *copy = copy_text(text);
    if (grown == NULL || copy == NULL) {
        free(copy);
        return error_set(err, SW_ENOMEM, "no memory for the settings");
    }
    size_t at = setting->n_items++;
    for (; at > 0 && grown[at - 1].level > level; at--) {
        grown[at] = grown[at - 1];
    }
    grown[at] = (struct item){level, copy};
    return SW_OK;
}

/* from names the flag, variable or line for messages. */
static int set_value(struct setting *setting, enum level level, const char *text, const char *from,
                     struct sw_error *err)
{
    int status = options_check(setting->row, text, from, err);
    if (status != SW_OK) {
        return status;
    }
    if (setting->row->type == OPTION_LIST) {
        return add_item(setting, level, text, err);
    }
    if (setting->level > level) {
        return SW_OK;
    }
    char *copy = copy_text(text);
    if (copy == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the settings");
    }
    free(setting->text);
    setting->text = copy;
    setting->level = level;
    return SW_OK;
}

struct list_file {
    struct setting *setting;
    enum level level;
};

static int set_list_line(void *context, unsigned line, const char *key, const char *value,
                         struct sw_error *err)
{
    (void)line;
    struct list_file *list = context;
    size_t size = strlen(key) + strlen(value) + 2;
    char *joined = malloc(size);
    if (joined == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the settings");
    }
    snprintf(joined, size, "%s=%s", key, value);
    int status = add_item(list->setting, list->level, joined, err);
    free(joined);
    return status;
}

/* The `-file` form of a secret: the value is what the file holds, without its last newline. */
static int set_from_file(struct setting *setting, enum level level, const char *path,
                         const char *from, struct sw_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    struct sw_error detail;
    if (options_file_read(&bytes, &len, path, &detail) != SW_OK) {
        return error_set(err, SW_EFORMAT, "%s: %s", from, detail.text);
    }
    int status;
    if (setting->row->type == OPTION_LIST) {
        struct list_file list = {setting, level};
        status = options_file_parse(path, (struct sw_text){bytes, len}, set_list_line, &list, err);
    } else {
        bytes[strcspn(bytes, "\r\n")] = '\0';
        status = set_value(setting, level, bytes, from, err);
    }
    free(bytes);
    return status;
}

/* The setting called name, or NULL; *is_file says that name was its `-file` form. */
static struct setting *find_setting(const struct options *options, const char *name, size_t len,
                                    bool *is_file)
{
    for (size_t i = 0; i < options->n; i++) {
        const struct option *row = options->settings[i].row;
        size_t row_len = strlen(row->name);
        if (len < row_len || memcmp(row->name, name, row_len) != 0) {
            continue;
        }
        bool file = row->secret && len == row_len + 5 && memcmp(name + row_len, "-file", 5) == 0;
        if (file || len == row_len) {
            *is_file = file;
            return &options->settings[i];
        }
    }
    return NULL;
}

static int apply(struct setting *setting, bool is_file, enum level level, const char *text,
                 const char *from, struct sw_error *err)
{
    return is_file ? set_from_file(setting, level, text, from, err)
                   : set_value(setting, level, text, from, err);
}

/* ---- Flags ---------------------------------------------------------------------------------- */

static int add_argument(struct options *options, const char *text, struct sw_error *err)
{
    char **grown = realloc(options->arguments, (options->n_arguments + 2) * sizeof *grown);
    if (grown != NULL) {
        options->arguments = grown;
        grown[options->n_arguments] = copy_text(text);
    }
    if (grown == NULL || grown[options->n_arguments] == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the arguments");
    }
    grown[++options->n_arguments] = NULL;
    return SW_OK;
}

/* A flag's value is what follows the `=`, or the next argument, which *i then steps over. */
static int read_flag(struct options *options, char *const *argv, int argc, int *i,
                     struct sw_error *err)
{
    const char *name = argv[*i] + 2;
    size_t len = strcspn(name, "=");
    bool is_file = false;
    struct setting *setting = find_setting(options, name, len, &is_file);
    char from[80];
    snprintf(from, sizeof from, "--%.*s", (int)(len < 64 ? len : 64), name);
    if (setting == NULL) {
        return error_set(err, SW_EFORMAT, "unknown flag %s; %s --help lists them", from,
                         options->program->name);
    }
    const char *value = name[len] == '=' ? name + len + 1 : NULL;
    if (value == NULL && setting->row->type == OPTION_SWITCH) {
        value = "true";
    } else if (value == NULL && *i + 1 < argc) {
        value = argv[++*i];
    }
    if (value == NULL) {
        return error_set(err, SW_EFORMAT, "%s needs a value", from);
    }
    return apply(setting, is_file, LEVEL_FLAG, value, from, err);
}

static int read_letter(struct options *options, char *const *argv, int argc, int *i,
                       struct sw_error *err)
{
    const char *flag = argv[*i];
    char from[3] = {'-', isprint((unsigned char)flag[1]) ? flag[1] : '?', '\0'};
    struct setting *setting = NULL;
    for (size_t k = 0; k < options->n && setting == NULL; k++) {
        if (options->settings[k].row->letter == flag[1]) {
            setting = &options->settings[k];
        }
    }
    if (setting == NULL) {
        return error_set(err, SW_EFORMAT, "unknown flag %s; %s --help lists them", from,
                         options->program->name);
    }
    bool is_switch = setting->row->type == OPTION_SWITCH;
    if (is_switch && flag[2] != '\0') {
        return error_set(err, SW_EFORMAT, "%s takes no value", from);
    }
    const char *value = is_switch ? "true" : flag[2] != '\0' ? flag + 2 : NULL;
    if (value == NULL && *i + 1 < argc) {
        value = argv[++*i];
    }
    if (value == NULL) {
        return error_set(err, SW_EFORMAT, "%s needs a value", from);
    }
    return apply(setting, false, LEVEL_FLAG, value, from, err);
}

static int read_flags(struct options *options, int argc, char *const *argv, struct sw_error *err)
{
    int status = SW_OK;
    bool flags = true;
    for (int i = 1; i < argc && status == SW_OK; i++) {
        const char *arg = argv[i];
        if (!flags || arg[0] != '-' || arg[1] == '\0') {
            status = add_argument(options, arg, err);
        } else if (strcmp(arg, "--") == 0) {
            flags = false;
        } else if (arg[1] == '-') {
            status = read_flag(options, argv, argc, &i, err);
        } else {
            status = read_letter(options, argv, argc, &i, err);
        }
    }
    return status;
}

/* ---- Environment and file ------------------------------------------------------------------- */

/* A list in the environment: one item a line. */
static int set_lines(struct setting *setting, const char *text, const char *from,
                     struct sw_error *err)
{
    char *copy = copy_text(text);
    if (copy == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the settings");
    }
    int status = SW_OK;
    for (char *at = copy; at != NULL && status == SW_OK;) {
        char *end = strchr(at, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        if (*at != '\0') {
            status = set_value(setting, LEVEL_ENVIRONMENT, at, from, err);
        }
        at = end != NULL ? end + 1 : NULL;
    }
    free(copy);
    return status;
}

#define PREFIX "STANCEWIRE_"

/* Variables that are no setting of this program are left alone: programs share an environment. */
static int read_environment(struct options *options, char *const *environment, struct sw_error *err)
{
    int status = SW_OK;
    for (char *const *at = environment; at != NULL && *at != NULL && status == SW_OK; at++) {
        const char *equals = strchr(*at, '=');
        if (strncmp(*at, PREFIX, strlen(PREFIX)) != 0 || equals == NULL || equals - *at > 80) {
            continue;
        }
        char from[96], name[96];
        size_t len = (size_t)(equals - *at);
        snprintf(from, sizeof from, "%.*s", (int)len, *at);
        size_t n = 0;
        for (const char *c = *at + strlen(PREFIX); c < equals; c++) {
            name[n++] = *c == '_' ? '-' : (char)tolower((unsigned char)*c);
        }
        bool is_file = false;
        struct setting *setting = find_setting(options, name, n, &is_file);
        /* An empty variable is an unset one, as compose files leave it. */
        if (setting == NULL || equals[1] == '\0') {
            continue;
        }
        status = setting->row->type == OPTION_LIST && !is_file
                     ? set_lines(setting, equals + 1, from, err)
                     : apply(setting, is_file, LEVEL_ENVIRONMENT, equals + 1, from, err);
    }
    return status;
}

struct file_context {
    struct options *options;
    const char *path;
};

static int read_file_line(void *context, unsigned line, const char *key, const char *value,
                          struct sw_error *err)
{
    struct file_context *file = context;
    char from[128];
    snprintf(from, sizeof from, "%.100s:%u", file->path, line);
    bool is_file = false;
    struct setting *setting = find_setting(file->options, key, strlen(key), &is_file);
    if (setting == NULL || strcmp(key, "config") == 0) {
        return error_set(err, SW_EFORMAT, "%s: unknown setting %.64s", from, key);
    }
    return apply(setting, is_file, LEVEL_FILE, value, from, err);
}

static int read_file(struct options *options, const char *path, struct sw_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    struct sw_error detail;
    if (options_file_read(&bytes, &len, path, &detail) != SW_OK) {
        return error_set(err, SW_EFORMAT, "--config %s", detail.text);
    }
    struct file_context context = {options, path};
    int status =
        options_file_parse(path, (struct sw_text){bytes, len}, read_file_line, &context, err);
    free(bytes);
    return status;
}

int options_read(struct options *options, int argc, char *const *argv, char *const *environment,
                 struct sw_error *err)
{
    int status = read_flags(options, argc, argv, err);
    if (status == SW_OK && !options_help_asked(options)) {
        status = read_environment(options, environment, err);
    }
    const char *path = options_get(options, "config");
    if (status == SW_OK && path != NULL && !options_help_asked(options)) {
        status = read_file(options, path, err);
    }
    return status;
}

/* ---- Reading them back ---------------------------------------------------------------------- */

static const struct setting *get_setting(const struct options *options, const char *name)
{
    bool is_file = false;
    const struct setting *setting = find_setting(options, name, strlen(name), &is_file);
    assert(setting != NULL && !is_file);
    return setting;
}

bool options_has(const struct options *options, const char *name)
{
    bool is_file = false;
    return find_setting(options, name, strlen(name), &is_file) != NULL && !is_file;
}

const char *options_get(const struct options *options, const char *name)
{
    const struct setting *setting = get_setting(options, name);
    return setting->text != NULL ? setting->text : setting->row->fallback;
}

long long options_number(const struct options *options, const char *name)
{
    const char *text = options_get(options, name);
    return text != NULL ? strtoll(text, NULL, 10) : 0;
}

bool options_is(const struct options *options, const char *name, const char *word)
{
    const char *text = options_get(options, name);
    return text != NULL && strcmp(text, word) == 0;
}

bool options_switch(const struct options *options, const char *name)
{
    return options_is(options, name, "true");
}

const char *options_item(const struct options *options, const char *name, size_t i)
{
    const struct setting *setting = get_setting(options, name);
    return i < setting->n_items ? setting->items[i].text : NULL;
}

char *const *options_arguments(const struct options *options)
{
    return options->arguments;
}

bool options_help_asked(const struct options *options)
{
    return options_switch(options, "help");
}

void options_print_help(const struct options *options, FILE *out)
{
    options_write_help(options->program, out);
}

int options_start(struct options **out, const struct options_program *program, int argc,
                  char *const *argv)
{
    struct options *options = NULL;
    struct sw_error err;
    int status = options_new(&options, program, &err);
    if (status == SW_OK) {
        status = options_read(options, argc, argv, environ, &err);
    }
    if (status != SW_OK) {
        fprintf(stderr, "%s: %s\n", program->name, err.text);
        options_free(options);
        return status == SW_ENOMEM ? EXIT_STATUS_FATAL : EXIT_STATUS_USAGE;
    }
    if (options_help_asked(options)) {
        options_print_help(options, stdout);
        options_free(options);
        return EXIT_STATUS_DONE;
    }
    *out = options;
    return -1;
}
