/*
 * fuzz_engine.c: any bytes as the text of an article, through the whole engine, the record's writer
 * and the page. Every span must lie in the text and every index must exist.
 */
#include <stancewire/record.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format_html.h"
#include "model.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

#define ARENA_BYTES (512u * 1024 * 1024)

static struct model model;
static struct sw_arena *arena;
static FILE *nowhere;

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

static void set_up(void)
{
    struct sw_error err;
    if (model_load(&model, SW_MODELS, NULL, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    arena = sw_arena_new(ARENA_BYTES);
    nowhere = fopen("/dev/null", "w");
    check(arena != NULL && nowhere != NULL);
}

static void check_span(const struct sw_annotations *of, struct sw_span span)
{
    check(span.start <= span.end && span.end <= of->text.len);
    /* Never in the middle of a code point. */
    check(span.end == of->text.len || ((unsigned char)of->text.at[span.end] & 0xC0u) != 0x80u);
    check(span.start == of->text.len || ((unsigned char)of->text.at[span.start] & 0xC0u) != 0x80u);
    check(sw_codepoint(of, span.start) <= sw_codepoint(of, span.end));
}

static void check_spans(const struct sw_annotations *of, struct sw_spans spans)
{
    for (uint32_t i = 0; i < spans.n; i++) {
        check_span(of, spans.at[i]);
        check(i == 0 || spans.at[i - 1].end <= spans.at[i].start);
    }
}

static void check_holder(const struct sw_annotations *of, int32_t holder)
{
    check(holder >= SW_OTHER && (holder < 0 || (uint32_t)holder < of->n_entities));
}

static void check_annotations(const struct sw_annotations *of)
{
    for (uint32_t i = 0; i < of->n_segments; i++) {
        check_span(of, of->segments[i].span);
        check(i == 0 || of->segments[i - 1].span.end <= of->segments[i].span.start);
    }
    for (uint32_t i = 0; i < of->n_entities; i++) {
        for (uint32_t j = 0; j < of->entities[i].n_mentions; j++) {
            check_span(of, of->entities[i].mentions[j].span);
        }
        check(of->entities[i].of == SW_NONE || (uint32_t)of->entities[i].of < of->n_entities);
    }
    for (uint32_t i = 0; i < of->n_attributions; i++) {
        check_spans(of, of->attributions[i].source);
        check_spans(of, of->attributions[i].cue);
        check_spans(of, of->attributions[i].content);
        check_holder(of, of->attributions[i].holder);
    }
    for (uint32_t i = 0; i < of->n_markers; i++) {
        check_spans(of, of->markers[i].cue);
        check_spans(of, of->markers[i].scope);
        check_holder(of, of->markers[i].holder);
        check(of->markers[i].target == SW_NONE || (uint32_t)of->markers[i].target < of->n_entities);
    }
    for (uint32_t i = 0; i < of->n_stances; i++) {
        check_holder(of, of->stances[i].holder);
        check(of->stances[i].target >= 0 && (uint32_t)of->stances[i].target < of->n_entities);
        for (uint32_t j = 0; j < of->stances[i].n_evidence; j++) {
            check(of->stances[i].evidence[j] < of->n_markers);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    static const struct sw_text none = {"", 0};
    struct sw_annotations annotations;
    struct sw_error err = {0};
    if (arena == NULL) {
        set_up();
    }
    sw_arena_reset(arena);
    struct sw_text text = {(const char *)at, len};
    int status = sw_annotate(model.engine, text, none, "en", arena, &annotations, &err);
    check(status == SW_OK || err.text[0] != '\0');
    if (status == SW_OK) {
        check_annotations(&annotations);
        const struct sw_article article = {.input = {"{}", 2},
                                           .text_field = "text",
                                           .text = text,
                                           .splice_at = 1,
                                           .splice_end = 1};
        const struct sw_record_context context = {.engine_version = "0", .model = "0"};
        struct sw_text output;
        check(sw_record_write(&article, &annotations, &context, arena, &output, &err) == SW_OK);
        check(format_html_article(nowhere, 1, &article, &annotations, &err) == SW_OK);
    }
    return 0;
}
