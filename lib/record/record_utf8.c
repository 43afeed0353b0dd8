#include "record_utf8.h"

/* Lowest and highest second byte after a lead byte: no overlong forms, no surrogates. */
size_t utf8_sequence_len(const unsigned char *at, size_t left)
{
    unsigned char lead = at[0];
    size_t n = lead >= 0xC2 && lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (lead < 0xC2 || n == 0 || left < n) {
        return 0;
    }
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < low || at[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < n; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return n;
}

size_t utf8_valid_len(const unsigned char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        size_t n = text[at] < 0x80 ? 1 : utf8_sequence_len(text + at, len - at);
        if (n == 0) {
            return at;
        }
        at += n;
    }
    return len;
}
