#include "stances.h"

#include <string.h>

#include "error.h"
#include "hash.h"

/* Rows found by pair: open addressing, at most half full. */
struct table {
    uint32_t *slots; /* 1 + index of a stance, 0: empty */
    uint32_t n_slots;
};

static bool counts(const struct sw_marker *marker)
{
    bool taken =
        marker->type == SW_FAVOR || marker->type == SW_AGAINST || marker->type == SW_EVALUATE;
    return taken && marker->target >= 0 && marker->polarity != 0;
}

/* The slot of a pair: its row, or the empty one where it belongs. */
static uint32_t *slot_of(const struct table *table, const struct sw_stance *stances, int32_t holder,
                         int32_t target)
{
    uint64_t key = hash_mix((uint32_t)holder, (uint32_t)target);
    uint32_t i = (uint32_t)key & (table->n_slots - 1);
    while (table->slots[i] != 0 && (stances[table->slots[i] - 1].holder != holder ||
                                    stances[table->slots[i] - 1].target != target)) {
        i = (i + 1) & (table->n_slots - 1);
    }
    return &table->slots[i];
}

/* Makes the rows and counts them; row_of gets each marker's row or UINT32_MAX. */
static uint32_t make_rows(const struct markers *markers, struct table *table,
                          struct sw_stance *stances, uint32_t *row_of)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < markers->n; i++) {
        const struct sw_marker *marker = &markers->at[i];
        row_of[i] = UINT32_MAX;
        if (!counts(marker) || (markers->plain != NULL && !markers->plain[i])) {
            continue;
        }
        uint32_t *slot = slot_of(table, stances, marker->holder, marker->target);
        if (*slot == 0) {
            stances[n] = (struct sw_stance){.holder = marker->holder, .target = marker->target};
            *slot = ++n;
        }
        struct sw_stance *stance = &stances[*slot - 1];
        *(marker->polarity > 0 ? &stance->favor : &stance->against) += 1;
        row_of[i] = *slot - 1;
    }
    return n;
}

/* Lays the evidence of all rows one after the other. */
static void set_evidence(struct sw_stance *stances, uint32_t n, const uint32_t *row_of,
                         uint32_t n_markers, uint32_t *evidence, uint32_t *at)
{
    uint32_t sum = 0;
    for (uint32_t s = 0; s < n; s++) {
        at[s] = sum;
        stances[s].evidence = evidence + sum;
        sum += stances[s].favor + stances[s].against;
    }
    for (uint32_t i = 0; i < n_markers; i++) {
        if (row_of[i] != UINT32_MAX) {
            evidence[at[row_of[i]]++] = i;
            stances[row_of[i]].n_evidence++;
        }
    }
}

int stances_sum(const struct markers *markers, struct sw_arena *arena, struct stances *out,
                struct sw_error *err)
{
    struct table table = {NULL, 16};
    while (table.n_slots < 2 * markers->n) {
        table.n_slots *= 2;
    }
    table.slots = sw_arena_alloc(arena, table.n_slots * sizeof *table.slots);
    struct sw_stance *stances = sw_arena_alloc(arena, (markers->n + 1) * sizeof *stances);
    uint32_t *numbers = sw_arena_alloc(arena, (3 * (size_t)markers->n + 1) * sizeof *numbers);
    if (table.slots == NULL || stances == NULL || numbers == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the stances of %u markers", markers->n);
    }
    memset(table.slots, 0, table.n_slots * sizeof *table.slots);
    uint32_t n = make_rows(markers, &table, stances, numbers);
    set_evidence(stances, n, numbers, markers->n, numbers + markers->n,
                 numbers + 2 * (size_t)markers->n);
    *out = (struct stances){stances, n};
    return SW_OK;
}
