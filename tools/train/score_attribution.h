/*
 * score_attribution.h: found attributions against annotated ones.
 *
 * A found cue is matched to the annotated one it shares most bytes with, one to one. Of a matched
 * pair the source is right when both have none or they share half of the bytes of the longer one
 * (and `exact` when they are the same), the content when it shares half likewise. Nested are the
 * annotated ones whose cue stands in the content of another. Where the annotation has no nested ones
 * (`outer_only`), found ones nested in a found content are left out: they are neither right nor wrong.
 * `map`: of each found entity the annotated one, or NULL where no holders are annotated.
 */
#ifndef TRAIN_SCORE_ATTRIBUTION_H
#define TRAIN_SCORE_ATTRIBUTION_H

#include <stancewire/stancewire.h>

#include <stdio.h>

struct part_score {
    uint32_t gold, found, right;
};

struct attribution_scores {
    struct part_score cue, cue_exact, source, source_exact, content, content_exact, all, all_exact;
    struct part_score nested_cue, nested_all; /* found is what is nested in what was found */
    uint32_t n_pairs, kind, marker_class, quote, holder;
};

void score_attributions(struct attribution_scores *scores, const struct sw_attribution *gold,
                        uint32_t n_gold, const struct sw_attribution *found, uint32_t n_found,
                        bool outer_only, const int32_t *map);

void print_attribution_scores(const struct attribution_scores *scores, FILE *out);

#endif
