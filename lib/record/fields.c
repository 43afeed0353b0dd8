#include "fields.h"

#include <string.h>

#include "json_string.h"

/*
 * The first non-empty one wins: news-please, trafilatura, newspaper4k, Scrapy spiders and the
 * JSON of news services write these.
 */
static const char *const keys[N_FIELDS][FIELD_KEYS_MAX] = {
    [FIELD_TEXT] = {"maintext", "text", "body", "content", "text_content", "article_text",
                    "raw_text"},
    [FIELD_TITLE] = {"title", "article_title", "headline", "title_page", "title_rss"},
    [FIELD_URL] = {"url", "source_url", "link", "canonical_link", "original_url", "uri", "source"},
    [FIELD_DATE] = {"date_publish", "date", "publish_date", "published", "published_at",
                    "publishedAt", "pubDate", "publication_date", "dateTimePub", "dateTime"},
    [FIELD_OUTLET] = {"source_domain", "source-hostname", "sitename", "hostname", "meta_site_name",
                      "outlet", "site", "source"},
    [FIELD_LANGUAGE] = {"language", "lang", "meta_lang"},
};

void fields_init(struct fields *fields, struct sw_text input, const struct sw_fields *names)
{
    memset(fields, 0, sizeof *fields);
    fields->input = input;
    if (names != NULL) {
        fields->names[FIELD_TEXT] = names->text;
        fields->names[FIELD_TITLE] = names->title;
        fields->names[FIELD_URL] = names->url;
        fields->names[FIELD_DATE] = names->date;
        fields->names[FIELD_OUTLET] = names->outlet;
        fields->names[FIELD_LANGUAGE] = names->language;
    }
}

/* Name number i of a field: the user's own is the only one. */
static const char *key_of(const struct fields *fields, size_t field, size_t i)
{
    if (fields->names[field] != NULL) {
        return i == 0 ? fields->names[field] : NULL;
    }
    return i < FIELD_KEYS_MAX ? keys[field][i] : NULL;
}

static bool is_text(struct sw_text text, const char *name)
{
    return strncmp(text.at, name, text.len) == 0 && name[text.len] == '\0';
}

void fields_see(void *context, const struct json_value *key, const struct json_value *value)
{
    struct fields *fields = context;
    char decoded[256];
    struct sw_text name = {fields->input.at + key->start + 1, key->end - key->start - 2};
    if (name.len == 0 || name.len > sizeof decoded) {
        return;
    }
    if (key->escaped) {
        name.len = json_string_decode_into(fields->input, key, decoded);
        name.at = decoded;
    }
    if (is_text(name, "annotations")) {
        fields->annotations = (struct json_value){.start = key->start, .end = value->end};
        return;
    }
    for (size_t field = 0; field < N_FIELDS; field++) {
        const char *candidate;
        for (size_t i = 0; (candidate = key_of(fields, field, i)) != NULL; i++) {
            if (candidate[0] == name.at[0] && is_text(name, candidate)) {
                fields->found[field][i] = *value;
            }
        }
    }
}

static bool starts_with(struct sw_text text, const char *start)
{
    size_t len = strlen(start);
    return text.len >= len && memcmp(text.at, start, len) == 0;
}

static bool is_url(struct sw_text text)
{
    return starts_with(text, "http://") || starts_with(text, "https://") ||
           starts_with(text, "http:\\/\\/") || starts_with(text, "https:\\/\\/");
}

/* What a field cannot be though it is a string: news-please writes "None" for no date. */
static bool is_refused(const struct fields *fields, enum field field, const char *key,
                       const struct json_value *value)
{
    struct sw_text raw = {fields->input.at + value->start + 1, value->end - value->start - 2};
    bool shared = fields->names[field] == NULL && strcmp(key, "source") == 0;
    switch (field) {
    case FIELD_DATE:
        return is_text(raw, "None");
    case FIELD_URL:
        return shared && !is_url(raw);
    case FIELD_OUTLET:
        return shared && is_url(raw);
    default:
        return false;
    }
}

const struct json_value *fields_choose(const struct fields *fields, enum field field,
                                       const char **key)
{
    for (size_t i = 0; (*key = key_of(fields, field, i)) != NULL; i++) {
        const struct json_value *value = &fields->found[field][i];
        if (value->end > 0 && value->kind == JSON_STRING &&
            !json_string_is_blank(fields->input, value) &&
            !is_refused(fields, field, *key, value)) {
            return value;
        }
    }
    return NULL;
}

const struct json_value *fields_misfit(const struct fields *fields, enum field field,
                                       const char **key)
{
    for (size_t i = 0; (*key = key_of(fields, field, i)) != NULL; i++) {
        const struct json_value *value = &fields->found[field][i];
        if (value->end > 0 && value->kind != JSON_STRING && value->kind != JSON_NULL) {
            return value;
        }
    }
    return NULL;
}
