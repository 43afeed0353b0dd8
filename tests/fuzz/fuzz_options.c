/* Any bytes as a configuration file, as an environment and as a command line. */
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "options_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct option rows[] = {
    {.name = "workers", .fallback = "1", .type = OPTION_NUMBER, .min = 1, .max = 64, .help = ""},
    {.name = "delivery",
     .type = OPTION_CHOICE,
     .choices = "exactly-once|at-least-once",
     .help = ""},
    {.name = "quiet", .type = OPTION_SWITCH, .fallback = "false", .letter = 'q', .help = ""},
    {.name = "input-topic", .fallback = "articles.raw", .help = ""},
    {.name = "list", .type = OPTION_LIST, .letter = 'X', .help = ""},
};
static const struct option_group group = {"Fuzz", rows, sizeof rows / sizeof rows[0]};
static const struct option_group *const groups[] = {&group, NULL};
static const struct options_program program = {"fuzz", "", "", groups};

static int take_line(void *context, unsigned line, const char *key, const char *value,
                     struct sw_error *err)
{
    (void)line, (void)err;
    *(size_t *)context += strlen(key) + strlen(value);
    return SW_OK;
}

#define WORDS_MAX 64

/* The words of the text, NUL-terminated in place. */
static int split(char *text, char **words)
{
    int n = 1;
    words[0] = text;
    for (char *at = text; (at = strchr(at, '\n')) != NULL && n < WORDS_MAX;) {
        *at++ = '\0';
        words[n++] = at;
    }
    words[n] = NULL;
    return n;
}

/* A file that a setting names is not opened here: the fuzzer must not read the machine's. */
static bool names_a_file(char *const *words)
{
    for (; *words != NULL; words++) {
        if (strstr(*words, "config") != NULL || strstr(*words, "CONFIG") != NULL) {
            return true;
        }
    }
    return false;
}

static void read_words(int n, char **words)
{
    struct options *options = NULL;
    struct sw_error err = {0};
    if (names_a_file(words) || options_new(&options, &program, &err) != SW_OK) {
        return;
    }
    if (options_read(options, n, words, words, &err) == SW_OK) {
        long long workers = options_number(options, "workers");
        if (workers < 1 || workers > 64) {
            abort();
        }
    } else if (err.text[0] == '\0') {
        abort();
    }
    options_free(options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sw_error err;
    size_t total = 0;
    struct sw_text bytes = {(const char *)data, size};
    if (options_file_parse("fuzz", bytes, take_line, &total, &err) == SW_OK && total > size) {
        abort();
    }
    char *text = malloc(size + 1);
    char *words[WORDS_MAX + 1];
    if (text != NULL) {
        if (size > 0) {
            memcpy(text, data, size);
        }
        text[size] = '\0';
        read_words(split(text, words), words);
        free(text);
    }
    return 0;
}
