#include <stancewire/record.h>

#include <string.h>

#include "error.h"
#include "fields.h"
#include "json_scan.h"
#include "json_string.h"
#include "json_write.h"
#include "record_utf8.h"

/* Decodes a field, or leaves it empty where the record has none. */
static int read_field(const struct fields *fields, enum field field, struct sw_arena *arena,
                      struct sw_text *out, struct sw_error *err)
{
    const char *key;
    const struct json_value *value = fields_choose(fields, field, &key);
    *out = (struct sw_text){"", 0};
    return value != NULL ? json_string_decode(fields->input, value, arena, out, err) : SW_OK;
}

static const char *kind_name(enum json_kind kind)
{
    static const char *const names[] = {"a string", "a number", "an object", "an array",
                                        "true",     "false",    "null"};
    return names[kind];
}

static int no_text(const struct fields *fields, struct sw_error *err)
{
    const char *key;
    const struct json_value *misfit = fields_misfit(fields, FIELD_TEXT, &key);
    if (misfit != NULL) {
        return error_set(err, SW_EFORMAT, "\"%.64s\" is %s at byte %zu, not a string", key,
                         kind_name(misfit->kind), misfit->start);
    }
    if (fields->names[FIELD_TEXT] != NULL) {
        return error_set(err, SW_ENOTEXT, "no text: \"%.64s\" is missing or empty",
                         fields->names[FIELD_TEXT]);
    }
    return error_set(err, SW_ENOTEXT, "no text: none of maintext, text, body, content, … has any");
}

static int read_text(const struct fields *fields, struct sw_arena *arena, struct sw_article *out,
                     struct sw_error *err)
{
    const struct json_value *value = fields_choose(fields, FIELD_TEXT, &out->text_field);
    if (value == NULL) {
        return no_text(fields, err);
    }
    return json_string_decode(fields->input, value, arena, &out->text, err);
}

/* An outlet is whose site the URL is of, where the record does not say: "example.org". */
static void outlet_from_url(struct sw_article *article)
{
    const char *at = article->url.at, *end = at + article->url.len;
    const char *slashes = NULL;
    for (const char *c = at; slashes == NULL && end - c >= 3 && c - at < 16; c++) {
        slashes = memcmp(c, "://", 3) == 0 ? c : NULL;
    }
    if (slashes == NULL) {
        return;
    }
    const char *host = slashes + 3;
    if (end - host > 4 && memcmp(host, "www.", 4) == 0) {
        host += 4;
    }
    const char *stop = host, *port = NULL;
    for (; stop < end && strchr("/?#", *stop) == NULL; stop++) {
        port = *stop == ':' && port == NULL ? stop : port;
        if (*stop == '@') {
            return; /* a name and password stand before the host: rare, and not for a counter */
        }
    }
    stop = port != NULL ? port : stop;
    article->outlet = (struct sw_text){host, (size_t)(stop - host)};
}

static void set_splice(const struct fields *fields, const struct json_object *object,
                       struct sw_article *out)
{
    if (fields->annotations.end > 0) {
        out->splice_at = fields->annotations.start;
        out->splice_end = fields->annotations.end;
        out->needs_comma = false;
    } else {
        out->splice_at = out->splice_end = object->close;
        out->needs_comma = !object->empty;
    }
}

/* A byte order mark is no part of a JSON text; editors on Windows write it all the same. */
static struct sw_text skip_mark(struct sw_text input)
{
    bool marked = input.len >= 3 && memcmp(input.at, "\xEF\xBB\xBF", 3) == 0;
    return marked ? (struct sw_text){input.at + 3, input.len - 3} : input;
}

int sw_article_read(struct sw_text input, const struct sw_fields *names, struct sw_arena *arena,
                    struct sw_article *out, struct sw_error *err)
{
    struct fields fields;
    struct json_object object;
    struct sw_article article = {.input = skip_mark(input)};
    if (article.input.len == 0) {
        return error_set(err, SW_EFORMAT, "empty record");
    }
    fields_init(&fields, article.input, names);
    int status = json_scan(article.input, fields_see, &fields, &object, err);
    if (status == SW_OK) {
        status = read_text(&fields, arena, &article, err);
    }
    struct sw_text *const parts[] = {[FIELD_TITLE] = &article.title,
                                     [FIELD_URL] = &article.url,
                                     [FIELD_DATE] = &article.date,
                                     [FIELD_OUTLET] = &article.outlet,
                                     [FIELD_LANGUAGE] = &article.language};
    for (int field = FIELD_TITLE; field < N_FIELDS && status == SW_OK; field++) {
        status = read_field(&fields, (enum field)field, arena, parts[field], err);
    }
    if (status != SW_OK) {
        return status;
    }
    if (article.outlet.len == 0) {
        outlet_from_url(&article);
    }
    set_splice(&fields, &object, &article);
    *out = article;
    return SW_OK;
}

int sw_article_from_text(struct sw_text text, struct sw_arena *arena, struct sw_article *out,
                         struct sw_error *err)
{
    static const struct sw_text none = {"", 0};
    struct json_writer json;
    text = skip_mark(text);
    if (text.len == 0) {
        return error_set(err, SW_ENOTEXT, "no text: the file is empty");
    }
    size_t valid = utf8_valid_len((const unsigned char *)text.at, text.len);
    if (valid < text.len) {
        return error_set(err, SW_EENCODING, "not UTF-8: byte 0x%02x at byte %zu",
                         (unsigned char)text.at[valid], valid);
    }
    json_writer_init(&json, arena, text.len + text.len / 16 + 64);
    json_write_literal(&json, "{\"text\":");
    json_write_string(&json, text);
    json_write_literal(&json, "}");
    if (json.failed) {
        return error_set(err, SW_ENOMEM, "no memory for a text of %zu bytes", text.len);
    }
    *out = (struct sw_article){.input = {json.at, json.len},
                               .text_field = "text",
                               .text = text,
                               .title = none,
                               .url = none,
                               .date = none,
                               .outlet = none,
                               .language = none,
                               .splice_at = json.len - 1,
                               .splice_end = json.len - 1,
                               .needs_comma = true};
    return SW_OK;
}
