/*
 * redis_client.h: one connection to Redis, made again when it was lost; every wait is bounded.
 *
 *     redis_new -> redis_connect -> redis_call ... (REDIS_AWAY) -> redis_connect -> ...
 *
 * Memory: a reply is the caller's (freeReplyObject). Errors: see enum redis_result; err has one
 * line that names host and port, never user or password. Threads: one connection belongs to one
 * thread.
 */
#ifndef RUNTIME_REDIS_CLIENT_H
#define RUNTIME_REDIS_CLIENT_H

#include <hiredis/hiredis.h>
#include <stdbool.h>

#include <stancewire/stancewire.h>

#include "redis_url.h"

enum redis_result {
    REDIS_OK_RESULT = 0,
    REDIS_AWAY = -101,    /* cannot be reached, no answer in time, still loading: try later */
    REDIS_REFUSED = -102, /* answered with an error: the reply's text is in err */
    REDIS_FULL = -103     /* refused for want of memory: try later */
};

struct redis;

/* url is copied. NULL without memory. Not connected yet. */
struct redis *redis_new(const struct redis_url *url, int timeout_ms);
void redis_free(struct redis *redis);

/* Connects, gives user and password, chooses the database. Does nothing when connected. */
int redis_connect(struct redis *redis, struct sw_error *err);
bool redis_connected(const struct redis *redis);

/*
 * One command, its parts by pointer and length. *out (may be NULL) is a reply that is no error.
 * After REDIS_AWAY the connection is closed: what became of the command is not known.
 */
int redis_call(struct redis *redis, int argc, const char **argv, const size_t *lens,
               redisReply **out, struct sw_error *err);

/* The same, from a printf-like format of hiredis. */
int redis_callf(struct redis *redis, redisReply **out, struct sw_error *err, const char *format,
                ...);

#endif
