#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "attribution_data.h"
#include "evaluate_commands.h"
#include "gold.h"
#include "score_attribution.h"

struct request {
    const char *models, *weights, *list;
    uint32_t fold, n_folds;
    const char *sources[8];
    int n_sources;
};

static bool read_request(struct request *r, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--models") == 0) {
            r->models = value;
        } else if (strcmp(argv[i], "--weights") == 0) {
            r->weights = value;
        } else if (strcmp(argv[i], "--list") == 0) {
            r->list = value;
        } else if (strcmp(argv[i], "--fold") == 0) {
            if (sscanf(value, "%u/%u", &r->fold, &r->n_folds) != 2) {
                return false;
            }
        } else if (r->n_sources < 8 && strchr(argv[i], '=') != NULL) {
            r->sources[r->n_sources++] = argv[i];
            continue;
        } else {
            return false;
        }
        i++;
    }
    return r->models != NULL && r->n_sources > 0;
}

/* The weights of another folder take the place of the model's. */
static void replace_weights(struct model_files *files, const char *folder)
{
    char path[4096];
    for (int i = 0; i < N_ATTRIBUTION_DECISIONS; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, attribution_weights_names[i]);
        model_files_replace(files, attribution_weights_names[i], path);
    }
    snprintf(path, sizeof path, "%s/lexicons/cue_words.txt", folder);
    model_files_replace(files, "lexicons/cue_words.txt", path);
}

static void list_spans(FILE *out, const struct document *document, struct sw_spans spans)
{
    fprintf(out, "\t");
    for (uint32_t i = 0; i < spans.n; i++) {
        fprintf(out, "%s[%u-%u]%.*s", i > 0 ? " | " : "", spans.at[i].start, spans.at[i].end,
                (int)(spans.at[i].end - spans.at[i].start), document->text.at + spans.at[i].start);
    }
}

static struct sw_text holder_name(const struct sw_entity *entities, int32_t holder)
{
    return holder >= 0           ? entities[holder].name
           : holder == SW_AUTHOR ? (struct sw_text){"(author)", 8}
                                 : (struct sw_text){"(other)", 7};
}

/* entities: those that its holder is one of. */
static void list(FILE *out, const char *which, const struct article *article,
                 const struct sw_attribution *a, const struct sw_entity *entities)
{
    struct sw_text holder = holder_name(entities, a->holder);
    fprintf(out, "%s\t%s\t%u", article->name, which, a->cue.n > 0 ? a->cue.at[0].start : 0);
    list_spans(out, &article->document, a->source);
    list_spans(out, &article->document, a->cue);
    list_spans(out, &article->document, a->content);
    fprintf(out, "\t%s\t%s\t%.*s\n", sw_attribution_kind_name(a->kind),
            sw_marker_type_name(a->marker_class), (int)holder.len, holder.at);
}

/* Of each found entity the annotated one; NULL where none are annotated. The caller's. */
static int32_t *map_entities(const struct article *article)
{
    int32_t *map = calloc(article->entities.n + 1, sizeof *map);
    for (uint32_t e = 0; map != NULL && e < article->entities.n; e++) {
        map[e] = gold_entity_of(&article->gold, &article->entities.at[e]);
    }
    return map;
}

static int measure(const struct attribution_model *model, const struct lexicons *lexicons,
                   const struct articles *articles, FILE *listing)
{
    struct attribution_scores scores = {0};
    struct sw_arena *arena = sw_arena_new((size_t)1 << 30);
    struct sw_error err = {0};
    clock_t spent = 0;
    uint64_t n_tokens = 0;
    for (uint32_t i = 0; i < articles->n; i++) {
        const struct article *a = &articles->at[i];
        struct attributions found;
        clock_t start = clock();
        sw_arena_reset(arena);
        if (attributions_find(model, lexicons, &a->document, &a->syntax, &a->entities, arena,
                              &found, &err) != SW_OK) {
            fprintf(stderr, "%s: %s\n", a->name, err.text);
            return 4;
        }
        spent += clock() - start;
        n_tokens += a->document.n_tokens;
        int32_t *map = a->complete ? map_entities(a) : NULL;
        score_attributions(&scores, a->gold.attributions, a->gold.n_attributions, found.at,
                           found.n, !a->complete, map);
        free(map);
        for (uint32_t k = 0; listing != NULL && k < a->gold.n_attributions; k++) {
            list(listing, "gold", a, &a->gold.attributions[k], a->gold.entities);
        }
        for (uint32_t k = 0; listing != NULL && k < found.n; k++) {
            list(listing, "found", a, &found.at[k], a->entities.at);
        }
    }
    print_attribution_scores(&scores, stdout);
    printf("%.0f ns of CPU a token\n",
           (double)spent / CLOCKS_PER_SEC * 1e9 / (double)(n_tokens > 0 ? n_tokens : 1));
    sw_arena_free(arena);
    return 0;
}

int evaluate_attribution(int argc, char **argv)
{
    struct request r = {0};
    struct model_files files;
    struct articles articles = {0};
    struct attribution_model *model;
    struct sw_error err = {0};
    if (!read_request(&r, argc, argv)) {
        return 2;
    }
    model_files_read(&files, r.models);
    struct attribution_rooms *rooms = attribution_rooms_new(&files);
    if (r.weights != NULL) {
        replace_weights(&files, r.weights);
    }
    if (attribution_model_new(&model, attribution_rooms_words(rooms), files.at, files.n, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 4;
    }
    for (int i = 0; i < r.n_sources; i++) {
        articles_read(&articles, r.sources[i], rooms, r.fold, r.n_folds, true);
    }
    FILE *listing = r.list != NULL ? fopen(r.list, "w") : NULL;
    int status = measure(model, attribution_rooms_lexicons(rooms), &articles, listing);
    if (listing != NULL) {
        fclose(listing);
    }
    attribution_model_free(model);
    return status;
}
