#include "format.h"

#include <string.h>

#include "format_html.h"

/* The annotated record on a line of its own. */
static int json_article(FILE *out, size_t number, const struct annotator *annotator,
                        const struct annotated *annotated, struct sw_arena *arena,
                        struct sw_error *err)
{
    (void)number;
    static const struct sw_text none = {"", 0};
    struct sw_text record;
    int status = annotator_write(annotator, annotated, none, none, arena, &record, err);
    if (status == SW_OK) {
        fwrite(record.at, 1, record.len, out);
        putc('\n', out);
    }
    return status;
}

static int html_article(FILE *out, size_t number, const struct annotator *annotator,
                        const struct annotated *annotated, struct sw_arena *arena,
                        struct sw_error *err)
{
    (void)annotator, (void)arena;
    return format_html_article(out, number, &annotated->article, &annotated->annotations, err);
}

static const struct format formats[] = {
    {"json", NULL, json_article, NULL},
    {"html", format_html_begin, html_article, format_html_end},
};

const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}
