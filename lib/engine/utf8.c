#include "utf8.h"

#include <string.h>

/* Whether the 8 bytes at `at` are ASCII. */
static bool is_ascii(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return (word & UINT64_C(0x8080808080808080)) == 0;
}

/* The length of the sound sequence that starts with a byte >= 0x80, or 0. */
static size_t sequence(const unsigned char *b, size_t left)
{
    size_t len = b[0] < 0xC2 ? 0 : b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : b[0] < 0xF5 ? 4 : 0;
    if (len == 0 || len > left) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        if ((b[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (b[0] == 0xE0 && b[1] < 0xA0) || (b[0] == 0xF0 && b[1] < 0x90);
    bool surrogate = b[0] == 0xED && b[1] > 0x9F;
    bool too_high = b[0] == 0xF4 && b[1] > 0x8F;
    return overlong || surrogate || too_high ? 0 : len;
}

bool utf8_check(struct sw_text text, size_t *bad)
{
    const unsigned char *b = (const unsigned char *)text.at;
    size_t i = 0;
    while (i < text.len) {
        if (text.len - i >= 8 && is_ascii(b + i)) {
            i += 8;
        } else if (b[i] < 0x80) {
            i++;
        } else {
            size_t len = sequence(b + i, text.len - i);
            if (len == 0) {
                *bad = i;
                return false;
            }
            i += len;
        }
    }
    return true;
}

uint32_t *utf8_count(struct sw_text text, struct sw_arena *arena)
{
    uint32_t *out = sw_arena_alloc(arena, (text.len / 64 + 1) * sizeof *out);
    if (out == NULL) {
        return NULL;
    }
    uint32_t n = 0;
    for (size_t block = 0; block <= text.len / 64; block++) {
        out[block] = n;
        size_t end = block * 64 + 64 < text.len ? block * 64 + 64 : text.len;
        for (size_t i = block * 64; i < end; i++) {
            n += ((unsigned char)text.at[i] & 0xC0) != 0x80;
        }
    }
    return out;
}
