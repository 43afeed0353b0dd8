#include "options_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static char *trim(char *start, char *end)
{
    while (start < end && is_space(*start)) {
        start++;
    }
    while (end > start && is_space(end[-1])) {
        end--;
    }
    *end = '\0';
    return start;
}

/* One line, NUL-terminated in place at end. */
static int parse_line(const char *name, unsigned line, char *start, char *end,
                      options_file_line *each, void *context, struct sw_error *err)
{
    if (memchr(start, '\0', (size_t)(end - start)) != NULL) {
        return error_set(err, SW_EFORMAT, "%s:%u: a NUL byte; this is no text file", name, line);
    }
    start = trim(start, end);
    if (*start == '\0' || *start == '#') {
        return SW_OK;
    }
    char *equals = strchr(start, '=');
    if (equals == NULL || equals == start) {
        return error_set(err, SW_EFORMAT, "%s:%u: expected `key = value`", name, line);
    }
    char *value = trim(equals + 1, equals + 1 + strlen(equals + 1));
    return each(context, line, trim(start, equals), value, err);
}

int options_file_parse(const char *name, struct sw_text bytes, options_file_line *each,
                       void *context, struct sw_error *err)
{
    if (bytes.len > OPTIONS_FILE_MAX) {
        return error_set(err, SW_ETOOBIG, "%s: larger than 1 MiB", name);
    }
    char *copy = malloc(bytes.len + 1);
    if (copy == NULL) {
        return error_set(err, SW_ENOMEM, "%s: no memory", name);
    }
    if (bytes.len > 0) {
        memcpy(copy, bytes.at, bytes.len);
    }
    copy[bytes.len] = '\0';
    int status = SW_OK;
    bool bom = bytes.len >= 3 && memcmp(copy, "\xEF\xBB\xBF", 3) == 0;
    unsigned line = 1;
    char *end_of_file = copy + bytes.len;
    for (char *at = copy + (bom ? 3 : 0); at < end_of_file && status == SW_OK; line++) {
        char *end = memchr(at, '\n', (size_t)(end_of_file - at));
        end = end != NULL ? end : end_of_file;
        status = parse_line(name, line, at, end, each, context, err);
        at = end + 1;
    }
    free(copy);
    return status;
}

int options_file_read(char **out, size_t *len, const char *path, struct sw_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return error_set(err, SW_EMISSING, "%s: %s", path, strerror(errno));
    }
    int status = SW_OK;
    char *bytes = malloc(OPTIONS_FILE_MAX + 2);
    if (bytes == NULL) {
        status = error_set(err, SW_ENOMEM, "%s: no memory", path);
        goto out;
    }
    size_t n = fread(bytes, 1, OPTIONS_FILE_MAX + 1, file);
    if (ferror(file)) {
        status = error_set(err, SW_EMISSING, "%s: %s", path, strerror(errno));
    } else if (n > OPTIONS_FILE_MAX) {
        status = error_set(err, SW_ETOOBIG, "%s: larger than 1 MiB", path);
    } else {
        bytes[n] = '\0';
        *out = bytes;
        *len = n;
        bytes = NULL;
    }
out:
    free(bytes);
    fclose(file);
    return status;
}
