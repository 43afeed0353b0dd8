#include "counter_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

/* A scan of more keys or fields than this is given up: it would be no store of ours. */
enum { ROUNDS_MAX = 1000000, NAME_MAX_BYTES = 512 };

static int odd_answer(struct sw_error *err)
{
    error_set(err, SW_EFORMAT, "redis: an answer of an unknown shape");
    return REDIS_REFUSED;
}

static bool is_scan(const redisReply *reply)
{
    return reply->type == REDIS_REPLY_ARRAY && reply->elements == 2 &&
           reply->element[0]->type == REDIS_REPLY_STRING &&
           reply->element[1]->type == REDIS_REPLY_ARRAY;
}

/* Takes a page of a scan. */
typedef int take_page(void *context, const redisReply *items, struct sw_error *err);

/* SCAN, or HSCAN of a key, to its end. */
static int scan(struct redis *redis, const char *key, const char *pattern, take_page *take,
                void *context, struct sw_error *err)
{
    char cursor[32] = "0";
    for (int round = 0; round < ROUNDS_MAX; round++) {
        redisReply *reply = NULL;
        int result =
            key != NULL
                ? redis_callf(redis, &reply, err, "HSCAN %s %s COUNT 1000", key, cursor)
                : redis_callf(redis, &reply, err, "SCAN %s MATCH %s COUNT 1000", cursor, pattern);
        if (result != REDIS_OK_RESULT) {
            return result;
        }
        result = is_scan(reply) ? take(context, reply->element[1], err) : odd_answer(err);
        if (result == REDIS_OK_RESULT) {
            snprintf(cursor, sizeof cursor, "%s", reply->element[0]->str);
        }
        freeReplyObject(reply);
        if (result != REDIS_OK_RESULT || strcmp(cursor, "0") == 0) {
            return result;
        }
    }
    return odd_answer(err);
}

/* ---- Partitions ------------------------------------------------------------------------------ */

struct partition_list {
    size_t prefix_len; /* of "{stancewire:<topic>:" */
    int32_t *at;
    size_t n;
};

static int take_partitions(void *context, const redisReply *items, struct sw_error *err)
{
    struct partition_list *list = context;
    int32_t *grown = realloc(list->at, (list->n + items->elements + 1) * sizeof *grown);
    if (grown == NULL) {
        return odd_answer(err);
    }
    list->at = grown;
    for (size_t i = 0; i < items->elements; i++) {
        const char *number = items->element[i]->str + list->prefix_len;
        char *end;
        long id = strtol(number, &end, 10);
        if (end > number && strcmp(end, "}:state") == 0 && id >= 0 && id <= INT32_MAX) {
            list->at[list->n++] = (int32_t)id;
        }
    }
    return REDIS_OK_RESULT;
}

static int compare_ids(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

int counter_read_partitions(struct counter_store *store, int32_t **out, size_t *n,
                            struct sw_error *err)
{
    struct partition_list list = {0};
    char pattern[NAME_MAX_BYTES];
    list.prefix_len =
        (size_t)snprintf(pattern, sizeof pattern, "{stancewire:%s:", counter_store_topic(store));
    snprintf(pattern + list.prefix_len, sizeof pattern - list.prefix_len, "*}:state");
    int result = scan(counter_store_redis(store), NULL, pattern, take_partitions, &list, err);
    if (result != REDIS_OK_RESULT) {
        free(list.at);
        return result;
    }
    size_t unique = 0;
    if (list.n > 0) {
        qsort(list.at, list.n, sizeof *list.at, compare_ids);
    }
    for (size_t i = 0; i < list.n; i++) {
        if (i == 0 || list.at[i] != list.at[i - 1]) {
            list.at[unique++] = list.at[i];
        }
    }
    *out = list.at;
    *n = unique;
    return REDIS_OK_RESULT;
}

/* ---- Hashes ---------------------------------------------------------------------------------- */

struct hash_target {
    struct counter_batch *into;
    uint16_t bucket;
    enum counter_kind kind;
    int32_t partition;
};

/* A field may come twice while the hash grows: a partition adds to a cell once. */
static int take_fields(void *context, const redisReply *items, struct sw_error *err)
{
    const struct hash_target *target = context;
    for (size_t i = 0; i + 1 < items->elements; i += 2) {
        const redisReply *field = items->element[i], *value = items->element[i + 1];
        if (field->type != REDIS_REPLY_STRING || value->type != REDIS_REPLY_STRING) {
            return odd_answer(err);
        }
        counter_batch_add_once(target->into, target->bucket, target->kind,
                               (struct sw_text){field->str, (size_t)field->len},
                               strtoll(value->str, NULL, 10), target->partition);
    }
    return REDIS_OK_RESULT;
}

int counter_read_hash(struct counter_store *store, int32_t partition, const char *bucket,
                      enum counter_kind kind, struct counter_batch *into, uint16_t into_bucket,
                      struct sw_error *err)
{
    char key[NAME_MAX_BYTES];
    struct hash_target target = {into, into_bucket, kind, partition};
    snprintf(key, sizeof key, "{stancewire:%s:%" PRId32 "}:%s:%s", counter_store_topic(store),
             partition, bucket, counter_kind_name(kind));
    return scan(counter_store_redis(store), key, NULL, take_fields, &target, err);
}

/* ---- Buckets --------------------------------------------------------------------------------- */

struct bucket_lines {
    size_t prefix_len;
    char *text;
    size_t len;
};

/* Every bucket has sums: its key stands for the bucket. */
static int take_buckets(void *context, const redisReply *items, struct sw_error *err)
{
    struct bucket_lines *lines = context;
    for (size_t i = 0; i < items->elements; i++) {
        const char *name = items->element[i]->str + lines->prefix_len;
        size_t len = strlen(name) - strlen(":sums");
        char *grown = realloc(lines->text, lines->len + len + 2);
        if (grown == NULL) {
            return odd_answer(err);
        }
        lines->text = grown;
        memcpy(grown + lines->len, name, len);
        lines->len += len;
        grown[lines->len++] = '\n';
        grown[lines->len] = '\0';
    }
    return REDIS_OK_RESULT;
}

int counter_read_buckets(struct counter_store *store, int32_t partition, const char *prefix,
                         char **out, struct sw_error *err)
{
    struct bucket_lines lines = {0};
    char pattern[NAME_MAX_BYTES];
    lines.prefix_len =
        (size_t)snprintf(pattern, sizeof pattern,
                         "{stancewire:%s:%" PRId32 "}:", counter_store_topic(store), partition);
    snprintf(pattern + lines.prefix_len, sizeof pattern - lines.prefix_len, "%s*:sums", prefix);
    int result = scan(counter_store_redis(store), NULL, pattern, take_buckets, &lines, err);
    if (result == REDIS_OK_RESULT && lines.text == NULL) {
        lines.text = calloc(1, 1);
        result = lines.text != NULL ? REDIS_OK_RESULT : odd_answer(err);
    }
    if (result != REDIS_OK_RESULT) {
        free(lines.text);
        return result;
    }
    *out = lines.text;
    return REDIS_OK_RESULT;
}
