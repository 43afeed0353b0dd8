#include "redis_client.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "error.h"

struct redis {
    struct redis_url url;
    struct timeval timeout;
    redisContext *context; /* NULL while not connected */
};

static int fail(const struct redis *redis, struct sw_error *err, int result, const char *what)
{
    error_set(err, SW_EMISSING, "redis %s:%d/%d: %.180s", redis->url.host, redis->url.port,
              redis->url.db, what);
    return result;
}

static void disconnect(struct redis *redis)
{
    if (redis->context != NULL) {
        redisFree(redis->context);
        redis->context = NULL;
    }
}

/* Errors that time cures, by the first word of the reply. */
static int classify(const char *text)
{
    static const struct {
        const char *word;
        int result;
    } rows[] = {
        {"OOM ", REDIS_FULL},         {"LOADING ", REDIS_AWAY}, {"MASTERDOWN ", REDIS_AWAY},
        {"READONLY ", REDIS_AWAY},    {"BUSY ", REDIS_AWAY},    {"TRYAGAIN ", REDIS_AWAY},
        {"CLUSTERDOWN ", REDIS_AWAY}, {"MISCONF ", REDIS_AWAY}, {"NOREPLICAS ", REDIS_AWAY},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strncmp(text, rows[i].word, strlen(rows[i].word)) == 0) {
            return rows[i].result;
        }
    }
    return REDIS_REFUSED;
}

static int take(struct redis *redis, redisReply *reply, redisReply **out, struct sw_error *err)
{
    if (reply == NULL) {
        int result = fail(redis, err, REDIS_AWAY,
                          redis->context->errstr[0] ? redis->context->errstr : "connection lost");
        disconnect(redis);
        return result;
    }
    if (reply->type == REDIS_REPLY_ERROR) {
        int result = fail(redis, err, classify(reply->str), reply->str);
        freeReplyObject(reply);
        return result;
    }
    if (out != NULL) {
        *out = reply;
    } else {
        freeReplyObject(reply);
    }
    return REDIS_OK_RESULT;
}

struct redis *redis_new(const struct redis_url *url, int timeout_ms)
{
    struct redis *redis = calloc(1, sizeof *redis);
    if (redis != NULL) {
        redis->url = *url;
        redis->timeout.tv_sec = timeout_ms / 1000;
        redis->timeout.tv_usec = timeout_ms % 1000 * 1000;
    }
    return redis;
}

void redis_free(struct redis *redis)
{
    if (redis != NULL) {
        disconnect(redis);
        free(redis);
    }
}

bool redis_connected(const struct redis *redis)
{
    return redis->context != NULL;
}

static int log_in(struct redis *redis, struct sw_error *err)
{
    const struct redis_url *url = &redis->url;
    int result = REDIS_OK_RESULT;
    if (url->user[0] != '\0') {
        result = redis_callf(redis, NULL, err, "AUTH %s %s", url->user, url->password);
    } else if (url->password[0] != '\0') {
        result = redis_callf(redis, NULL, err, "AUTH %s", url->password);
    }
    if (result == REDIS_OK_RESULT) {
        result = url->db != 0 ? redis_callf(redis, NULL, err, "SELECT %d", url->db)
                              : redis_callf(redis, NULL, err, "PING");
    }
    return result;
}

int redis_connect(struct redis *redis, struct sw_error *err)
{
    if (redis->context != NULL) {
        return REDIS_OK_RESULT;
    }
    redis->context = redisConnectWithTimeout(redis->url.host, redis->url.port, redis->timeout);
    if (redis->context == NULL) {
        return fail(redis, err, REDIS_AWAY, "no memory");
    }
    if (redis->context->err != 0) {
        int result = fail(redis, err, REDIS_AWAY, redis->context->errstr);
        disconnect(redis);
        return result;
    }
    redisSetTimeout(redis->context, redis->timeout);
    int result = log_in(redis, err);
    if (result != REDIS_OK_RESULT) {
        disconnect(redis);
    }
    return result;
}

int redis_call(struct redis *redis, int argc, const char **argv, const size_t *lens,
               redisReply **out, struct sw_error *err)
{
    if (redis->context == NULL) {
        return fail(redis, err, REDIS_AWAY, "not connected");
    }
    return take(redis, redisCommandArgv(redis->context, argc, argv, lens), out, err);
}

int redis_callf(struct redis *redis, redisReply **out, struct sw_error *err, const char *format,
                ...)
{
    va_list arguments;
    if (redis->context == NULL) {
        return fail(redis, err, REDIS_AWAY, "not connected");
    }
    va_start(arguments, format);
    redisReply *reply = redisvCommand(redis->context, format, arguments);
    va_end(arguments);
    return take(redis, reply, out, err);
}
