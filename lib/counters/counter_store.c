#include "counter_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article_date.h"
#include "counter_arguments.h"
#include "counter_script.h"
#include "error.h"

enum { TOPIC_MAX = 249, KEY_MAX = 400, SCAN_ROUNDS_MAX = 1000000 };

struct counter_store {
    struct redis *redis;
    char topic[TOPIC_MAX + 1];
    char area[16];
    char apply_sha[41];
    bool ready; /* checked and loaded since it was connected */
};

const char *counter_kind_name(enum counter_kind kind)
{
    static const char *const names[COUNTER_KINDS] = {
        "sums", "entities", "mentions", "favor", "against", "markers", "outlets",
    };
    return names[kind];
}

size_t counter_bucket_name(char out[40], const struct counter_bucket *bucket)
{
    int64_t year, day_number = bucket->start_s / 86400 - (bucket->start_s % 86400 < 0);
    int month, day, n;
    civil_from_days(day_number, &year, &month, &day);
    if (bucket->span == COUNTER_TOTAL) {
        n = snprintf(out, 40, "total");
    } else if (bucket->span == COUNTER_DAY) {
        n = snprintf(out, 40, "day:%04d-%02d-%02d", (int)year, month, day);
    } else {
        n = snprintf(out, 40, "hour:%04d-%02d-%02dT%02d", (int)year, month, day,
                     (int)((bucket->start_s - day_number * 86400) / 3600));
    }
    return (size_t)n;
}

struct counter_store *counter_store_new(const struct redis_url *url, const char *topic,
                                        const char *area, int timeout_ms)
{
    struct counter_store *store = calloc(1, sizeof *store);
    if (store == NULL || (store->redis = redis_new(url, timeout_ms)) == NULL) {
        free(store);
        return NULL;
    }
    snprintf(store->topic, sizeof store->topic, "%s", topic);
    snprintf(store->area, sizeof store->area, "%s", area);
    return store;
}

void counter_store_free(struct counter_store *store)
{
    if (store != NULL) {
        redis_free(store->redis);
        free(store);
    }
}

bool counter_store_connected(const struct counter_store *store)
{
    return store->ready && redis_connected(store->redis);
}

const char *counter_store_topic(const struct counter_store *store)
{
    return store->topic;
}

struct redis *counter_store_redis(struct counter_store *store)
{
    return store->redis;
}

static size_t key_name(char out[KEY_MAX], const struct counter_store *store, int32_t partition,
                       const char *rest)
{
    int n = snprintf(out, KEY_MAX, "{stancewire:%s:%" PRId32 "}:%s%s", store->topic, partition,
                     store->area, rest);
    return (size_t)n;
}

static int refused(struct sw_error *err, const char *what)
{
    error_set(err, SW_EMISSING, "redis: %s", what);
    return REDIS_REFUSED;
}

/* A Redis that may throw counters away when memory is short is no store. */
static int check_policy(struct counter_store *store, struct sw_error *err)
{
    redisReply *reply = NULL;
    int result = redis_callf(store->redis, &reply, err, "INFO memory");
    if (result != REDIS_OK_RESULT) {
        return result == REDIS_REFUSED ? REDIS_OK_RESULT : result; /* an ACL may forbid INFO */
    }
    if (reply->type == REDIS_REPLY_STRING && strstr(reply->str, "\nmaxmemory:0\r") == NULL &&
        strstr(reply->str, "\nmaxmemory_policy:") != NULL &&
        strstr(reply->str, "\nmaxmemory_policy:noeviction\r") == NULL) {
        result = refused(err, "it evicts keys when memory is short and would lose counters: set"
                              " maxmemory-policy noeviction");
    }
    freeReplyObject(reply);
    return result;
}

static int load_script(struct counter_store *store, struct sw_error *err)
{
    redisReply *reply = NULL;
    int result = redis_callf(store->redis, &reply, err, "SCRIPT LOAD %s", counter_script_apply);
    if (result != REDIS_OK_RESULT) {
        return result;
    }
    if (reply->type == REDIS_REPLY_STRING && reply->len == 40) {
        memcpy(store->apply_sha, reply->str, 41);
    } else {
        result = refused(err, "SCRIPT LOAD gave no digest");
    }
    freeReplyObject(reply);
    return result;
}

int counter_store_connect(struct counter_store *store, struct sw_error *err)
{
    if (counter_store_connected(store)) {
        return REDIS_OK_RESULT;
    }
    store->ready = false;
    int result = redis_connect(store->redis, err);
    if (result == REDIS_OK_RESULT) {
        result = check_policy(store, err);
    }
    if (result == REDIS_OK_RESULT) {
        result = load_script(store, err);
    }
    store->ready = result == REDIS_OK_RESULT;
    return result;
}

static bool parse_offset(const redisReply *reply, int64_t *out)
{
    char *end;
    if (reply->type != REDIS_REPLY_STRING || reply->len == 0) {
        return false;
    }
    long long value = strtoll(reply->str, &end, 10);
    *out = value;
    return *end == '\0' && value >= 0;
}

/* next and base, as the scripts return them. */
static int read_position(struct counter_position *out, const redisReply *next,
                         const redisReply *base, struct sw_error *err)
{
    struct counter_position position = {.known = next->type == REDIS_REPLY_STRING && next->len > 0};
    if (position.known &&
        (!parse_offset(next, &position.next) || !parse_offset(base, &position.base))) {
        return refused(err, "the offsets in the counters' state are not ours");
    }
    *out = position;
    return REDIS_OK_RESULT;
}

static int read_window(struct near_window *window, const redisReply *lines, struct sw_error *err)
{
    near_window_empty(window);
    for (size_t i = 0; i < lines->elements; i++) {
        const redisReply *line = lines->element[i];
        int status = near_window_add_line(window, (struct sw_text){line->str, (size_t)line->len});
        if (status == SW_ENOMEM) {
            return refused(err, "no memory for the window of fingerprints");
        }
        if (status != SW_OK) {
            return refused(err, "the window of fingerprints is not ours");
        }
    }
    return REDIS_OK_RESULT;
}

/* The position alone: readers that want no window need not carry it over. */
static int open_position(struct counter_store *store, const char *state,
                         struct counter_position *out, struct sw_error *err)
{
    redisReply *reply = NULL;
    int result = redis_callf(store->redis, &reply, err, "HMGET %s next base", state);
    if (result != REDIS_OK_RESULT) {
        return result;
    }
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) {
        result = refused(err, "an answer of an unknown shape");
    } else {
        result = read_position(out, reply->element[0], reply->element[1], err);
    }
    freeReplyObject(reply);
    return result;
}

static int open_with_window(struct counter_store *store, const char *state, const char *lines,
                            struct counter_position *out, struct near_window *window,
                            struct sw_error *err)
{
    redisReply *reply = NULL;
    struct counter_position position;
    int result = redis_callf(store->redis, &reply, err, "EVAL %s 2 %s %s", counter_script_open,
                             state, lines);
    if (result != REDIS_OK_RESULT) {
        return result;
    }
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) {
        result = refused(err, "an answer of an unknown shape");
    } else {
        result = read_position(&position, reply->element[0], reply->element[1], err);
    }
    if (result == REDIS_OK_RESULT) {
        result = read_window(window, reply->element[2], err);
    }
    if (result == REDIS_OK_RESULT) {
        *out = position;
    }
    freeReplyObject(reply);
    return result;
}

int counter_store_open(struct counter_store *store, int32_t partition, struct counter_position *out,
                       struct near_window *window, struct sw_error *err)
{
    char state[KEY_MAX], lines[KEY_MAX];
    key_name(state, store, partition, "state");
    key_name(lines, store, partition, "window");
    return window != NULL ? open_with_window(store, state, lines, out, window, err)
                          : open_position(store, state, out, err);
}

/* One key for each bucket and kind that the batch has cells of. */
static unsigned add_keys(struct arguments *arguments, const struct counter_store *store,
                         int32_t partition, const struct counter_batch *batch)
{
    char bucket[40], rest[80], key[KEY_MAX];
    unsigned n = 0;
    for (uint32_t b = 0; b < batch->n_buckets; b++) {
        counter_bucket_name(bucket, &batch->buckets[b]);
        for (int kind = 0; kind < COUNTER_KINDS; kind++) {
            if (batch->hash_heads[b * COUNTER_KINDS + (uint32_t)kind] != 0) {
                snprintf(rest, sizeof rest, "%s:%s", bucket,
                         counter_kind_name((enum counter_kind)kind));
                arguments_copy(arguments, key, key_name(key, store, partition, rest));
                n++;
            }
        }
    }
    return n;
}

static void add_hash(struct arguments *arguments, const struct counter_batch *batch, uint32_t head,
                     int64_t expire_s)
{
    int64_t n = 0;
    for (uint32_t i = head; i != 0; i = batch->cells[i - 1].next_of_hash) {
        n++;
    }
    arguments_number(arguments, expire_s);
    arguments_number(arguments, n);
    for (uint32_t i = head; i != 0; i = batch->cells[i - 1].next_of_hash) {
        const struct counter_cell *cell = &batch->cells[i - 1];
        arguments_add(arguments, batch->text + cell->field, cell->len);
        arguments_number(arguments, cell->n);
    }
}

static void add_window(struct arguments *arguments, const struct counter_batch *batch)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < batch->window_len; i++) {
        n += batch->window[i] == '\n';
    }
    arguments_number(arguments, n);
    for (const char *at = batch->window, *end = at + batch->window_len; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        arguments_add(arguments, at, (size_t)(stop - at));
        at = stop + 1;
    }
}

/* EVALSHA <sha> <number of keys> KEYS… ARGV… (counter_script.c). */
static void build_apply(struct arguments *arguments, const struct counter_store *store,
                        int32_t partition, const struct counter_batch *batch, bool fresh)
{
    struct arguments keys = {0};
    char key[KEY_MAX];
    unsigned n_keys = 2 + add_keys(&keys, store, partition, batch);
    arguments_word(arguments, "EVALSHA");
    arguments_add(arguments, store->apply_sha, 40);
    arguments_number(arguments, n_keys);
    arguments_copy(arguments, key, key_name(key, store, partition, "state"));
    arguments_copy(arguments, key, key_name(key, store, partition, "window"));
    for (size_t i = 0; i < keys.n; i++) {
        arguments_copy(arguments, keys.at[i], keys.lens[i]);
    }
    if (fresh) {
        arguments_word(arguments, "");
    } else {
        arguments_number(arguments, batch->first);
    }
    arguments_number(arguments, batch->first);
    arguments_number(arguments, batch->next);
    arguments_number(arguments, NEAR_WINDOW_MAX);
    add_window(arguments, batch);
    for (uint32_t i = 0; i < batch->n_buckets * COUNTER_KINDS; i++) {
        if (batch->hash_heads[i] != 0) {
            add_hash(arguments, batch, batch->hash_heads[i],
                     batch->buckets[i / COUNTER_KINDS].expire_s);
        }
    }
    arguments->failed |= keys.failed;
    arguments_clear(&keys);
}

static int read_applied(const redisReply *reply, struct counter_position *out, struct sw_error *err)
{
    if (reply->type == REDIS_REPLY_ARRAY && reply->elements == 1) {
        return REDIS_OK_RESULT;
    }
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) {
        return refused(err, "an answer of an unknown shape");
    }
    int result = read_position(out, reply->element[1], reply->element[2], err);
    return result == REDIS_OK_RESULT ? COUNTER_MOVED : result;
}

static int send_apply(struct counter_store *store, struct arguments *arguments, redisReply **out,
                      struct sw_error *err)
{
    struct sw_error detail = {SW_OK, ""};
    int result =
        redis_call(store->redis, (int)arguments->n, arguments->at, arguments->lens, out, &detail);
    if (result == REDIS_REFUSED && strstr(detail.text, "NOSCRIPT") != NULL) {
        result = load_script(store, err);
        if (result == REDIS_OK_RESULT) {
            result = redis_call(store->redis, (int)arguments->n, arguments->at, arguments->lens,
                                out, &detail);
        }
    }
    if (result != REDIS_OK_RESULT && err != NULL && detail.text[0] != '\0') {
        *err = detail;
    }
    return result;
}

int counter_store_apply(struct counter_store *store, int32_t partition,
                        const struct counter_batch *batch, bool fresh, struct counter_position *out,
                        struct sw_error *err)
{
    struct arguments arguments = {0};
    redisReply *reply = NULL;
    int result;
    build_apply(&arguments, store, partition, batch, fresh);
    if (!arguments_ok(&arguments)) {
        result = refused(err, "no memory for a batch");
    } else {
        result = send_apply(store, &arguments, &reply, err);
    }
    if (result == REDIS_OK_RESULT) {
        result = read_applied(reply, out, err);
        freeReplyObject(reply);
    }
    arguments_clear(&arguments);
    return result;
}

/* Adds the keys of a pattern that `wanted` takes to arguments; SCAN may name one twice. */
static int scan_keys(struct counter_store *store, const char *pattern, struct arguments *arguments,
                     struct sw_error *err)
{
    char cursor[32] = "0";
    for (int round = 0; round < SCAN_ROUNDS_MAX; round++) {
        redisReply *reply = NULL;
        int result =
            redis_callf(store->redis, &reply, err, "SCAN %s MATCH %s COUNT 1000", cursor, pattern);
        if (result != REDIS_OK_RESULT) {
            return result;
        }
        const redisReply *keys = reply->element[1];
        for (size_t i = 0; i < keys->elements; i++) {
            arguments_copy(arguments, keys->element[i]->str, (size_t)keys->element[i]->len);
        }
        snprintf(cursor, sizeof cursor, "%s", reply->element[0]->str);
        freeReplyObject(reply);
        if (strcmp(cursor, "0") == 0) {
            return arguments_ok(arguments) ? REDIS_OK_RESULT : refused(err, "no memory");
        }
    }
    return refused(err, "a scan of the keys does not end");
}

int counter_store_drop(struct counter_store *store, int32_t partition, struct sw_error *err)
{
    struct arguments keys = {0};
    char pattern[KEY_MAX];
    key_name(pattern, store, partition, "*");
    int result = scan_keys(store, pattern, &keys, err);
    for (size_t i = 0; i < keys.n && result == REDIS_OK_RESULT; i++) {
        result = redis_callf(store->redis, NULL, err, "UNLINK %b", keys.at[i], keys.lens[i]);
    }
    arguments_clear(&keys);
    return result;
}

static bool seen_before(const struct arguments *keys, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (keys->lens[j] == keys->lens[i] &&
            memcmp(keys->at[j], keys->at[i], keys->lens[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The live keys first, then the pairs of a rebuilt key and its new name. */
static void build_swap(struct arguments *out, const struct arguments *keys, size_t prefix_len)
{
    static const char area[] = "rebuild:";
    struct arguments live = {0}, fresh = {0};
    for (size_t i = 0; i < keys->n; i++) {
        const char *rest = keys->at[i] + prefix_len;
        size_t rest_len = keys->lens[i] - prefix_len;
        if (seen_before(keys, i)) {
            continue;
        }
        if (rest_len < sizeof area - 1 || memcmp(rest, area, sizeof area - 1) != 0) {
            arguments_add(&live, keys->at[i], keys->lens[i]);
            continue;
        }
        char name[KEY_MAX];
        size_t len = rest_len - (sizeof area - 1);
        memcpy(name, keys->at[i], prefix_len);
        memcpy(name + prefix_len, rest + sizeof area - 1, len);
        arguments_add(&fresh, keys->at[i], keys->lens[i]);
        arguments_copy(&fresh, name, prefix_len + len);
    }
    arguments_word(out, "EVAL");
    arguments_word(out, counter_script_swap);
    arguments_number(out, (int64_t)(live.n + fresh.n));
    for (size_t i = 0; i < live.n; i++) {
        arguments_add(out, live.at[i], live.lens[i]);
    }
    for (size_t i = 0; i < fresh.n; i++) {
        arguments_copy(out, fresh.at[i], fresh.lens[i]);
    }
    arguments_number(out, (int64_t)live.n);
    out->failed |= live.failed || fresh.failed;
    arguments_clear(&live);
    arguments_clear(&fresh);
}

int counter_store_swap(struct counter_store *store, int32_t partition, struct sw_error *err)
{
    struct arguments keys = {0}, command = {0};
    char pattern[KEY_MAX];
    int n =
        snprintf(pattern, sizeof pattern, "{stancewire:%s:%" PRId32 "}:*", store->topic, partition);
    int result = scan_keys(store, pattern, &keys, err);
    if (result == REDIS_OK_RESULT) {
        build_swap(&command, &keys, (size_t)n - 1);
        result = arguments_ok(&command)
                     ? redis_call(store->redis, (int)command.n, command.at, command.lens, NULL, err)
                     : refused(err, "no memory");
    }
    arguments_clear(&command);
    arguments_clear(&keys);
    return result;
}
