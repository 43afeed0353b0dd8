#include "names_features.h"

#include "hash.h"

#define PEOPLE (uint32_t)(NAMES_GIVEN | NAMES_FAMILY)

/* One round of mixing: two passes of the tables follow, so speed counts here. */
static inline uint64_t feature(uint32_t template_id, uint64_t a, uint64_t b)
{
    return hash_mix(a + ((uint64_t)(template_id + 1) << 40), b);
}

/* The first and the last four bytes of a token, small letters; fewer where it is shorter. */
struct affixes {
    uint32_t first, last;
};

static uint32_t small(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c + 32u : c;
}

static struct affixes affixes_of(const struct names_view *view, uint32_t look)
{
    struct sw_text word = token_text(view->document, names_token(view, look));
    struct affixes affixes = {0, 0};
    size_t n = word.len < 4 ? word.len : 4;
    for (size_t i = 0; i < n; i++) {
        affixes.first |= small((unsigned char)word.at[i]) << (8 * i);
        affixes.last |= small((unsigned char)word.at[word.len - 1 - i]) << (8 * i);
    }
    return affixes;
}

static uint64_t pair(uint64_t a, uint64_t b)
{
    return a << 32 | b;
}

static uint64_t known(const struct names_look *look)
{
    return (uint64_t)look->kinds << 2 | look->place;
}

static uint64_t lists(const struct names_look *look)
{
    return (uint64_t)(look->lists & PEOPLE) << 2 | (look->shape & 3u);
}

static uint64_t *add_words(uint64_t *out, const struct names_look *l, uint32_t shape)
{
    *out++ = feature(0, shape, 0);
    *out++ = feature(1, l[0].lower, 0);
    *out++ = feature(2, l[0].lower, shape);
    *out++ = feature(3, l[-1].lower, 0);
    *out++ = feature(4, l[1].lower, 0);
    *out++ = feature(5, l[-2].lower, 0);
    *out++ = feature(6, l[2].lower, 0);
    *out++ = feature(7, pair(l[-1].lower, l[0].lower), 0);
    *out++ = feature(8, pair(l[0].lower, l[1].lower), 0);
    *out++ = feature(9, pair(l[-1].lower, l[1].lower), 0);
    return out;
}

static uint64_t *add_affixes(uint64_t *out, struct affixes affixes, uint32_t shape)
{
    *out++ = feature(13, affixes.last & 0xFFFFu, shape);
    *out++ = feature(14, affixes.last & 0xFFFFFFu, 0);
    *out++ = feature(15, affixes.last, 0);
    *out++ = feature(17, affixes.first & 0xFFFFFFu, 0);
    *out++ = feature(18, affixes.first, 0);
    return out;
}

static uint64_t *add_clusters(uint64_t *out, const struct names_look *l, uint32_t shape)
{
    *out++ = feature(19, l[0].fine, shape & 3u);
    *out++ = feature(20, l[-1].fine, 0);
    *out++ = feature(21, l[1].fine, 0);
    *out++ = feature(22, l[-2].fine, 0);
    *out++ = feature(23, l[2].fine, 0);
    *out++ = feature(24, l[0].coarse, shape);
    *out++ = feature(25, pair(l[-1].coarse, l[0].coarse), l[-1].shape & 3u);
    *out++ = feature(26, pair(l[0].coarse, l[1].coarse), l[1].shape & 3u);
    *out++ = feature(27, pair(l[-1].coarse, l[1].coarse), 0);
    *out++ = feature(55, l[0].view, shape & 3u);
    return out;
}

static uint64_t *add_lists(uint64_t *out, const struct names_look *l, uint32_t shape)
{
    *out++ = feature(32, known(&l[0]), shape);
    *out++ = feature(33, pair(known(&l[-1]), known(&l[0])), known(&l[1]));
    *out++ = feature(36, (uint64_t)(l[0].lists & PEOPLE) << 8 | l[0].rank, shape);
    *out++ = feature(37, pair(lists(&l[-1]), lists(&l[0])), lists(&l[1]));
    *out++ = feature(38, (uint64_t)l[0].rank << 8 | l[0].flags, shape);
    *out++ = feature(39, l[0].lower, l[0].flags & (NAMES_SEEN_SMALL | NAMES_SEEN_CAPITAL));
    if ((l[0].flags & (NAMES_SHORT_FORM | NAMES_HAS_SHORT)) != 0) {
        *out++ = feature(58, l[-1].flags, pair(l[0].flags, l[1].flags));
        *out++ = feature(59, l[-2].lower, l[0].flags);
    }
    return out;
}

/* The run of capitalised words: its ends, what stands before and after, the place in it. */
static uint64_t *add_run(uint64_t *out, const struct names_view *view, uint32_t at)
{
    const struct names_look *looks = view->looks, *l = &looks[at];
    const struct names_look *first = &looks[l->run_first], *last = &looks[l->run_last];
    uint32_t from_start = at - l->run_first, to_end = l->run_last - at;
    uint32_t place = (from_start < 3 ? from_start : 3) << 2 | (to_end < 3 ? to_end : 3);
    *out++ = feature(40, place, l->flags & NAMES_START);
    *out++ = feature(41, last->lower, place);
    *out++ = feature(43, first[-1].lower, place);
    *out++ = feature(44, last[1].lower, place);
    *out++ = feature(45, last->fine, place);
    *out++ = feature(46, pair(first[-1].coarse, last[1].coarse), place);
    *out++ = feature(48, pair(lists(first), lists(last)), place);
    *out++ = feature(49, pair(known(first), known(last)), place);
    return out;
}

/* The word where the text has it in its longest run: what a short form is short for. */
static uint64_t *add_longest(uint64_t *out, const struct names_view *view,
                             const struct names_look *l)
{
    const struct names_look *looks = view->looks, *long_form = &looks[l->longest];
    if (l->longest != 0) {
        const struct names_look *first = &looks[long_form->run_first];
        const struct names_look *last = &looks[long_form->run_last];
        uint32_t place = (long_form == first ? 1u : 0) | (long_form == last ? 2u : 0);
        *out++ = feature(50, pair(lists(first), lists(last)), place);
        *out++ = feature(51, last->lower, place);
        *out++ = feature(54, pair(first->coarse, last->coarse), place);
    }
    return out;
}

uint32_t names_features(const struct names_view *view, const struct names_sentence *sentence,
                        uint32_t look, uint64_t *out)
{
    const struct names_look *l = &view->looks[look];
    uint32_t shape = (uint32_t)l->shape | (uint32_t)sentence->written << 8;
    uint64_t *at = add_words(out, l, shape);
    at = add_affixes(at, affixes_of(view, look), shape);
    at = add_clusters(at, l, shape);
    at = add_lists(at, l, shape);
    at = add_run(at, view, look);
    at = add_longest(at, view, l);
    return (uint32_t)(at - out);
}
