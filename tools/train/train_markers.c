#include "train_markers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "logistic.h"

/* Weights past this are cut off in the file: 3 / 127 is the finest step. */
#define CLIP 3.0f
#define MIN_WEIGHT 0.05f

/* A token of a chain, or a quoted phrase (a chain of one, of one label). */
struct example {
    uint32_t at, n;            /* feature numbers in ids */
    uint32_t link_at, n_links; /* those added where the token before is in the cue */
    uint16_t wanted;           /* a bit a type */
    int8_t good;               /* of an evaluation: 1, -1; else 0 */
    float weight;
    bool starts, quoted;
};

struct examples {
    struct example *at;
    uint32_t n, room;
    uint32_t *ids;
    uint32_t n_ids, ids_room;
    float weight; /* of the article that is read */
};

static void keep(struct examples *e, const struct marker_features *features, struct logistic *model)
{
    if (e->n_ids + features->n > e->ids_room) {
        e->ids_room = 2 * e->ids_room + 4096;
        e->ids = realloc(e->ids, e->ids_room * sizeof *e->ids);
    }
    for (uint32_t i = 0; i < features->n; i++) {
        e->ids[e->n_ids++] = logistic_id(model, features->at[i]);
    }
}

static struct example *add_example(struct examples *e)
{
    if (e->n == e->room) {
        e->room = 2 * e->room + 1024;
        e->at = realloc(e->at, e->room * sizeof *e->at);
    }
    memset(&e->at[e->n], 0, sizeof e->at[e->n]);
    e->at[e->n].at = e->n_ids;
    e->at[e->n].weight = e->weight;
    return &e->at[e->n++];
}

/* What the reference says of each token. */
static void read_wanted(const struct marker_article *article, uint16_t *wanted, int8_t *good)
{
    const struct document *document = &article->document;
    const struct sw_annotations *gold = &article->gold->annotations;
    memset(wanted, 0, document->n_tokens * sizeof *wanted);
    memset(good, 0, document->n_tokens);
    for (uint32_t m = 0; m < gold->n_markers; m++) {
        const struct sw_marker *marker = &gold->markers[m];
        for (uint32_t s = 0; s < marker->cue.n; s++) {
            for (uint32_t i = markers_token_at(document, marker->cue.at[s].start);
                 i < document->n_tokens && document->tokens[i].start < marker->cue.at[s].end; i++) {
                wanted[i] |= (uint16_t)(1u << marker->type);
                good[i] = marker->type == SW_EVALUATE ? marker->polarity : good[i];
            }
        }
    }
}

static void read_sentence(struct examples *e, struct logistic *model,
                          const struct markers_context *context, const struct sentence *sentence,
                          const uint16_t *wanted, const int8_t *good)
{
    struct marker_features features;
    uint32_t length = 0;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        if ((context->tokens[i].flags & MARKER_TOKEN_SCORED) == 0) {
            length = 0;
            continue;
        }
        struct example *example = add_example(e);
        example->starts = length == 0 || length == CHAIN_MAX;
        length = example->starts ? 1 : length + 1;
        example->wanted = (uint16_t)(wanted[i] & ~(1u << SW_SCARE_QUOTE));
        example->good = good[i];
        marker_token_features(context, sentence, i, &features);
        keep(e, &features, model);
        example->n = example->link_at = e->n_ids;
        example->n -= example->at;
        if (!example->starts) {
            marker_chain_features(context, i, &features);
            keep(e, &features, model);
            example->n_links = e->n_ids - example->link_at;
        }
    }
}

static void read_quotes(struct examples *e, struct logistic *model,
                        const struct markers_context *context, const uint16_t *wanted)
{
    for (uint32_t q = 0; q < context->n_quotes; q++) {
        struct marker_features features;
        if (marker_quote_is_short(context, &context->quotes[q])) {
            struct example *example = add_example(e);
            marker_quote_features(context, &context->quotes[q], &features);
            keep(e, &features, model);
            example->n = e->n_ids - example->at;
            example->starts = example->quoted = true;
            example->wanted = wanted[context->quotes[q].open + 1] & (1u << SW_SCARE_QUOTE);
        }
    }
}

static void read_examples(struct examples *e, struct logistic *model,
                          const struct marker_article *article)
{
    const struct document *document = &article->document;
    uint16_t *wanted = malloc((document->n_tokens + 1) * sizeof *wanted);
    int8_t *good = malloc(document->n_tokens + 1);
    e->weight = article->weight;
    read_wanted(article, wanted, good);
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        if (document_annotates(document, &document->sentences[s])) {
            read_sentence(e, model, &article->context, &document->sentences[s], wanted, good);
        }
    }
    read_quotes(e, model, &article->context, wanted);
    free(wanted);
    free(good);
}

static float log_add(float a, float b)
{
    float high = a > b ? a : b, low = a > b ? b : a;
    return high + log1pf(expf(low - high));
}

/* Forward-backward of one type over one chain: what the gradient at each score is. */
static void chain_gradient(const float *s, const float *l, const uint8_t *y, uint32_t n, float *ds,
                           float *dl)
{
    float in[CHAIN_MAX], out[CHAIN_MAX], back_in = 0, back_out = 0;
    for (uint32_t i = 0; i < n; i++) {
        in[i] = s[i] + (i > 0 ? log_add(in[i - 1] + l[i], out[i - 1]) : 0);
        out[i] = i > 0 ? log_add(in[i - 1], out[i - 1]) : 0;
    }
    float total = log_add(in[n - 1], out[n - 1]);
    for (uint32_t i = n; i-- > 0;) {
        ds[i] = expf(in[i] + back_in - total) - (float)y[i];
        dl[i] = 0;
        if (i > 0) {
            dl[i] = expf(in[i - 1] + l[i] + s[i] + back_in - total) - (float)(y[i] & y[i - 1]);
            float next_in = log_add(back_in + s[i] + l[i], back_out);
            back_out = log_add(back_in + s[i], back_out);
            back_in = next_in;
        }
    }
}

static void learn_chain(struct logistic *model, struct examples *e, uint32_t first, uint32_t n)
{
    static float scores[CHAIN_MAX][N_MARKER_LABELS], links[CHAIN_MAX][N_MARKER_LABELS];
    static float ds[CHAIN_MAX][N_MARKER_LABELS], dl[CHAIN_MAX][N_MARKER_LABELS];
    memset(ds, 0, sizeof ds);
    memset(dl, 0, sizeof dl);
    for (uint32_t i = 0; i < n; i++) {
        const struct example *x = &e->at[first + i];
        memset(scores[i], 0, sizeof scores[i]);
        memset(links[i], 0, sizeof links[i]);
        logistic_add(model, e->ids + x->at, x->n, scores[i]);
        logistic_add(model, e->ids + x->link_at, x->n_links, links[i]);
        if (x->good != 0) {
            float p = 1 / (1 + expf(-scores[i][MARKER_LABEL_GOOD]));
            ds[i][MARKER_LABEL_GOOD] = p - (x->good > 0);
        }
    }
    for (uint32_t t = 0; t < SW_N_MARKER_TYPES; t++) {
        float s[CHAIN_MAX], l[CHAIN_MAX], gs[CHAIN_MAX], gl[CHAIN_MAX];
        uint8_t y[CHAIN_MAX];
        if ((t == SW_SCARE_QUOTE) != e->at[first].quoted) {
            continue;
        }
        for (uint32_t i = 0; i < n; i++) {
            s[i] = scores[i][t];
            l[i] = links[i][t];
            y[i] = (uint8_t)((uint32_t)e->at[first + i].wanted >> t & 1u);
        }
        chain_gradient(s, l, y, n, gs, gl);
        for (uint32_t i = 0; i < n; i++) {
            ds[i][t] = gs[i];
            dl[i][t] = gl[i];
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct example *x = &e->at[first + i];
        for (uint32_t k = 0; k < N_MARKER_LABELS; k++) {
            ds[i][k] *= x->weight;
            dl[i][k] *= x->weight;
        }
        logistic_update(model, e->ids + x->at, x->n, ds[i]);
        logistic_update(model, e->ids + x->link_at, x->n_links, dl[i]);
    }
}

/* The first example of each chain, shuffled anew each epoch. */
static uint32_t *chain_starts(const struct examples *e, uint32_t *n_out)
{
    uint32_t *starts = malloc((e->n + 1) * sizeof *starts), n = 0;
    for (uint32_t i = 0; i < e->n; i++) {
        if (e->at[i].starts) {
            starts[n++] = i;
        }
    }
    *n_out = n;
    return starts;
}

static void shuffle(uint32_t *at, uint32_t n, uint64_t *seed)
{
    for (uint32_t i = n; i > 1; i--) {
        *seed = hash_mix(*seed, i);
        uint32_t k = hash_scale((uint32_t)*seed, i), kept = at[k];
        at[k] = at[i - 1];
        at[i - 1] = kept;
    }
}

static void write_model(const struct logistic *model, const char *path, const char *const *labels)
{
    struct sw_error err;
    if (logistic_write(model, path, labels, MIN_WEIGHT, CLIP, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(4);
    }
}

static void shift_type(struct logistic *model, uint32_t type, float shift)
{
    logistic_shift(model,
                   type == SW_SCARE_QUOTE ? marker_quote_bias_feature() : marker_bias_feature(),
                   type, shift);
}

static void write_cues(struct logistic *model, const struct train_markers_options *options,
                       const char *path, bool scan)
{
    const char *labels[N_MARKER_LABELS];
    labels[MARKER_LABEL_GOOD] = "good";
    for (uint32_t t = 0; t < SW_N_MARKER_TYPES; t++) {
        labels[t] = sw_marker_type_name((enum sw_marker_type)t);
        shift_type(model, t, options->shifts[t]);
    }
    write_model(model, path, labels);
    for (uint32_t k = 0; scan && k < N_SCAN; k++) {
        char file[4096];
        snprintf(file, sizeof file, "%s.%u", path, k);
        for (uint32_t t = 0; t < SW_N_MARKER_TYPES; t++) {
            shift_type(model, t, scan_shift(k) - (k > 0 ? scan_shift(k - 1) : 0));
        }
        write_model(model, file, labels);
    }
}

void train_marker_cues(const struct marker_article *articles, uint32_t n, const uint8_t *use,
                       const struct train_markers_options *options, const char *path, bool scan)
{
    struct logistic *model = logistic_new(N_MARKER_LABELS, options->rate, options->l2);
    struct examples e = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (use[i]) {
            read_examples(&e, model, &articles[i]);
        }
    }
    logistic_freeze(model, options->min_count);
    uint32_t n_chains;
    uint32_t *starts = chain_starts(&e, &n_chains);
    uint64_t seed = options->seed;
    for (uint32_t epoch = 0; epoch < options->epochs; epoch++) {
        shuffle(starts, n_chains, &seed);
        for (uint32_t c = 0; c < n_chains; c++) {
            uint32_t length = 1;
            while (starts[c] + length < e.n && !e.at[starts[c] + length].starts) {
                length++;
            }
            learn_chain(model, &e, starts[c], length);
        }
        if (2 * epoch >= options->epochs) {
            logistic_collect(model);
        }
    }
    logistic_use_mean(model);
    write_cues(model, options, path, scan);
    free(starts);
    free(e.at);
    free(e.ids);
    logistic_free(model);
}

/* The features of all candidates of one marker, and which of them are right. */
struct choice {
    uint32_t at[CANDIDATES_MAX + 1], n, link;
    bool right[CANDIDATES_MAX];
    float weight;
};

struct choices {
    struct choice *at;
    uint32_t n, room;
    struct examples ids;
};

/* The found marker that a reference marker would be. */
static bool found_of(const struct marker_article *article, const struct sw_marker *marker,
                     struct found *out)
{
    const struct document *document = &article->document;
    if (marker->cue.n == 0) {
        return false;
    }
    *out = (struct found){.first = markers_token_at(document, marker->cue.at[0].start),
                          .type = (uint8_t)marker->type,
                          .good = marker->polarity,
                          .attribution = SW_NONE};
    out->end = out->first + 1;
    while (out->end < document->n_tokens &&
           document->tokens[out->end].start < marker->cue.at[0].end) {
        out->end++;
    }
    for (uint32_t i = out->first; i < out->end && i < document->n_tokens; i++) {
        if (out->attribution == SW_NONE) {
            out->attribution = article->context.tokens[i].cue;
        }
    }
    return out->first < document->n_tokens;
}

static void add_choice(struct choices *choices, struct logistic *model,
                       const struct marker_article *article, const struct link_view *view,
                       int32_t wanted)
{
    struct candidate candidates[CANDIDATES_MAX];
    struct choice choice = {.link = view->link, .weight = article->weight};
    bool any = false;
    choice.n = marker_candidates(view, candidates);
    for (uint32_t k = 0; k < choice.n; k++) {
        struct marker_features features;
        choice.at[k] = choices->ids.n_ids;
        marker_link_features(view, &candidates[k], &features);
        keep(&choices->ids, &features, model);
        choice.right[k] = candidates[k].entity == wanted;
        any |= choice.right[k];
    }
    choice.at[choice.n] = choices->ids.n_ids;
    if (!any) {
        return;
    }
    if (choices->n == choices->room) {
        choices->room = 2 * choices->room + 256;
        choices->at = realloc(choices->at, choices->room * sizeof *choices->at);
    }
    choices->at[choices->n++] = choice;
}

static int32_t mapped(const struct marker_article *article, int32_t entity)
{
    return entity >= 0 ? article->entity_map[entity] : entity; /* UNTAUGHT stays what it is */
}

static void read_choices(struct choices *choices, struct logistic *model,
                         const struct marker_article *article)
{
    const struct sw_annotations *gold = &article->gold->annotations;
    int32_t last = SW_NONE;
    for (uint32_t m = 0; m < gold->n_markers; m++) {
        const struct sw_marker *marker = &gold->markers[m];
        struct found found;
        struct link_view view;
        uint32_t sentence = 0;
        if (!found_of(article, marker, &found)) {
            continue;
        }
        while (sentence + 1 < article->document.n_sentences &&
               article->document.sentences[sentence].end <= found.first) {
            sentence++;
        }
        link_view_init(&view, &article->context, &article->mentions, sentence, &found, LINK_HOLDER,
                       last);
        add_choice(choices, model, article, &view, mapped(article, marker->holder));
        if (marker_has_target(&found)) {
            int32_t target = mapped(article, marker->target);
            link_view_init(&view, &article->context, &article->mentions, sentence, &found,
                           LINK_TARGET, last);
            add_choice(choices, model, article, &view, target);
            last = target >= 0 ? target : last;
        }
    }
}

/* One step on one choice: softmax over the candidates, the right ones taken together. */
static void learn_choice(struct logistic *model, const uint32_t *ids, const struct choice *choice)
{
    float scores[CANDIDATES_MAX], most = -1e30f, all = 0, right = 0;
    for (uint32_t k = 0; k < choice->n; k++) {
        float row[N_LINK_LABELS] = {0};
        logistic_add(model, ids + choice->at[k], choice->at[k + 1] - choice->at[k], row);
        scores[k] = row[choice->link];
        most = scores[k] > most ? scores[k] : most;
    }
    for (uint32_t k = 0; k < choice->n; k++) {
        scores[k] = expf(scores[k] - most);
        all += scores[k];
        right += choice->right[k] ? scores[k] : 0;
    }
    for (uint32_t k = 0; k < choice->n; k++) {
        float gradient[N_LINK_LABELS] = {0};
        gradient[choice->link] =
            scores[k] / all - (choice->right[k] ? scores[k] / (right + 1e-12f) : 0);
        gradient[choice->link] *= choice->weight;
        logistic_update(model, ids + choice->at[k], choice->at[k + 1] - choice->at[k], gradient);
    }
}

void train_marker_links(const struct marker_article *articles, uint32_t n, const uint8_t *use,
                        const struct train_markers_options *options, const char *path)
{
    static const char *const labels[N_LINK_LABELS] = {"holder", "target"};
    struct logistic *model = logistic_new(N_LINK_LABELS, options->rate, options->l2);
    struct choices choices = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (use[i]) {
            read_choices(&choices, model, &articles[i]);
        }
    }
    logistic_freeze(model, options->min_count);
    uint32_t *order = malloc((choices.n + 1) * sizeof *order);
    for (uint32_t i = 0; i < choices.n; i++) {
        order[i] = i;
    }
    uint64_t seed = options->seed;
    for (uint32_t epoch = 0; epoch < options->epochs; epoch++) {
        shuffle(order, choices.n, &seed);
        for (uint32_t i = 0; i < choices.n; i++) {
            learn_choice(model, choices.ids.ids, &choices.at[order[i]]);
        }
        if (2 * epoch >= options->epochs) {
            logistic_collect(model);
        }
    }
    logistic_use_mean(model);
    write_model(model, path, labels);
    free(order);
    free(choices.at);
    free(choices.ids.ids);
    logistic_free(model);
}
