/* prefetch.h: asks the memory for an address that is read soon, where the compiler has a word for
 * it. */
#ifndef ENGINE_PREFETCH_H
#define ENGINE_PREFETCH_H

#if defined(__GNUC__)
#define PREFETCH(at) __builtin_prefetch(at)
#else
#define PREFETCH(at) ((void)(at))
#endif

#endif
