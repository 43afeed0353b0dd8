#include "characters.h"

#define S CHAR_SPACE
#define N CHAR_NEWLINE
#define L CHAR_SMALL
#define U CHAR_CAPITAL
#define D CHAR_DIGIT
#define P CHAR_PUNCT
#define R CHAR_RUN
#define A CHAR_APOSTROPHE
#define Q CHAR_QUOTE

/* Control characters count as space. */
const uint8_t char_classes_ascii[128] = {
    S, S, S, S, S, S, S, S, S, S, N, N, N, N, S, S, /* 00 */
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 10 */
    S, R, Q, R, P, P, P, A, P, P, R, R, P, R, R, P, /* 20  !"#$%&'()*+,-./ */
    D, D, D, D, D, D, D, D, D, D, P, P, P, R, P, R, /* 30 0-9:;<=>? */
    P, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* 40 @A-O */
    U, U, U, U, U, U, U, U, U, U, U, P, P, P, P, R, /* 50 P-Z[\]^_ */
    A, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 60 `a-o */
    L, L, L, L, L, L, L, L, L, L, L, P, R, P, R, S, /* 70 p-z{|}~ */
};

#undef S
#undef N
#undef L
#undef U
#undef D
#undef P
#undef R
#undef A
#undef Q

struct range {
    uint32_t first, last;
    enum char_class kind;
};

/* Code points from 128 up that are no letters, in order; all others are. */
static const struct range ranges[] = {
    {0x0080, 0x0084, CHAR_SPACE},      {0x0085, 0x0085, CHAR_NEWLINE},
    {0x0086, 0x00A0, CHAR_SPACE},      {0x00A1, 0x00A9, CHAR_PUNCT},
    {0x00AB, 0x00AB, CHAR_QUOTE},      {0x00AC, 0x00AC, CHAR_PUNCT},
    {0x00AD, 0x00AD, CHAR_IGNORED},    {0x00AE, 0x00B1, CHAR_PUNCT},
    {0x00B2, 0x00B3, CHAR_DIGIT},      {0x00B4, 0x00B4, CHAR_APOSTROPHE},
    {0x00B6, 0x00B8, CHAR_PUNCT},      {0x00B9, 0x00B9, CHAR_DIGIT},
    {0x00BB, 0x00BB, CHAR_QUOTE},      {0x00BC, 0x00BE, CHAR_DIGIT},
    {0x00BF, 0x00BF, CHAR_PUNCT},      {0x00D7, 0x00D7, CHAR_PUNCT},
    {0x00F7, 0x00F7, CHAR_PUNCT},      {0x02B9, 0x02BA, CHAR_APOSTROPHE},
    {0x02BB, 0x02BD, CHAR_APOSTROPHE}, {0x034F, 0x034F, CHAR_IGNORED},
    {0x037E, 0x037E, CHAR_PUNCT},      {0x0387, 0x0387, CHAR_PUNCT},
    {0x055A, 0x055F, CHAR_PUNCT},      {0x0589, 0x058F, CHAR_PUNCT},
    {0x05BE, 0x05BE, CHAR_PUNCT},      {0x05C0, 0x05C0, CHAR_PUNCT},
    {0x05C3, 0x05C3, CHAR_PUNCT},      {0x05F3, 0x05F4, CHAR_PUNCT},
    {0x0600, 0x060F, CHAR_PUNCT},      {0x061B, 0x061B, CHAR_PUNCT},
    {0x061C, 0x061C, CHAR_IGNORED},    {0x061D, 0x061F, CHAR_PUNCT},
    {0x0660, 0x0669, CHAR_DIGIT},      {0x066A, 0x066D, CHAR_PUNCT},
    {0x06D4, 0x06D4, CHAR_PUNCT},      {0x06F0, 0x06F9, CHAR_DIGIT},
    {0x0964, 0x0965, CHAR_PUNCT},      {0x0966, 0x096F, CHAR_DIGIT},
    {0x1680, 0x1680, CHAR_SPACE},      {0x180E, 0x180E, CHAR_IGNORED},
    {0x2000, 0x200B, CHAR_SPACE},      {0x200C, 0x200F, CHAR_IGNORED},
    {0x2010, 0x2015, CHAR_RUN},        {0x2016, 0x2017, CHAR_PUNCT},
    {0x2018, 0x201B, CHAR_APOSTROPHE}, {0x201C, 0x201F, CHAR_QUOTE},
    {0x2020, 0x2025, CHAR_PUNCT},      {0x2026, 0x2026, CHAR_RUN},
    {0x2027, 0x2027, CHAR_PUNCT},      {0x2028, 0x2029, CHAR_NEWLINE},
    {0x202A, 0x202E, CHAR_IGNORED},    {0x202F, 0x202F, CHAR_SPACE},
    {0x2030, 0x2038, CHAR_PUNCT},      {0x2039, 0x203A, CHAR_QUOTE},
    {0x203B, 0x205E, CHAR_PUNCT},      {0x205F, 0x205F, CHAR_SPACE},
    {0x2060, 0x206F, CHAR_IGNORED},    {0x2070, 0x2079, CHAR_DIGIT},
    {0x207A, 0x207E, CHAR_PUNCT},      {0x2080, 0x2089, CHAR_DIGIT},
    {0x208A, 0x208E, CHAR_PUNCT},      {0x20A0, 0x20CF, CHAR_PUNCT},
    {0x2100, 0x2101, CHAR_PUNCT},      {0x2103, 0x2106, CHAR_PUNCT},
    {0x2116, 0x2117, CHAR_PUNCT},      {0x211E, 0x2123, CHAR_PUNCT},
    {0x2150, 0x215F, CHAR_DIGIT},      {0x2190, 0x245F, CHAR_PUNCT},
    {0x2460, 0x249B, CHAR_PUNCT},      {0x2500, 0x2BFF, CHAR_PUNCT},
    {0x2E00, 0x2E7F, CHAR_PUNCT},      {0x2E80, 0x2FFF, CHAR_IDEOGRAPH},
    {0x3000, 0x3000, CHAR_SPACE},      {0x3001, 0x3004, CHAR_PUNCT},
    {0x3005, 0x3007, CHAR_IDEOGRAPH},  {0x3008, 0x300B, CHAR_PUNCT},
    {0x300C, 0x300F, CHAR_QUOTE},      {0x3010, 0x301C, CHAR_PUNCT},
    {0x301D, 0x301F, CHAR_QUOTE},      {0x3020, 0x3020, CHAR_PUNCT},
    {0x3030, 0x303F, CHAR_PUNCT},      {0x3040, 0x30FF, CHAR_IDEOGRAPH},
    {0x3400, 0x4DBF, CHAR_IDEOGRAPH},  {0x4E00, 0x9FFF, CHAR_IDEOGRAPH},
    {0xD800, 0xF8FF, CHAR_PUNCT},      {0xF900, 0xFAFF, CHAR_IDEOGRAPH},
    {0xFE00, 0xFE0F, CHAR_IGNORED},    {0xFE10, 0xFE1F, CHAR_PUNCT},
    {0xFE30, 0xFE6F, CHAR_PUNCT},      {0xFEFF, 0xFEFF, CHAR_IGNORED},
    {0xFF01, 0xFF01, CHAR_PUNCT},      {0xFF02, 0xFF02, CHAR_QUOTE},
    {0xFF03, 0xFF06, CHAR_PUNCT},      {0xFF07, 0xFF07, CHAR_APOSTROPHE},
    {0xFF08, 0xFF0F, CHAR_PUNCT},      {0xFF10, 0xFF19, CHAR_DIGIT},
    {0xFF1A, 0xFF20, CHAR_PUNCT},      {0xFF3B, 0xFF40, CHAR_PUNCT},
    {0xFF5B, 0xFF65, CHAR_PUNCT},      {0xFFE0, 0xFFFF, CHAR_PUNCT},
    {0x1F000, 0x1FAFF, CHAR_PUNCT},    {0x20000, 0x3FFFF, CHAR_IDEOGRAPH},
    {0xE0000, 0xE0FFF, CHAR_IGNORED},
};

static enum char_class look_up(uint32_t code)
{
    size_t low = 0, high = sizeof ranges / sizeof ranges[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > ranges[middle].last) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool inside = low < sizeof ranges / sizeof ranges[0] && code >= ranges[low].first;
    return inside ? ranges[low].kind : CHAR_SMALL;
}

enum char_class char_class_wide(uint32_t code)
{
    /* Latin, Greek and Cyrillic letters are most of what comes. */
    bool letter = code >= 0xC0 && code < 0x530 && code != 0xD7 && code != 0xF7 &&
                  !(code >= 0x2B9 && code < 0x388);
    if (code >= 0x2010 &&
        code <= 0x2026) { /* dashes, quote marks, the ellipsis: nearly all others */
        return code <= 0x2015                     ? CHAR_RUN
               : code >= 0x2018 && code <= 0x201B ? CHAR_APOSTROPHE
               : code >= 0x201C && code <= 0x201F ? CHAR_QUOTE
               : code == 0x2026                   ? CHAR_RUN
                                                  : CHAR_PUNCT;
    }
    enum char_class kind = letter ? CHAR_SMALL : look_up(code);
    return kind == CHAR_SMALL && char_small(code) != code ? CHAR_CAPITAL : kind;
}

/* Blocks whose capitals stand at a fixed distance before the small letters. */
static const struct {
    uint32_t first, last;
    uint32_t distance; /* 1: capital and small letter alternate, the capital even; 2: odd */
} cases[] = {
    {0x00C0, 0x00D6, 32}, {0x00D8, 0x00DE, 32}, {0x0100, 0x0137, 1},  {0x0139, 0x0148, 2},
    {0x014A, 0x0177, 1},  {0x0179, 0x017E, 2},  {0x0182, 0x0185, 1},  {0x01A0, 0x01A5, 1},
    {0x01CD, 0x01DC, 2},  {0x01DE, 0x01EF, 1},  {0x01F8, 0x021F, 1},  {0x0222, 0x0233, 1},
    {0x0391, 0x03A1, 32}, {0x03A3, 0x03AB, 32}, {0x0400, 0x040F, 80}, {0x0410, 0x042F, 32},
    {0x0460, 0x0481, 1},  {0x048A, 0x04BF, 1},  {0x04C1, 0x04CE, 2},  {0x04D0, 0x052F, 1},
    {0x0531, 0x0556, 48}, {0x1E00, 0x1E95, 1},  {0x1EA0, 0x1EFF, 1},  {0xFF21, 0xFF3A, 32},
};

/* Capitals that follow no rule. */
static const struct {
    uint32_t capital, small;
} odd_cases[] = {
    {0x0130, 'i'},    {0x0178, 0x00FF}, {0x018F, 0x0259}, {0x0386, 0x03AC},
    {0x0388, 0x03AD}, {0x0389, 0x03AE}, {0x038A, 0x03AF}, {0x038C, 0x03CC},
    {0x038E, 0x03CD}, {0x038F, 0x03CE}, {0x04C0, 0x04CF}, {0x1E9E, 0x00DF},
};

uint32_t char_small(uint32_t code)
{
    if (code < 128) {
        return char_classes_ascii[code] == CHAR_CAPITAL ? code | 0x20 : code;
    }
    for (size_t i = 0; i < sizeof odd_cases / sizeof odd_cases[0]; i++) {
        if (odd_cases[i].capital == code) {
            return odd_cases[i].small;
        }
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0] && code >= cases[i].first; i++) {
        if (code <= cases[i].last) {
            uint32_t distance = cases[i].distance;
            return distance > 2 ? code + distance : distance == 1 ? code | 1 : code + (code & 1);
        }
    }
    return code;
}

uint32_t char_straight(uint32_t code)
{
    if (code < 128) {
        return code == '`' ? '\'' : code;
    }
    switch (char_class_wide(code)) {
    case CHAR_APOSTROPHE:
        return '\'';
    case CHAR_QUOTE:
        return code == 0x2039 || code == 0x203A ? '\'' : '"';
    default:
        return code;
    }
}

enum char_facing char_facing(uint32_t code)
{
    switch (code) {
    case '`':
    case 0x00AB: /* << */
    case 0x2018:
    case 0x201A: /* low single */
    case 0x201B:
    case 0x201C:
    case 0x201E: /* low double */
    case 0x201F:
    case 0x2039:
    case 0x300C:
    case 0x300E:
    case 0x301D:
        return FACING_OPEN;
    case 0x00B4:
    case 0x00BB: /* >> */
    case 0x2019:
    case 0x201D:
    case 0x203A:
    case 0x300D:
    case 0x300F:
    case 0x301E:
    case 0x301F:
        return FACING_CLOSE;
    default:
        return FACING_NONE;
    }
}
