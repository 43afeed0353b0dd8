/*
 * options_file.h: the lines of a configuration file.
 *
 * A line is `key = value`, empty, or a comment that starts with #. Spaces around key and value are
 * dropped, nothing else is interpreted. Takes bytes, so that it can be fuzzed.
 */
#ifndef RUNTIME_OPTIONS_FILE_H
#define RUNTIME_OPTIONS_FILE_H

#include <stancewire/stancewire.h>

#define OPTIONS_FILE_MAX ((size_t)1 << 20)

/* Called for each setting, key and value NUL-terminated; not SW_OK ends the reading. */
typedef int options_file_line(void *context, unsigned line, const char *key, const char *value,
                              struct sw_error *err);

/* name is for messages. SW_EFORMAT names the line. SW_ENOMEM. */
int options_file_parse(const char *name, struct sw_text bytes, options_file_line *each,
                       void *context, struct sw_error *err);

/* A whole small file into malloc'ed memory, NUL-terminated. SW_EMISSING, SW_ETOOBIG, SW_ENOMEM. */
int options_file_read(char **out, size_t *len, const char *path, struct sw_error *err);

#endif
