/*
 * corpus.h: annotated texts for training and measuring the name tagger, from files of any shape.
 *
 *     FORMAT=FILE --corpus_read--> texts with spans
 *
 * Formats: a column file (CoNLL, IOB1, IOB2; a text a sentence, or a document where the file marks
 * them), CoNLL-U with `Entity=` (GUM), a folder of reference annotations in JSON. corpus_formats
 * lists them. Each format says what its labels mean in our types, and what a word without a label
 * may be: where a source does not annotate nationalities, one of them is no error there.
 * Offsets are bytes. Everything is the corpus's own.
 */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include <stdio.h>

#include "names_labels.h"

/* Sets of types, one bit each; the last bit is "no name". */
#define CORPUS_NONE (1u << NAMES_N_TYPES)
#define CORPUS_ANY ((1u << (NAMES_N_TYPES + 1)) - 1)

struct corpus_span {
    uint32_t start, end;
    uint32_t types; /* one of these types; CORPUS_ANY: nothing is known of these words */
};

struct corpus_text {
    char *at;
    size_t len, room;
    struct corpus_span *spans; /* in text order, apart */
    uint32_t n_spans, spans_room;
    uint32_t outside; /* the types that words outside all spans can have */
};

struct corpus {
    struct corpus_text *texts;
    size_t n, room;
};

/* Reads "FORMAT=PATH"; adds to the corpus. Prints why and exits with 2 where it cannot. */
void corpus_read(struct corpus *corpus, const char *spec);
void corpus_clear(struct corpus *corpus);

/* Writes one JSON object a line, {"text", "spans": [[start, end, type]]}, in code points; spans whose
 * type is not known for sure are left out. */
void corpus_export(const struct corpus *corpus, const char *path);

/* Prints the formats, one a line. */
void corpus_formats(FILE *out);

/* For the readers: a new empty text, text and spans added to its end. */
struct corpus_text *corpus_add(struct corpus *corpus, uint32_t outside);
void corpus_append(struct corpus_text *text, const char *at, size_t len);
void corpus_mark(struct corpus_text *text, uint32_t start, uint32_t end, uint32_t types);

/* The readers, one a shape of file. */
struct corpus_format;
void corpus_read_columns(struct corpus *corpus, const struct corpus_format *format,
                         const char *path);
void corpus_read_conllu(struct corpus *corpus, const struct corpus_format *format,
                        const char *path);
void corpus_read_gold(struct corpus *corpus, const struct corpus_format *format, const char *path);

struct corpus_label {
    const char *name;
    uint32_t types;
};

struct corpus_format {
    const char *name, *help;
    void (*read)(struct corpus *corpus, const struct corpus_format *format, const char *path);
    uint32_t outside;
    int word_column, label_column; /* from 0; -1: the last */
    bool whole_documents;          /* texts are cut at -DOCSTART-, not at empty lines */
    struct corpus_label labels[16];
};

/* What a label name means in a format; 0 where the format does not know it. */
uint32_t corpus_types(const struct corpus_format *format, const char *label);

/* Prints "train: ..." on standard error and exits with 2. */
void corpus_fail(const char *path, const char *why);

#endif
