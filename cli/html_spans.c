#include "html_spans.h"

#include <stdlib.h>

#include "html_text.h"

static int compare_marks(const void *left, const void *right)
{
    const struct span_mark *a = left;
    const struct span_mark *b = right;
    if (a->span.start != b->span.start) {
        return a->span.start < b->span.start ? -1 : 1;
    }
    if (a->span.end != b->span.end) {
        return a->span.end > b->span.end ? -1 : 1;
    }
    if (a->layer != b->layer) {
        return a->layer < b->layer ? -1 : 1;
    }
    return a->index < b->index ? -1 : a->index > b->index;
}

void spans_sort(struct span_mark *marks, size_t n_marks)
{
    if (n_marks > 0) {
        qsort(marks, n_marks, sizeof *marks, compare_marks);
    }
}

void spans_begin(struct span_stack *stack, FILE *out, const struct span_mark *marks, size_t n_marks,
                 const struct span_pen *pen)
{
    *stack = (struct span_stack){.marks = marks, .n_marks = n_marks, .pen = pen, .out = out};
}

/* Whether a mark of the same layer is open below place i: links must not stand in links. */
static bool is_inside(const struct span_stack *stack, size_t i)
{
    for (size_t below = 0; below < i; below++) {
        if (stack->open[below]->layer == stack->open[i]->layer) {
            return true;
        }
    }
    return false;
}

static void open_element(struct span_stack *stack, size_t i, bool again)
{
    const struct span_mark *mark = stack->open[i];
    stack->pen->open(stack->out, mark, again || mark->again, is_inside(stack, i), stack->pen->user);
}

static void close_element(struct span_stack *stack, size_t i)
{
    stack->pen->close(stack->out, stack->open[i], is_inside(stack, i), stack->pen->user);
}

/* Ends what ends at `at`: closes down to the lowest that ends, opens what goes on again. */
static void end_marks(struct span_stack *stack, uint32_t at, bool drawing)
{
    size_t lowest = 0;
    while (lowest < stack->depth && stack->open[lowest]->span.end > at) {
        lowest++;
    }
    for (size_t i = stack->depth; drawing && i-- > lowest;) {
        close_element(stack, i);
    }
    size_t depth = lowest;
    for (size_t i = lowest; i < stack->depth; i++) {
        if (stack->open[i]->span.end > at) {
            stack->open[depth++] = stack->open[i];
        }
    }
    stack->depth = depth;
    for (size_t i = lowest; drawing && i < depth; i++) {
        open_element(stack, i, true);
    }
}

static void start_marks(struct span_stack *stack, uint32_t at, bool drawing)
{
    for (; stack->next < stack->n_marks && stack->marks[stack->next].span.start <= at;
         stack->next++) {
        const struct span_mark *mark = &stack->marks[stack->next];
        if (mark->span.end > at && stack->depth < SPANS_DEPTH) {
            stack->open[stack->depth++] = mark;
            if (drawing) {
                open_element(stack, stack->depth - 1, mark->span.start < at);
            }
        }
    }
}

/* Where the next mark starts or ends, at most `end`. */
static uint32_t next_edge(const struct span_stack *stack, uint32_t end)
{
    uint32_t edge = end;
    if (stack->next < stack->n_marks && stack->marks[stack->next].span.start < edge) {
        edge = stack->marks[stack->next].span.start;
    }
    for (size_t i = 0; i < stack->depth; i++) {
        if (stack->open[i]->span.end < edge) {
            edge = stack->open[i]->span.end;
        }
    }
    return edge;
}

void spans_block(struct span_stack *stack, struct sw_text text, uint32_t start, uint32_t end)
{
    end_marks(stack, start, false);
    for (size_t i = 0; i < stack->depth; i++) {
        open_element(stack, i, true);
    }
    start_marks(stack, start, true);
    for (uint32_t at = start; at < end;) {
        uint32_t edge = next_edge(stack, end);
        html_text(stack->out, (struct sw_text){text.at + at, edge - at});
        at = edge;
        if (at < end) {
            end_marks(stack, at, true);
            start_marks(stack, at, true);
        }
    }
    for (size_t i = stack->depth; i-- > 0;) {
        close_element(stack, i);
    }
}
