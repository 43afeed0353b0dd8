/* madvise is no part of POSIX. */
#define _DEFAULT_SOURCE
#include "table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE_BYTES ((size_t)2 << 20)
#define LARGE_TABLE_BYTES ((size_t)1 << 20)
#define PAGE_BYTES 4096u

#ifdef MADV_HUGEPAGE
static void *large_pages(size_t bytes)
{
    size_t whole = (bytes + LARGE_PAGE_BYTES - 1) / LARGE_PAGE_BYTES * LARGE_PAGE_BYTES;
    void *at = aligned_alloc(LARGE_PAGE_BYTES, whole);
    if (at != NULL) {
        (void)madvise(at, whole, MADV_HUGEPAGE); /* without them it is only slower */
        memset(at, 0, bytes);
    }
    return at;
}
#endif

void *table_new(size_t n_slots, size_t slot_bytes)
{
    if (n_slots > SIZE_MAX / 2 / (slot_bytes + 1)) {
        return NULL;
    }
    size_t bytes = n_slots * slot_bytes;
#ifdef MADV_HUGEPAGE
    if (bytes >= LARGE_TABLE_BYTES) {
        return large_pages(bytes);
    }
#endif
    /* Each page is written to: one that is read first is given twice, as the page of zeros and then
     * as one of its own. */
    volatile char *at = calloc(n_slots, slot_bytes);
    for (size_t i = 0; at != NULL && i < bytes; i += PAGE_BYTES) {
        at[i] = 0;
    }
    return (void *)(uintptr_t)at;
}
