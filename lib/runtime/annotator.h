/*
 * annotator.h: the way of one article. The consumer and `stancewire annotate` both go it, so that
 * their records are the same bytes.
 *
 *     bytes --annotator_annotate--> article + annotations --annotator_write--> annotated bytes
 *
 * Memory: everything comes from the arena. Errors: as article_read, annotate and record_write give
 * them; SW_ETOOBIG past max_bytes. Threads: a annotator is read-only, each thread has its arena.
 */
#ifndef RUNTIME_ANNOTATOR_H
#define RUNTIME_ANNOTATOR_H

#include <stancewire/record.h>

struct options;

struct annotator {
    const struct sw_engine *engine;
    struct sw_fields fields; /* names borrowed from the options */
    size_t max_bytes;        /* of an input record */
};

/* One article on its way; what points into it lives until the arena is reset. */
struct annotated {
    struct sw_article article;
    struct sw_annotations annotations;
};

/* From the rows of options_record. SW_EFORMAT for a --field that is no NAME=KEY of ours. */
int annotator_init(struct annotator *out, const struct sw_engine *engine,
                   const struct options *options, struct sw_error *err);
/* What an arena may hold, so that every record within max_bytes can be annotated. */
size_t annotator_arena_bytes(const struct annotator *annotator);

int annotator_annotate(const struct annotator *annotator, struct sw_text input,
                       struct sw_arena *arena, struct annotated *out, struct sw_error *err);
/* The same for plain text: it becomes the record {"text": …}. */
int annotator_annotate_text(const struct annotator *annotator, struct sw_text text,
                            struct sw_arena *arena, struct annotated *out, struct sw_error *err);
/* id and url of the article that this one is a near copy of; both len 0 where it is none. */
int annotator_write(const struct annotator *annotator, const struct annotated *annotated,
                    struct sw_text near_duplicate_id, struct sw_text near_duplicate_url,
                    struct sw_arena *arena, struct sw_text *out, struct sw_error *err);

#endif
