/* error.h: fills a struct sw_error. Threads: touches nothing but its arguments. */
#ifndef ENGINE_ERROR_H
#define ENGINE_ERROR_H

#include <stancewire/stancewire.h>

#if defined(__GNUC__)
#define ERROR_PRINTF __attribute__((format(printf, 3, 4)))
#else
#define ERROR_PRINTF
#endif

/* Writes one line into err (may be NULL) and returns status, so that callers can return it. */
int error_set(struct sw_error *err, enum sw_status status, const char *format, ...) ERROR_PRINTF;

#endif
