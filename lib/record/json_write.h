/*
 * json_write.h: JSON appended to a buffer of the arena.
 *
 * The buffer grows by doubling; `failed` stays set once there is no memory, and what follows is
 * dropped, so that a writer checks once at its end. Text is UTF-8 and comes out as it is; only
 * what JSON forbids is escaped.
 */
#ifndef RECORD_JSON_WRITE_H
#define RECORD_JSON_WRITE_H

#include <string.h>

#include <stancewire/stancewire.h>

struct json_writer {
    struct sw_arena *arena;
    char *at;
    size_t len, size;
    bool failed;
};

void json_writer_init(struct json_writer *writer, struct sw_arena *arena, size_t size_bytes);
/* Makes room for n more bytes where there is not enough; false where that cannot be. */
bool json_writer_grow(struct json_writer *writer, size_t n);

/* Inline, so that a literal is a few moves and not a call. */
static inline void json_write_bytes(struct json_writer *writer, const char *bytes, size_t len)
{
    if (len > 0 && (len <= writer->size - writer->len || json_writer_grow(writer, len))) {
        memcpy(writer->at + writer->len, bytes, len);
        writer->len += len;
    }
}

/* A literal piece of JSON. */
#define json_write_literal(writer, literal)                                                        \
    json_write_bytes((writer), (literal), sizeof(literal) - 1)
void json_write_number(struct json_writer *writer, uint32_t number);
/* In quotes. */
void json_write_string(struct json_writer *writer, struct sw_text text);
void json_write_cstring(struct json_writer *writer, const char *text);

#endif
