#include "attribution_data.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gazetteer.h"
#include "gold.h"
#include "lexicons.h"

struct attribution_rooms {
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct names_model *names;
    struct syntax_model *syntax;
};

static void fail(const char *where, const char *why)
{
    fprintf(stderr, "%s: %s\n", where, why);
    exit(4);
}

static void require(int status, const char *where, const struct sw_error *err)
{
    if (status != SW_OK) {
        fail(where, err->text);
    }
}

static void *take(struct articles *articles, size_t size_bytes)
{
    void *at = sw_arena_alloc(articles->arena, size_bytes + 1);
    if (at == NULL) {
        fail("articles", "no memory");
    }
    memset(at, 0, size_bytes + 1);
    return at;
}

struct attribution_rooms *attribution_rooms_new(const struct model_files *files)
{
    struct attribution_rooms *rooms = calloc(1, sizeof *rooms);
    struct sw_error err = {0};
    require(lexicons_init(&rooms->lexicons, files->at, files->n, &err), "lexicons", &err);
    require(gazetteer_new(&rooms->gazetteer, files->at, files->n, &err), "gazetteer", &err);
    require(names_model_new(&rooms->names, rooms->gazetteer, files->at, files->n, &err), "names", &err);
    require(syntax_model_new(&rooms->syntax, names_model_words(rooms->names), files->at, files->n, &err),
            "syntax", &err);
    return rooms;
}

const struct names_words *attribution_rooms_words(const struct attribution_rooms *rooms)
{
    return names_model_words(rooms->names);
}

const struct lexicons *attribution_rooms_lexicons(const struct attribution_rooms *rooms)
{
    return &rooms->lexicons;
}

/* The tokens that a span of bytes touches. */
static struct token_range tokens_of(const struct document *document, struct sw_span span)
{
    uint32_t low = 0, high = document->n_tokens;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (document->tokens[middle].end <= span.start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    struct token_range range = {low, low};
    while (range.end < document->n_tokens && document->tokens[range.end].start < span.end) {
        range.end++;
    }
    return range;
}

static void mark(uint8_t *flags, struct token_range range)
{
    for (uint32_t i = range.first; i < range.end; i++) {
        flags[i] = 1;
    }
}

static struct token_range cover(const struct document *document, struct sw_spans spans)
{
    if (spans.n == 0) {
        return (struct token_range){0, 0};
    }
    struct token_range first = tokens_of(document, spans.at[0]);
    struct token_range last = tokens_of(document, spans.at[spans.n - 1]);
    return (struct token_range){first.first, last.end > first.end ? last.end : first.end};
}

static void read_example(struct article *article, const struct sw_attribution *a)
{
    const struct document *document = &article->document;
    struct example *example = &article->examples[article->n++];
    struct token_range cue = cover(document, a->cue);
    *example = (struct example){.has_cue = cue.end > cue.first && cue.end - cue.first < 16,
                                .has_kind = article->complete};
    struct found *gold = &example->gold;
    gold->cue = (struct cue){cue.first, cue.first, cue.end, 0};
    gold->source = cover(document, a->source);
    gold->kind = (uint8_t)a->kind;
    gold->marker_class = (uint8_t)a->marker_class;
    gold->quote = (uint8_t)a->quote;
    mark(article->in_cue, cue);
    for (uint32_t k = 0; k < a->content.n; k++) {
        struct token_range range = tokens_of(document, a->content.at[k]);
        mark(article->in_content, range);
        if (k < FOUND_PIECES_MAX && range.end > range.first) {
            gold->content[gold->n_content++] = range;
        }
    }
}

static void add_article(struct articles *articles, const struct attribution_rooms *rooms,
                        const char *name, struct sw_text text,
                        const struct sw_annotations *annotations, bool complete)
{
    struct sw_error err = {0};
    struct sw_text title = {"", 0};
    struct names names;
    struct sw_arena *arena = articles->arena;
    if (articles->n == articles->room) {
        articles->room = articles->room > 0 ? 2 * articles->room : 256;
        articles->at = realloc(articles->at, articles->room * sizeof *articles->at);
    }
    struct article *a = &articles->at[articles->n++];
    *a = (struct article){.name = name, .complete = complete};
    a->gold = *annotations;
    require(document_read(&rooms->lexicons, text, title, "en", arena, &a->document, &err), name,
            &err);
    require(names_find(rooms->names, &a->document, arena, &names, &err), name, &err);
    require(syntax_read(rooms->syntax, &a->document, arena, &a->syntax, &err), name, &err);
    require(entities_find(rooms->gazetteer, &rooms->lexicons, &a->document, &a->syntax, &names,
                          arena, &a->entities, &err),
            name, &err);
    a->in_content = take(articles, a->document.n_tokens);
    a->in_cue = take(articles, a->document.n_tokens);
    a->examples = take(articles, annotations->n_attributions * sizeof *a->examples);
    for (uint32_t i = 0; i < annotations->n_attributions; i++) {
        read_example(a, &annotations->attributions[i]);
    }
}

static bool is_wanted(uint32_t i, uint32_t fold, uint32_t n_folds, bool is_test)
{
    return n_folds == 0 || (i % n_folds == fold) == is_test;
}

static struct sw_spans read_spans(struct articles *articles, const json_t *spans,
                                  const uint32_t *bytes)
{
    struct sw_span *at = take(articles, json_array_size(spans) * sizeof *at);
    struct sw_spans out = {at, 0};
    size_t i;
    const json_t *span;
    json_array_foreach(spans, i, span) {
        at[out.n++] = (struct sw_span){bytes[json_integer_value(json_array_get(span, 0))],
                                       bytes[json_integer_value(json_array_get(span, 1))]};
    }
    return out;
}

static void read_polnear_line(struct articles *articles, const struct attribution_rooms *rooms,
                              const json_t *line)
{
    const json_t *body = json_object_get(line, "text"), *list, *a;
    list = json_object_get(line, "attributions");
    size_t len = json_string_length(body), i, n = 0;
    char *text = take(articles, len);
    memcpy(text, json_string_value(body), len);
    uint32_t *bytes = take(articles, (len + 2) * sizeof *bytes);
    for (i = 0; i < len; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            bytes[n++] = (uint32_t)i;
        }
    }
    bytes[n] = (uint32_t)len;
    struct sw_attribution *at = take(articles, json_array_size(list) * sizeof *at);
    json_array_foreach(list, i, a) {
        at[i].source = read_spans(articles, json_object_get(a, "source"), bytes);
        at[i].cue = read_spans(articles, json_object_get(a, "cue"), bytes);
        at[i].content = read_spans(articles, json_object_get(a, "content"), bytes);
        at[i].holder = SW_OTHER;
    }
    struct sw_annotations annotations = {.attributions = at,
                                         .n_attributions = (uint32_t)json_array_size(list)};
    const char *doc = json_string_value(json_object_get(line, "doc"));
    char *name = take(articles, strlen(doc) + 1);
    memcpy(name, doc, strlen(doc));
    add_article(articles, rooms, name, (struct sw_text){text, len}, &annotations, false);
}

static void read_polnear(struct articles *articles, const char *path,
                         const struct attribution_rooms *rooms)
{
    FILE *file = fopen(path, "rb");
    json_error_t error;
    json_t *line;
    if (file == NULL) {
        fail(path, "cannot be read");
    }
    while ((line = json_loadf(file, JSON_DISABLE_EOF_CHECK, &error)) != NULL) {
        read_polnear_line(articles, rooms, line);
        json_decref(line);
    }
    fclose(file);
}

void articles_read(struct articles *out, const char *spec, const struct attribution_rooms *rooms,
                   uint32_t fold, uint32_t n_folds, bool is_test)
{
    if (out->arena == NULL) {
        out->arena = sw_arena_new((size_t)8 << 30);
    }
    if (strncmp(spec, "polnear=", 8) == 0) {
        read_polnear(out, spec + 8, rooms);
    } else if (strncmp(spec, "gold=", 5) == 0) {
        struct gold gold;
        gold_read(&gold, spec + 5, NULL, out->arena);
        for (uint32_t i = 0; i < gold.n; i++) {
            if (is_wanted(i, fold, n_folds, is_test)) {
                add_article(out, rooms, gold.at[i].name, gold.at[i].text,
                            &gold.at[i].annotations, true);
            }
        }
    } else {
        fail(spec, "not polnear=FILE or gold=FOLDER");
    }
}

/* The head of a cue: its word that is a cue most often. */
static void set_head(const struct scene *scene, struct example *example)
{
    struct cue *cue = &example->gold.cue;
    cue->head = cue->first;
    for (uint32_t i = cue->first; i < cue->end; i++) {
        if (scene->tokens[i].rate > scene->tokens[cue->head].rate) {
            cue->head = i;
        }
    }
}

void articles_look(struct articles *articles, const struct attribution_model *model)
{
    struct sw_error err = {0};
    for (uint32_t k = 0; k < articles->n; k++) {
        struct article *a = &articles->at[k];
        require(scene_build(model, &a->document, &a->syntax, &a->entities, articles->arena,
                            &a->scene, &err),
                a->name, &err);
        for (uint32_t i = 0; i < a->n; i++) {
            if (a->examples[i].has_cue) {
                set_head(&a->scene, &a->examples[i]);
            }
        }
    }
}
