/*
 * abbreviations.h: the words that keep their point. They are part of the tokenizer, and so of the
 * format of every weights file; so they stand in the code and not among the lexicons.
 */
#ifndef ENGINE_ABBREVIATIONS_H
#define ENGINE_ABBREVIATIONS_H

#include <stancewire/stancewire.h>

enum abbreviation {
    ABBREVIATION_NONE,
    ABBREVIATION_ALWAYS,  /* "etc." */
    ABBREVIATION_CAPITAL, /* with a capital: "Gen." */
    ABBREVIATION_NUMBER,  /* before a number: "No. 5" */
    ABBREVIATION_COMMA    /* with a capital, after a comma: "Boston, Mass." */
};

/* What a word without its point is. */
enum abbreviation abbreviation_of(struct sw_text word);

/* Whether the list is in the order that the search needs: for its test. */
bool abbreviations_are_sorted(void);

#endif
