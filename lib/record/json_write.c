#include "json_write.h"

#include <string.h>

void json_writer_init(struct json_writer *writer, struct sw_arena *arena, size_t size_bytes)
{
    *writer = (struct json_writer){.arena = arena};
    writer->at = sw_arena_alloc(arena, size_bytes);
    writer->failed = writer->at == NULL;
    writer->size = writer->failed ? 0 : size_bytes;
}

bool json_writer_grow(struct json_writer *writer, size_t n)
{
    size_t want = writer->size > SIZE_MAX / 4 || n > SIZE_MAX / 4 ? SIZE_MAX : 2 * writer->size + n;
    char *grown = writer->failed ? NULL : sw_arena_alloc(writer->arena, want);
    if (grown == NULL) {
        /* Nothing fits from here on: the buffer counts as full. */
        writer->failed = true;
        writer->size = writer->len;
        return false;
    }
    memcpy(grown, writer->at, writer->len);
    writer->at = grown;
    writer->size = want;
    return true;
}

void json_write_number(struct json_writer *writer, uint32_t number)
{
    char digits[10];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    json_write_bytes(writer, digits + at, sizeof digits - at);
}

static void write_escape(struct json_writer *writer, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    size_t len = 2;
    switch (c) {
    case '"':
    case '\\':
        escape[1] = (char)c;
        break;
    case '\n':
        escape[1] = 'n';
        break;
    case '\r':
        escape[1] = 'r';
        break;
    case '\t':
        escape[1] = 't';
        break;
    default:
        len = 6;
    }
    json_write_bytes(writer, escape, len);
}

/* Bytes of text before the first that must be escaped. */
static size_t plain_len(const unsigned char *text, size_t len)
{
    size_t at = 0;
    while (at < len && text[at] >= 0x20 && text[at] != '"' && text[at] != '\\') {
        at++;
    }
    return at;
}

void json_write_string(struct json_writer *writer, struct sw_text text)
{
    json_write_literal(writer, "\"");
    for (size_t at = 0; at < text.len;) {
        size_t plain = plain_len((const unsigned char *)text.at + at, text.len - at);
        json_write_bytes(writer, text.at + at, plain);
        at += plain;
        if (at < text.len) {
            write_escape(writer, (unsigned char)text.at[at++]);
        }
    }
    json_write_literal(writer, "\"");
}

void json_write_cstring(struct json_writer *writer, const char *text)
{
    json_write_string(writer, (struct sw_text){text, strlen(text)});
}
