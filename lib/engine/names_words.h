/*
 * names_words.h: what is known of a word by itself: the clusters of its vector, how frequent it is,
 * whether people are called so.
 *
 *     names.clusters.tsv: word<TAB>cluster of 128<TAB>cluster of 1024, the most frequent first
 *     names.words.tsv:    word<TAB>g and f, given and family name
 *
 * Built once, read-only, one memory access a look-up.
 */
#ifndef ENGINE_NAMES_WORDS_H
#define ENGINE_NAMES_WORDS_H

#include <stancewire/stancewire.h>

enum { NAMES_GIVEN = 1, NAMES_FAMILY = 2 };

struct names_word {
    uint32_t lower; /* the key: token.lower; 0 in an empty slot */
    uint16_t fine;  /* 1 + cluster of 1024, 0: unknown */
    uint8_t coarse; /* 1 + cluster of 128, 0: unknown */
    uint8_t lists : 2;
    uint8_t rank : 4; /* 0: unknown, 1: the most frequent words, 9: the rarest */
};

struct names_words {
    struct names_word *slots;
    uint32_t mask;
};

/* SW_EMISSING, SW_EFORMAT with file and line, SW_ENOMEM. names_words_clear frees. */
int names_words_init(struct names_words *out, const struct sw_blob *files, size_t n_files,
                     struct sw_error *err);
void names_words_clear(struct names_words *words);

/* Never NULL: an unknown word is all zero but its key. */
static inline const struct names_word *names_words_find(const struct names_words *words,
                                                        uint32_t lower)
{
    static const struct names_word unknown = {0};
    uint32_t i = (lower * UINT32_C(2654435769)) >> 8;
    for (;; i++) {
        const struct names_word *word = &words->slots[i & words->mask];
        if (word->lower == lower) {
            return word;
        }
        if (word->lower == 0) {
            return &unknown;
        }
    }
}

#endif
