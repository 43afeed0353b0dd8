#include "model.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

#define FILES_MAX 1024
#define DEPTH_MAX 4

/* ---- One file ------------------------------------------------------------------------------- */

static int map_file(struct sw_blob *out, const char *path, struct sw_error *err)
{
    struct stat info;
    int status = SW_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info) != 0) {
        status = error_set(err, SW_EMISSING, "%s: %s", path, strerror(errno));
        goto out;
    }
    if (!S_ISREG(info.st_mode)) {
        status = error_set(err, SW_EMISSING, "%s: not a file", path);
        goto out;
    }
    out->len = (size_t)info.st_size;
    out->at = "";
    if (out->len > 0) {
        void *at = mmap(NULL, out->len, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at == MAP_FAILED) {
            status = error_set(err, SW_EMISSING, "%s: %s", path, strerror(errno));
            goto out;
        }
        out->at = at;
    }
out:
    if (fd >= 0) {
        close(fd);
    }
    return status;
}

static void unmap_file(const struct sw_blob *file)
{
    if (file->len > 0) {
        /* munmap takes what mmap gave, and that was no const. */
        munmap((void *)(uintptr_t)file->at, file->len);
    }
}

static int add_file(struct model *model, const char *path, const char *name, struct sw_error *err)
{
    if (model->n_files >= FILES_MAX) {
        return error_set(err, SW_ETOOBIG, "%s: more than %d files in the model", path, FILES_MAX);
    }
    char *copy = malloc(strlen(name) + 1);
    if (copy == NULL) {
        return error_set(err, SW_ENOMEM, "%s: no memory", path);
    }
    strcpy(copy, name);
    struct sw_blob file = {.name = copy};
    int status = map_file(&file, path, err);
    if (status != SW_OK) {
        free(copy);
        return status;
    }
    model->files[model->n_files++] = file;
    return SW_OK;
}

/* ---- The folder ----------------------------------------------------------------------------- */

/* Documents must not change the digest that names the model. */
static bool is_model_file(const char *name)
{
    size_t len = strlen(name);
    return name[0] != '.' && strcmp(name, "CMakeLists.txt") != 0 &&
           !(len > 3 && strcmp(name + len - 3, ".md") == 0);
}

static int add_folder(struct model *model, const char *path, const char *prefix, int depth,
                      struct sw_error *err);

static int add_entry(struct model *model, const char *folder, const char *prefix, const char *entry,
                     int depth, struct sw_error *err)
{
    char path[PATH_MAX], name[PATH_MAX];
    struct stat info;
    if (snprintf(path, sizeof path, "%s/%s", folder, entry) >= (int)sizeof path ||
        snprintf(name, sizeof name, "%s%s", prefix, entry) >= (int)sizeof name) {
        return error_set(err, SW_ETOOBIG, "%s: path too long", folder);
    }
    if (stat(path, &info) != 0) {
        return error_set(err, SW_EMISSING, "%s: %s", path, strerror(errno));
    }
    if (!S_ISDIR(info.st_mode)) {
        return add_file(model, path, name, err);
    }
    if (depth >= DEPTH_MAX || strlen(name) + 2 > sizeof name) {
        return error_set(err, SW_ETOOBIG, "%s: folders too deep", path);
    }
    strcat(name, "/");
    return add_folder(model, path, name, depth + 1, err);
}

static int add_folder(struct model *model, const char *path, const char *prefix, int depth,
                      struct sw_error *err)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return error_set(err, SW_EMISSING, "%s: %s", path, strerror(errno));
    }
    int status = SW_OK;
    const struct dirent *entry;
    while (status == SW_OK && (entry = readdir(folder)) != NULL) {
        if (is_model_file(entry->d_name)) {
            status = add_entry(model, path, prefix, entry->d_name, depth, err);
        }
    }
    closedir(folder);
    return status;
}

static int default_folder(char out[PATH_MAX], struct sw_error *err)
{
    static const char tail[] = "/../share/stancewire/models";
    ssize_t len = readlink("/proc/self/exe", out, PATH_MAX - sizeof tail);
    if (len <= 0) {
        return error_set(err, SW_EMISSING, "no model: name its folder with --model");
    }
    out[len] = '\0';
    strcpy(strrchr(out, '/'), tail);
    return SW_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct sw_blob *)a)->name, ((const struct sw_blob *)b)->name);
}

int model_load(struct model *out, const char *folder, const char *gazetteer, struct sw_error *err)
{
    char standard[PATH_MAX];
    memset(out, 0, sizeof *out);
    int status = SW_OK;
    if (folder == NULL) {
        status = default_folder(standard, err);
        folder = standard;
    }
    if (status == SW_OK) {
        out->files = calloc(FILES_MAX, sizeof *out->files);
        status = out->files != NULL ? SW_OK : error_set(err, SW_ENOMEM, "no memory for the model");
    }
    if (status == SW_OK) {
        status = add_folder(out, folder, "", 0, err);
    }
    if (status == SW_OK && gazetteer != NULL) {
        status = add_file(out, gazetteer, "gazetteer.user", err);
    }
    if (status == SW_OK) {
        struct sw_error detail = {SW_OK, ""};
        qsort(out->files, out->n_files, sizeof *out->files, by_name);
        status = sw_engine_new(&out->engine, out->files, out->n_files, &detail);
        if (status != SW_OK) {
            error_set(err, detail.status, "%.120s: %.120s", folder, detail.text);
        }
    }
    if (status != SW_OK) {
        model_free(out);
    }
    return status;
}

void model_free(struct model *model)
{
    sw_engine_free(model->engine);
    for (size_t i = 0; i < model->n_files; i++) {
        unmap_file(&model->files[i]);
        free((void *)(uintptr_t)model->files[i].name);
    }
    free(model->files);
    memset(model, 0, sizeof *model);
}
