/*
 * table.h: memory of the large tables that are filled and read at random places.
 */
#ifndef ENGINE_TABLE_H
#define ENGINE_TABLE_H

#include <stddef.h>

/*
 * Zeroed slots, for free(); NULL when memory is out. A table of a megabyte and more is asked for in
 * large pages (Linux: madvise): nearly every look-up is at another place, and with small pages it
 * misses the processor's table of pages before it misses the cache.
 */
void *table_new(size_t n_slots, size_t slot_bytes);

#endif
