#include "counter_batch.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_AT_FIRST = 256, CELLS_MAX = 1 << 24, BUCKETS_MAX = 60000 };

struct counter_batch *counter_batch_new(int64_t first)
{
    struct counter_batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL) {
        return NULL;
    }
    batch->first = batch->next = first;
    batch->slots = calloc(SLOTS_AT_FIRST, sizeof *batch->slots);
    batch->n_slots = SLOTS_AT_FIRST;
    if (batch->slots == NULL) {
        free(batch);
        return NULL;
    }
    return batch;
}

void counter_batch_free(struct counter_batch *batch)
{
    if (batch != NULL) {
        free(batch->buckets);
        free(batch->hash_heads);
        free(batch->cells);
        free(batch->slots);
        free(batch->text);
        free(batch->window);
        free(batch);
    }
}

size_t counter_batch_bytes(const struct counter_batch *batch)
{
    return sizeof *batch + batch->n_slots * sizeof *batch->slots +
           batch->max_cells * sizeof *batch->cells + batch->text_max + batch->window_max +
           batch->n_buckets * (sizeof *batch->buckets + COUNTER_KINDS * sizeof(uint32_t));
}

bool counter_batch_failed(const struct counter_batch *batch)
{
    return batch->failed;
}

/* Makes room for `more` bytes after len; doubles. */
static bool reserve(char **at, uint32_t len, uint32_t *max, size_t more)
{
    size_t need = len + more;
    if (need <= *max) {
        return true;
    }
    size_t size = *max == 0 ? 4096 : *max;
    while (size < need) {
        size *= 2;
    }
    char *grown = size > UINT32_MAX / 2 ? NULL : realloc(*at, size);
    if (grown == NULL) {
        return false;
    }
    *at = grown;
    *max = (uint32_t)size;
    return true;
}

uint16_t counter_batch_bucket(struct counter_batch *batch, struct counter_bucket bucket)
{
    for (uint32_t i = 0; i < batch->n_buckets; i++) {
        struct counter_bucket *known = &batch->buckets[i];
        if (known->span == bucket.span && known->start_s == bucket.start_s) {
            if (known->expire_s < bucket.expire_s) {
                known->expire_s = bucket.expire_s;
            }
            return (uint16_t)i;
        }
    }
    uint32_t n = batch->n_buckets;
    struct counter_bucket *buckets = realloc(batch->buckets, (n + 1) * sizeof *buckets);
    if (buckets != NULL) {
        batch->buckets = buckets;
    }
    uint32_t *heads = realloc(batch->hash_heads, (n + 1) * COUNTER_KINDS * sizeof *heads);
    if (heads != NULL) {
        batch->hash_heads = heads;
    }
    if (buckets == NULL || heads == NULL || n >= BUCKETS_MAX) {
        batch->failed = true;
        return 0;
    }
    batch->buckets[n] = bucket;
    memset(heads + n * COUNTER_KINDS, 0, COUNTER_KINDS * sizeof *heads);
    batch->n_buckets++;
    return (uint16_t)n;
}

/* FNV-1a over bucket, kind and field: the keys are short. */
static uint32_t hash(uint16_t bucket, enum counter_kind kind, struct sw_text field)
{
    uint32_t h = 2166136261u;
    h = (h ^ bucket) * 16777619u;
    h = (h ^ (uint32_t)kind) * 16777619u;
    for (size_t i = 0; i < field.len; i++) {
        h = (h ^ (unsigned char)field.at[i]) * 16777619u;
    }
    return h ^ h >> 15;
}

static struct sw_text cell_field(const struct counter_batch *batch, const struct counter_cell *cell)
{
    return (struct sw_text){batch->text + cell->field, cell->len};
}

/* The slot of the cell, or the empty one where it belongs. */
static uint32_t *find_slot(const struct counter_batch *batch, uint16_t bucket,
                           enum counter_kind kind, struct sw_text field)
{
    uint32_t mask = batch->n_slots - 1;
    for (uint32_t i = hash(bucket, kind, field) & mask;; i = (i + 1) & mask) {
        uint32_t *slot = &batch->slots[i];
        if (*slot == 0) {
            return slot;
        }
        const struct counter_cell *cell = &batch->cells[*slot - 1];
        if (cell->bucket == bucket && cell->kind == kind && cell->len == field.len &&
            memcmp(batch->text + cell->field, field.at, field.len) == 0) {
            return slot;
        }
    }
}

static bool grow_slots(struct counter_batch *batch)
{
    if (batch->n_cells * 2 < batch->n_slots) {
        return true;
    }
    uint32_t *slots = calloc(batch->n_slots * 2, sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    free(batch->slots);
    batch->slots = slots;
    batch->n_slots *= 2;
    for (uint32_t i = 0; i < batch->n_cells; i++) {
        const struct counter_cell *cell = &batch->cells[i];
        *find_slot(batch, cell->bucket, (enum counter_kind)cell->kind, cell_field(batch, cell)) =
            i + 1;
    }
    return true;
}

static bool grow_cells(struct counter_batch *batch)
{
    if (batch->n_cells < batch->max_cells) {
        return true;
    }
    uint32_t max = batch->max_cells == 0 ? SLOTS_AT_FIRST : batch->max_cells * 2;
    struct counter_cell *cells =
        max > CELLS_MAX ? NULL : realloc(batch->cells, max * sizeof *cells);
    if (cells == NULL) {
        return false;
    }
    batch->cells = cells;
    batch->max_cells = max;
    return true;
}

static struct counter_cell *new_cell(struct counter_batch *batch, uint16_t bucket,
                                     enum counter_kind kind, struct sw_text field)
{
    if (!grow_slots(batch) || !grow_cells(batch) ||
        !reserve(&batch->text, batch->text_len, &batch->text_max, field.len + 1)) {
        batch->failed = true;
        return NULL;
    }
    uint32_t *head = &batch->hash_heads[bucket * COUNTER_KINDS + (uint32_t)kind];
    struct counter_cell *cell = &batch->cells[batch->n_cells];
    *cell = (struct counter_cell){.field = batch->text_len,
                                  .len = (uint32_t)field.len,
                                  .next_of_hash = *head,
                                  .bucket = bucket,
                                  .kind = (uint8_t)kind,
                                  .source = -1};
    if (field.len > 0) {
        memcpy(batch->text + batch->text_len, field.at, field.len);
    }
    batch->text_len += (uint32_t)field.len;
    *find_slot(batch, bucket, kind, field) = ++batch->n_cells;
    *head = batch->n_cells;
    return cell;
}

static struct counter_cell *get_cell(struct counter_batch *batch, uint16_t bucket,
                                     enum counter_kind kind, struct sw_text field)
{
    if (batch->failed) {
        return NULL;
    }
    uint32_t slot = *find_slot(batch, bucket, kind, field);
    return slot != 0 ? &batch->cells[slot - 1] : new_cell(batch, bucket, kind, field);
}

void counter_batch_add(struct counter_batch *batch, uint16_t bucket, enum counter_kind kind,
                       struct sw_text field, int64_t n)
{
    struct counter_cell *cell = n != 0 ? get_cell(batch, bucket, kind, field) : NULL;
    if (cell != NULL) {
        cell->n += n;
    }
}

void counter_batch_add_once(struct counter_batch *batch, uint16_t bucket, enum counter_kind kind,
                            struct sw_text field, int64_t n, int64_t source)
{
    struct counter_cell *cell = get_cell(batch, bucket, kind, field);
    if (cell != NULL && cell->source != source) {
        cell->n += n;
        cell->source = source;
    }
}

int64_t counter_batch_get(const struct counter_batch *batch, uint16_t bucket,
                          enum counter_kind kind, struct sw_text field)
{
    uint32_t slot = *find_slot(batch, bucket, kind, field);
    return slot != 0 ? batch->cells[slot - 1].n : 0;
}

void counter_batch_add_window(struct counter_batch *batch, struct sw_text line)
{
    if (!reserve(&batch->window, batch->window_len, &batch->window_max, line.len + 1)) {
        batch->failed = true;
        return;
    }
    memcpy(batch->window + batch->window_len, line.at, line.len);
    batch->window[batch->window_len + line.len] = '\n';
    batch->window_len += (uint32_t)line.len + 1;
}
