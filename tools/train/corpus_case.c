#include "corpus_case.h"

#include <string.h>

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_small(c) || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static void to_capitals(char *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        at[i] = (char)(is_small(at[i]) ? at[i] - 32 : at[i]);
    }
}

static void to_small(char *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        at[i] = (char)(at[i] >= 'A' && at[i] <= 'Z' ? at[i] + 32 : at[i]);
    }
}

/* As headlines are written: a capital on each word of four letters or more. */
static void to_title(char *at, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t end = i;
        while (end < len && is_letter(at[end])) {
            end++;
        }
        if (is_small(at[i]) && (i == 0 || at[i - 1] == ' ' || at[i - 1] == '\n') && end - i >= 4) {
            at[i] = (char)(at[i] - 32);
        }
        i = end + 1;
    }
}

static const struct {
    void (*change)(char *at, size_t len);
    uint32_t one_in;
} changes[] = {{to_capitals, 24}, {to_title, 16}, {to_small, 40}};

static uint32_t next_random(uint32_t *state)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return *state >> 8;
}

/* A copy of the part of a text with its spans. */
static void copy_part(struct corpus *corpus, size_t from, uint32_t start, uint32_t end,
                      void (*change)(char *at, size_t len))
{
    struct corpus_text *copy = corpus_add(corpus, corpus->texts[from].outside);
    const struct corpus_text *text = &corpus->texts[from];
    corpus_append(copy, text->at + start, end - start);
    change(copy->at, copy->len);
    for (uint32_t i = 0; i < text->n_spans; i++) {
        const struct corpus_span *span = &text->spans[i];
        if (span->start >= start && span->end <= end) {
            corpus_mark(copy, span->start - start, span->end - start, span->types);
        }
    }
}

void corpus_add_cases(struct corpus *corpus, uint32_t seed)
{
    size_t n = corpus->n;
    for (size_t i = 0; i < n; i++) {
        uint32_t len = (uint32_t)corpus->texts[i].len;
        for (uint32_t start = 0; start < len;) {
            const char *at = corpus->texts[i].at + start;
            const char *newline = memchr(at, '\n', len - start);
            uint32_t end = newline != NULL ? (uint32_t)(newline - corpus->texts[i].at) : len;
            for (size_t c = 0; c < sizeof changes / sizeof changes[0]; c++) {
                if (end - start >= 20 && next_random(&seed) % changes[c].one_in == 0) {
                    copy_part(corpus, i, start, end, changes[c].change);
                }
            }
            start = end + 1;
        }
    }
}
