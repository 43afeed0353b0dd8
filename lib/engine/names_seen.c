#include "names_seen.h"

#include <string.h>

#include "error.h"

struct seen {
    uint32_t lower; /* 0: empty */
    uint16_t small, capital;
    uint32_t longest; /* the look of the word in the longest run, the first of such */
    bool short_form;
};

static uint32_t place_of(uint32_t lower)
{
    return (lower * UINT32_C(2654435769)) >> 7;
}

/* A power of two that holds the capitalised words at most half full. */
static uint32_t table_size(const struct names_view *view)
{
    uint32_t n = 0, size = 16;
    for (uint32_t i = 0; i < view->n_looks; i++) {
        n += (view->looks[i].flags & NAMES_CAPITAL) != 0;
    }
    while (size < 2 * n) {
        size *= 2;
    }
    return size;
}

static struct seen *seen_find(struct seen *slots, uint32_t mask, uint32_t lower)
{
    uint32_t i = place_of(lower);
    while (slots[i & mask].lower != 0 && slots[i & mask].lower != lower) {
        i++;
    }
    return &slots[i & mask];
}

static void add_one(uint16_t *count)
{
    *count = (uint16_t)(*count + (*count < UINT16_MAX));
}

/* Whether a capital says something here: inside a sentence that is written plainly. */
static bool tells(const struct names_sentence *sentence, const struct names_look *look)
{
    return sentence->written == NAMES_PLAIN_CASE &&
           (look->flags & (NAMES_CAPITAL | NAMES_START)) == NAMES_CAPITAL;
}

static uint32_t run_len(const struct names_look *look)
{
    return look->run_last - look->run_first;
}

static void count_seen(const struct names_view *view, struct seen *slots, uint32_t mask)
{
    for (uint32_t i = 0; i < view->n_looks; i++) {
        const struct names_look *look = &view->looks[i];
        if ((look->flags & NAMES_CAPITAL) != 0) {
            seen_find(slots, mask, look->lower)->lower = look->lower;
        }
    }
    for (uint32_t s = 0; s < view->n_sentences; s++) {
        const struct names_sentence *sentence = &view->sentences[s];
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            const struct names_look *look = &view->looks[i];
            struct seen *seen = seen_find(slots, mask, look->lower);
            if (seen->lower == 0) {
                continue;
            }
            if (sentence->written == NAMES_PLAIN_CASE && (look->flags & NAMES_CAPITAL) != 0 &&
                (seen->longest == 0 || run_len(look) > run_len(&view->looks[seen->longest]))) {
                seen->longest = i;
            }
            seen->short_form = seen->short_form || (look->flags & NAMES_SHORT_FORM) != 0;
            if (tells(sentence, look)) {
                add_one(&seen->capital);
            } else if ((look->flags & NAMES_CAPITAL) == 0 &&
                       sentence->written != NAMES_SMALL) {
                add_one(&seen->small);
            }
        }
    }
}

int names_mark_seen(struct names_view *view, struct sw_arena *arena, struct sw_error *err)
{
    uint32_t size = table_size(view), mask = size - 1;
    struct seen *slots = sw_arena_alloc(arena, size * sizeof *slots);
    if (slots == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the words of the text");
    }
    memset(slots, 0, size * sizeof *slots);
    count_seen(view, slots, mask);
    for (uint32_t s = 0; s < view->n_sentences; s++) {
        const struct names_sentence *sentence = &view->sentences[s];
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            struct names_look *look = &view->looks[i];
            if ((look->flags & NAMES_CAPITAL) == 0) {
                continue;
            }
            const struct seen *seen = seen_find(slots, mask, look->lower);
            look->longest = run_len(&view->looks[seen->longest]) > run_len(look) ? seen->longest : 0;
            look->flags |= (uint8_t)(seen->short_form && (look->shape & 3) == 3 ? NAMES_SHORT_FORM : 0);
            look->flags |= (uint8_t)(seen->small > 0 ? NAMES_SEEN_SMALL : 0);
            look->flags |=
                (uint8_t)(seen->capital > tells(sentence, look) ? NAMES_SEEN_CAPITAL : 0);
        }
    }
    return SW_OK;
}
