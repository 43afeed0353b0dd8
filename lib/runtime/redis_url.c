#include "redis_url.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "error.h"

static int fail(struct sw_error *err, const char *what)
{
    return error_set(err, SW_EFORMAT,
                     "redis: %s; it is redis://[user:password@]host:port/db, or off", what);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Copies [at, end) with %XX decoded. False when it does not fit or is no text. */
static bool decode(char *out, size_t size, const char *at, const char *end)
{
    size_t n = 0;
    while (at < end) {
        char c = *at++;
        if (c == '%') {
            if (end - at < 2 || hex(at[0]) < 0 || hex(at[1]) < 0) {
                return false;
            }
            c = (char)(hex(at[0]) * 16 + hex(at[1]));
            at += 2;
        }
        if (n + 1 >= size || c == '\0') {
            return false;
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return true;
}

/* The digits of [at, end) as a number of at most max, or -1. */
static int number(const char *at, const char *end, int max)
{
    int value = 0;
    if (at == end) {
        return -1;
    }
    for (; at < end; at++) {
        if (!isdigit((unsigned char)*at) || (value = value * 10 + (*at - '0')) > max) {
            return -1;
        }
    }
    return value;
}

int redis_url_parse(struct redis_url *out, const char *text, struct sw_error *err)
{
    struct redis_url url = {.port = 6379};
    const char *at = text;
    if (strncmp(at, "redis://", 8) != 0) {
        return fail(err, "the URL does not begin with redis://");
    }
    at += 8;
    const char *end = at + strcspn(at, "/");
    const char *host = at;
    for (const char *p = at; p < end; p++) {
        host = *p == '@' ? p + 1 : host;
    }
    if (host > at) {
        const char *colon = memchr(at, ':', (size_t)(host - 1 - at));
        const char *user_end = colon != NULL ? colon : host - 1;
        if (!decode(url.user, sizeof url.user, at, user_end) ||
            (colon != NULL && !decode(url.password, sizeof url.password, colon + 1, host - 1))) {
            return fail(err, "the user or password is not readable");
        }
    }
    const char *colon = memchr(host, ':', (size_t)(end - host));
    const char *host_end = colon != NULL ? colon : end;
    if (host_end == host || !decode(url.host, sizeof url.host, host, host_end)) {
        return fail(err, "the host is missing");
    }
    if (colon != NULL && (url.port = number(colon + 1, end, 65535)) <= 0) {
        return fail(err, "the port is not a number from 1 to 65535");
    }
    if (end[0] == '/' && end[1] != '\0' &&
        (url.db = number(end + 1, end + strlen(end), 1000000)) < 0) {
        return fail(err, "the database is not a number");
    }
    *out = url;
    return SW_OK;
}
