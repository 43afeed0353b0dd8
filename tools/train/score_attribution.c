#include "score_attribution.h"

#include <stdlib.h>

static uint32_t length(struct sw_spans spans)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < spans.n; i++) {
        n += spans.at[i].end - spans.at[i].start;
    }
    return n;
}

static uint32_t shared(struct sw_spans a, struct sw_spans b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a.n; i++) {
        for (uint32_t k = 0; k < b.n; k++) {
            uint32_t start = a.at[i].start > b.at[k].start ? a.at[i].start : b.at[k].start;
            uint32_t end = a.at[i].end < b.at[k].end ? a.at[i].end : b.at[k].end;
            n += end > start ? end - start : 0;
        }
    }
    return n;
}

static bool is_half(struct sw_spans a, struct sw_spans b)
{
    uint32_t n_a = length(a), n_b = length(b);
    return 2 * shared(a, b) >= (n_a > n_b ? n_a : n_b) && (n_a > 0) == (n_b > 0);
}

static bool is_same(struct sw_spans a, struct sw_spans b)
{
    uint32_t both = shared(a, b);
    return both == length(a) && both == length(b);
}

static bool is_nested(const struct sw_attribution *list, uint32_t n, uint32_t i)
{
    for (uint32_t k = 0; k < n && list[i].cue.n > 0; k++) {
        struct sw_span first = list[i].cue.at[0];
        for (uint32_t p = 0; p < list[k].content.n && k != i; p++) {
            struct sw_span piece = list[k].content.at[p];
            if (piece.start <= first.start && first.end <= piece.end) {
                return true;
            }
        }
    }
    return false;
}

/* The found one whose cue shares most with a gold cue and is not taken, or n. */
static uint32_t match(const struct sw_attribution *gold, const struct sw_attribution *found,
                      uint32_t n, const uint8_t *taken)
{
    uint32_t best = n, most = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t both = taken[i] ? 0 : shared(gold->cue, found[i].cue);
        if (both > most) {
            most = both;
            best = i;
        }
    }
    return best;
}

static void add_right(struct attribution_scores *s, const struct sw_attribution *g,
                      const struct sw_attribution *f, bool nested, const int32_t *map)
{
    bool source = is_half(g->source, f->source), content = is_half(g->content, f->content);
    bool exact_source = is_same(g->source, f->source), exact_cue = is_same(g->cue, f->cue);
    bool exact_content = is_same(g->content, f->content);
    s->cue.right++;
    s->cue_exact.right += exact_cue;
    s->source.right += source && g->source.n > 0;
    s->source_exact.right += exact_source && g->source.n > 0;
    s->content.right += content && g->content.n > 0;
    s->content_exact.right += exact_content && g->content.n > 0;
    s->all.right += source && content;
    s->all_exact.right += exact_cue && exact_source && exact_content;
    s->nested_cue.right += nested;
    s->nested_all.right += nested && source && content;
    s->n_pairs++;
    s->kind += g->kind == f->kind;
    s->marker_class += g->marker_class == f->marker_class;
    s->quote += g->quote == f->quote;
    int32_t holder = f->holder >= 0 && map != NULL ? map[f->holder] : f->holder;
    s->holder += map != NULL && g->holder == holder;
}

static void count_all(struct attribution_scores *s, const struct sw_attribution *list, uint32_t n,
                      bool gold)
{
    struct part_score *whole[] = {&s->cue, &s->cue_exact, &s->all, &s->all_exact};
    struct part_score *source[] = {&s->source, &s->source_exact};
    struct part_score *content[] = {&s->content, &s->content_exact};
    struct part_score *nested[] = {&s->nested_cue, &s->nested_all};
    for (uint32_t i = 0; i < n; i++) {
        bool inner = is_nested(list, n, i);
        for (int k = 0; k < 4; k++) {
            *(gold ? &whole[k]->gold : &whole[k]->found) += 1;
        }
        for (int k = 0; k < 2; k++) {
            *(gold ? &source[k]->gold : &source[k]->found) += list[i].source.n > 0;
            *(gold ? &content[k]->gold : &content[k]->found) += list[i].content.n > 0;
            *(gold ? &nested[k]->gold : &nested[k]->found) += inner;
        }
    }
}

void score_attributions(struct attribution_scores *scores, const struct sw_attribution *gold,
                        uint32_t n_gold, const struct sw_attribution *found, uint32_t n_found,
                        bool outer_only, const int32_t *map)
{
    struct sw_attribution *outer = calloc(n_found + 1, sizeof *outer);
    uint32_t n_outer = 0;
    for (uint32_t i = 0; i < n_found; i++) {
        if (!outer_only || !is_nested(found, n_found, i)) {
            outer[n_outer++] = found[i];
        }
    }
    found = outer;
    n_found = n_outer;
    uint8_t *taken = calloc(n_found + 1, 1);
    count_all(scores, gold, n_gold, true);
    count_all(scores, found, n_found, false);
    for (uint32_t i = 0; i < n_gold; i++) {
        uint32_t k = match(&gold[i], found, n_found, taken);
        if (k < n_found) {
            taken[k] = 1;
            add_right(scores, &gold[i], &found[k], is_nested(gold, n_gold, i), map);
        }
    }
    free(taken);
    free(outer);
}

static void print_part(const char *name, const struct part_score *s, FILE *out)
{
    double p = s->found > 0 ? 100.0 * s->right / s->found : 0;
    double r = s->gold > 0 ? 100.0 * s->right / s->gold : 0;
    fprintf(out, "%-16s P %5.1f  R %5.1f  F1 %5.1f  (%u annotated)\n", name, p, r,
            p + r > 0 ? 2 * p * r / (p + r) : 0, s->gold);
}

void print_attribution_scores(const struct attribution_scores *s, FILE *out)
{
    print_part("cue", &s->cue, out);
    print_part("cue exact", &s->cue_exact, out);
    print_part("source", &s->source, out);
    print_part("source exact", &s->source_exact, out);
    print_part("content", &s->content, out);
    print_part("content exact", &s->content_exact, out);
    print_part("all three", &s->all, out);
    print_part("all exact", &s->all_exact, out);
    print_part("nested cue", &s->nested_cue, out);
    print_part("nested all", &s->nested_all, out);
    double n = s->n_pairs > 0 ? s->n_pairs : 1;
    fprintf(out, "of %u matched: kind %.1f  class %.1f  quote %.1f  holder %.1f\n", s->n_pairs,
            100 * s->kind / n, 100 * s->marker_class / n, 100 * s->quote / n, 100 * s->holder / n);
}
