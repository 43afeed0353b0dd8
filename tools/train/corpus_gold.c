#define _DEFAULT_SOURCE
#include "corpus.h"

#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Bytes before a code point. */
static uint32_t byte_of(const char *text, size_t len, uint32_t codepoint)
{
    size_t at = 0;
    while (at < len && ((unsigned char)text[at] & 0xC0) == 0x80) {
        at++;
    }
    for (uint32_t n = 0; n < codepoint && at < len; n++) {
        at++;
        while (at < len && ((unsigned char)text[at] & 0xC0) == 0x80) {
            at++;
        }
    }
    return (uint32_t)at;
}

static int by_start(const void *a, const void *b)
{
    const struct corpus_span *x = a, *y = b;
    if (x->start != y->start) {
        return x->start < y->start ? -1 : 1;
    }
    return x->end > y->end ? -1 : x->end < y->end;
}

/* Sorts, and keeps the first and longest of spans that overlap. */
static void tidy_spans(struct corpus_text *text)
{
    uint32_t n = 0;
    if (text->n_spans > 0) {
        qsort(text->spans, text->n_spans, sizeof *text->spans, by_start);
    }
    for (uint32_t i = 0; i < text->n_spans; i++) {
        if (n == 0 || text->spans[i].start >= text->spans[n - 1].end) {
            text->spans[n++] = text->spans[i];
        }
    }
    text->n_spans = n;
}

static void mark(struct corpus_text *text, const json_t *span, uint32_t types)
{
    json_int_t start = json_integer_value(json_object_get(span, "start"));
    json_int_t end = json_integer_value(json_object_get(span, "end"));
    corpus_mark(text, byte_of(text->at, text->len, (uint32_t)start),
                byte_of(text->at, text->len, (uint32_t)end), types);
}

static void read_article(struct corpus *corpus, const struct corpus_format *format,
                         const json_t *article)
{
    const json_t *body = json_object_get(article, "text"), *entity, *mention, *span;
    struct corpus_text *text = corpus_add(corpus, format->outside);
    size_t i, k;
    corpus_append(text, json_string_value(body), json_string_length(body));
    json_array_foreach(json_object_get(article, "boilerplate"), i, span) {
        mark(text, span, CORPUS_ANY);
    }
    json_array_foreach(json_object_get(article, "entities"), i, entity) {
        const char *type = json_string_value(json_object_get(entity, "type"));
        json_array_foreach(json_object_get(entity, "mentions"), k, mention) {
            const char *kind = json_string_value(json_object_get(mention, "kind"));
            if (type != NULL && kind != NULL && strcmp(kind, "name") == 0) {
                mark(text, mention, corpus_types(format, type));
            }
        }
    }
    tidy_spans(text);
}

static int is_json(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 5 && strcmp(entry->d_name + len - 5, ".json") == 0;
}

void corpus_read_gold(struct corpus *corpus, const struct corpus_format *format, const char *path)
{
    struct dirent **entries;
    int n = scandir(path, &entries, is_json, alphasort);
    if (n < 0) {
        corpus_fail(path, "not a folder that can be read");
    }
    for (int i = 0; i < n; i++) {
        char file[4096];
        json_error_t error;
        snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
        json_t *article = json_load_file(file, 0, &error);
        if (article == NULL || !json_is_string(json_object_get(article, "text"))) {
            corpus_fail(file, article == NULL ? error.text : "has no text");
        }
        read_article(corpus, format, article);
        json_decref(article);
        free(entries[i]);
    }
    free(entries);
}

static json_int_t codepoint_of(const char *text, uint32_t byte)
{
    json_int_t n = 0;
    for (uint32_t i = 0; i < byte; i++) {
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return n;
}

void corpus_export(const struct corpus *corpus, const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        corpus_fail(path, "cannot be written");
    }
    for (size_t i = 0; i < corpus->n; i++) {
        const struct corpus_text *text = &corpus->texts[i];
        json_t *spans = json_array();
        for (uint32_t s = 0; s < text->n_spans; s++) {
            for (uint32_t type = 0; type < NAMES_OTHER; type++) {
                if (text->spans[s].types == 1u << type) {
                    json_array_append_new(
                        spans, json_pack("[I,I,s]", codepoint_of(text->at, text->spans[s].start),
                                         codepoint_of(text->at, text->spans[s].end),
                                         sw_entity_type_name((enum sw_entity_type)type)));
                }
            }
        }
        json_t *line = json_pack("{s:s%,s:o}", "text", text->at != NULL ? text->at : "", text->len,
                                 "spans", spans);
        json_dumpf(line, file, JSON_COMPACT);
        fputc('\n', file);
        json_decref(line);
    }
    fclose(file);
}
