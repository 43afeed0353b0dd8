/*
 * model.h: the files of a model folder, mapped, and the engine built from them.
 *
 *     folder --model_load--> sw_blob[] --sw_engine_new--> engine
 *
 * Memory: the engine borrows the mapped files; model_free ends both.
 * Errors: one line with the path and the reason.
 */
#ifndef RUNTIME_MODEL_H
#define RUNTIME_MODEL_H

#include <stancewire/stancewire.h>

struct model {
    struct sw_engine *engine;
    struct sw_blob *files; /* sorted by name, relative to the folder */
    size_t n_files;
};

/*
 * Maps every file of the folder (documents, hidden files and CMakeLists.txt apart) and builds the
 * engine. folder NULL: ../share/stancewire/models beside the program. gazetteer (or NULL) is a
 * file of the user's own names; it becomes the blob "gazetteer.user". *out is cleared first.
 */
int model_load(struct model *out, const char *folder, const char *gazetteer, struct sw_error *err);
void model_free(struct model *model);

#endif
