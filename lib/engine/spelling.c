#include "spelling.h"

#include <string.h>

#include "hash.h"
#include "characters.h"
#include "utf8.h"

#define LETTERS_MAX 24

/* The plain letter of a Latin one with a mark; 0 for what is no letter. */
static char plain_letter(uint32_t code)
{
    static const struct {
        uint32_t first, last;
        char letter;
    } rows[] = {
        {0xE0, 0xE6, 'a'},   {0xE7, 0xE7, 'c'},   {0xE8, 0xEB, 'e'},   {0xEC, 0xEF, 'i'},
        {0xF0, 0xF0, 'd'},   {0xF1, 0xF1, 'n'},   {0xF2, 0xF6, 'o'},   {0xF8, 0xF8, 'o'},
        {0xF9, 0xFC, 'u'},   {0xFD, 0xFF, 'y'},   {0x100, 0x105, 'a'}, {0x106, 0x10D, 'c'},
        {0x10E, 0x111, 'd'}, {0x112, 0x11B, 'e'}, {0x11C, 0x123, 'g'}, {0x128, 0x131, 'i'},
        {0x139, 0x142, 'l'}, {0x143, 0x148, 'n'}, {0x14C, 0x153, 'o'}, {0x154, 0x159, 'r'},
        {0x15A, 0x161, 's'}, {0x162, 0x167, 't'}, {0x168, 0x173, 'u'}, {0x179, 0x17E, 'z'},
    };
    code = char_small(code);
    if (code < 128) {
        return (char)(code >= 'a' && code <= 'z' ? code : 0);
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (code >= rows[i].first && code <= rows[i].last) {
            return rows[i].letter;
        }
    }
    return 0;
}

/* The word in small plain letters; returns how many. */
static uint32_t fold(struct sw_text word, char out[LETTERS_MAX])
{
    uint32_t n = 0;
    const char *at = word.at, *end = word.at + word.len;
    while (at < end && n < LETTERS_MAX) {
        uint32_t len;
        char letter = plain_letter(utf8_read(at, end, &len));
        if (letter != 0) {
            out[n++] = letter;
        }
        at += len;
    }
    return n;
}

uint64_t spelling_key(struct sw_text word)
{
    char letters[LETTERS_MAX];
    uint32_t n = fold(word, letters);
    uint64_t key = 1;
    char before = 0;
    for (uint32_t i = 0; i < n; i++) {
        char c = letters[i];
        bool vowel = strchr("aeiouyj", c) != NULL;
        bool silent = c == 'h' && before == 'k'; /* "Zakharova", "Zaharova" */
        c = (char)(c == 'w' ? 'v' : c == 'q' ? 'k' : vowel ? 'a' : c);
        if (i == 0 || (!vowel && c != before && !silent)) {
            key = hash_mix(key, (uint64_t)c);
        }
        before = vowel ? before : c;
    }
    return key;
}

bool spelling_near(struct sw_text a, struct sw_text b)
{
    char x[LETTERS_MAX], y[LETTERS_MAX];
    uint32_t n = fold(a, x), m = fold(b, y);
    uint32_t shorter = n < m ? n : m;
    uint32_t most = shorter >= 7 ? 2 : shorter >= 4 ? 1 : 0;
    if ((n > m ? n - m : m - n) > most) {
        return false;
    }
    uint8_t row[LETTERS_MAX + 1];
    for (uint32_t j = 0; j <= m; j++) {
        row[j] = (uint8_t)j;
    }
    for (uint32_t i = 1; i <= n; i++) { /* Levenshtein, one row */
        uint8_t corner = row[0];
        row[0] = (uint8_t)i;
        for (uint32_t j = 1; j <= m; j++) {
            uint8_t best = (uint8_t)(corner + (x[i - 1] != y[j - 1]));
            best = row[j] + 1 < best ? (uint8_t)(row[j] + 1) : best;
            best = row[j - 1] + 1 < best ? (uint8_t)(row[j - 1] + 1) : best;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[m] <= most;
}
