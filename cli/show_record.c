#include "show_record.h"

#include <stdlib.h>
#include <string.h>

#define BOLD "1"
#define DIM "2"
#define GREEN "32"
#define RED "31"
#define YELLOW "33"
#define CYAN "36"

/* ---- Writing -------------------------------------------------------------------------------- */

static void paint(const struct show *show, const char *colour)
{
    if (show->colour) {
        fprintf(show->out, "\033[%sm", colour);
    }
}

/* Text on one line: white space becomes a space, control characters are dropped, and what is past
 * max_chars is cut. Returns the characters written. */
static size_t write_text(const struct show *show, const char *text, size_t max_chars)
{
    size_t n = 0;
    bool space = true;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        bool blank = *at == ' ' || *at == '\n' || *at == '\t' || *at == '\r';
        if ((blank && space) || (!blank && (*at < 0x20 || *at == 0x7f))) {
            continue;
        }
        /* U+0080 to U+009F are control characters too: C2 80 to C2 9F. */
        if (*at == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F) {
            at++;
            continue;
        }
        if ((*at & 0xC0u) != 0x80u && n++ >= max_chars) {
            fputs("\xE2\x80\xA6", show->out);
            return n;
        }
        putc(blank ? ' ' : *at, show->out);
        space = blank;
    }
    return n;
}

static size_t write_painted(const struct show *show, const char *colour, const char *text,
                            size_t max_chars)
{
    paint(show, colour);
    size_t n = write_text(show, text, max_chars);
    paint(show, "0");
    return n;
}

static void write_label(const struct show *show, const char *label)
{
    fputs("  ", show->out);
    paint(show, DIM);
    fprintf(show->out, "%-10s", label);
    paint(show, "0");
}

/* ---- Reading -------------------------------------------------------------------------------- */

static const char *string_of(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value != NULL ? value : "";
}

/* The first of the keys that has a string. */
static const char *first_of(const json_t *object, const char *const *keys)
{
    for (; *keys != NULL; keys++) {
        if (string_of(object, *keys)[0] != '\0') {
            return string_of(object, *keys);
        }
    }
    return "";
}

static const char *span_text(const json_t *spans)
{
    return string_of(json_array_get(spans, 0), "text");
}

/* Name of an entity by its id; who else may hold something by what it is. */
static const char *name_of(const json_t *annotations, const json_t *id)
{
    const char *wanted = json_string_value(id);
    size_t i;
    json_t *entity;
    json_array_foreach(json_object_get(annotations, "entities"), i, entity)
    {
        if (wanted != NULL && strcmp(string_of(entity, "id"), wanted) == 0) {
            return string_of(entity, "name");
        }
    }
    return wanted == NULL ? "the author" : "another speaker";
}

/* ---- The parts ------------------------------------------------------------------------------ */

static void show_heading(const struct show *show, const json_t *record, const json_t *annotations)
{
    static const char *const titles[] = {"title", "article_title", "headline", "title_page", NULL};
    static const char *const outlets[] = {"source_domain", "sitename", "hostname", "outlet",
                                          "source",        "url",      NULL};
    const char *title = first_of(record, titles);
    if (title[0] == '\0') {
        title = string_of(record, string_of(annotations, "text_field"));
    }
    write_painted(show, BOLD, title, show->width - 1);
    putc('\n', show->out);
    const char *outlet = first_of(record, outlets);
    if (outlet[0] != '\0') {
        write_label(show, "from");
        write_text(show, outlet, show->width - 14);
        putc('\n', show->out);
    }
}

struct ranked {
    const json_t *entity;
    size_t mentions, place;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->mentions != b->mentions) {
        return a->mentions > b->mentions ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Entities by mentions, as many as fit into two lines. */
static void show_entities(const struct show *show, const json_t *annotations)
{
    const json_t *entities = json_object_get(annotations, "entities");
    size_t n = json_array_size(entities);
    struct ranked *ranked = n > 0 ? calloc(n, sizeof *ranked) : NULL;
    if (ranked == NULL) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *entity = json_array_get(entities, i);
        ranked[i] =
            (struct ranked){entity, json_array_size(json_object_get(entity, "mentions")), i};
    }
    qsort(ranked, n, sizeof *ranked, compare_ranked);
    write_label(show, "entities");
    size_t used = 0;
    for (size_t i = 0; i < n && i < 10 && used + 12 < 2 * (show->width - 14); i++) {
        fputs(i > 0 ? ", " : "", show->out);
        used += 6 + write_painted(show, CYAN, string_of(ranked[i].entity, "name"), 40);
        fprintf(show->out, " %s", string_of(ranked[i].entity, "type"));
        if (ranked[i].mentions > 1) {
            fprintf(show->out, "\xC3\x97%zu", ranked[i].mentions);
        }
        used += 6;
    }
    putc('\n', show->out);
    free(ranked);
}

static void show_attributions(const struct show *show, const json_t *annotations)
{
    size_t i, shown = 0;
    json_t *attribution;
    json_array_foreach(json_object_get(annotations, "attributions"), i, attribution)
    {
        const char *content = span_text(json_object_get(attribution, "content"));
        if (shown == show->rows || content[0] == '\0' ||
            !json_is_string(json_object_get(attribution, "holder"))) {
            continue;
        }
        write_label(show, shown++ == 0 ? "says" : "");
        size_t used = write_painted(
            show, CYAN, name_of(annotations, json_object_get(attribution, "holder")), 40);
        putc(' ', show->out);
        used += write_painted(show, YELLOW, span_text(json_object_get(attribution, "cue")), 30);
        fputs(": ", show->out);
        used += 17;
        write_text(show, content, used + 20 < show->width ? show->width - used : 20);
        putc('\n', show->out);
    }
}

static void write_pair(const struct show *show, const json_t *annotations, const json_t *of)
{
    write_painted(show, CYAN, name_of(annotations, json_object_get(of, "holder")), 40);
    const json_t *target = json_object_get(of, "target");
    if (json_is_string(target)) {
        fputs(" \xE2\x86\x92 ", show->out);
        write_painted(show, CYAN, name_of(annotations, target), 40);
    }
}

/* Markers that have a holder or a target first: those say the most on one line. */
static void show_markers(const struct show *show, const json_t *annotations)
{
    const json_t *markers = json_object_get(annotations, "markers");
    size_t shown = 0;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < json_array_size(markers) && shown < show->rows; i++) {
            const json_t *marker = json_array_get(markers, i);
            const char *type = string_of(marker, "type");
            bool telling = json_is_string(json_object_get(marker, "holder")) &&
                           json_is_string(json_object_get(marker, "target"));
            if (telling != (round == 0) || strcmp(type, "acknowledge") == 0) {
                continue;
            }
            write_label(show, shown++ == 0 ? "markers" : "");
            write_painted(show, YELLOW, type, 20);
            fputs(" \xE2\x80\x9C", show->out);
            write_text(show, span_text(json_object_get(marker, "cue")), 40);
            fputs("\xE2\x80\x9D ", show->out);
            write_pair(show, annotations, marker);
            putc('\n', show->out);
        }
    }
    if (json_array_size(markers) > shown) {
        write_label(show, "");
        fprintf(show->out, "and %zu more\n", json_array_size(markers) - shown);
    }
}

static void show_stances(const struct show *show, const json_t *annotations)
{
    size_t i;
    json_t *stance;
    json_array_foreach(json_object_get(annotations, "stances"), i, stance)
    {
        if (i == show->rows) {
            break;
        }
        write_label(show, i == 0 ? "stances" : "");
        write_pair(show, annotations, stance);
        paint(show, GREEN);
        fprintf(show->out, "  +%.0f", json_number_value(json_object_get(stance, "favor")));
        paint(show, RED);
        fprintf(show->out, " \xE2\x88\x92%.0f\n",
                json_number_value(json_object_get(stance, "against")));
        paint(show, "0");
    }
}

int show_record(const struct show *show, const json_t *record)
{
    const json_t *annotations = json_object_get(record, "annotations");
    if (!json_is_object(annotations)) {
        return -1;
    }
    show_heading(show, record, annotations);
    show_entities(show, annotations);
    show_attributions(show, annotations);
    show_markers(show, annotations);
    show_stances(show, annotations);
    putc('\n', show->out);
    return 0;
}
