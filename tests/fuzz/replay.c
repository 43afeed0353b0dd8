/*
 * replay.c: gives every file of the folders named on the command line to a fuzz target, once.
 * This is the main() of fuzz targets where libFuzzer is not linked.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "replay: %s: cannot read\n", path);
        return 1;
    }
    long len = ftell(file);
    rewind(file);
    /* One allocation of the exact size: a read past the end is seen by the sanitizer. */
    uint8_t *at = malloc(len > 0 ? (size_t)len : 1);
    int failed = at == NULL || len < 0 || fread(at, 1, (size_t)len, file) != (size_t)len;
    fclose(file);
    if (!failed) {
        LLVMFuzzerTestOneInput(at, (size_t)len);
    }
    free(at);
    return failed;
}

static int replay_folder(const char *folder, size_t *count)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        fprintf(stderr, "replay: %s: cannot open the folder\n", folder);
        return 1;
    }
    int failed = 0;
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        char path[4096];
        if (entry->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            failed |= replay_file(path);
            (*count)++;
        }
    }
    closedir(dir);
    return failed;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        failed |= replay_folder(argv[i], &count);
    }
    printf("%zu inputs replayed\n", count);
    return failed || count == 0;
}
