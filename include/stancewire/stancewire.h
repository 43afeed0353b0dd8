/*
 * stancewire.h: the engine. Article text in, annotations out.
 *
 *     text --document_read--> document --annotate--> sw_annotations
 *     (segments, sentences, tokens)    (entities -> attributions -> markers -> stances)
 *
 * Text is UTF-8 by pointer and length, never NUL-terminated. Every sw_span is in bytes of that
 * text; sw_codepoint() turns a byte offset into the code points of the record.
 * Memory of one article comes from the caller's arena and lives until sw_arena_reset.
 * An engine is read-only once built: any number of threads may share it, each with its own arena.
 * Nothing here reads a file, a clock, a random number or the locale: the same text and model give
 * the same annotations, always.
 */
#ifndef STANCEWIRE_H
#define STANCEWIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SW_SCHEMA "stancewire/1"

/* What a call that can fail returns. 0 is success; outputs are written on success only. */
enum sw_status {
    SW_OK = 0,
    SW_ENOMEM = -1,   /* the arena's limit, or malloc, said no */
    SW_EFORMAT = -2,  /* bytes that are not what they should be */
    SW_ETOOBIG = -3,  /* past a stated limit */
    SW_ENOTEXT = -4,  /* an article with no text */
    SW_EENCODING = -5, /* not UTF-8 */
    SW_EMISSING = -6, /* a model file that must be there is not */
    SW_EVERSION = -7  /* a model file of another version */
};

/* Detail of a failure, on the caller's stack; every `err` argument may be NULL. */
struct sw_error {
    enum sw_status status;
    char text[256]; /* one line: what, where, what to do */
};

/* ---- Memory of one article ------------------------------------------------------------------ */

struct sw_arena;

/* A bump allocator that never holds more than limit_bytes. NULL when there is no memory. */
struct sw_arena *sw_arena_new(size_t limit_bytes);
void sw_arena_free(struct sw_arena *arena);
/* Forget all that was allocated; keeps the memory for the next article. */
void sw_arena_reset(struct sw_arena *arena);
/* size_bytes of memory aligned for any type, or NULL past the limit. Not zeroed. */
void *sw_arena_alloc(struct sw_arena *arena, size_t size_bytes);
/* Bytes handed out since the last reset. */
size_t sw_arena_used(const struct sw_arena *arena);

/* ---- What is annotated (terms: docs/taxonomy.md) -------------------------------------------- */

/* Bytes of the text, end exclusive. */
struct sw_span {
    uint32_t start, end;
};

/* A span that may be in pieces, in text order. */
struct sw_spans {
    const struct sw_span *at;
    uint32_t n;
};

/* UTF-8 by pointer and length. */
struct sw_text {
    const char *at;
    size_t len;
};

enum sw_segment_kind {
    SW_TITLE,
    SW_DATELINE,
    SW_BODY,
    SW_QUOTE,
    SW_CAPTION,
    SW_BOILERPLATE,
    SW_REPEAT
};

enum sw_entity_type { SW_PER, SW_ORG, SW_LOC, SW_NORP, SW_EVENT };
enum sw_mention_kind { SW_NAME, SW_NOMINAL, SW_PRONOUN };
enum sw_quote { SW_DIRECT, SW_MIXED, SW_INDIRECT };

/* Kind of an attribution. */
enum sw_attribution_kind {
    SW_STATEMENT,
    SW_BELIEF,
    SW_INTENTION,
    SW_ORDER,
    SW_FACT,
    SW_STANCE
};

/* Types of markers, in the order of the table in lib/engine/marker_types.c. */
enum sw_marker_type {
    SW_ACKNOWLEDGE,
    SW_DISTANCE,
    SW_ENDORSE,
    SW_BOOST,
    SW_CONCUR,
    SW_HEDGE,
    SW_DENY,
    SW_COUNTER,
    SW_EVALUATE,
    SW_SCARE_QUOTE,
    SW_FAVOR,
    SW_AGAINST,
    SW_OBLIGATION,
    SW_INTENT,
    SW_N_MARKER_TYPES
};

/* Special values where an index of an entity stands. */
enum { SW_AUTHOR = -1, SW_NONE = -1, SW_OTHER = -2 };

struct sw_segment {
    struct sw_span span;
    enum sw_segment_kind kind;
    uint16_t part; /* 0, and one more at each second headline of a record that holds two articles */
};

struct sw_mention {
    struct sw_span span;
    enum sw_mention_kind kind;
};

struct sw_entity {
    enum sw_entity_type type;
    struct sw_text name; /* canonical: the longest full name mention */
    const struct sw_text *aliases;
    uint32_t n_aliases;
    struct sw_text wikidata; /* "Q38", len 0 where unknown */
    bool metonym;            /* a capital or seat that stands for its government */
    int32_t of;              /* the country of a demonym, an entity index, or SW_NONE */
    const struct sw_mention *mentions;
    uint32_t n_mentions;
};

struct sw_attribution {
    struct sw_spans source, cue, content;
    enum sw_quote quote;
    enum sw_attribution_kind kind;
    enum sw_marker_type marker_class;
    int32_t holder; /* entity index, SW_AUTHOR or SW_OTHER */
    const uint32_t *about; /* entity indices */
    uint32_t n_about;
};

struct sw_marker {
    enum sw_marker_type type;
    struct sw_spans cue, scope;
    int32_t holder; /* entity index, SW_AUTHOR or SW_OTHER */
    int32_t target; /* entity index or SW_NONE */
    int8_t polarity; /* -1, 0, 1 */
    bool in_quote;
};

struct sw_stance {
    int32_t holder; /* entity index, SW_AUTHOR or SW_OTHER */
    int32_t target; /* entity index */
    uint32_t favor, against;
    const uint32_t *evidence; /* marker indices */
    uint32_t n_evidence;
};

/* All that is said of one article. Everything is borrowed from the arena, the text or the engine. */
struct sw_annotations {
    struct sw_text text;
    const char *lang; /* ISO 639-1, "und" where unknown; only "en" is annotated past segments */
    const struct sw_segment *segments;
    uint32_t n_segments;
    const struct sw_entity *entities;
    uint32_t n_entities;
    const struct sw_attribution *attributions;
    uint32_t n_attributions;
    const struct sw_marker *markers;
    uint32_t n_markers;
    const struct sw_stance *stances;
    uint32_t n_stances;
    uint64_t fingerprint; /* SimHash of the body (Charikar 2002): near copies differ in few bits */
    const uint32_t *codepoints; /* see sw_codepoint */
};

/* Byte offset of the text -> code point offset. Constant time. */
uint32_t sw_codepoint(const struct sw_annotations *annotations, uint32_t byte);

/* The names that the record uses for these values: "PER", "direct", "scare_quote", ... Static. */
const char *sw_segment_kind_name(enum sw_segment_kind kind);
const char *sw_entity_type_name(enum sw_entity_type type);
const char *sw_mention_kind_name(enum sw_mention_kind kind);
const char *sw_quote_name(enum sw_quote quote);
const char *sw_attribution_kind_name(enum sw_attribution_kind kind);
const char *sw_marker_type_name(enum sw_marker_type type);
/* The standard term of a marker type: "attribute: acknowledge", "entertain; hedge", ... Static. */
const char *sw_marker_type_term(enum sw_marker_type type);

/* ---- The engine ----------------------------------------------------------------------------- */

/* The largest text that is annotated, in bytes. */
#define SW_TEXT_MAX (16u * 1024 * 1024)

/* One file of the model folder: its name relative to the folder, and its bytes. */
struct sw_blob {
    const char *name;
    const void *at;
    size_t len;
};

struct sw_engine;

/*
 * Builds an engine from the files of a model folder (models/README.md lists them).
 * The bytes are borrowed until sw_engine_free: map them. *out is the caller's.
 * SW_EMISSING, SW_EFORMAT and SW_EVERSION name the file (and line) and the reason in err.
 */
int sw_engine_new(struct sw_engine **out, const struct sw_blob *files, size_t n_files,
                  struct sw_error *err);
void sw_engine_free(struct sw_engine *engine);

/* Version of the code ("0.1.0") and of the model (hex digest of its files). */
const char *sw_engine_version(void);
const char *sw_engine_model(const struct sw_engine *engine);

/*
 * Annotates one article's text. lang is the language the record claims, or NULL to detect it.
 * title is the record's own title or len 0: it tells a repeated headline from the first sentence.
 * SW_EENCODING for text that is not UTF-8, SW_ENOTEXT for none, SW_ETOOBIG past SW_TEXT_MAX,
 * SW_ENOMEM past the arena's limit. Time and memory are linear in the text.
 */
int sw_annotate(const struct sw_engine *engine, struct sw_text text, struct sw_text title,
                const char *lang, struct sw_arena *arena, struct sw_annotations *out,
                struct sw_error *err);

#ifdef __cplusplus
}
#endif

#endif
