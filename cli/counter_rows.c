#include "counter_rows.h"

#include <stdlib.h>
#include <string.h>

static struct sw_text cut(struct sw_text *rest, char separator)
{
    const char *stop = memchr(rest->at, separator, rest->len);
    struct sw_text part = {rest->at, stop != NULL ? (size_t)(stop - rest->at) : rest->len};
    size_t used = stop != NULL ? part.len + 1 : part.len;
    rest->at += used;
    rest->len -= used;
    return part;
}

struct entity_name entity_name_split(struct sw_text field)
{
    struct entity_name out = {0};
    struct sw_text rest = field;
    if (memchr(field.at, '|', field.len) == NULL) {
        out.name = field;
        return out;
    }
    out.type = cut(&rest, '|');
    out.id = cut(&rest, '|');
    out.name = rest;
    return out;
}

void stance_split(struct sw_text field, struct sw_text *holder, struct sw_text *target)
{
    struct sw_text rest = field;
    *holder = cut(&rest, '\t');
    *target = rest;
}

static size_t put(char *out, size_t len, struct sw_text text)
{
    memcpy(out + len, text.at, text.len);
    return len + text.len;
}

/* Names give way to ids, on both sides of a stance. */
static bool merge_key(struct sw_text *out, struct sw_text field)
{
    char *key = malloc(field.len + 2);
    size_t len = 0;
    struct sw_text rest = field;
    if (key == NULL) {
        return false;
    }
    while (rest.len > 0) {
        struct sw_text part = cut(&rest, '\t');
        struct entity_name name = entity_name_split(part);
        len = name.id.len > 0 ? put(key, len, name.id) : put(key, len, part);
        key[len++] = '\t';
    }
    *out = (struct sw_text){key, len};
    return true;
}

static int compare_merge(const void *a, const void *b)
{
    const struct counter_row *x = a, *y = b;
    size_t len = x->merge.len < y->merge.len ? x->merge.len : y->merge.len;
    int order = memcmp(x->merge.at, y->merge.at, len);
    return order != 0 ? order : (x->merge.len > y->merge.len) - (x->merge.len < y->merge.len);
}

static int64_t sum_of(const struct counter_row *row)
{
    int64_t sum = 0;
    for (int i = 0; i < ROW_COLUMNS_MAX; i++) {
        sum += row->n[i];
    }
    return sum;
}

/* Largest first column or sum first; then by name, so that the order is always the same. */
static int compare_size(const void *a, const void *b)
{
    int64_t x = sum_of(a), y = sum_of(b);
    return x != y ? (x < y) - (x > y) : compare_merge(a, b);
}

static bool is_commoner(const struct counter_row *a, const struct counter_row *b)
{
    if (a->field_n != b->field_n) {
        return a->field_n > b->field_n;
    }
    if (a->field.len != b->field.len) {
        return a->field.len > b->field.len;
    }
    return memcmp(a->field.at, b->field.at, a->field.len) < 0;
}

static void absorb(struct counter_row *into, struct counter_row *row)
{
    if (is_commoner(row, into)) {
        into->field = row->field;
        into->field_n = row->field_n;
    }
    for (int i = 0; i < ROW_COLUMNS_MAX; i++) {
        into->n[i] += row->n[i];
    }
    free((void *)(uintptr_t)row->merge.at);
}

static void merge_rows(struct counter_rows *rows)
{
    size_t n = 0;
    if (rows->n == 0) {
        return;
    }
    qsort(rows->at, rows->n, sizeof *rows->at, compare_merge);
    for (size_t i = 1; i < rows->n; i++) {
        if (compare_merge(&rows->at[n], &rows->at[i]) == 0) {
            absorb(&rows->at[n], &rows->at[i]);
        } else {
            rows->at[++n] = rows->at[i];
        }
    }
    rows->n = n + 1;
    qsort(rows->at, rows->n, sizeof *rows->at, compare_size);
}

bool counter_rows_make(struct counter_rows *out, const struct counter_batch *batch,
                       const enum counter_kind kinds[ROW_COLUMNS_MAX])
{
    struct counter_rows rows = {.at = calloc(batch->n_cells + 1, sizeof *rows.at)};
    if (rows.at == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < batch->n_cells; i++) {
        const struct counter_cell *cell = &batch->cells[i];
        for (int column = 0; column < ROW_COLUMNS_MAX; column++) {
            if (cell->kind == (uint8_t)kinds[column]) {
                struct counter_row *row = &rows.at[rows.n];
                row->field = (struct sw_text){batch->text + cell->field, cell->len};
                row->field_n = cell->n;
                row->n[column] = cell->n;
                if (!merge_key(&row->merge, row->field)) {
                    counter_rows_clear(&rows);
                    return false;
                }
                rows.n++;
            }
        }
    }
    merge_rows(&rows);
    *out = rows;
    return true;
}

void counter_rows_clear(struct counter_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        free((void *)(uintptr_t)rows->at[i].merge.at);
    }
    free(rows->at);
    *rows = (struct counter_rows){0};
}
