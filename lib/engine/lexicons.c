#include "lexicons.h"

#include <stddef.h>
#include <string.h>

#include "boilerplate.h"
#include "error.h"
#include "language.h"
#include "people.h"

static const struct {
    const char *file;
    size_t offset; /* of the field in struct lexicons */
    /* Reads the columns of its entries, or NULL. */
    int (*prepare)(struct lexicon *lexicon, const char *file, struct sw_error *err);
} table[] = {
    {"lexicons/boilerplate.txt", offsetof(struct lexicons, boilerplate), boilerplate_prepare},
    {"lexicons/languages.txt", offsetof(struct lexicons, languages), language_prepare},
    {"lexicons/saying.txt", offsetof(struct lexicons, saying), NULL},
    {"lexicons/firstnames.txt", offsetof(struct lexicons, firstnames), NULL},
    {"lexicons/titles.txt", offsetof(struct lexicons, titles), people_prepare},
    {"lexicons/voices.txt", offsetof(struct lexicons, voices), NULL},
};

#define N_TABLE (sizeof table / sizeof table[0])

static struct lexicon **field(struct lexicons *lexicons, size_t row)
{
    return (struct lexicon **)(void *)((char *)lexicons + table[row].offset);
}

const struct sw_blob *blob_find(const struct sw_blob *files, size_t n_files, const char *name)
{
    for (size_t i = 0; i < n_files; i++) {
        if (strcmp(files[i].name, name) == 0) {
            return &files[i];
        }
    }
    return NULL;
}

int lexicons_init(struct lexicons *out, const struct sw_blob *files, size_t n_files,
                  struct sw_error *err)
{
    memset(out, 0, sizeof *out);
    for (size_t row = 0; row < N_TABLE; row++) {
        const struct sw_blob *file = blob_find(files, n_files, table[row].file);
        int status = file == NULL ? error_set(err, SW_EMISSING, "%s: missing from the model",
                                              table[row].file)
                                  : lexicon_new(field(out, row), file, err);
        if (status == SW_OK && table[row].prepare != NULL) {
            status = table[row].prepare(*field(out, row), table[row].file, err);
        }
        if (status != SW_OK) {
            lexicons_clear(out);
            return status;
        }
    }
    return SW_OK;
}

void lexicons_clear(struct lexicons *lexicons)
{
    for (size_t row = 0; row < N_TABLE; row++) {
        lexicon_free(*field(lexicons, row));
        *field(lexicons, row) = NULL;
    }
}
