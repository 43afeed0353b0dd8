/*
 * evaluate entities: the entities of the engine against gold articles.
 *
 * A name mention is right with its exact span and type. An entity is right when its canonical name
 * (case and spaces apart) and type are those of a gold entity of the article. A source is right
 * when the entity found in it has a name of the gold holder's, or none where the gold has none.
 */
#define _DEFAULT_SOURCE
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entities.h"
#include "evaluate_commands.h"
#include "gazetteer.h"
#include "gold.h"
#include "lexicons.h"
#include "model_files.h"
#include "syntax.h"

#define N_TYPES 5

struct count {
    uint32_t gold, found, right;
};

enum source_kind { BY_NAME, BY_NOMINAL, BY_PRONOUN, BY_OTHER, N_SOURCE_KINDS };

static const char *const source_names[N_SOURCE_KINDS] = {"name", "nominal", "pronoun", "no entity"};

struct scores {
    struct count mentions[N_TYPES], entities[N_TYPES], spans;
    struct count sources[N_SOURCE_KINDS], kinds[3];
    uint32_t of_gold, of_right, metonym_gold, metonym_found, metonym_right;
};

struct arguments {
    const char *models, *gold, *texts, *verbose, *gold_names;
};

struct engine {
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct names_model *names;
    struct syntax_model *syntax;
};

static void check(int status, const struct sw_error *err)
{
    if (status != SW_OK) {
        fprintf(stderr, "stancewire-evaluate: %s\n", err->text);
        exit(4);
    }
}

static void engine_read(struct engine *engine, const struct model_files *files)
{
    struct sw_error err = {.text = ""};
    check(lexicons_init(&engine->lexicons, files->at, files->n, &err), &err);
    check(gazetteer_new(&engine->gazetteer, files->at, files->n, &err), &err);
    check(names_model_new(&engine->names, engine->gazetteer, files->at, files->n, &err), &err);
    check(syntax_model_new(&engine->syntax, names_model_words(engine->names), files->at, files->n, &err),
          &err);
}

static void engine_clear(struct engine *engine)
{
    syntax_model_free(engine->syntax);
    names_model_free(engine->names);
    gazetteer_free(engine->gazetteer);
    lexicons_clear(&engine->lexicons);
}

static bool same_name(struct sw_text a, struct sw_text b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        if (tolower((unsigned char)a.at[i]) != tolower((unsigned char)b.at[j])) {
            return false;
        }
        bool space = a.at[i] == ' ';
        for (i++; space && i < a.len && a.at[i] == ' '; i++) {
        }
        for (j++; space && j < b.len && b.at[j] == ' '; j++) {
        }
    }
    return i == a.len && j == b.len;
}

static struct sw_text span_text(struct sw_text text, struct sw_span span)
{
    return (struct sw_text){text.at + span.start, span.end - span.start};
}

/* Whether a name mention of the entity reads so. */
static bool has_name(struct sw_text text, const struct sw_entity *entity, struct sw_text name)
{
    for (uint32_t m = 0; m < entity->n_mentions; m++) {
        if (entity->mentions[m].kind == SW_NAME &&
            same_name(span_text(text, entity->mentions[m].span), name)) {
            return true;
        }
    }
    return same_name(entity->name, name);
}

/* The gold's names as the tagger would give them: whole tokens, in text order. */
static struct names gold_names(const struct gold_article *article, const struct document *document,
                               struct sw_arena *arena)
{
    struct names names = {NULL, 0};
    struct name *at = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *at);
    uint8_t *types = sw_arena_alloc(arena, document->n_tokens + 1);
    uint32_t *ends = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *ends);
    memset(types, 0xFF, document->n_tokens + 1);
    for (uint32_t e = 0; e < article->annotations.n_entities; e++) {
        const struct sw_entity *entity = &article->annotations.entities[e];
        for (uint32_t m = 0; m < entity->n_mentions; m++) {
            struct sw_span span = entity->mentions[m].span;
            uint32_t first = 0, end;
            while (first < document->n_tokens && document->tokens[first].end <= span.start) {
                first++;
            }
            for (end = first; end < document->n_tokens && document->tokens[end].start < span.end;) {
                end++;
            }
            if (entity->mentions[m].kind == SW_NAME && end > first) {
                types[first] = (uint8_t)entity->type;
                ends[first] = end;
            }
        }
    }
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        if (types[i] != 0xFF && (names.n == 0 || at[names.n - 1].end <= i)) {
            at[names.n++] = (struct name){i, ends[i], (enum sw_entity_type)types[i]};
        }
    }
    names.at = at;
    return names;
}

static bool find_mention(const struct sw_entity *entities, uint32_t n, struct sw_span span,
                         int type, int kind, int32_t *entity)
{
    for (uint32_t e = 0; e < n; e++) {
        for (uint32_t m = 0; m < entities[e].n_mentions; m++) {
            struct sw_span other = entities[e].mentions[m].span;
            if (other.start == span.start && other.end == span.end &&
                (type < 0 || (int)entities[e].type == type) &&
                (int)entities[e].mentions[m].kind == kind) {
                *entity = (int32_t)e;
                return true;
            }
        }
    }
    return false;
}

static void score_mentions(struct scores *scores, const struct gold_article *article,
                           const struct entities *found, bool verbose)
{
    const struct sw_annotations *gold = &article->annotations;
    int32_t other;
    for (uint32_t e = 0; e < found->n; e++) {
        for (uint32_t m = 0; m < found->at[e].n_mentions; m++) {
            const struct sw_mention *mention = &found->at[e].mentions[m];
            scores->mentions[found->at[e].type].found += mention->kind == SW_NAME;
            scores->spans.found += mention->kind == SW_NAME;
            if (verbose && mention->kind == SW_NAME &&
                !find_mention(gold->entities, gold->n_entities, mention->span,
                              (int)found->at[e].type, SW_NAME, &other)) {
                printf("extra mention %.*s %s\n", (int)(mention->span.end - mention->span.start),
                       article->text.at + mention->span.start,
                       sw_entity_type_name(found->at[e].type));
            }
        }
    }
    for (uint32_t e = 0; e < gold->n_entities; e++) {
        const struct sw_entity *entity = &gold->entities[e];
        for (uint32_t m = 0; m < entity->n_mentions; m++) {
            const struct sw_mention *mention = &entity->mentions[m];
            struct count *kind = &scores->kinds[mention->kind];
            kind->gold++;
            bool there =
                find_mention(found->at, found->n, mention->span, -1, (int)mention->kind, &other);
            kind->found += there;
            bool right = there && (has_name(article->text, entity, found->at[other].name) ||
                                   has_name(article->text, &found->at[other], entity->name));
            kind->right += right;
            if (verbose && !right && mention->kind != SW_NAME) {
                printf("%s %.*s: %.*s, not %.*s\n", sw_mention_kind_name(mention->kind),
                       (int)(mention->span.end - mention->span.start),
                       article->text.at + mention->span.start, (int)entity->name.len,
                       entity->name.at, there ? (int)found->at[other].name.len : 0,
                       there ? found->at[other].name.at : "");
            }
            if (mention->kind == SW_NAME) {
                bool exact = there && found->at[other].type == entity->type;
                scores->spans.gold++;
                scores->spans.right += there;
                scores->mentions[entity->type].gold++;
                scores->mentions[entity->type].right += exact;
                if (verbose && !exact) {
                    printf(
                        "missed mention %.*s %s\n", (int)(mention->span.end - mention->span.start),
                        article->text.at + mention->span.start, sw_entity_type_name(entity->type));
                }
            }
        }
    }
}

static bool has_entity(const struct sw_entity *entities, uint32_t n, const struct sw_entity *entity)
{
    for (uint32_t e = 0; e < n; e++) {
        if (entities[e].type == entity->type && same_name(entities[e].name, entity->name)) {
            return true;
        }
    }
    return false;
}

static void score_entities(struct scores *scores, const struct gold_article *article,
                           const struct entities *found, bool verbose)
{
    const struct sw_annotations *gold = &article->annotations;
    for (uint32_t e = 0; e < found->n; e++) {
        bool right = has_entity(gold->entities, gold->n_entities, &found->at[e]);
        scores->entities[found->at[e].type].found++;
        scores->entities[found->at[e].type].right += right;
        if (verbose && !right) {
            printf("extra entity %.*s %s\n", (int)found->at[e].name.len, found->at[e].name.at,
                   sw_entity_type_name(found->at[e].type));
        }
    }
    for (uint32_t e = 0; e < gold->n_entities; e++) {
        const struct sw_entity *entity = &gold->entities[e];
        scores->entities[entity->type].gold++;
        if (verbose && !has_entity(found->at, found->n, entity)) {
            printf("missed entity %.*s %s\n", (int)entity->name.len, entity->name.at,
                   sw_entity_type_name(entity->type));
        }
        if (entity->metonym) {
            scores->metonym_gold++;
        }
    }
    for (uint32_t e = 0; e < found->n; e++) {
        scores->metonym_found += found->at[e].metonym;
        for (uint32_t g = 0; g < gold->n_entities && found->at[e].metonym; g++) {
            if (gold->entities[g].metonym && same_name(gold->entities[g].name, found->at[e].name)) {
                scores->metonym_right++;
                break;
            }
        }
    }
}

/* How the gold's holder stands in the source: by a name, a nominal or a pronoun. */
static enum source_kind kind_of(const struct sw_annotations *gold,
                                const struct sw_attribution *attribution)
{
    enum source_kind best = BY_OTHER;
    if (attribution->holder < 0) {
        return BY_OTHER;
    }
    const struct sw_entity *entity = &gold->entities[attribution->holder];
    for (uint32_t m = 0; m < entity->n_mentions; m++) {
        for (uint32_t s = 0; s < attribution->source.n; s++) {
            struct sw_span span = entity->mentions[m].span, source = attribution->source.at[s];
            bool inside = span.start >= source.start && span.end <= source.end;
            enum source_kind kind = (enum source_kind)entity->mentions[m].kind;
            best = inside && kind < best ? kind : best;
        }
    }
    return best;
}

/* The entity of a source: the first person in it that owns nothing, else the last mention. */
static int32_t entity_in(const struct document *document, const struct entities *found,
                         const struct sw_spans *source)
{
    int32_t last = SW_NONE;
    for (uint32_t s = 0; s < source->n; s++) {
        for (uint32_t i = 0; i < document->n_tokens; i++) {
            const struct token *token = &document->tokens[i];
            bool inside = token->start >= source->at[s].start && token->end <= source->at[s].end;
            int32_t entity = inside ? found->of_token[i] : SW_NONE;
            bool owns = i + 1 < document->n_tokens && (token[1].flags & TOKEN_CLITIC) != 0;
            if (entity != SW_NONE && found->at[entity].type == SW_PER && !owns &&
                found->of_token[i + 1] != entity) {
                return entity;
            }
            last = entity != SW_NONE ? entity : last;
        }
    }
    return last;
}

static void score_sources(struct scores *scores, const struct gold_article *article,
                          const struct document *document, const struct entities *found,
                          bool verbose)
{
    const struct sw_annotations *gold = &article->annotations;
    for (uint32_t a = 0; a < gold->n_attributions; a++) {
        const struct sw_attribution *attribution = &gold->attributions[a];
        enum source_kind kind = kind_of(gold, attribution);
        if (attribution->source.n == 0) {
            continue;
        }
        int32_t entity = entity_in(document, found, &attribution->source);
        scores->sources[kind].gold++;
        scores->sources[kind].found += entity != SW_NONE;
        bool right = entity == SW_NONE && attribution->holder < 0;
        if (attribution->holder >= 0 && entity != SW_NONE) {
            const struct sw_entity *holder = &gold->entities[attribution->holder];
            right = has_name(article->text, holder, found->at[entity].name) ||
                    has_name(article->text, &found->at[entity], holder->name);
        }
        scores->sources[kind].right += right;
        if (verbose && !right) {
            struct sw_text source = span_text(article->text, attribution->source.at[0]);
            printf("source by %s \"%.*s\": %.*s, not %.*s\n", source_names[kind], (int)source.len,
                   source.at, entity != SW_NONE ? (int)found->at[entity].name.len : 0,
                   entity != SW_NONE ? found->at[entity].name.at : "",
                   attribution->holder >= 0 ? (int)gold->entities[attribution->holder].name.len : 0,
                   attribution->holder >= 0 ? gold->entities[attribution->holder].name.at : "");
        }
    }
}

static void print_count(const char *name, struct count count)
{
    double p = count.found > 0 ? 100.0 * count.right / count.found : 0;
    double r = count.gold > 0 ? 100.0 * count.right / count.gold : 0;
    printf("%-22s %6u %6u %6u  %5.1f %5.1f %5.1f\n", name, count.gold, count.found, count.right, p,
           r, p + r > 0 ? 2 * p * r / (p + r) : 0);
}

static void print_types(const char *what, const struct count *counts)
{
    struct count all = {0, 0, 0};
    printf("%-22s %6s %6s %6s  %5s %5s %5s\n", what, "gold", "found", "right", "P", "R", "F1");
    for (int type = 0; type < N_TYPES; type++) {
        print_count(sw_entity_type_name((enum sw_entity_type)type), counts[type]);
        all.gold += counts[type].gold;
        all.found += counts[type].found;
        all.right += counts[type].right;
    }
    print_count("all", all);
}

static void print_scores(const struct scores *scores)
{
    print_types("name mentions", scores->mentions);
    print_count("any type", scores->spans);
    print_types("entities", scores->entities);
    printf("metonyms: %u in gold, %u found, %u right\n", scores->metonym_gold,
           scores->metonym_found, scores->metonym_right);
    printf("%-22s %6s %6s %6s  %s\n", "sources by", "gold", "found", "right", "accuracy");
    for (int kind = 0; kind < N_SOURCE_KINDS; kind++) {
        struct count count = scores->sources[kind];
        printf("%-22s %6u %6u %6u  %5.1f\n", source_names[kind], count.gold, count.found,
               count.right, count.gold > 0 ? 100.0 * count.right / count.gold : 0);
    }
    for (int kind = SW_NOMINAL; kind <= SW_PRONOUN; kind++) {
        struct count count = scores->kinds[kind];
        printf("%-22s %6u %6u %6u\n", sw_mention_kind_name((enum sw_mention_kind)kind), count.gold,
               count.found, count.right);
    }
}

static bool read_arguments(struct arguments *a, int argc, char **argv)
{
    struct {
        const char *name, **value;
    } rows[] = {{"--models", &a->models},
                {"--gold", &a->gold},
                {"--texts", &a->texts},
                {"--verbose", &a->verbose},
                {"--gold-names", &a->gold_names}};
    for (int i = 0; i < argc; i += 2) {
        bool known = false;
        for (size_t row = 0; row < sizeof rows / sizeof rows[0] && i + 1 < argc; row++) {
            if (strcmp(argv[i], rows[row].name) == 0) {
                *rows[row].value = argv[i + 1];
                known = true;
            }
        }
        if (!known) {
            return false;
        }
    }
    return a->models != NULL && a->gold != NULL;
}

int evaluate_entities(int argc, char **argv)
{
    struct arguments a = {0};
    if (!read_arguments(&a, argc, argv)) {
        return 2;
    }
    struct model_files files;
    struct engine engine;
    struct gold gold;
    struct scores scores = {0};
    struct sw_error err = {.text = ""};
    struct sw_arena *kept = sw_arena_new((size_t)1 << 30), *arena = sw_arena_new((size_t)1 << 30);
    model_files_read(&files, a.models);
    engine_read(&engine, &files);
    gold_read(&gold, a.gold, a.texts, kept);
    for (uint32_t i = 0; i < gold.n; i++) {
        const struct gold_article *article = &gold.at[i];
        struct document document;
        struct names names;
        struct syntax syntax;
        struct entities found;
        sw_arena_reset(arena);
        check(document_read(&engine.lexicons, article->text, (struct sw_text){NULL, 0}, "en", arena,
                            &document, &err),
              &err);
        check(names_find(engine.names, &document, arena, &names, &err), &err);
        names = a.gold_names != NULL ? gold_names(article, &document, arena) : names;
        check(syntax_read(engine.syntax, &document, arena, &syntax, &err), &err);
        check(entities_find(engine.gazetteer, &engine.lexicons, &document, &syntax, &names, arena,
                            &found, &err),
              &err);
        if (a.verbose != NULL) {
            printf("== %s\n", article->name);
        }
        score_mentions(&scores, article, &found, a.verbose != NULL);
        score_entities(&scores, article, &found, a.verbose != NULL);
        score_sources(&scores, article, &document, &found, a.verbose != NULL);
    }
    print_scores(&scores);
    engine_clear(&engine);
    model_files_clear(&files);
    sw_arena_free(arena);
    sw_arena_free(kept);
    return 0;
}
