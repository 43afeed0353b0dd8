/*
 * table.h: memory of the large tables that are filled at random places while the engine starts.
 */
#ifndef ENGINE_TABLE_H
#define ENGINE_TABLE_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define TABLE_PAGE_BYTES 4096u

/* Zeroed slots, for free(); NULL when memory is out. Each page is written to: one that is read
 * first is given twice, as the page of zeros and then as one of its own, and half of a start was
 * spent on that. */
static inline void *table_new(size_t n_slots, size_t slot_bytes)
{
    volatile char *at = calloc(n_slots, slot_bytes);
    for (size_t i = 0; at != NULL && i < n_slots * slot_bytes; i += TABLE_PAGE_BYTES) {
        at[i] = 0;
    }
    return (void *)(uintptr_t)at;
}

#endif
