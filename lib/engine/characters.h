/*
 * characters.h: what a character is to the tokenizer, and its small form.
 *
 * ASCII is one look-up; beyond it, ranges of the Unicode blocks that news in Latin, Greek and
 * Cyrillic script uses (Unicode 15, UnicodeData.txt); a letter of a script without case is a small
 * letter. Nothing here asks the locale.
 */
#ifndef ENGINE_CHARACTERS_H
#define ENGINE_CHARACTERS_H

#include <stancewire/stancewire.h>

enum char_class {
    CHAR_SPACE,
    CHAR_NEWLINE,
    CHAR_IGNORED, /* soft hyphen, joiners, marks of direction, BOM: no part of any word */
    CHAR_SMALL,   /* small letters, letters without case, combining marks */
    CHAR_CAPITAL,
    CHAR_DIGIT,
    CHAR_IDEOGRAPH, /* a word of its own: Han, kana */
    CHAR_PUNCT,
    CHAR_RUN,        /* punctuation whose runs are one token: "...", "--" */
    CHAR_APOSTROPHE, /* may be an apostrophe or a single quote mark */
    CHAR_QUOTE       /* any other quote mark */
};

/* Which way a quote mark faces by its shape. */
enum char_facing { FACING_NONE, FACING_OPEN, FACING_CLOSE };

extern const uint8_t char_classes_ascii[128];

/* For code points from 128 up. */
enum char_class char_class_wide(uint32_t code);

static inline enum char_class char_class(uint32_t code)
{
    return code < 128 ? (enum char_class)char_classes_ascii[code] : char_class_wide(code);
}

static inline bool char_is_letter(enum char_class c)
{
    return c == CHAR_SMALL || c == CHAR_CAPITAL;
}

static inline bool char_is_word(enum char_class c)
{
    return c == CHAR_SMALL || c == CHAR_CAPITAL || c == CHAR_DIGIT;
}

/* The small letter of a capital; others as they are. */
uint32_t char_small(uint32_t code);

/* A quote mark's or apostrophe's straight form: ' or "; others as they are. */
uint32_t char_straight(uint32_t code);

enum char_facing char_facing(uint32_t code);

#endif
