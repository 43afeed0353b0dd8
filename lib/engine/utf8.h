/*
 * utf8.h: UTF-8 bytes <-> code points.
 *
 * Reading never goes past `end`, whatever the bytes; what is not UTF-8 reads as one byte that is
 * UTF8_BAD. utf8_check finds such bytes before anything else looks at a text.
 */
#ifndef ENGINE_UTF8_H
#define ENGINE_UTF8_H

#include <stancewire/stancewire.h>

#define UTF8_BAD 0xFFFDu

/*
 * The code point that starts at `at` (< end), its bytes in *len (1 to 4). Lenient about overlong
 * forms: utf8_check is the judge.
 */
static inline uint32_t utf8_read(const char *at, const char *end, uint32_t *len)
{
    const unsigned char *b = (const unsigned char *)at;
    size_t left = (size_t)(end - at);
    if (b[0] < 0x80) {
        *len = 1;
        return b[0];
    }
    if (b[0] >= 0xC2 && b[0] < 0xE0 && left >= 2) {
        *len = 2;
        return (b[0] & 0x1Fu) << 6 | (b[1] & 0x3Fu);
    }
    if (b[0] >= 0xE0 && b[0] < 0xF0 && left >= 3) {
        *len = 3;
        return (b[0] & 0x0Fu) << 12 | (b[1] & 0x3Fu) << 6 | (b[2] & 0x3Fu);
    }
    if (b[0] >= 0xF0 && b[0] < 0xF5 && left >= 4) {
        *len = 4;
        return (b[0] & 0x07u) << 18 | (b[1] & 0x3Fu) << 12 | (b[2] & 0x3Fu) << 6 | (b[3] & 0x3Fu);
    }
    *len = 1;
    return UTF8_BAD;
}

/* Writes a code point; returns its bytes. */
static inline uint32_t utf8_write(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* Whether text is UTF-8 (RFC 3629: shortest forms, no surrogates); if not, the first byte that is
 * wrong in *bad. */
bool utf8_check(struct sw_text text, size_t *bad);

/*
 * Code points before each 64th byte of text: n[i] for byte 64 * i, len / 64 + 1 of them. The
 * arena's; NULL when it is full.
 */
uint32_t *utf8_count(struct sw_text text, struct sw_arena *arena);

#endif
