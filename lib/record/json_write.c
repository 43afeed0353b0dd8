#include "json_write.h"

#include <string.h>

void json_writer_init(struct json_writer *writer, struct sw_arena *arena, size_t size_bytes)
{
    *writer = (struct json_writer){.arena = arena, .size = size_bytes};
    writer->at = sw_arena_alloc(arena, size_bytes);
    writer->failed = writer->at == NULL;
}

bool json_writer_reserve(struct json_writer *writer, size_t n)
{
    if (writer->failed || n <= writer->size - writer->len) {
        return !writer->failed;
    }
    size_t want = writer->size > SIZE_MAX / 4 || n > SIZE_MAX / 4 ? SIZE_MAX : 2 * writer->size + n;
    char *grown = sw_arena_alloc(writer->arena, want);
    if (grown == NULL) {
        writer->failed = true;
        return false;
    }
    memcpy(grown, writer->at, writer->len);
    writer->at = grown;
    writer->size = want;
    return true;
}

void json_write_bytes(struct json_writer *writer, const char *bytes, size_t len)
{
    if (len > 0 && json_writer_reserve(writer, len)) {
        memcpy(writer->at + writer->len, bytes, len);
        writer->len += len;
    }
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

void json_write_string(struct json_writer *writer, struct sw_text text)
{
    const unsigned char *bytes = (const unsigned char *)text.at;
    json_write_literal(writer, "\"");
    for (size_t from = 0; from < text.len;) {
        size_t to = from;
        while (to < text.len && bytes[to] >= 0x20 && bytes[to] != '"' && bytes[to] != '\\') {
            to++;
        }
        json_write_bytes(writer, text.at + from, to - from);
        if (to < text.len) {
            write_escape(writer, bytes[to++]);
        }
        from = to;
    }
    json_write_literal(writer, "\"");
}

void json_write_cstring(struct json_writer *writer, const char *text)
{
    json_write_string(writer, (struct sw_text){text, strlen(text)});
}
