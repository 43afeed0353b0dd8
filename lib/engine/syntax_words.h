/*
 * syntax_words.h: what the model knows of a word by itself: its tags and its cluster.
 *
 *     syntax.words.tsv    word <TAB> fine tags it was seen with, the most frequent first;
 *                         the words, too, stand in the order of their frequency
 *     names_words         its clusters
 *
 * A word with one tag only is decided by it where it is written in small letters. The sets of tags
 * are numbered in file order: the numbers are part of the weights.
 * A small table of 8 bytes a word, keyed by token.lower. Read-only once built.
 */
#ifndef ENGINE_SYNTAX_WORDS_H
#define ENGINE_SYNTAX_WORDS_H

#include "names_words.h"
#include "syntax_tags.h"

struct syntax_word {
    uint32_t lower; /* 0: an empty slot */
    uint16_t lex;   /* below SYNTAX_LEX: its own number or that of its cluster; 0: neither */
    uint8_t coarse; /* its coarse cluster; 0: none, and in the table */
    uint8_t set;    /* number of its set of tags; 0: not seen in training */
};

/* Numbers of words: fine clusters from 1 on, then the first words of syntax.words.tsv. */
#define SYNTAX_FREQUENT 2047u
#define SYNTAX_LEX (1u + NAMES_FINE_CLUSTERS + SYNTAX_FREQUENT)

#define SYNTAX_MAX_SETS 256u
#define SYNTAX_UNDECIDED 0xFF

struct syntax_words {
    const struct names_words *known; /* borrowed */
    struct syntax_word *slots;
    uint32_t mask;
    uint32_t n_sets;
    uint32_t sets[SYNTAX_MAX_SETS]; /* bits: enum syntax_fine */
    uint8_t decided[SYNTAX_MAX_SETS]; /* its only tag or SYNTAX_UNDECIDED */
};

/* SW_EMISSING, SW_EFORMAT with the line. syntax_words_clear takes a half-read one. */
int syntax_words_init(struct syntax_words *out, const struct names_words *known,
                      const struct sw_blob *files, size_t n_files, struct sw_error *err);
void syntax_words_clear(struct syntax_words *words);

/* What is known of a word; all 0 where nothing is. */
static inline struct syntax_word syntax_words_get(const struct syntax_words *words, uint32_t lower)
{
    const struct names_word *known = names_words_find(words->known, lower);
    uint32_t i = (lower * UINT32_C(2654435769)) >> 8;
    while (words->slots[i & words->mask].lower != lower && words->slots[i & words->mask].lower != 0) {
        i++;
    }
    struct syntax_word word = words->slots[i & words->mask];
    word.coarse = (uint8_t)known->coarse;
    word.lex = word.lex != 0 ? word.lex : (uint16_t)known->fine;
    return word;
}

#endif
