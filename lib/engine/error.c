#include "error.h"

#include <stdarg.h>
#include <stdio.h>

int error_set(struct sw_error *err, enum sw_status status, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        err->status = status;
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return status;
}
