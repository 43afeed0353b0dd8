#include "offset_ranges.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void offset_ranges_clear(struct offset_ranges *ranges)
{
    free(ranges->at);
    *ranges = (struct offset_ranges){0};
}

/* The first range that ends at or after the offset. */
static size_t find(const struct offset_ranges *ranges, int64_t offset)
{
    size_t low = 0, high = ranges->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ranges->at[middle].last < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool offset_ranges_has(const struct offset_ranges *ranges, int64_t offset)
{
    size_t i = find(ranges, offset);
    return i < ranges->n && ranges->at[i].first <= offset;
}

static int make_room(struct offset_ranges *ranges)
{
    if (ranges->n < ranges->size) {
        return SW_OK;
    }
    size_t size = ranges->size > 0 ? 2 * ranges->size : 16;
    struct offset_range *grown = realloc(ranges->at, size * sizeof *grown);
    if (grown == NULL) {
        return SW_ENOMEM;
    }
    ranges->at = grown;
    ranges->size = size;
    return SW_OK;
}

int offset_ranges_add(struct offset_ranges *ranges, int64_t first, int64_t last)
{
    if (make_room(ranges) != SW_OK) {
        return SW_ENOMEM;
    }
    /* All that touch or overlap first..last become one. */
    size_t from = find(ranges, first - 1), to = from;
    for (; to < ranges->n && ranges->at[to].first <= last + 1; to++) {
        first = ranges->at[to].first < first ? ranges->at[to].first : first;
        last = ranges->at[to].last > last ? ranges->at[to].last : last;
    }
    memmove(ranges->at + from + 1, ranges->at + to, (ranges->n - to) * sizeof *ranges->at);
    ranges->n = ranges->n - (to - from) + 1;
    ranges->at[from] = (struct offset_range){first, last};
    return SW_OK;
}

void offset_ranges_drop_below(struct offset_ranges *ranges, int64_t offset)
{
    size_t gone = find(ranges, offset);
    if (gone > 0) {
        memmove(ranges->at, ranges->at + gone, (ranges->n - gone) * sizeof *ranges->at);
        ranges->n -= gone;
    }
    if (ranges->n > 0 && ranges->at[0].first < offset) {
        ranges->at[0].first = offset;
    }
}

/* A number at *at; false where there is none that fits. */
static bool read_number(const char **at, const char *end, int64_t *out)
{
    const char *start = *at;
    int64_t value = 0;
    for (; *at < end && **at >= '0' && **at <= '9'; (*at)++) {
        if (*at - start >= 18) {
            return false;
        }
        value = 10 * value + (**at - '0');
    }
    *out = value;
    return *at > start;
}

int offset_ranges_parse(struct offset_ranges *ranges, struct sw_text text)
{
    const char *at = text.at, *end = text.at + text.len;
    while (at < end) {
        int64_t first, last;
        if (!read_number(&at, end, &first)) {
            return SW_EFORMAT;
        }
        last = first;
        if (at < end && *at == '-') {
            at++;
            if (!read_number(&at, end, &last) || last < first) {
                return SW_EFORMAT;
            }
        }
        if (at < end && (*at++ != ',' || at == end)) {
            return SW_EFORMAT;
        }
        if (offset_ranges_add(ranges, first, last) != SW_OK) {
            return SW_ENOMEM;
        }
    }
    return SW_OK;
}

size_t offset_ranges_print(const struct offset_ranges *ranges, char *out, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < ranges->n; i++) {
        char one[64];
        const struct offset_range *range = &ranges->at[i];
        int n = range->first == range->last
                    ? snprintf(one, sizeof one, "%s%" PRId64, i > 0 ? "," : "", range->first)
                    : snprintf(one, sizeof one, "%s%" PRId64 "-%" PRId64, i > 0 ? "," : "",
                               range->first, range->last);
        if (len + (size_t)n + 1 > size) {
            return 0;
        }
        memcpy(out + len, one, (size_t)n + 1);
        len += (size_t)n;
    }
    return len;
}
