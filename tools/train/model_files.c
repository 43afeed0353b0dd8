#define _POSIX_C_SOURCE 200809L
#include "model_files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void fail(const char *path)
{
    fprintf(stderr, "%s: cannot be read\n", path);
    exit(4);
}

static struct sw_blob read_file(const char *name, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fail(path);
    }
    size_t len = (size_t)ftell(file);
    char *at = malloc(len + 1);
    rewind(file);
    if (at == NULL || fread(at, 1, len, file) != len) {
        fail(path);
    }
    fclose(file);
    return (struct sw_blob){strdup(name), at, len};
}

/* Blobs are const for those who read them; here they are our own memory. */
static void release(const void *at)
{
    free((void *)(uintptr_t)at);
}

static void add(struct model_files *files, struct sw_blob blob)
{
    files->at = realloc(files->at, (files->n + 1) * sizeof *files->at);
    if (files->at == NULL) {
        fail(blob.name);
    }
    files->at[files->n++] = blob;
}

static void read_folder(struct model_files *out, const char *folder, const char *prefix)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort);
    if (n < 0) {
        fail(folder);
    }
    for (int i = 0; i < n; i++) {
        char path[2048], name[1024];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        snprintf(name, sizeof name, "%s%s", prefix, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && stat(path, &status) == 0) {
            if (S_ISDIR(status.st_mode)) {
                strncat(name, "/", sizeof name - strlen(name) - 1);
                read_folder(out, path, name);
            } else {
                add(out, read_file(name, path));
            }
        }
        free(entries[i]);
    }
    free(entries);
}

void model_files_read(struct model_files *out, const char *folder)
{
    *out = (struct model_files){0};
    read_folder(out, folder, "");
}

void model_files_replace(struct model_files *files, const char *name, const char *path)
{
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->at[i].name, name) == 0) {
            release(files->at[i].at);
            release(files->at[i].name);
            files->at[i] = read_file(name, path);
            return;
        }
    }
    add(files, read_file(name, path));
}

void model_files_clear(struct model_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        release(files->at[i].at);
        release(files->at[i].name);
    }
    free(files->at);
    *files = (struct model_files){0};
}
