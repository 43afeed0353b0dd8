#include "annotator.h"

#include <string.h>

#include "error.h"
#include "options.h"

/* Where --field NAME=KEY puts the key. */
static const char **field_slot(struct sw_fields *fields, const char *item, size_t name_len)
{
    const struct {
        const char *name;
        const char **slot;
    } slots[] = {{"text", &fields->text},     {"title", &fields->title},
                 {"url", &fields->url},       {"date", &fields->date},
                 {"outlet", &fields->outlet}, {"language", &fields->language}};
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++) {
        if (strlen(slots[i].name) == name_len && memcmp(slots[i].name, item, name_len) == 0) {
            return slots[i].slot;
        }
    }
    return NULL;
}

int annotator_init(struct annotator *out, const struct sw_engine *engine,
                   const struct options *options, struct sw_error *err)
{
    struct annotator annotator = {.engine = engine};
    annotator.max_bytes = (size_t)options_number(options, "max-record-bytes");
    const char *item;
    for (size_t i = 0; (item = options_item(options, "field", i)) != NULL; i++) {
        size_t name_len = strcspn(item, "=");
        const char **slot = field_slot(&annotator.fields, item, name_len);
        if (slot == NULL || item[name_len] == '\0' || item[name_len + 1] == '\0') {
            return error_set(err, SW_EFORMAT,
                             "--field: \"%.40s\" is no NAME=KEY with a NAME of text, title, url, "
                             "date, outlet, language",
                             item);
        }
        *slot = item + name_len + 1;
    }
    *out = annotator;
    return SW_OK;
}

/* Measured: running text needs some 70 bytes for each of its own, 100,000 names 210, tokens of one
 * byte each up to 600. It is a limit: only what a text needs is ever held. */
#define ARENA_PER_BYTE 640

size_t annotator_arena_bytes(const struct annotator *annotator)
{
    return ((size_t)16 << 20) + ARENA_PER_BYTE * annotator->max_bytes;
}

/* The language that the record claims, as a C string; NULL where it claims none. */
static int claimed_language(struct sw_text language, struct sw_arena *arena, const char **out,
                            struct sw_error *err)
{
    *out = NULL;
    if (language.len == 0 || language.len > 64) {
        return SW_OK;
    }
    char *copy = sw_arena_alloc(arena, language.len + 1);
    if (copy == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the language");
    }
    memcpy(copy, language.at, language.len);
    copy[language.len] = '\0';
    *out = copy;
    return SW_OK;
}

static int annotate(const struct annotator *annotator, struct sw_arena *arena,
                    struct annotated *annotated, struct sw_error *err)
{
    const struct sw_article *article = &annotated->article;
    const char *language;
    int status = claimed_language(article->language, arena, &language, err);
    if (status == SW_OK) {
        status = sw_annotate(annotator->engine, article->text, article->title, language, arena,
                             &annotated->annotations, err);
    }
    return status;
}

static int check_size(const struct annotator *annotator, struct sw_text input, struct sw_error *err)
{
    if (input.len > annotator->max_bytes) {
        return error_set(err, SW_ETOOBIG, "record of %zu bytes; max-record-bytes is %zu", input.len,
                         annotator->max_bytes);
    }
    return SW_OK;
}

int annotator_annotate(const struct annotator *annotator, struct sw_text input,
                       struct sw_arena *arena, struct annotated *out, struct sw_error *err)
{
    int status = check_size(annotator, input, err);
    if (status == SW_OK) {
        status = sw_article_read(input, &annotator->fields, arena, &out->article, err);
    }
    return status == SW_OK ? annotate(annotator, arena, out, err) : status;
}

int annotator_annotate_text(const struct annotator *annotator, struct sw_text text,
                            struct sw_arena *arena, struct annotated *out, struct sw_error *err)
{
    int status = check_size(annotator, text, err);
    if (status == SW_OK) {
        status = sw_article_from_text(text, arena, &out->article, err);
    }
    return status == SW_OK ? annotate(annotator, arena, out, err) : status;
}

int annotator_write(const struct annotator *annotator, const struct annotated *annotated,
                    struct sw_text near_duplicate_id, struct sw_text near_duplicate_url,
                    struct sw_arena *arena, struct sw_text *out, struct sw_error *err)
{
    struct sw_record_context context = {
        .engine_version = sw_engine_version(),
        .model = sw_engine_model(annotator->engine),
        .near_duplicate_id = near_duplicate_id,
        .near_duplicate_url = near_duplicate_url,
    };
    return sw_record_write(&annotated->article, &annotated->annotations, &context, arena, out, err);
}
