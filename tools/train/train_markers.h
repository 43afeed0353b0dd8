/*
 * train_markers.h: gold articles -> models/markers.weights and models/markers_links.weights.
 *
 *     gold --prepare--> layers, examples --logistic--> weights --markers_find--> scores
 *
 * It runs the engine's own feature code. The layers below (entities, attributions) are those of
 * the reference or those that the engine finds.
 */
#ifndef TRAIN_TRAIN_MARKERS_H
#define TRAIN_TRAIN_MARKERS_H

#include "gold.h"
#include "markers_links.h"
#include "model_files.h"

struct layers_models; /* the rooms below the markers */

/* One article with all that markers_find wants to know. */
struct marker_article {
    const struct gold_article *gold;   /* what is trained on */
    const struct gold_article *source; /* as it was read */
    struct document document;
    struct syntax syntax;
    struct entities entities;
    struct attributions attributions;
    struct markers_context context;
    struct mention_list mentions;
    float weight;                    /* how much it counts in training */
    const struct sw_marker *targets; /* of a sentence with known sentiments; see targets.h */
    uint32_t n_targets;
    int32_t *entity_map; /* reference entity -> entity of the layer, SW_NONE - 2 where none */
};

/* Of the reference; of the reference but no attributions; as the engine finds them. */
enum layers { LAYERS_GOLD, LAYERS_NAMES, LAYERS_FOUND };

/* Models of attributions in folders prefix.0, prefix.1, ...: that of fold k was trained without the
 * articles i with i % n == k. n 0: that of the model folder. */
struct attribution_folds {
    const char *prefix;
    uint32_t n;
};

/* Reads the layers of all articles. Exits with 4 where a model fails. */
struct marker_article *marker_articles_read(const struct model_files *files,
                                            const struct marker_words *words,
                                            const struct gold *gold, enum layers layers,
                                            const struct attribution_folds *folds,
                                            struct sw_arena *arena);

struct train_markers_options {
    uint32_t epochs, min_count, seed;
    float rate, l2, min_weight;
    float shifts[SW_N_MARKER_TYPES]; /* added to each type's bias, so that F1 is highest */
};

/* The shifts that a scan tries, for all types alike. */
enum { N_SCAN = 9 };
static inline float scan_shift(uint32_t k)
{
    return 0.25f * (float)k - 0.5f;
}

/* Trains on the articles for which use[i] is not 0, and writes a weights file; with scan, one for
 * each shift beside it (path.0, path.1, ...). */
void train_marker_cues(const struct marker_article *articles, uint32_t n, const uint8_t *use,
                       const struct train_markers_options *options, const char *path, bool scan);
void train_marker_links(const struct marker_article *articles, uint32_t n, const uint8_t *use,
                        const struct train_markers_options *options, const char *path);

#endif
