/*
 * markers_words.h: what the lexicons say of a word or phrase, one look-up a word.
 *
 *     lexicons/markers/<type>.txt, words.tsv --marker_words_new--> one trie keyed by hashes
 *
 * A phrase may stand in the lexicons of several types. words.tsv gives a word's lemma, its clusters
 * of meaning and how good or bad it sounds; it holds no names. Read-only once built.
 */
#ifndef ENGINE_MARKERS_WORDS_H
#define ENGINE_MARKERS_WORDS_H

#include "document.h"

enum marker_word_flag {
    MARKER_WORD_GOES_ON = 1 << 0, /* the first tokens of a longer phrase */
    MARKER_WORD_KNOWN = 1 << 1,   /* a line of words.tsv */
    MARKER_WORD_OPENS = 1 << 2    /* may open a cue by itself: scored wherever it stands */
};

struct marker_word {
    uint64_t key;     /* 0: empty */
    uint32_t lemma;   /* hash of the lemma; of a phrase 0 */
    uint16_t types;   /* bit t: the phrase that ends here stands in the lexicon of type t */
    uint16_t fine;    /* cluster of 512, 0: unknown */
    uint8_t coarse;   /* cluster of 64 */
    uint8_t strength; /* how much of a judgement, 0..9 */
    int8_t valence;   /* bad to good in general use, -9..9 */
    int8_t tone;      /* bad to good for the one spoken of in news, -9..9 */
    uint8_t told;     /* how often it is a cue of an attribution, 0..9 */
    uint8_t flags;    /* enum marker_word_flag */
};

struct marker_words;

/* SW_EMISSING, SW_EFORMAT. *out is the caller's. */
int marker_words_new(struct marker_words **out, const struct sw_blob *files, size_t n_files,
                     struct sw_error *err);
void marker_words_free(struct marker_words *words);

/* The entry of a word, or NULL. */
const struct marker_word *marker_words_find(const struct marker_words *words, uint32_t lower);

/* The longest phrase of two tokens or more from tokens[i], before tokens[end]: its types, and its
 * length in *n_tokens; 0 where there is none. */
uint16_t marker_words_phrase(const struct marker_words *words, const struct token *tokens,
                             uint32_t i, uint32_t end, uint32_t *n_tokens);

#endif
