#include "score_markers.h"

#include <stdlib.h>
#include <string.h>

static bool overlaps(const struct sw_spans *a, const struct sw_spans *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        for (uint32_t k = 0; k < b->n; k++) {
            if (a->at[i].start < b->at[k].end && b->at[k].start < a->at[i].end) {
                return true;
            }
        }
    }
    return false;
}

static bool same(const struct sw_spans *a, const struct sw_spans *b)
{
    bool equal = a->n == b->n;
    for (uint32_t i = 0; equal && i < a->n; i++) {
        equal = a->at[i].start == b->at[i].start && a->at[i].end == b->at[i].end;
    }
    return equal;
}

static void print_text(FILE *out, struct sw_text text, uint32_t start, uint32_t end)
{
    for (uint32_t i = start; i < end && i < text.len; i++) {
        fputc(text.at[i] == '\n' ? ' ' : text.at[i], out);
    }
}

static void log_marker(const struct marker_scores *scores, const struct gold_article *gold,
                       const struct sw_marker *m, const char *what)
{
    if (scores->log == NULL) {
        return;
    }
    uint32_t start = m->cue.at[0].start, end = m->cue.at[m->cue.n - 1].end;
    fprintf(scores->log, "%s\t%s\t", what, sw_marker_type_name(m->type));
    print_text(scores->log, gold->text, start, end);
    fprintf(scores->log, "\t...");
    print_text(scores->log, gold->text, start > 60 ? start - 60 : 0, start);
    fprintf(scores->log, " [");
    print_text(scores->log, gold->text, start, end);
    fprintf(scores->log, "] ");
    print_text(scores->log, gold->text, end, end + 60);
    fprintf(scores->log, "\t%s\n", gold->name);
}

static bool marker_is_about(enum sw_marker_type type)
{
    return type == SW_FAVOR || type == SW_AGAINST || type == SW_EVALUATE;
}

static void count_links(struct marker_scores *scores, const struct sw_marker *wanted,
                        const struct sw_marker *m, const int32_t *map)
{
    int32_t holder = m->holder >= 0 ? map[m->holder] : m->holder;
    int32_t target = m->target >= 0 ? map[m->target] : m->target;
    scores->right++;
    scores->holder += holder == wanted->holder;
    scores->in_quote += m->in_quote == wanted->in_quote;
    if (marker_is_about(m->type)) {
        scores->linked++;
        scores->target += target == wanted->target;
        scores->polar += m->polarity == wanted->polarity;
    }
}

void score_markers(struct marker_scores *scores, const struct gold_article *gold,
                   const struct sw_entity *entities, uint32_t n_entities,
                   const struct sw_marker *markers, uint32_t n_markers, struct sw_arena *arena)
{
    int32_t *map = sw_arena_alloc(arena, (n_entities + 1) * sizeof *map);
    uint8_t *used = sw_arena_alloc(arena, n_markers + 1);
    if (map == NULL || used == NULL) {
        return;
    }
    memset(used, 0, n_markers + 1);
    for (uint32_t e = 0; e < n_entities; e++) {
        map[e] = gold_entity_of(&gold->annotations, &entities[e]);
    }
    for (uint32_t i = 0; i < n_markers; i++) {
        scores->types[markers[i].type].found++;
    }
    for (uint32_t g = 0; g < gold->annotations.n_markers; g++) {
        const struct sw_marker *wanted = &gold->annotations.markers[g];
        struct marker_counts *counts = &scores->types[wanted->type];
        uint32_t i = 0;
        counts->wanted++;
        while (i < n_markers && (used[i] || markers[i].type != wanted->type ||
                                 !overlaps(&markers[i].cue, &wanted->cue))) {
            i++;
        }
        if (i == n_markers) {
            log_marker(scores, gold, wanted, "miss");
            continue;
        }
        used[i] = 1;
        int32_t holder = markers[i].holder >= 0 ? map[markers[i].holder] : markers[i].holder;
        if (holder != wanted->holder) {
            log_marker(scores, gold, wanted,
                       holder == SW_AUTHOR           ? "holder-author"
                       : holder == SW_OTHER          ? "holder-other"
                       : wanted->holder == SW_AUTHOR ? "holder-not-author"
                                                     : "holder-wrong");
        }
        if (marker_is_about(wanted->type)) {
            int32_t target = markers[i].target >= 0 ? map[markers[i].target] : markers[i].target;
            bool none = target == SW_NONE, none_wanted = wanted->target == SW_NONE;
            log_marker(scores, gold, wanted,
                       target == wanted->target ? "target"
                       : none                   ? "target-missed"
                       : none_wanted            ? "target-false"
                                                : "target-other");
        }
        counts->right++;
        counts->exact += same(&markers[i].cue, &wanted->cue);
        count_links(scores, wanted, &markers[i], map);
    }
    for (uint32_t i = 0; i < n_markers; i++) {
        if (!used[i]) {
            log_marker(scores, gold, &markers[i], "false");
        }
    }
}

double marker_f1(const struct marker_counts *counts)
{
    uint32_t n = counts->found + counts->wanted;
    return n > 0 ? 200.0 * counts->right / n : 0;
}

static double percent(uint32_t a, uint32_t b)
{
    return b > 0 ? 100.0 * a / b : 0;
}

static void print_counts(const char *name, const struct marker_counts *c, FILE *out)
{
    fprintf(out, "%-12s %5.1f %5.1f %5.1f  %5.1f  %5u\n", name, percent(c->right, c->found),
            percent(c->right, c->wanted), marker_f1(c),
            c->found + c->wanted > 0 ? 200.0 * c->exact / (c->found + c->wanted) : 0, c->wanted);
}

void print_marker_scores(const struct marker_scores *scores, FILE *out)
{
    struct marker_counts all = {0, 0, 0, 0};
    fprintf(out, "%-12s %5s %5s %5s  %5s  %5s\n", "type", "P", "R", "F1", "exact", "n");
    for (int t = 0; t < SW_N_MARKER_TYPES; t++) {
        const struct marker_counts *c = &scores->types[t];
        print_counts(sw_marker_type_name((enum sw_marker_type)t), c, out);
        all.right += c->right;
        all.exact += c->exact;
        all.found += c->found;
        all.wanted += c->wanted;
    }
    print_counts("all", &all, out);
    fprintf(out,
            "of the right ones: holder %.1f, in_quote %.1f; of favor, against, evaluate: "
            "target %.1f, polarity %.1f\n",
            percent(scores->holder, scores->right), percent(scores->in_quote, scores->right),
            percent(scores->target, scores->linked), percent(scores->polar, scores->linked));
}
