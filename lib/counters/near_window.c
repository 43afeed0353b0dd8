#include "near_window.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY = NEAR_WINDOW_MAX + NEAR_SLACK };

static struct near_entry *entry_at(const struct near_window *window, uint32_t i)
{
    return &window->at[(window->start + i) % CAPACITY];
}

static unsigned distance(uint64_t a, uint64_t b)
{
    unsigned n = 0;
    for (uint64_t x = a ^ b; x != 0 && n <= NEAR_DISTANCE_MAX; x &= x - 1) {
        n++;
    }
    return n;
}

int near_window_init(struct near_window *window)
{
    *window = (struct near_window){.at = calloc(CAPACITY, sizeof *window->at)};
    return window->at != NULL ? SW_OK : SW_ENOMEM;
}

static void drop_newest(struct near_window *window)
{
    struct near_entry *entry = entry_at(window, --window->n);
    free(entry->url);
    entry->url = NULL;
}

void near_window_empty(struct near_window *window)
{
    while (window->n > 0) {
        drop_newest(window);
    }
}

void near_window_clear(struct near_window *window)
{
    near_window_empty(window);
    free(window->at);
    window->at = NULL;
}

const struct near_entry *near_window_find(const struct near_window *window, uint64_t fingerprint,
                                          int64_t offset)
{
    uint32_t end = window->n;
    if (fingerprint == 0) {
        return NULL;
    }
    while (end > 0 && entry_at(window, end - 1)->offset >= offset) {
        end--;
    }
    for (uint32_t i = end > NEAR_WINDOW_MAX ? end - NEAR_WINDOW_MAX : 0; i < end; i++) {
        const struct near_entry *entry = entry_at(window, i);
        if (distance(entry->fingerprint, fingerprint) <= NEAR_DISTANCE_MAX) {
            return entry;
        }
    }
    return NULL;
}

/* At most NEAR_URL_MAX bytes, without spaces and control characters, which no URL has. */
static char *copy_url(struct sw_text url)
{
    size_t len = url.len < NEAR_URL_MAX ? url.len : NEAR_URL_MAX;
    while (len < url.len && len > 0 && ((unsigned char)url.at[len] & 0xC0) == 0x80) {
        len--; /* not in the middle of a character */
    }
    char *out = malloc(len + 1);
    if (out != NULL) {
        size_t n = 0;
        for (size_t i = 0; i < len; i++) {
            if ((unsigned char)url.at[i] > ' ') {
                out[n++] = url.at[i];
            }
        }
        out[n] = '\0';
    }
    return out;
}

int near_window_add(struct near_window *window, uint64_t fingerprint, int64_t offset,
                    struct sw_text url)
{
    if (fingerprint == 0 || (window->n > 0 && entry_at(window, window->n - 1)->offset >= offset)) {
        return SW_OK;
    }
    char *copy = copy_url(url);
    if (copy == NULL) {
        return SW_ENOMEM;
    }
    if (window->n == CAPACITY) {
        free(window->at[window->start].url);
        window->start = (window->start + 1) % CAPACITY;
        window->n--;
    }
    *entry_at(window, window->n++) = (struct near_entry){fingerprint, offset, copy};
    return SW_OK;
}

const struct near_entry *near_window_last(const struct near_window *window)
{
    return window->n > 0 ? entry_at(window, window->n - 1) : NULL;
}

void near_window_rewind(struct near_window *window, int64_t offset)
{
    while (window->n > 0 && entry_at(window, window->n - 1)->offset >= offset) {
        drop_newest(window);
    }
}

size_t near_entry_print(char out[NEAR_LINE_MAX], const struct near_entry *entry)
{
    int n = snprintf(out, NEAR_LINE_MAX, "%016" PRIx64 " %" PRId64 " %s", entry->fingerprint,
                     entry->offset, entry->url);
    return (size_t)n;
}

int near_window_add_line(struct near_window *window, struct sw_text line)
{
    char text[NEAR_LINE_MAX];
    uint64_t fingerprint;
    int64_t offset;
    int read = 0;
    if (line.len >= sizeof text) {
        return SW_EFORMAT;
    }
    memcpy(text, line.at, line.len);
    text[line.len] = '\0';
    if (sscanf(text, "%16" SCNx64 " %" SCNd64 " %n", &fingerprint, &offset, &read) != 2 ||
        read == 0) {
        return SW_EFORMAT;
    }
    return near_window_add(window, fingerprint, offset,
                           (struct sw_text){text + read, line.len - (size_t)read});
}
