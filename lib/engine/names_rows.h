/*
 * names_rows.h: the weights of the tagger, each row in one cache line.
 *
 * A row of a weights file may lie across two lines, and looking rows up is nearly all that the tagger
 * does. So they are copied once, 32 bytes each: the fingerprint, the labels' scores, zeros. A sum is
 * taken over eight bytes at once, as four 16-bit numbers; that of the fingerprint is never read.
 */
#ifndef ENGINE_NAMES_ROWS_H
#define ENGINE_NAMES_ROWS_H

#include "names_features.h"
#include "names_labels.h"
#include "weights.h"

#define NAMES_ROW_BYTES 32u
#define NAMES_ROW_WORDS (NAMES_ROW_BYTES / 8u)
#define NAMES_ROW_LABELS 2u /* where the scores begin */

struct names_rows {
    void *memory;
    const uint8_t *seeds; /* borrowed from the file */
    const uint64_t *slots; /* in memory, at the start of a cache line */
    uint32_t n_slots, n_buckets;
};

/* The weights must have been checked: NAMES_N_LABELS labels. SW_ENOMEM. */
int names_rows_init(struct names_rows *out, const struct weights *weights, struct sw_error *err);
void names_rows_clear(struct names_rows *rows);

/* The places of the rows of one candidate's features; most are there, some are another's. */
struct names_found {
    uint64_t features[NAMES_MAX_FEATURES];
    const uint64_t *slots[NAMES_MAX_FEATURES];
    uint32_t n;
};

/* Finds the places of found->features and asks the memory for them. */
void names_rows_find(const struct names_rows *rows, struct names_found *found);

/* The sum of the rows, into NAMES_N_LABELS scores. Best called some work after names_rows_find. */
void names_rows_sum(struct names_found *found, int32_t *scores);

#endif
