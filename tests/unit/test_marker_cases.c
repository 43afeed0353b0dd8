/*
 * Runs the folders of tests/cases/markers: `article.txt` is annotated and compared with
 * `expected.tsv`, a marker a line:
 *
 *     type<TAB>words of the cue[<TAB>holder<TAB>target<TAB>polarity]       !type<TAB>cue: must not be there
 *     =holder<TAB>target<TAB>favor<TAB>against: a stance     !=holder<TAB>target: none of that pair
 *
 * Then the names in each article, and in the sample articles, are exchanged for others of their
 * kind: the markers stay the same (a metamorphic test of neutrality).
 */
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "model.h"

#define ARTICLE_MAX 65536u
#define MARKERS_MAX 512u

static const char *folder;
static struct model model;
static struct sw_arena *arena;

static size_t read_file(const char *path, char *out, size_t room)
{
    FILE *file = fopen(path, "rb");
    size_t len = file != NULL ? fread(out, 1, room - 1, file) : 0;
    if (file != NULL) {
        fclose(file);
    }
    out[len] = '\0';
    return len;
}

static void annotate(const char *text, size_t len, struct sw_annotations *out)
{
    struct sw_error err;
    sw_arena_reset(arena);
    int status = sw_annotate(model.engine, (struct sw_text){text, len}, (struct sw_text){NULL, 0},
                             "en", arena, out, &err);
    if (status != SW_OK) {
        fail_msg("%s", err.text);
    }
}

static void copy_span(char out[256], const struct sw_annotations *a, struct sw_span span)
{
    size_t len = span.end - span.start < 255 ? span.end - span.start : 255;
    memcpy(out, a->text.at + span.start, len);
    out[len] = '\0';
}

static void copy_entity(char out[256], const struct sw_annotations *a, int32_t entity)
{
    if (entity < 0) {
        strcpy(out, entity == SW_OTHER ? "other" : "-");
        return;
    }
    size_t len = a->entities[entity].name.len < 255 ? a->entities[entity].name.len : 255;
    memcpy(out, a->entities[entity].name.at, len);
    out[len] = '\0';
}

/* Whether a marker is what a line wants. */
static bool is_wanted(const struct sw_annotations *a, const struct sw_marker *m, char *fields[5])
{
    char cue[256], holder[256], target[256], polarity[8];
    copy_span(cue, a, m->cue.at[0]);
    copy_entity(holder, a, m->holder);
    copy_entity(target, a, m->target);
    snprintf(polarity, sizeof polarity, "%d", m->polarity);
    return strcmp(sw_marker_type_name(m->type), fields[0]) == 0 && strstr(cue, fields[1]) != NULL &&
           (fields[2] == NULL || strcmp(holder, fields[2]) == 0) &&
           (fields[3] == NULL || strcmp(target, fields[3]) == 0) &&
           (fields[4] == NULL || strcmp(polarity, fields[4]) == 0);
}

/* Whether the stances have what a line wants: names without the mark, then how often. */
static bool has_stance(const struct sw_annotations *a, char *fields[5])
{
    for (uint32_t i = 0; i < a->n_stances; i++) {
        const struct sw_stance *s = &a->stances[i];
        char holder[256], target[256], favor[16], against[16];
        copy_entity(holder, a, s->holder);
        copy_entity(target, a, s->target);
        snprintf(favor, sizeof favor, "%u", s->favor);
        snprintf(against, sizeof against, "%u", s->against);
        if (strcmp(holder, fields[0] + 1) == 0 && strcmp(target, fields[1]) == 0 &&
            (fields[2] == NULL || strcmp(favor, fields[2]) == 0) &&
            (fields[3] == NULL || strcmp(against, fields[3]) == 0)) {
            return true;
        }
    }
    return false;
}

static void check_line(const struct sw_annotations *a, const char *name, char *line)
{
    char *fields[5] = {NULL}, *rest = NULL;
    bool absent = line[0] == '!';
    char copy[512];
    snprintf(copy, sizeof copy, "%s", line);
    int n = 0;
    for (char *field = strtok_r(line + absent, "\t", &rest); field != NULL && n < 5;
         field = strtok_r(NULL, "\t", &rest)) {
        fields[n++] = field;
    }
    assert_true(n >= 2);
    bool found = fields[0][0] == '=' && has_stance(a, fields);
    for (uint32_t i = 0; i < a->n_markers && fields[0][0] != '='; i++) {
        found |= is_wanted(a, &a->markers[i], fields);
    }
    if (found == absent) {
        fail_msg("%s: %s", name, copy);
    }
}

static void check_case(const char *name)
{
    static char text[ARTICLE_MAX], expected[ARTICLE_MAX];
    char path[1024], *rest = NULL;
    struct sw_annotations a;
    snprintf(path, sizeof path, "%s/%s/article.txt", folder, name);
    size_t len = read_file(path, text, sizeof text);
    snprintf(path, sizeof path, "%s/%s/expected.tsv", folder, name);
    assert_true(len > 0 && read_file(path, expected, sizeof expected) > 0);
    annotate(text, len, &a);
    for (char *line = strtok_r(expected, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        check_line(&a, name, line);
    }
}

/* Calls `check` for each folder of cases. */
static void each_case(void (*check)(const char *name))
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort), run = 0;
    assert_true(n > 2);
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.') {
            check(entries[i]->d_name);
            run++;
        }
        free(entries[i]);
    }
    free(entries);
    assert_true(run > 3);
}

static void cases_have_the_markers_they_say(void **state)
{
    (void)state;
    each_case(check_case);
}

/* Names and their like: people, countries, parties, outlets, capitals. */
static const char *const swaps[][2] = {
    {"Angela Merkel", "Robert Mugabe"},
    {"Emmanuel Macron", "Shinzo Abe"},
    {"Boris Johnson", "Helen Clark"},
    {"Pedro Sanchez", "Olaf Scholz"},
    {"Volodymyr Zelensky", "Narendra Modi"},
    {"Vladimir Putin", "Justin Trudeau"},
    {"Joe Biden", "Mario Draghi"},
    {"Sergei Lavrov", "Antony Blinken"},
    {"Putin", "Trudeau"},
    {"Biden", "Draghi"},
    {"Dmitry Peskov", "Steffen Hebestreit"},
    {"Recep Tayyip Erdogan", "Benjamin Netanyahu"},
    {"Labour Party", "Conservative Party"},
    {"Hungary", "Norway"},
    {"Germany", "Brazil"},
    {"Paris", "Tokyo"},
    {"Brussels", "Nairobi"},
};

#define N_SWAPS (sizeof swaps / sizeof swaps[0])

/* Exchanges the names of a text, whole words only. */
static size_t swap_names(const char *text, char *out)
{
    size_t n = 0;
    while (*text != '\0') {
        size_t k = 0;
        while (k < N_SWAPS && strncmp(text, swaps[k][0], strlen(swaps[k][0])) != 0) {
            k++;
        }
        if (k < N_SWAPS) {
            n += (size_t)sprintf(out + n, "%s", swaps[k][1]);
            text += strlen(swaps[k][0]);
        } else {
            out[n++] = *text++;
        }
    }
    out[n] = '\0';
    return n;
}

/* What of a marker must not change with the names. */
struct seen {
    enum sw_marker_type type;
    char cue[256];
    int8_t polarity;
    bool in_quote;
};

static uint32_t read_seen(const char *text, size_t len, struct seen *out)
{
    struct sw_annotations a;
    annotate(text, len, &a);
    uint32_t n = 0;
    for (uint32_t i = 0; i < a.n_markers && n < MARKERS_MAX; i++, n++) {
        const struct sw_marker *m = &a.markers[i];
        out[n] = (struct seen){.type = m->type, .polarity = m->polarity, .in_quote = m->in_quote};
        copy_span(out[n].cue, &a, m->cue.at[0]);
    }
    return n;
}

static void check_neutral(const char *name)
{
    static char text[ARTICLE_MAX], other[2 * ARTICLE_MAX];
    static struct seen before[MARKERS_MAX], after[MARKERS_MAX];
    char path[1024];
    snprintf(path, sizeof path, "%s/%s/article.txt", folder, name);
    size_t len = read_file(path, text, sizeof text);
    uint32_t n = read_seen(text, len, before);
    uint32_t n_after = read_seen(other, swap_names(text, other), after);
    for (uint32_t i = 0; i < n && i < n_after; i++) {
        if (before[i].type != after[i].type || strcmp(before[i].cue, after[i].cue) != 0 ||
            before[i].polarity != after[i].polarity || before[i].in_quote != after[i].in_quote) {
            fail_msg("%s: %s \"%s\" became %s \"%s\"", name, sw_marker_type_name(before[i].type),
                     before[i].cue, sw_marker_type_name(after[i].type), after[i].cue);
        }
    }
    assert_int_equal(n, n_after);
}

static void other_names_get_the_same_markers(void **state)
{
    (void)state;
    each_case(check_neutral);
}

/* Kinds of names that one may be for or against. */
static bool is_guarded(const struct sw_text *kind)
{
    static const char *const kinds[] = {"country", "demonym", "capital", "leader", "group"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i]) == kind->len && memcmp(kinds[i], kind->at, kind->len) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a file has a line that begins with this word, whatever its case, then a tab or its end.
 */
static bool has_line(const struct sw_blob *file, struct sw_text word)
{
    const char *at = file->at, *end = at + file->len;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((newline != NULL ? newline : end) - at);
        if (len >= word.len && strncasecmp(at, word.at, word.len) == 0 &&
            (len == word.len || at[word.len] == '\t')) {
            return true;
        }
        at += len + 1;
    }
    return false;
}

static const struct sw_blob *file_named(const char *name)
{
    for (size_t i = 0; i < model.n_files; i++) {
        if (strcmp(model.files[i].name, name) == 0) {
            return &model.files[i];
        }
    }
    return NULL;
}

static void check_name(struct sw_text name)
{
    /* Alike by chance: "us" the pronoun and the country, a meeting again and an island. */
    static const char *const alike[] = {"us", "island", "reunion", "reunions", "jerseys"};
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
        if (strlen(alike[i]) == name.len && strncasecmp(alike[i], name.at, name.len) == 0) {
            return;
        }
    }
    for (size_t i = 0; i < model.n_files; i++) {
        const struct sw_blob *file = &model.files[i];
        if ((strncmp(file->name, "lexicons/markers/", 17) == 0 ||
             strcmp(file->name, "words.tsv") == 0) &&
            has_line(file, name)) {
            fail_msg("%s has the name %.*s", file->name, (int)name.len, name.at);
        }
    }
}

static void no_lexicon_of_markers_has_a_name(void **state)
{
    (void)state;
    const struct sw_blob *gazetteer = file_named("gazetteer.tsv");
    assert_non_null(gazetteer);
    const char *at = gazetteer->at, *end = at + gazetteer->len;
    uint32_t n = 0;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;
        struct sw_text fields[5] = {{NULL, 0}};
        for (int f = 0; f < 5 && at <= stop; f++) {
            const char *tab = memchr(at, '\t', (size_t)(stop - at));
            fields[f] = (struct sw_text){at, (size_t)((tab != NULL ? tab : stop) - at)};
            at = tab != NULL ? tab + 1 : stop + 1;
        }
        if (fields[4].at != NULL && is_guarded(&fields[4]) && fields[2].len > 1 &&
            memchr(fields[2].at, ' ', fields[2].len) == NULL) {
            check_name(fields[2]);
            n++;
        }
        at = stop + 1;
    }
    assert_true(n > 200);
}

static int load(void **state)
{
    (void)state;
    struct sw_error err;
    arena = sw_arena_new((size_t)64 * 1024 * 1024);
    if (model_load(&model, NULL, NULL, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        return -1;
    }
    return 0;
}

static int unload(void **state)
{
    (void)state;
    model_free(&model);
    sw_arena_free(arena);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_have_the_markers_they_say),
        cmocka_unit_test(other_names_get_the_same_markers),
        cmocka_unit_test(no_lexicon_of_markers_has_a_name),
    };
    if (argc != 2) {
        return 2;
    }
    folder = argv[1];
    return cmocka_run_group_tests(tests, load, unload);
}
