/*
 * weights_file.h: writes what lib/engine/weights.h reads.
 * Rows are quantised to int8 by one scale for the whole file, so that the largest scores stay
 * inside [-127, 127]; scores are only ever compared with each other.
 */
#ifndef TRAIN_WEIGHTS_FILE_H
#define TRAIN_WEIGHTS_FILE_H

#include <stancewire/stancewire.h>

struct weights_table {
    const char *const *labels;
    uint32_t n_labels;
    const uint64_t *features; /* n_rows, all different */
    const float *rows;        /* n_rows times n_labels */
    uint32_t n_rows;
    float clip; /* the score that becomes 127; 0: the largest one */
};

/* Writes path. SW_EFORMAT when the file cannot be written or two features share a slot for good. */
int weights_file_write(const char *path, const struct weights_table *table, struct sw_error *err);

#endif
