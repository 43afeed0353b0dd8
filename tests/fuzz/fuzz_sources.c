/*
 * Any bytes as what the producer reads: lines in pieces of any size, then each line, and the whole
 * as plain text, on its way to a record.
 */
#include <stdlib.h>
#include <string.h>

#include "outgoing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes in pieces, so that lines lie across the reads. */
struct feed {
    const uint8_t *at;
    size_t len, piece;
};

static ssize_t read_feed(void *context, char *to, size_t size)
{
    struct feed *feed = context;
    size_t n = feed->len < feed->piece ? feed->len : feed->piece;
    n = n < size ? n : size;
    if (n > 0) {
        memcpy(to, feed->at, n);
    }
    feed->at += n;
    feed->len -= n;
    return (ssize_t)n;
}

static void make(const struct item *item, bool check, struct sw_arena *arena)
{
    const struct outgoing_rules rules = {.key_is_url = true, .check = check};
    struct outgoing out;
    struct sw_error err = {0};
    sw_arena_reset(arena);
    int status = outgoing_make(&out, item, &rules, arena, &err);
    if (status == SW_OK ? out.key.len == 0 : err.text[0] == '\0') {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    struct feed feed = {data + 2, size - 2, (size_t)data[0] + 1};
    struct sw_arena *arena = sw_arena_new((size_t)64 << 20);
    struct lines lines;
    struct item item = {.name = "fuzz"};
    struct sw_error err;
    size_t max = (size_t)data[1] * 16 + 1;
    lines_init(&lines, read_feed, &feed, max);
    for (int status; (status = lines_next(&lines, &item.value, &err)) != LINES_END;) {
        if (status == LINES_LINE) {
            if (item.value.len > max) {
                abort();
            }
            make(&item, true, arena);
            make(&item, false, arena);
        } else if (status != SW_ETOOBIG) {
            abort();
        }
    }
    if (lines.offset != size - 2) {
        abort();
    }
    lines_clear(&lines);
    item.value = (struct sw_text){(const char *)data + 2, size - 2};
    item.is_text = true;
    make(&item, true, arena);
    sw_arena_free(arena);
    return 0;
}
