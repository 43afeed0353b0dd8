/* A folder: the files in it whose names tell what they hold, sorted, folders within it too. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "error.h"
#include "source.h"

#define DEPTH_MAX 16
#define FILES_MAX 10000000

/* The paths of all files, sorted, and how far they are read. */
struct folder {
    char **paths;
    size_t n, size, at;
};

static int add_path(struct folder *folder, const char *path, struct sw_error *err)
{
    if (folder->n >= FILES_MAX) {
        return error_set(err, SW_EMISSING, "%s: more than %d files", path, FILES_MAX);
    }
    if (folder->n == folder->size) {
        size_t size = folder->size > 0 ? 2 * folder->size : 64;
        char **grown = realloc(folder->paths, size * sizeof *grown);
        if (grown == NULL) {
            return error_set(err, SW_ENOMEM, "%s: no memory", path);
        }
        folder->paths = grown;
        folder->size = size;
    }
    char *copy = malloc(strlen(path) + 1);
    if (copy == NULL) {
        return error_set(err, SW_ENOMEM, "%s: no memory", path);
    }
    folder->paths[folder->n++] = strcpy(copy, path);
    return SW_OK;
}

static int add_folder(struct source *source, const char *path, int depth, struct sw_error *err);

/* A file that goes away while we look is no error. */
static int add_entry(struct source *source, const char *path, const char *entry, int depth,
                     struct sw_error *err)
{
    char full[PATH_MAX];
    struct stat info;
    if (entry[0] == '.' || snprintf(full, sizeof full, "%s/%s", path, entry) >= (int)sizeof full ||
        stat(full, &info) != 0) {
        return SW_OK;
    }
    if (S_ISDIR(info.st_mode)) {
        return depth < DEPTH_MAX ? add_folder(source, full, depth + 1, err) : SW_OK;
    }
    if (!S_ISREG(info.st_mode) || source_type_of(full, "auto") == NULL) {
        return SW_OK;
    }
    source->n_total += (unsigned long long)info.st_size;
    return add_path(source->folder, full, err);
}

static int add_folder(struct source *source, const char *path, int depth, struct sw_error *err)
{
    DIR *open = opendir(path);
    if (open == NULL) {
        return error_set(err, SW_EMISSING, "%s: %s", path, strerror(errno));
    }
    int status = SW_OK;
    const struct dirent *entry;
    while (status == SW_OK && (entry = readdir(open)) != NULL) {
        status = add_entry(source, path, entry->d_name, depth, err);
    }
    closedir(open);
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int open_folder(struct source *source, struct sw_error *err)
{
    source->folder = calloc(1, sizeof *source->folder);
    if (source->folder == NULL) {
        return error_set(err, SW_ENOMEM, "%s: no memory", source->name);
    }
    int status = add_folder(source, source->name, 0, err);
    if (status == SW_OK && source->folder->n == 0) {
        status =
            error_set(err, SW_EMISSING, "%s: no .jsonl, .json or .txt file in it", source->name);
    }
    if (status == SW_OK) {
        qsort(source->folder->paths, source->folder->n, sizeof *source->folder->paths, by_name);
    }
    return status;
}

/* Opens the next file. */
static int next_file(struct source *source, struct item *out, struct sw_error *err)
{
    const char *path = source->folder->paths[source->folder->at++];
    struct sw_error detail;
    int status = source_open_as(&source->inner, source_type_of(path, "auto"), path, "auto",
                                source->max_bytes, &detail);
    if (status != SW_OK) {
        out->name = path;
        /* One file that cannot be opened does not end the folder. */
        return error_set(err, status == SW_ENOMEM ? SW_ENOMEM : SW_EFORMAT, "%s",
                         strncmp(detail.text, path, strlen(path)) == 0
                             ? detail.text + strlen(path) + 2
                             : detail.text);
    }
    return SW_OK;
}

static int next_item(struct source *source, struct item *out, struct sw_error *err)
{
    while (source->inner != NULL || source->folder->at < source->folder->n) {
        int status = source->inner == NULL ? next_file(source, out, err) : SW_OK;
        if (status != SW_OK) {
            return status;
        }
        unsigned long long before = source->inner->n_read;
        status = source_next(source->inner, out, err);
        source->n_read += source->inner->n_read - before;
        if (status != SOURCE_END) {
            return status == SW_EMISSING ? SW_EFORMAT : status;
        }
        source_free(source->inner);
        source->inner = NULL;
    }
    return SOURCE_END;
}

static void close_folder(struct source *source)
{
    source_free(source->inner);
    for (size_t i = 0; source->folder != NULL && i < source->folder->n; i++) {
        free(source->folder->paths[i]);
    }
    if (source->folder != NULL) {
        free(source->folder->paths);
    }
    free(source->folder);
}

const struct source_type source_folder_type = {"", "", open_folder, next_item, close_folder};
