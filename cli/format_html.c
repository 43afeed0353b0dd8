#include "format_html.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "html_spans.h"
#include "html_style.h"
#include "html_text.h"

/* What the pens need to know. */
struct page {
    FILE *out;
    size_t number;
    const struct sw_annotations *of;
};

/* ---- Names of who and what ------------------------------------------------------------------ */

static void write_holder(const struct page *page, int32_t holder)
{
    if (holder == SW_AUTHOR) {
        fputs("the author", page->out);
    } else if (holder == SW_OTHER || (uint32_t)holder >= page->of->n_entities) {
        fputs("another speaker", page->out);
    } else {
        html_text(page->out, page->of->entities[holder].name);
    }
}

static void write_spans(const struct page *page, struct sw_spans spans, size_t max_bytes)
{
    for (uint32_t i = 0; i < spans.n; i++) {
        struct sw_span span = spans.at[i];
        if (i > 0) {
            fputs(" \xE2\x80\xA6 ", page->out);
        }
        html_excerpt(page->out,
                     (struct sw_text){page->of->text.at + span.start, span.end - span.start},
                     max_bytes);
    }
}

/* ---- The pens: how a mark opens and closes -------------------------------------------------- */

static void open_content(const struct page *page, const struct span_mark *mark, bool again)
{
    const struct sw_attribution *attribution = &page->of->attributions[mark->index];
    fprintf(page->out, "<span class=\"content %s\"", sw_quote_name(attribution->quote));
    if (!again) {
        fputs(" data-who=\"", page->out);
        write_holder(page, attribution->holder);
        fputc('"', page->out);
    }
    fputc('>', page->out);
}

static const char *polarity_class(int polarity)
{
    return polarity > 0 ? " pos" : polarity < 0 ? " neg" : "";
}

static void open_marker(const struct page *page, const struct span_mark *mark, bool inside)
{
    const struct sw_marker *marker = &page->of->markers[mark->index];
    const char *name = sw_marker_type_name(marker->type);
    fprintf(page->out, "<span class=\"m m-%s%s%s\" title=\"m%u %s (%s) \xC2\xB7 ", name,
            polarity_class(marker->polarity), inside ? " in" : "", (unsigned)mark->index + 1, name,
            sw_marker_type_term(marker->type));
    write_holder(page, marker->holder);
    if (marker->target != SW_NONE && (uint32_t)marker->target < page->of->n_entities) {
        fputs(" \xE2\x86\x92 ", page->out);
        html_text(page->out, page->of->entities[marker->target].name);
    }
    fputs(marker->polarity > 0   ? " \xC2\xB7 +"
          : marker->polarity < 0 ? " \xC2\xB7 \xE2\x88\x92"
                                 : "",
          page->out);
    fputs(marker->in_quote ? " \xC2\xB7 in a quotation\">" : "\">", page->out);
}

static void open_mention(const struct page *page, const struct span_mark *mark, bool inside)
{
    const struct sw_entity *entity = &page->of->entities[mark->index];
    bool link = !inside && html_is_wikidata_id(entity->wikidata);
    fprintf(page->out, "<%s class=\"e e-%s\" title=\"e%u %s ", link ? "a" : "span",
            sw_entity_type_name(entity->type), (unsigned)mark->index + 1,
            sw_entity_type_name(entity->type));
    html_text(page->out, entity->name);
    fputs(entity->metonym ? " (its government)\"" : "\"", page->out);
    if (link) {
        fputs(" rel=\"noreferrer\" href=\"https://www.wikidata.org/wiki/", page->out);
        html_text(page->out, entity->wikidata);
        fputc('"', page->out);
    }
    fputc('>', page->out);
}

static void open_mark(FILE *out, const struct span_mark *mark, bool again, bool inside, void *user)
{
    const struct page *page = user;
    switch (mark->layer) {
    case LAYER_CONTENT:
        open_content(page, mark, again);
        break;
    case LAYER_SOURCE:
        fputs("<span class=\"source\">", out);
        break;
    case LAYER_CUE:
        fputs("<span class=\"cue\">", out);
        break;
    case LAYER_MARKER:
        open_marker(page, mark, inside);
        break;
    case LAYER_MENTION:
        open_mention(page, mark, inside);
        break;
    }
}

static void close_mark(FILE *out, const struct span_mark *mark, bool inside, void *user)
{
    const struct page *page = user;
    bool link = mark->layer == LAYER_MENTION && !inside &&
                html_is_wikidata_id(page->of->entities[mark->index].wikidata);
    fputs(link ? "</a>" : "</span>", out);
}

/* ---- The marks of an article ---------------------------------------------------------------- */

static size_t count_marks(const struct sw_annotations *of)
{
    size_t n = 0;
    for (uint32_t i = 0; i < of->n_entities; i++) {
        n += of->entities[i].n_mentions;
    }
    for (uint32_t i = 0; i < of->n_attributions; i++) {
        n += of->attributions[i].source.n + of->attributions[i].cue.n +
             of->attributions[i].content.n;
    }
    for (uint32_t i = 0; i < of->n_markers; i++) {
        n += of->markers[i].cue.n;
    }
    return n;
}

static size_t add_spans(struct span_mark *marks, size_t n, struct sw_spans spans,
                        enum span_layer layer, uint32_t index)
{
    for (uint32_t i = 0; i < spans.n; i++) {
        if (spans.at[i].start < spans.at[i].end) {
            marks[n++] = (struct span_mark){spans.at[i], layer, index, i > 0};
        }
    }
    return n;
}

static size_t fill_marks(struct span_mark *marks, const struct sw_annotations *of)
{
    size_t n = 0;
    for (uint32_t i = 0; i < of->n_entities; i++) {
        for (uint32_t j = 0; j < of->entities[i].n_mentions; j++) {
            struct sw_spans one = {&of->entities[i].mentions[j].span, 1};
            n = add_spans(marks, n, one, LAYER_MENTION, i);
        }
    }
    for (uint32_t i = 0; i < of->n_attributions; i++) {
        n = add_spans(marks, n, of->attributions[i].content, LAYER_CONTENT, i);
        n = add_spans(marks, n, of->attributions[i].source, LAYER_SOURCE, i);
        n = add_spans(marks, n, of->attributions[i].cue, LAYER_CUE, i);
    }
    for (uint32_t i = 0; i < of->n_markers; i++) {
        n = add_spans(marks, n, of->markers[i].cue, LAYER_MARKER, i);
    }
    return n;
}

/* ---- The text ------------------------------------------------------------------------------- */

static bool is_blank(struct sw_text text, uint32_t start, uint32_t end)
{
    for (uint32_t i = start; i < end; i++) {
        if (memchr(" \t\r\n", text.at[i], 4) == NULL) {
            return false;
        }
    }
    return true;
}

static void draw_block(struct span_stack *stack, const struct page *page, uint32_t start,
                       uint32_t end, const char *kind)
{
    if (!is_blank(page->of->text, start, end)) {
        fprintf(page->out, "<p dir=\"auto\" class=\"s-%s\">", kind);
        spans_block(stack, page->of->text, start, end);
        fputs("</p>\n", page->out);
    }
}

/* Every segment is a paragraph; what stands between segments is drawn too. */
static int draw_text(struct page *page, struct sw_error *err)
{
    const struct sw_annotations *of = page->of;
    size_t n_marks = count_marks(of);
    struct span_mark *marks = calloc(n_marks + 1, sizeof *marks);
    if (marks == NULL) {
        return error_set(err, SW_ENOMEM, "no memory to draw %zu spans", n_marks);
    }
    n_marks = fill_marks(marks, of);
    spans_sort(marks, n_marks);
    const struct span_pen pen = {open_mark, close_mark, page};
    struct span_stack stack;
    spans_begin(&stack, page->out, marks, n_marks, &pen);
    fputs("<div class=\"text\">\n", page->out);
    uint32_t at = 0;
    for (uint32_t i = 0; i < of->n_segments; i++) {
        const struct sw_segment *segment = &of->segments[i];
        if (segment->span.start >= at) {
            draw_block(&stack, page, at, segment->span.start, "between");
            draw_block(&stack, page, segment->span.start, segment->span.end,
                       sw_segment_kind_name(segment->kind));
            at = segment->span.end;
        }
    }
    draw_block(&stack, page, at, (uint32_t)of->text.len, "between");
    fputs("</div>\n", page->out);
    free(marks);
    return SW_OK;
}

/* ---- The tables ----------------------------------------------------------------------------- */

static void draw_stances(const struct page *page)
{
    const struct sw_annotations *of = page->of;
    if (of->n_stances == 0) {
        return;
    }
    fputs("<h3>Stances</h3>\n<table class=\"stances\"><tr><th>holder<th>target<th>favor<th>against"
          "<th>evidence</tr>\n",
          page->out);
    for (uint32_t i = 0; i < of->n_stances; i++) {
        const struct sw_stance *stance = &of->stances[i];
        fputs("<tr><td>", page->out);
        write_holder(page, stance->holder);
        fputs("<td>", page->out);
        html_text(page->out, of->entities[stance->target].name);
        fprintf(page->out, "<td class=\"n\">%u<td class=\"n\">%u<td>", (unsigned)stance->favor,
                (unsigned)stance->against);
        for (uint32_t j = 0; j < stance->n_evidence; j++) {
            fputs(j > 0 ? ", <q>" : "<q>", page->out);
            write_spans(page, of->markers[stance->evidence[j]].cue, 80);
            fputs("</q>", page->out);
        }
        fputs("</tr>\n", page->out);
    }
    fputs("</table>\n", page->out);
}

static void draw_attributions(const struct page *page)
{
    const struct sw_annotations *of = page->of;
    if (of->n_attributions == 0) {
        return;
    }
    fputs("<h3>Who says what</h3>\n<table class=\"attributions\"><tr><th>holder<th>cue<th>kind"
          "<th>quote<th>content</tr>\n",
          page->out);
    for (uint32_t i = 0; i < of->n_attributions; i++) {
        const struct sw_attribution *attribution = &of->attributions[i];
        fputs("<tr><td>", page->out);
        write_holder(page, attribution->holder);
        fputs("<td>", page->out);
        write_spans(page, attribution->cue, 60);
        fprintf(page->out, "<td>%s<td>%s<td>", sw_attribution_kind_name(attribution->kind),
                sw_quote_name(attribution->quote));
        write_spans(page, attribution->content, 160);
        fputs("</tr>\n", page->out);
    }
    fputs("</table>\n", page->out);
}

static void draw_entities(const struct page *page)
{
    const struct sw_annotations *of = page->of;
    if (of->n_entities == 0) {
        return;
    }
    fputs("<h3>Entities</h3>\n<table class=\"entities\"><tr><th>name<th>type<th>mentions<th>aliases"
          "<th>Wikidata</tr>\n",
          page->out);
    for (uint32_t i = 0; i < of->n_entities; i++) {
        const struct sw_entity *entity = &of->entities[i];
        fprintf(page->out, "<tr><td><span class=\"e e-%s\">", sw_entity_type_name(entity->type));
        html_text(page->out, entity->name);
        fprintf(page->out, "</span><td>%s<td class=\"n\">%u<td>", sw_entity_type_name(entity->type),
                (unsigned)entity->n_mentions);
        for (uint32_t j = 0; j < entity->n_aliases; j++) {
            fputs(j > 0 ? ", " : "", page->out);
            html_text(page->out, entity->aliases[j]);
        }
        fputs("<td>", page->out);
        if (html_is_wikidata_id(entity->wikidata)) {
            fputs("<a rel=\"noreferrer\" href=\"https://www.wikidata.org/wiki/", page->out);
            html_text(page->out, entity->wikidata);
            fputs("\">", page->out);
            html_text(page->out, entity->wikidata);
            fputs("</a>", page->out);
        } else {
            html_text(page->out, entity->wikidata);
        }
        fputs("</tr>\n", page->out);
    }
    fputs("</table>\n", page->out);
}

/* ---- The page ------------------------------------------------------------------------------- */

static void draw_legend(FILE *out)
{
    fputs("<div class=\"legend\"><p>", out);
    for (int type = SW_PER; type <= SW_EVENT; type++) {
        const char *name = sw_entity_type_name((enum sw_entity_type)type);
        fprintf(out, "<span class=\"e e-%s\">%s</span> ", name, name);
    }
    fputs("<span class=\"content\" data-who=\"speaker\">what a speaker says</span></p>\n<p>", out);
    for (int type = 0; type < SW_N_MARKER_TYPES; type++) {
        const char *name = sw_marker_type_name((enum sw_marker_type)type);
        fprintf(out, "<span class=\"m m-%s\" title=\"%s\">%s</span> ", name,
                sw_marker_type_term((enum sw_marker_type)type), name);
    }
    fputs("</p></div>\n", out);
}

void format_html_begin(FILE *out)
{
    /* The policy is a second wall: even a slip in the escaping could run and fetch nothing. */
    fputs("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Stancewire</title>\n<style>\n",
          out);
    html_style(out);
    fputs("</style></head><body>\n", out);
    draw_legend(out);
}

static void draw_heading(const struct page *page, const struct sw_article *article)
{
    fprintf(page->out, "<article id=\"article-%zu\">\n<h2 dir=\"auto\">", page->number);
    if (article->title.len > 0) {
        html_text(page->out, article->title);
    } else {
        fprintf(page->out, "Article %zu", page->number);
    }
    fputs("</h2>\n<p class=\"about\">", page->out);
    html_text(page->out, article->outlet);
    fputs(article->outlet.len > 0 && article->date.len > 0 ? " \xC2\xB7 " : "", page->out);
    html_text(page->out, article->date);
    if (html_is_web_address(article->url)) {
        fputs(" <a rel=\"noreferrer\" href=\"", page->out);
        html_text(page->out, article->url);
        fputs("\">", page->out);
        html_excerpt(page->out, article->url, 100);
        fputs("</a>", page->out);
    }
    fputs("</p>\n", page->out);
}

int format_html_article(FILE *out, size_t number, const struct sw_article *article,
                        const struct sw_annotations *annotations, struct sw_error *err)
{
    struct page page = {out, number, annotations};
    draw_heading(&page, article);
    int status = draw_text(&page, err);
    if (status == SW_OK) {
        draw_stances(&page);
        draw_attributions(&page);
        draw_entities(&page);
    }
    fputs("</article>\n", out);
    return status;
}

void format_html_end(FILE *out)
{
    fputs("</body></html>\n", out);
}
