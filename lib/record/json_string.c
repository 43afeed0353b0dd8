#include "json_string.h"

#include <string.h>

#include "error.h"

static unsigned hex_digit(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
}

static unsigned hex4(const char *at)
{
    return hex_digit(at[0]) << 12 | hex_digit(at[1]) << 8 | hex_digit(at[2]) << 4 |
           hex_digit(at[3]);
}

static char *put_codepoint(char *to, unsigned c)
{
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xC0 | c >> 6);
        *to++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *to++ = (char)(0xE0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3F));
        *to++ = (char)(0x80 | (c & 0x3F));
    } else {
        *to++ = (char)(0xF0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 0x3F));
        *to++ = (char)(0x80 | (c >> 6 & 0x3F));
        *to++ = (char)(0x80 | (c & 0x3F));
    }
    return to;
}

/* \uXXXX at *from, with the second half of a pair where it follows. */
static unsigned read_unicode(const char **from, const char *end)
{
    unsigned c = hex4(*from + 2);
    *from += 6;
    if (c < 0xD800 || c > 0xDFFF) {
        return c;
    }
    if (c < 0xDC00 && end - *from >= 6 && (*from)[0] == '\\' && (*from)[1] == 'u') {
        unsigned low = hex4(*from + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *from += 6;
            return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return 0xFFFD;
}

static char *decode_escape(char *to, const char **from, const char *end)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    if ((*from)[1] == 'u') {
        return put_codepoint(to, read_unicode(from, end));
    }
    *to = values[strchr(names, (*from)[1]) - names];
    *from += 2;
    return to + 1;
}

size_t json_string_decode_into(struct sw_text input, const struct json_value *string, char *out)
{
    const char *from = input.at + string->start + 1;
    const char *end = input.at + string->end - 1;
    char *to = out;
    while (from < end) {
        const char *slash = memchr(from, '\\', (size_t)(end - from));
        size_t n = (size_t)((slash != NULL ? slash : end) - from);
        memcpy(to, from, n);
        to += n;
        from += n;
        if (slash != NULL) {
            to = decode_escape(to, &from, end);
        }
    }
    return (size_t)(to - out);
}

int json_string_decode(struct sw_text input, const struct json_value *string,
                       struct sw_arena *arena, struct sw_text *out, struct sw_error *err)
{
    const char *from = input.at + string->start + 1;
    const char *end = input.at + string->end - 1;
    if (!string->escaped) {
        *out = (struct sw_text){from, (size_t)(end - from)};
        return SW_OK;
    }
    char *decoded = sw_arena_alloc(arena, (size_t)(end - from));
    if (decoded == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for a string of %zu bytes",
                         (size_t)(end - from));
    }
    *out = (struct sw_text){decoded, json_string_decode_into(input, string, decoded)};
    return SW_OK;
}

bool json_string_is_blank(struct sw_text input, const struct json_value *string)
{
    const char *end = input.at + string->end - 1;
    for (const char *at = input.at + string->start + 1; at < end; at++) {
        if (*at == '\\' && strchr("nrt", at[1]) != NULL) {
            at++;
        } else if (*at != ' ') {
            return false;
        }
    }
    return true;
}
