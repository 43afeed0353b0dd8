#include "markers.h"

#include <stdlib.h>

#include "error.h"
#include "lexicons.h"
#include "markers_plain.h"
#include "markers_tone.h"

struct markers_model {
    struct marker_words *words;
    struct weights cues, links, tone;
};

static int open_weights(struct weights *out, const struct sw_blob *files, size_t n_files,
                        const char *name, uint32_t n_labels, struct sw_error *err)
{
    const struct sw_blob *file = blob_find(files, n_files, name);
    if (file == NULL) {
        return error_set(err, SW_EMISSING, "%s: missing from the model", name);
    }
    int status = weights_open(out, file, err);
    if (status == SW_OK && (out->n_labels != n_labels || out->stride != (n_labels + 3) / 2 * 2)) {
        return error_set(err, SW_EVERSION, "%s: %u labels, this engine needs %u", name,
                         out->n_labels, n_labels);
    }
    return status;
}

int markers_model_new(struct markers_model **out, const struct sw_blob *files, size_t n_files,
                      struct sw_error *err)
{
    struct markers_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the markers model");
    }
    int status = marker_words_new(&model->words, files, n_files, err);
    if (status == SW_OK) {
        status =
            open_weights(&model->cues, files, n_files, "markers.weights", N_MARKER_LABELS, err);
    }
    if (status == SW_OK) {
        status = open_weights(&model->links, files, n_files, "markers_links.weights", N_LINK_LABELS,
                              err);
    }
    if (status == SW_OK) {
        status =
            open_weights(&model->tone, files, n_files, "markers_tone.weights", N_TONE_LABELS, err);
    }
    if (status != SW_OK) {
        markers_model_free(model);
        return status;
    }
    *out = model;
    return SW_OK;
}

void markers_model_free(struct markers_model *model)
{
    if (model != NULL) {
        marker_words_free(model->words);
        free(model);
    }
}

/* The words between two quote marks, by the one decision that reads a whole phrase. */
static int find_scare_quotes(const struct markers_model *model, const struct markers_context *c,
                             struct sw_arena *arena, struct found_list *list, struct sw_error *err)
{
    int status = SW_OK;
    const struct quoted *quotes = c->quotes;
    for (uint32_t q = 0; status == SW_OK && q < c->n_quotes; q++) {
        if (!marker_quote_is_short(c, &quotes[q])) {
            continue;
        }
        struct marker_features features;
        int16_t scores[N_MARKER_LABELS] = {0};
        marker_quote_features(c, &quotes[q], &features);
        weights_sum(&model->cues, features.at, features.n, scores);
        struct found found = {.first = quotes[q].open,
                              .end = quotes[q].close + 1,
                              .type = SW_SCARE_QUOTE,
                              .score = scores[SW_SCARE_QUOTE],
                              .attribution = SW_NONE};
        if (scores[SW_SCARE_QUOTE] > 0 && !found_add(list, found, arena)) {
            status = error_set(err, SW_ENOMEM, "no memory for the markers");
        }
    }
    return status;
}

static struct sw_spans one_span(struct sw_span *span, const struct document *document,
                                const struct found *found)
{
    span->start = document->tokens[found->first].start;
    span->end = document->tokens[found->end - 1].end;
    return (struct sw_spans){span, 1};
}

/* Whose each is and whom it is about. */
static void link_all(const struct markers_model *model, const struct markers_context *c,
                     const struct mention_list *mentions, struct found_list *list)
{
    uint32_t sentence = 0;
    int32_t last = SW_NONE;
    for (uint32_t i = 0; i < list->n; i++) {
        struct found *found = &list->at[i];
        while (sentence + 1 < c->document->n_sentences &&
               c->document->sentences[sentence].end <= found->first) {
            sentence++;
        }
        found->sentence = sentence;
        marker_link(c, &model->links, mentions, sentence, found, last, &found->holder,
                    &found->target);
        last = found->target >= 0 ? found->target : last;
    }
}

/* What a marker bears on: what is reported, of a reporting cue; the clause around one that denies,
 * hedges, insists, concedes or demands. Opinions have a target instead. */
static struct sw_spans scope_of(const struct markers_context *c, const struct found *found,
                                struct sw_span *room)
{
    static const uint32_t clausal = 1u << SW_DENY | 1u << SW_HEDGE | 1u << SW_BOOST |
                                    1u << SW_CONCUR | 1u << SW_COUNTER | 1u << SW_OBLIGATION |
                                    1u << SW_INTENT;
    static const uint32_t reporting = 1u << SW_ACKNOWLEDGE | 1u << SW_DISTANCE | 1u << SW_ENDORSE;
    const struct sw_spans none = {NULL, 0};
    if ((reporting >> found->type & 1u) != 0 && found->attribution != SW_NONE) {
        return c->attributions->at[found->attribution].content;
    }
    if ((clausal >> found->type & 1u) == 0) {
        return none;
    }
    uint32_t predicate = syntax_clause_of(&c->tree, found->first);
    if (predicate == SYNTAX_NONE) {
        return none;
    }
    struct token_range range = syntax_clause(&c->tree, predicate, true);
    if (range.first >= range.end) {
        return none;
    }
    *room = (struct sw_span){c->document->tokens[range.first].start,
                             c->document->tokens[range.end - 1].end};
    return (struct sw_spans){room, 1};
}

/* found -> markers. */
static int fill(const struct markers_context *c, const struct found_list *list,
                struct sw_arena *arena, struct markers *out, struct sw_error *err)
{
    struct sw_marker *markers = sw_arena_alloc(arena, (list->n + 1) * sizeof *markers);
    struct sw_span *spans = sw_arena_alloc(arena, (2 * (size_t)list->n + 1) * sizeof *spans);
    const bool *plain = markers_plain(c, list, arena);
    if (markers == NULL || spans == NULL || plain == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u markers", list->n);
    }
    for (uint32_t i = 0; i < list->n; i++) {
        const struct found *found = &list->at[i];
        markers[i] = (struct sw_marker){.type = (enum sw_marker_type)found->type,
                                        .cue = one_span(&spans[2 * i], c->document, found),
                                        .scope = scope_of(c, found, &spans[2 * i + 1]),
                                        .holder = found->holder,
                                        .target = found->target,
                                        .polarity = found_polarity(found),
                                        .in_quote = c->tokens[found->first].quote_words != 0 &&
                                                    found->type != SW_SCARE_QUOTE};
    }
    *out = (struct markers){markers, list->n, plain};
    return SW_OK;
}

int markers_find(const struct markers_model *model, const struct lexicons *lexicons,
                 const struct document *document, const struct syntax *syntax,
                 const struct entities *entities, const struct attributions *attributions,
                 struct sw_arena *arena, struct markers *out, struct sw_error *err)
{
    (void)lexicons;
    struct markers_context context;
    struct mention_list mentions;
    struct found_list list;
    int status = markers_context_build(model->words, document, syntax, entities, attributions,
                                       arena, &context, err);
    if (status == SW_OK) {
        status = mention_list_build(&context, arena, &mentions, err);
    }
    if (status == SW_OK) {
        mention_list_set_tone(&context, &model->tone, &mentions);
        status = markers_decode(&context, &model->cues, arena, &list, err);
    }
    if (status == SW_OK) {
        status = find_scare_quotes(model, &context, arena, &list, err);
    }
    if (status == SW_OK) {
        found_sort(&list);
        if (!markers_turn(&context, &list, arena)) {
            return error_set(err, SW_ENOMEM, "no memory for the sides of markers");
        }
        link_all(model, &context, &mentions, &list);
        status = markers_add_toned(&context, &mentions, TONE_JUDGES_LEAST, &list, arena, err);
    }
    if (status == SW_OK) {
        found_sort(&list);
        status = fill(&context, &list, arena, out, err);
    }
    return status;
}
