/*
 * counter_rows.h: cells of the counters -> rows for a reader: merged, named, sorted.
 *
 *     cells "PER|Q7747|Putin" 3, "PER|Q7747|Vladimir Putin" 9  ->  one row, n[0] = 12, the commoner
 * name
 *
 * Entities with the same Wikidata id are one row; so are stances between them.
 */
#ifndef CLI_COUNTER_ROWS_H
#define CLI_COUNTER_ROWS_H

#include "counter_batch.h"

enum { ROW_COLUMNS_MAX = 2 };

struct counter_row {
    struct sw_text merge; /* owned: what makes rows the same */
    struct sw_text field; /* borrowed from the batch: the commonest spelling */
    int64_t field_n;      /* how common */
    int64_t n[ROW_COLUMNS_MAX];
};

struct counter_rows {
    struct counter_row *at;
    size_t n;
};

/* Rows of one or two kinds (the second COUNTER_KINDS: none), largest sum first. False: no memory.
 */
bool counter_rows_make(struct counter_rows *out, const struct counter_batch *batch,
                       const enum counter_kind kinds[ROW_COLUMNS_MAX]);
void counter_rows_clear(struct counter_rows *rows);

/* The parts of "PER|Q7747|Vladimir Putin"; id is empty where there is none, type of "author". */
struct entity_name {
    struct sw_text type, id, name;
};
struct entity_name entity_name_split(struct sw_text field);
/* The two sides of a stance's field. */
void stance_split(struct sw_text field, struct sw_text *holder, struct sw_text *target);

#endif
