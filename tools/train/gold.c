#define _DEFAULT_SOURCE
#include "gold.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct sw_arena *arena;
    const char *path;
    uint32_t *bytes; /* of each code point */
    uint32_t n_codepoints;
    const json_t *entities;
};

static void fail(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(4);
}

static void *take(struct reader *r, size_t size_bytes)
{
    void *at = sw_arena_alloc(r->arena, size_bytes + 1);
    if (at == NULL) {
        fail(r->path, "no memory");
    }
    memset(at, 0, size_bytes);
    return at;
}

static struct sw_text copy(struct reader *r, const json_t *string)
{
    size_t len = json_string_length(string);
    char *at = take(r, len + 1);
    memcpy(at, json_string_value(string) != NULL ? json_string_value(string) : "", len);
    return (struct sw_text){at, len};
}

static void set_bytes(struct reader *r, struct sw_text text)
{
    r->bytes = take(r, (text.len + 2) * sizeof *r->bytes);
    r->n_codepoints = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        if (((unsigned char)text.at[i] & 0xC0) != 0x80) {
            r->bytes[r->n_codepoints++] = i;
        }
    }
    r->bytes[r->n_codepoints] = (uint32_t)text.len;
}

static uint32_t byte_of(const struct reader *r, const json_t *span, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(span, key));
    return r->bytes[n < 0 ? 0 : n > (json_int_t)r->n_codepoints ? r->n_codepoints : (uint32_t)n];
}

static struct sw_span read_span(const struct reader *r, const json_t *span)
{
    return (struct sw_span){byte_of(r, span, "start"), byte_of(r, span, "end")};
}

static struct sw_spans read_spans(struct reader *r, const json_t *spans)
{
    struct sw_span *at = take(r, json_array_size(spans) * sizeof *at);
    struct sw_spans out = {at, 0};
    size_t i;
    const json_t *span;
    json_array_foreach(spans, i, span)
    {
        at[out.n++] = read_span(r, span);
    }
    return out;
}

static int index_of(const char *name, const char *(*names)(int), int n, int fallback)
{
    for (int i = 0; name != NULL && i < n; i++) {
        if (strcmp(name, names(i)) == 0) {
            return i;
        }
    }
    return fallback;
}

static const char *type_name(int i)
{
    return sw_entity_type_name((enum sw_entity_type)i);
}

static const char *mention_name(int i)
{
    return sw_mention_kind_name((enum sw_mention_kind)i);
}

static const char *kind_name(int i)
{
    return sw_attribution_kind_name((enum sw_attribution_kind)i);
}

static const char *marker_name(int i)
{
    return sw_marker_type_name((enum sw_marker_type)i);
}

static const char *quote_name(int i)
{
    return sw_quote_name((enum sw_quote)i);
}

static const char *string_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* An entity's index by its id; SW_OTHER for "other", -1 for null or an id that is not there. */
static int32_t entity_of(const struct reader *r, const json_t *id)
{
    const char *name = json_string_value(id);
    if (name != NULL && strcmp(name, "other") == 0) {
        return SW_OTHER;
    }
    size_t i;
    const json_t *entity;
    json_array_foreach(r->entities, i, entity)
    {
        if (name != NULL && strcmp(name, string_of(entity, "id")) == 0) {
            return (int32_t)i;
        }
    }
    return SW_NONE;
}

static void read_entities(struct reader *r, struct sw_annotations *out)
{
    struct sw_entity *entities = take(r, json_array_size(r->entities) * sizeof *entities);
    size_t i, k;
    const json_t *entity, *mention;
    json_array_foreach(r->entities, i, entity)
    {
        const json_t *list = json_object_get(entity, "mentions");
        struct sw_mention *mentions = take(r, json_array_size(list) * sizeof *mentions);
        json_array_foreach(list, k, mention)
        {
            int kind = index_of(string_of(mention, "kind"), mention_name, 3, SW_NAME);
            mentions[k] = (struct sw_mention){read_span(r, mention), (enum sw_mention_kind)kind};
        }
        entities[i] = (struct sw_entity){
            .type = (enum sw_entity_type)index_of(string_of(entity, "type"), type_name, 5, SW_ORG),
            .name = copy(r, json_object_get(entity, "name")),
            .metonym = json_is_true(json_object_get(entity, "metonym")),
            .of = SW_NONE,
            .mentions = mentions,
            .n_mentions = (uint32_t)json_array_size(list)};
    }
    out->entities = entities;
    out->n_entities = (uint32_t)json_array_size(r->entities);
}

static void read_attributions(struct reader *r, const json_t *list, struct sw_annotations *out)
{
    struct sw_attribution *at = take(r, json_array_size(list) * sizeof *at);
    size_t i;
    const json_t *a;
    json_array_foreach(list, i, a)
    {
        at[i].source = read_spans(r, json_object_get(a, "source"));
        at[i].cue = read_spans(r, json_object_get(a, "cue"));
        at[i].content = read_spans(r, json_object_get(a, "content"));
        at[i].quote = (enum sw_quote)index_of(string_of(a, "quote"), quote_name, 3, SW_INDIRECT);
        at[i].kind =
            (enum sw_attribution_kind)index_of(string_of(a, "kind"), kind_name, 6, SW_STATEMENT);
        at[i].marker_class = (enum sw_marker_type)index_of(string_of(a, "class"), marker_name,
                                                           SW_N_MARKER_TYPES, SW_ACKNOWLEDGE);
        at[i].holder = entity_of(r, json_object_get(a, "holder"));
    }
    out->attributions = at;
    out->n_attributions = (uint32_t)json_array_size(list);
}

static void read_markers(struct reader *r, const json_t *list, struct sw_annotations *out)
{
    struct sw_marker *at = take(r, json_array_size(list) * sizeof *at);
    size_t i;
    const json_t *m;
    json_array_foreach(list, i, m)
    {
        at[i].type = (enum sw_marker_type)index_of(string_of(m, "type"), marker_name,
                                                   SW_N_MARKER_TYPES, SW_ACKNOWLEDGE);
        at[i].cue = read_spans(r, json_object_get(m, "cue"));
        at[i].scope = read_spans(r, json_object_get(m, "scope"));
        at[i].holder = entity_of(r, json_object_get(m, "holder"));
        at[i].target = entity_of(r, json_object_get(m, "target"));
        at[i].polarity = (int8_t)json_integer_value(json_object_get(m, "polarity"));
        at[i].in_quote = json_is_true(json_object_get(m, "in_quote"));
    }
    out->markers = at;
    out->n_markers = (uint32_t)json_array_size(list);
}

/* The text of an article: its own, or the file of that name in the folder of texts. */
static struct sw_text read_text(struct reader *r, const json_t *article, const char *texts)
{
    if (json_is_string(json_object_get(article, "text"))) {
        return copy(r, json_object_get(article, "text"));
    }
    char path[4096];
    const char *name = string_of(article, "file");
    snprintf(path, sizeof path, "%s/%s", texts != NULL ? texts : ".", name != NULL ? name : "");
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fail(path, "cannot be read");
    }
    size_t len = (size_t)ftell(file);
    char *at = take(r, len + 1);
    rewind(file);
    if (fread(at, 1, len, file) != len) {
        fail(path, "cannot be read");
    }
    fclose(file);
    return (struct sw_text){at, len};
}

static void read_article(struct gold_article *out, const char *path, const char *name,
                         const char *texts, struct sw_arena *arena)
{
    json_error_t error;
    json_t *article = json_load_file(path, 0, &error);
    if (article == NULL) {
        fail(path, error.text);
    }
    struct reader r = {
        .arena = arena, .path = path, .entities = json_object_get(article, "entities")};
    char *own = take(&r, strlen(name) + 1);
    memcpy(own, name, strlen(name));
    *out = (struct gold_article){.name = own, .text = read_text(&r, article, texts)};
    set_bytes(&r, out->text);
    read_entities(&r, &out->annotations);
    read_attributions(&r, json_object_get(article, "attributions"), &out->annotations);
    read_markers(&r, json_object_get(article, "markers"), &out->annotations);
    struct sw_spans boilerplate = read_spans(&r, json_object_get(article, "boilerplate"));
    out->boilerplate = boilerplate.at;
    out->n_boilerplate = boilerplate.n;
    json_decref(article);
}

static int is_json(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 5 && strcmp(entry->d_name + len - 5, ".json") == 0;
}

void gold_read(struct gold *out, const char *folder, const char *texts, struct sw_arena *arena)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_json, alphasort);
    if (n < 0) {
        fail(folder, "not a folder that can be read");
    }
    *out = (struct gold){sw_arena_alloc(arena, ((size_t)n + 1) * sizeof *out->at), (uint32_t)n};
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        read_article(&out->at[i], path, entries[i]->d_name, texts, arena);
        free(entries[i]);
    }
    free(entries);
}

struct attributions gold_attributions(const struct gold_article *article)
{
    return (struct attributions){article->annotations.attributions,
                                 article->annotations.n_attributions};
}

void gold_entities(const struct gold_article *article, const struct document *document,
                   struct sw_arena *arena, struct entities *out)
{
    int32_t *of_token = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *of_token);
    uint32_t *size = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *size);
    if (of_token == NULL || size == NULL) {
        fail(article->name, "no memory");
    }
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        of_token[i] = SW_NONE;
        size[i] = UINT32_MAX;
    }
    for (uint32_t e = 0; e < article->annotations.n_entities; e++) {
        const struct sw_entity *entity = &article->annotations.entities[e];
        for (uint32_t m = 0; m < entity->n_mentions; m++) {
            struct sw_span span = entity->mentions[m].span;
            for (uint32_t i = 0; i < document->n_tokens; i++) {
                const struct token *token = &document->tokens[i];
                if (token->end > span.start && token->start < span.end &&
                    span.end - span.start < size[i]) {
                    size[i] = span.end - span.start;
                    of_token[i] = (int32_t)e;
                }
            }
        }
    }
    *out =
        (struct entities){article->annotations.entities, article->annotations.n_entities, of_token};
}

int32_t gold_entity_of(const struct sw_annotations *gold, const struct sw_entity *entity)
{
    int32_t best = SW_NONE - 2;
    uint32_t most = 0;
    for (uint32_t g = 0; g < gold->n_entities; g++) {
        const struct sw_entity *other = &gold->entities[g];
        uint32_t votes = 0;
        for (uint32_t m = 0; m < entity->n_mentions; m++) {
            for (uint32_t k = 0; k < other->n_mentions; k++) {
                struct sw_span a = entity->mentions[m].span, b = other->mentions[k].span;
                if (a.start < b.end && b.start < a.end) {
                    votes += entity->mentions[m].kind == SW_NAME ? 3 : 1;
                    break;
                }
            }
        }
        if (votes > most) {
            most = votes;
            best = (int32_t)g;
        }
    }
    return best;
}
