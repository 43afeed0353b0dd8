/*
 * short_of_memory.h: malloc, calloc and realloc of our own code fail from their n-th call on.
 *
 * A test that uses it links with -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
 * (stancewire_short_of_memory in tests/CMakeLists.txt); libraries keep their memory.
 */
#ifndef TESTS_SHORT_OF_MEMORY_H
#define TESTS_SHORT_OF_MEMORY_H

/* How many calls are left before all fail; -1: none does. */
void short_of_memory_after(long calls);

#endif
