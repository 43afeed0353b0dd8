#include "outgoing.h"

#include <string.h>

#include "error.h"
#include "json_write.h"
#include "sha256.h"
#include "record_utf8.h"

#define KEY_BYTES 16

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

/* A plain text becomes {"id": file name, "text": …}. */
static int wrap_text(struct sw_text *out, const struct item *item, struct sw_arena *arena,
                     struct sw_error *err)
{
    struct json_writer json;
    struct sw_text text = item->value;
    if (text.len >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0) {
        text = (struct sw_text){text.at + 3, text.len - 3};
    }
    size_t valid = utf8_valid_len((const unsigned char *)text.at, text.len);
    if (valid < text.len) {
        return error_set(err, SW_EENCODING, "not UTF-8: byte 0x%02x at byte %zu",
                         (unsigned char)text.at[valid], valid);
    }
    const char *id = base_name(item->name);
    size_t id_len = utf8_valid_len((const unsigned char *)id, strlen(id));
    json_writer_init(&json, arena, text.len + text.len / 16 + id_len + 64);
    json_write_literal(&json, "{\"id\":");
    json_write_string(&json, (struct sw_text){id, id_len});
    json_write_literal(&json, ",\"text\":");
    json_write_string(&json, text);
    json_write_literal(&json, "}");
    if (json.failed) {
        return error_set(err, SW_ENOMEM, "no memory for a text of %zu bytes", text.len);
    }
    *out = (struct sw_text){json.at, json.len};
    return SW_OK;
}

static int content_key(struct sw_text *out, struct sw_text content, struct sw_arena *arena,
                       struct sw_error *err)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[32];
    char *key = sw_arena_alloc(arena, 2 * KEY_BYTES);
    if (key == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for a key");
    }
    sha256(digest, content.at, content.len);
    for (int i = 0; i < KEY_BYTES; i++) {
        key[2 * i] = hex[digest[i] >> 4];
        key[2 * i + 1] = hex[digest[i] & 15];
    }
    *out = (struct sw_text){key, 2 * KEY_BYTES};
    return SW_OK;
}

int outgoing_make(struct outgoing *out, const struct item *item, const struct outgoing_rules *rules,
                  struct sw_arena *arena, struct sw_error *err)
{
    struct outgoing made = {.value = item->value};
    struct sw_article article;
    int status = item->is_text ? wrap_text(&made.value, item, arena, err) : SW_OK;
    if (status != SW_OK) {
        return status;
    }
    struct sw_fields none = {0};
    const struct sw_fields *fields = item->is_text ? &none : &rules->fields;
    status = sw_article_read(made.value, fields, arena, &article, err);
    if (status != SW_OK && (rules->check || status == SW_ENOMEM)) {
        return status;
    }
    bool read = status == SW_OK;
    if (read && rules->key_is_url && article.url.len > 0) {
        made.key = article.url;
        status = SW_OK;
    } else {
        status = content_key(&made.key, read ? article.text : made.value, arena, err);
    }
    if (status == SW_OK) {
        *out = made;
    }
    return status;
}
