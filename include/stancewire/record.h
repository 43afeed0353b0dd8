/*
 * record.h: bytes of a Kafka record <-> article / annotated record (docs/record.md).
 *
 *     bytes --article_read--> sw_article --(engine)--> sw_annotations --record_write--> bytes
 *
 * The output is the input, byte for byte, with one key `annotations` spliced in before the closing
 * brace (or replaced where it stands). Memory comes from the arena; nothing is kept between calls.
 */
#ifndef STANCEWIRE_RECORD_H
#define STANCEWIRE_RECORD_H

#include <stancewire/stancewire.h>

#ifdef __cplusplus
extern "C" {
#endif

/* User's own names for the fields: NULL means the built-in list of docs/record.md. */
struct sw_fields {
    const char *text, *title, *url, *date, *outlet, *language;
};

/* One article as the scraper wrote it. Borrows the input and the arena. */
struct sw_article {
    struct sw_text input;      /* all the bytes of the record */
    const char *text_field;    /* the key the body was found under */
    struct sw_text text;       /* decoded, UTF-8 */
    struct sw_text title, url, date, outlet, language; /* decoded; len 0 where absent */
    size_t splice_at;          /* where ,"annotations":… goes in the input */
    size_t splice_end;         /* end of what it replaces; == splice_at where nothing is replaced */
    bool needs_comma;
};

/*
 * Reads one JSON object. SW_EFORMAT (not JSON, not an object, text no string), SW_EENCODING,
 * SW_ENOTEXT, SW_ENOMEM; err says where (byte offset) and what.
 */
int sw_article_read(struct sw_text input, const struct sw_fields *fields, struct sw_arena *arena,
                    struct sw_article *out, struct sw_error *err);

/*
 * The article of a plain text: its record is {"text":…}, made in the arena. A byte order mark is
 * left out. SW_ENOTEXT, SW_EENCODING, SW_ENOMEM.
 */
int sw_article_from_text(struct sw_text text, struct sw_arena *arena, struct sw_article *out,
                         struct sw_error *err);

/* What the record adds to the engine's annotations. */
struct sw_record_context {
    const char *engine_version, *model;
    struct sw_text near_duplicate_id, near_duplicate_url; /* len 0: null */
};

/* Writes the annotated record into the arena: *out borrows from it. SW_ENOMEM. */
int sw_record_write(const struct sw_article *article, const struct sw_annotations *annotations,
                    const struct sw_record_context *context, struct sw_arena *arena,
                    struct sw_text *out, struct sw_error *err);

#ifdef __cplusplus
}
#endif

#endif
