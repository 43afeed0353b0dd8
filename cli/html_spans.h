/*
 * html_spans.h: draws a text with spans that may nest, touch and cross.
 *
 *     marks (sorted) --walk over the text, a stack of open elements--> nested elements
 *
 * HTML elements cannot cross. Where two marks do, the one that goes on is closed and opened again.
 * No more than SPANS_DEPTH marks are open at once; deeper ones are left out, so that time stays
 * linear in the marks whatever a text does.
 */
#ifndef CLI_HTML_SPANS_H
#define CLI_HTML_SPANS_H

#include <stancewire/stancewire.h>

#include <stdio.h>

#define SPANS_DEPTH 24

/* What a mark is, outermost first where two cover the same words. */
enum span_layer { LAYER_CONTENT, LAYER_SOURCE, LAYER_CUE, LAYER_MARKER, LAYER_MENTION };

struct span_mark {
    struct sw_span span;
    enum span_layer layer;
    uint32_t index; /* of the attribution, marker or entity */
    bool again;     /* a later piece of the same thing: no label */
};

/* How a layer opens and closes; `again` is set when an element is opened a second time. */
struct span_pen {
    void (*open)(FILE *out, const struct span_mark *mark, bool again, bool inside, void *user);
    void (*close)(FILE *out, const struct span_mark *mark, bool inside, void *user);
    void *user;
};

struct span_stack {
    const struct span_mark *open[SPANS_DEPTH];
    size_t depth;
    const struct span_mark *marks;
    size_t n_marks, next;
    const struct span_pen *pen;
    FILE *out;
};

/* Sorts the marks in the order that the walk needs. */
void spans_sort(struct span_mark *marks, size_t n_marks);
void spans_begin(struct span_stack *stack, FILE *out, const struct span_mark *marks, size_t n_marks,
                 const struct span_pen *pen);
/* Draws text[start, end) as one block: all elements are closed at its end. Call in text order. */
void spans_block(struct span_stack *stack, struct sw_text text, uint32_t start, uint32_t end);

#endif
