/*
 * names_seen.h: how the words of a text are written and tagged in all of it.
 *
 *     looks --names_mark_seen--> flags: seen in small letters, seen with a capital elsewhere
 *     labels of a first pass --names_count--> counts of each candidate word's labels
 *
 * One open table of the candidate words, in the arena; a word is one slot. Linear time.
 */
#ifndef ENGINE_NAMES_SEEN_H
#define ENGINE_NAMES_SEEN_H

#include "names_labels.h"
#include "names_look.h"

/* Sets NAMES_SEEN_SMALL and NAMES_SEEN_CAPITAL. SW_ENOMEM. */
int names_mark_seen(struct names_view *view, struct sw_arena *arena, struct sw_error *err);

/* How often a word carries each label in the text. */
struct names_counts {
    uint32_t lower; /* 0: empty */
    uint16_t labels[NAMES_N_LABELS];
};

struct names_tally {
    struct names_counts *slots;
    uint32_t mask;
};

/* Counts the labels (one a look) of the capitalised candidates. SW_ENOMEM. */
int names_count(const struct names_view *view, const uint8_t *labels, struct sw_arena *arena,
                struct names_tally *out, struct sw_error *err);

/* The counts of a word, or NULL. */
const struct names_counts *names_counts_find(const struct names_tally *tally, uint32_t lower);

#endif
