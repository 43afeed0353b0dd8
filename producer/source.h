/*
 * source.h: where articles come from. One file a kind of source, a row of the table in source.c.
 *
 *     name --source_open--> source --source_next--> item, item, ...
 *
 * A source gives the bytes of records; whether they are articles is for the caller to check.
 * Memory: an item is borrowed until the next call. Errors: a bad item is reported with its place
 * and the source goes on; SW_EMISSING and SW_ENOMEM end it.
 */
#ifndef PRODUCER_SOURCE_H
#define PRODUCER_SOURCE_H

#include "lines.h"

struct source;

/* One record, or the place of what is wrong. */
struct item {
    struct sw_text value;
    bool is_text; /* plain text, still to become a record */
    const char *name;
    unsigned long long line; /* 0: the file as a whole */
};

enum { SOURCE_END = 0, SOURCE_ITEM = 1 };

struct source_type {
    const char *name;     /* what --input-format calls it, or "" */
    const char *suffixes; /* of file names, each with a space after it */
    int (*open)(struct source *source, struct sw_error *err);
    int (*next)(struct source *source, struct item *out, struct sw_error *err);
    void (*close)(struct source *source);
};

extern const struct source_type source_lines_type, source_json_type, source_text_type,
    source_folder_type, source_stdin_type;

struct source {
    const struct source_type *type;
    const char *name;   /* borrowed */
    const char *format; /* "auto" or a type's name */
    size_t max_bytes;
    int fd;
    bool done;
    struct lines lines;                 /* of lines */
    char *bytes;                        /* of a whole file */
    unsigned long long n_read, n_total; /* bytes, for the progress; n_total 0: unknown */
    struct folder *folder;              /* of a folder */
    struct source *inner;               /* of a folder and of standard input */
};

/* name is a file, a folder or "-"; borrowed. SW_EMISSING names it and says why. */
int source_open(struct source **out, const char *name, const char *format, size_t max_bytes,
                struct sw_error *err);
/* SOURCE_ITEM, SOURCE_END, or what is wrong with the item at out->name, out->line. */
int source_next(struct source *source, struct item *out, struct sw_error *err);
void source_free(struct source *source);

/* For the kinds of source: opens a file of a certain type. */
int source_open_as(struct source **out, const struct source_type *type, const char *name,
                   const char *format, size_t max_bytes, struct sw_error *err);
/* The type that a file's name, or the format where it is not "auto", tells; NULL: none of ours. */
const struct source_type *source_type_of(const char *name, const char *format);
/* Opens source->name for reading and learns its size. SW_EMISSING. */
int source_open_file(struct source *source, struct sw_error *err);

#endif
