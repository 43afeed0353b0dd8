#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

/* Those that a file's name or --input-format can choose. */
static const struct source_type *const file_types[] = {&source_lines_type, &source_json_type,
                                                       &source_text_type};

static bool has_suffix(const char *name, const char *suffixes)
{
    size_t name_len = strlen(name);
    for (const char *at = suffixes; *at != '\0';) {
        size_t len = strcspn(at, " ");
        if (name_len > len && memcmp(name + name_len - len, at, len) == 0) {
            return true;
        }
        at += len + 1;
    }
    return false;
}

const struct source_type *source_type_of(const char *name, const char *format)
{
    bool by_name = strcmp(format, "auto") == 0;
    for (size_t i = 0; i < sizeof file_types / sizeof file_types[0]; i++) {
        if (by_name ? has_suffix(name, file_types[i]->suffixes)
                    : strcmp(file_types[i]->name, format) == 0) {
            return file_types[i];
        }
    }
    return NULL;
}

int source_open_as(struct source **out, const struct source_type *type, const char *name,
                   const char *format, size_t max_bytes, struct sw_error *err)
{
    struct source *source = calloc(1, sizeof *source);
    if (source == NULL) {
        return error_set(err, SW_ENOMEM, "%s: no memory", name);
    }
    source->type = type;
    source->name = name;
    source->format = format;
    source->max_bytes = max_bytes;
    source->fd = -1;
    int status = type->open(source, err);
    if (status != SW_OK) {
        source_free(source);
        return status;
    }
    *out = source;
    return SW_OK;
}

int source_open(struct source **out, const char *name, const char *format, size_t max_bytes,
                struct sw_error *err)
{
    struct stat info;
    if (strcmp(name, "-") == 0) {
        return source_open_as(out, &source_stdin_type, name, format, max_bytes, err);
    }
    if (stat(name, &info) != 0) {
        return error_set(err, SW_EMISSING, "%s: %s", name, strerror(errno));
    }
    if (S_ISDIR(info.st_mode)) {
        return source_open_as(out, &source_folder_type, name, format, max_bytes, err);
    }
    /* A file that was named is read, whatever its name: most are JSON Lines. */
    const struct source_type *type = source_type_of(name, format);
    return source_open_as(out, type != NULL ? type : &source_lines_type, name, format, max_bytes,
                          err);
}

int source_open_file(struct source *source, struct sw_error *err)
{
    struct stat info;
    source->fd = open(source->name, O_RDONLY | O_CLOEXEC);
    if (source->fd < 0 || fstat(source->fd, &info) != 0) {
        return error_set(err, SW_EMISSING, "%s: %s", source->name, strerror(errno));
    }
    source->n_total = S_ISREG(info.st_mode) ? (unsigned long long)info.st_size : 0;
    return SW_OK;
}

int source_next(struct source *source, struct item *out, struct sw_error *err)
{
    *out = (struct item){.name = source->name};
    if (source->done) {
        return SOURCE_END;
    }
    int status = source->type->next(source, out, err);
    source->done = status == SOURCE_END || status == SW_EMISSING || status == SW_ENOMEM;
    return status;
}

void source_free(struct source *source)
{
    if (source != NULL) {
        source->type->close(source);
        if (source->fd > STDIN_FILENO) {
            close(source->fd);
        }
        free(source);
    }
}
