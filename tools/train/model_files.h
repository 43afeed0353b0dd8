/*
 * model_files.h: the files of a model folder, read into memory, for the offline tools.
 */
#ifndef TRAIN_MODEL_FILES_H
#define TRAIN_MODEL_FILES_H

#include <stancewire/stancewire.h>

struct model_files {
    struct sw_blob *at;
    size_t n;
};

/* Reads the folder and the folders in it. Prints why and exits with 4 where it cannot. */
void model_files_read(struct model_files *out, const char *folder);
void model_files_clear(struct model_files *files);

/* Puts the bytes of path in the place of the file of that name, or beside the others. */
void model_files_replace(struct model_files *files, const char *name, const char *path);

#endif
