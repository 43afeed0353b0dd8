/*
 * names_words.h: what is known of a word by itself: the clusters of its vector, how frequent it is,
 * whether people are called so.
 *
 *     names.clusters.tsv: word<TAB>cluster of 128<TAB>cluster of 1024<TAB>cluster of 400 of
 *                         a second view of the vectors, the most frequent first
 *     names.words.tsv:    word<TAB>g and f, given and family name; b, i and e, a
 *                         small word that can begin, stand inside or end a name; s, a name that
 *                         is often written in small letters
 *
 * Built once, read-only, one memory access a look-up.
 */
#ifndef ENGINE_NAMES_WORDS_H
#define ENGINE_NAMES_WORDS_H

#include <stancewire/stancewire.h>

#include "prefetch.h"

#define NAMES_FINE_CLUSTERS 1024u

enum names_list {
    NAMES_GIVEN = 1 << 0,
    NAMES_FAMILY = 1 << 1,
    NAMES_CAN_BEGIN = 1 << 2,
    NAMES_CAN_BE_INSIDE = 1 << 3,
    NAMES_CAN_END = 1 << 4,
    NAMES_CAN_BE_SMALL = 1 << 5 /* a name that people write in small letters: "malaysia" */
};

struct names_word {
    uint32_t lower; /* the key: token.lower; 0 in an empty slot */
    uint32_t fine : 11;  /* 1 + cluster of 1024, 0: unknown */
    uint32_t coarse : 8; /* 1 + cluster of 128, 0: unknown */
    uint32_t lists : 6;  /* enum names_list */
    uint32_t rank : 4;   /* 0: unknown, 1: the 64 most frequent words, one more each doubling */
    uint32_t view;       /* 1 + cluster of 400, 0: unknown */
};

struct names_words {
    struct names_word *slots;
    uint32_t mask;
};

/* SW_EMISSING, SW_EFORMAT with file and line, SW_ENOMEM. names_words_clear frees. */
int names_words_init(struct names_words *out, const struct sw_blob *files, size_t n_files,
                     struct sw_error *err);
void names_words_clear(struct names_words *words);

static inline uint32_t names_words_place(uint32_t lower)
{
    return (lower * UINT32_C(2654435769)) >> 8;
}

/* Asks the memory for a word that is looked up soon: the table is larger than the caches. */
static inline void names_words_ask(const struct names_words *words, uint32_t lower)
{
    PREFETCH(&words->slots[names_words_place(lower) & words->mask]);
}

/* Never NULL: an unknown word is all zero but its key. */
static inline const struct names_word *names_words_find(const struct names_words *words,
                                                        uint32_t lower)
{
    static const struct names_word unknown = {0};
    for (uint32_t i = names_words_place(lower);; i++) {
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
