/*
 * A metamorphic test of neutrality on real articles: the names of the sample articles are exchanged
 * in pairs, persons, countries, capitals, peoples, parties and newspapers; the markers stay the
 * same (type, cue, polarity, in_quote), and so do holder and target but for the names.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include <stancewire/record.h>

#include "model.h"

#define LINE_MAX_BYTES 65536u
#define MARKERS_MAX 512u

static const char *path;
static struct model model;
static struct sw_arena *arena;

/* Longer names before those that they begin with. Each stands for the other. */
static const char *const pairs[][2] = {
    {"Vladimir Putin", "Giuseppe Conte"},
    {"Putin", "Conte"},
    {"Sergio Mattarella", "Silvio Berlusconi"},
    {"Mattarella", "Berlusconi"},
    {"Vladimir Zelensky", "Boris Johnson"},
    {"Zelensky", "Johnson"},
    {"Giorgia Meloni", "Dmitry Peskov"},
    {"Meloni", "Peskov"},
    {"Keir Starmer", "Donald Trump"},
    {"Starmer", "Trump"},
    {"Italians", "Russians"},
    {"Italian", "Russian"},
    {"Italy", "Russia"},
    {"Moscow", "Rome"},
    {"Ukrainian", "French"},
    {"Ukraine", "France"},
    {"Kiev", "Paris"},
    {"London", "Washington"},
    {"Syria", "Iran"},
    {"Corriere della Sera", "La Repubblica"},
    {"Five Star Movement", "Northern League"},
};

#define N_PAIRS (sizeof pairs / sizeof pairs[0])

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

/* The name that stands here in a pair, or NULL; its other in *other. */
static const char *name_at(const char *text, bool begins, const char **other)
{
    for (size_t k = 0; begins && k < 2 * N_PAIRS; k++) {
        const char *name = pairs[k / 2][k % 2];
        size_t len = strlen(name);
        bool apostrophe = (unsigned char)text[len] == 0xE2; /* a curly quote mark or dash */
        if (strncmp(text, name, len) == 0 && (!is_letter(text[len]) || apostrophe)) {
            *other = pairs[k / 2][1 - k % 2];
            return name;
        }
    }
    return NULL;
}

static void exchange(const char *text, char *out, size_t room)
{
    size_t n = 0;
    for (const char *at = text; *at != '\0' && n + 64 < room;) {
        const char *other;
        bool begins = at == text || !is_letter(at[-1]) || (at[-1] & 0x80) != 0;
        const char *name = name_at(at, begins, &other);
        if (name != NULL) {
            n += (size_t)snprintf(out + n, room - n, "%s", other);
            at += strlen(name);
        } else {
            out[n++] = *at++;
        }
    }
    out[n] = '\0';
}

/* What of a marker is compared, with names as they are written. */
struct seen {
    enum sw_marker_type type;
    int8_t polarity;
    bool in_quote;
    char cue[256], links[256];
};

static const char *entity_name(char out[120], const struct sw_annotations *a, int32_t entity)
{
    if (entity < 0) {
        return entity == SW_OTHER ? "other" : "nobody";
    }
    struct sw_text name = a->entities[entity].name;
    snprintf(out, 120, "%.*s", (int)name.len, name.at);
    return out;
}

static uint32_t read_seen(const char *text, struct seen *out)
{
    struct sw_annotations a;
    struct sw_error err;
    if (sw_annotate(model.engine, (struct sw_text){text, strlen(text)}, (struct sw_text){NULL, 0},
                    "en", arena, &a, &err) != SW_OK) {
        fail_msg("%s", err.text);
    }
    uint32_t n = 0;
    for (; n < a.n_markers && n < MARKERS_MAX; n++) {
        const struct sw_marker *m = &a.markers[n];
        struct sw_span cue = m->cue.at[0];
        char holder[120], target[120];
        out[n] = (struct seen){.type = m->type, .polarity = m->polarity, .in_quote = m->in_quote};
        snprintf(out[n].cue, sizeof out[n].cue, "%.*s", (int)(cue.end - cue.start),
                 text + cue.start);
        snprintf(out[n].links, sizeof out[n].links, "%s > %s", entity_name(holder, &a, m->holder),
                 entity_name(target, &a, m->target));
    }
    return n;
}

/* How many links of two readings differ but for the names; all else must be the same. */
static uint32_t compare(const struct seen *before, uint32_t n, const struct seen *after,
                        uint32_t n_after)
{
    uint32_t differ = 0;
    for (uint32_t i = 0; i < n && i < n_after; i++) {
        char links[256];
        if (before[i].type != after[i].type || strcmp(before[i].cue, after[i].cue) != 0 ||
            before[i].polarity != after[i].polarity || before[i].in_quote != after[i].in_quote) {
            fail_msg("%s \"%s\" became %s \"%s\"", sw_marker_type_name(before[i].type),
                     before[i].cue, sw_marker_type_name(after[i].type), after[i].cue);
        }
        exchange(before[i].links, links, sizeof links);
        differ += strcmp(links, after[i].links) != 0;
    }
    assert_int_equal(n, n_after);
    return differ;
}

static void real_articles_have_the_same_markers_with_other_names(void **state)
{
    (void)state;
    static char line[LINE_MAX_BYTES], text[LINE_MAX_BYTES], other[2 * LINE_MAX_BYTES];
    static struct seen before[MARKERS_MAX], after[MARKERS_MAX];
    FILE *file = fopen(path, "rb");
    uint32_t n_articles = 0, n_markers = 0, differ = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        struct sw_article article;
        struct sw_error err;
        sw_arena_reset(arena);
        if (sw_article_read((struct sw_text){line, strlen(line)}, NULL, arena, &article, &err) !=
            SW_OK) {
            fail_msg("%s", err.text);
        }
        snprintf(text, sizeof text, "%.*s", (int)article.text.len, article.text.at);
        exchange(text, other, sizeof other);
        assert_string_not_equal(text, other);
        uint32_t n = read_seen(text, before);
        differ += compare(before, n, after, read_seen(other, after));
        n_markers += n;
        n_articles++;
    }
    fclose(file);
    assert_true(n_articles >= 5 && n_markers > 200);
    /* Whom a name or a pronoun refers to may change with the names: "Five Star Movement (M5S)". */
    print_message("%u of %u markers have another holder or target\n", differ, n_markers);
    assert_true(10 * differ < n_markers);
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
        cmocka_unit_test(real_articles_have_the_same_markers_with_other_names),
    };
    if (argc != 2) {
        return 2;
    }
    path = argv[1];
    return cmocka_run_group_tests(tests, load, unload);
}
