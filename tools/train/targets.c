#define _DEFAULT_SOURCE
#include "targets.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(4);
}

static void *take(struct sw_arena *arena, size_t size_bytes)
{
    void *at = sw_arena_alloc(arena, size_bytes + 1);
    if (at == NULL) {
        fail("targets", "no memory");
    }
    memset(at, 0, size_bytes + 1);
    return at;
}

/* Bytes before a code point. */
static uint32_t byte_of(struct sw_text text, json_int_t codepoint)
{
    uint32_t at = 0;
    for (json_int_t n = 0; at < text.len; at++) {
        if (((unsigned char)text.at[at] & 0xC0) != 0x80 && n++ == codepoint) {
            break;
        }
    }
    return at;
}

static struct sw_mention read_mention(struct sw_text text, const json_t *mention,
                                      enum sw_mention_kind kind)
{
    struct sw_span span = {byte_of(text, json_integer_value(json_object_get(mention, "from"))),
                           byte_of(text, json_integer_value(json_object_get(mention, "to")))};
    return (struct sw_mention){span, kind};
}

/* A mention that begins with a small letter or is a pronoun is no name. */
static enum sw_mention_kind kind_of(struct sw_text text, const json_t *target)
{
    uint32_t at = byte_of(text, json_integer_value(json_object_get(target, "from")));
    const char *mention = json_string_value(json_object_get(target, "mention"));
    bool pronoun = mention != NULL && strlen(mention) <= 3;
    return at < text.len && text.at[at] >= 'A' && text.at[at] <= 'Z' && !pronoun ? SW_NAME
                                                                                 : SW_PRONOUN;
}

static void read_sentence(struct gold_article *out, const json_t *line, struct sw_arena *arena)
{
    const json_t *body = json_object_get(line, "sentence_normalized"), *target, *further;
    const json_t *targets = json_object_get(line, "targets");
    size_t len = json_string_length(body), n = json_array_size(targets), i, k;
    char *copy = take(arena, len);
    memcpy(copy, json_string_value(body), len);
    struct sw_text text = {copy, len};
    struct sw_entity *entities = take(arena, n * sizeof *entities);
    struct sw_marker *markers = take(arena, n * sizeof *markers);
    json_array_foreach(targets, i, target)
    {
        const json_t *more = json_object_get(target, "further_mentions");
        struct sw_mention *mentions = take(arena, (json_array_size(more) + 1) * sizeof *mentions);
        double polarity = json_number_value(json_object_get(target, "polarity"));
        mentions[0] = read_mention(text, target, kind_of(text, target));
        json_array_foreach(more, k, further)
        {
            mentions[k + 1] = read_mention(text, further, kind_of(text, further));
        }
        entities[i] = (struct sw_entity){.type = SW_PER,
                                         .of = SW_NONE,
                                         .mentions = mentions,
                                         .n_mentions = (uint32_t)json_array_size(more) + 1};
        markers[i] = (struct sw_marker){.type = SW_EVALUATE,
                                        .holder = SW_AUTHOR,
                                        .target = (int32_t)i,
                                        .polarity = polarity < 3.5 ? -1 : polarity > 4.5};
    }
    *out = (struct gold_article){.name = "", .text = text};
    out->annotations.entities = entities;
    out->annotations.n_entities = (uint32_t)n;
    out->annotations.markers = markers;
    out->annotations.n_markers = (uint32_t)n;
}

void targets_read(struct gold *out, const char *path, struct sw_arena *arena)
{
    FILE *file = fopen(path, "rb");
    size_t n_lines = 0, room = 0;
    char *line = NULL;
    if (file == NULL) {
        fail(path, "cannot be read");
    }
    while (getline(&line, &room, file) > 0) {
        n_lines++;
    }
    rewind(file);
    *out = (struct gold){take(arena, n_lines * sizeof *out->at), 0};
    while (out->n < n_lines && getline(&line, &room, file) > 0) {
        json_error_t error;
        json_t *object = json_loads(line, 0, &error);
        if (object == NULL) {
            fail(path, error.text);
        }
        read_sentence(&out->at[out->n++], object, arena);
        json_decref(object);
    }
    free(line);
    fclose(file);
}

static bool is_mentioned(const struct sw_entity *entity, const struct sw_mention *where)
{
    for (uint32_t m = 0; m < entity->n_mentions; m++) {
        if (entity->mentions[m].span.start < where->span.end &&
            where->span.start < entity->mentions[m].span.end) {
            return true;
        }
    }
    return false;
}

void score_targets(struct target_scores *scores, const struct gold_article *gold,
                   const struct sw_entity *entities, uint32_t n_entities,
                   const struct sw_marker *markers, uint32_t n_markers)
{
    for (uint32_t g = 0; g < gold->annotations.n_markers; g++) {
        const struct sw_marker *wanted = &gold->annotations.markers[g];
        const struct sw_mention *where = &gold->annotations.entities[wanted->target].mentions[0];
        int sum = 0;
        for (uint32_t i = 0; i < n_markers; i++) {
            int32_t target = markers[i].target;
            if (target >= 0 && (uint32_t)target < n_entities &&
                is_mentioned(&entities[target], where)) {
                sum += markers[i].polarity;
            }
        }
        scores->n[wanted->polarity + 1][(sum > 0) - (sum < 0) + 1]++;
    }
}

void print_target_scores(const struct target_scores *scores, FILE *out)
{
    static const char *const names[] = {"against", "neutral", "favor"};
    double sum = 0;
    for (int c = 0; c < 3; c++) {
        uint32_t right = scores->n[c][c], found = 0, wanted = 0;
        for (int k = 0; k < 3; k++) {
            found += scores->n[k][c];
            wanted += scores->n[c][k];
        }
        double f1 = found + wanted > 0 ? 200.0 * right / (found + wanted) : 0;
        fprintf(out, "%-8s P %5.1f R %5.1f F1 %5.1f  n %u\n", names[c],
                found > 0 ? 100.0 * right / found : 0, wanted > 0 ? 100.0 * right / wanted : 0, f1,
                wanted);
        sum += f1;
    }
    fprintf(out, "macro F1 %.1f\n", sum / 3);
}
