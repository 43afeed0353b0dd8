#include <stancewire/stancewire.h>

#include <stdlib.h>
#include <string.h>

/* Blocks are kept over resets, so that a worker in its stride never calls malloc. */
struct block {
    struct block *next;
    size_t size_bytes;
    max_align_t at[];
};

struct sw_arena {
    struct block *first, *current;
    size_t offset_bytes; /* in current */
    size_t used_bytes, held_bytes, limit_bytes;
};

#define BLOCK_BYTES ((size_t)256 * 1024)

struct sw_arena *sw_arena_new(size_t limit_bytes)
{
    struct sw_arena *arena = calloc(1, sizeof *arena);
    if (arena != NULL) {
        arena->limit_bytes = limit_bytes;
    }
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block != NULL) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

void sw_arena_free(struct sw_arena *arena)
{
    if (arena != NULL) {
        free_blocks(arena->first);
        free(arena);
    }
}

void sw_arena_reset(struct sw_arena *arena)
{
    arena->current = arena->first;
    arena->offset_bytes = 0;
    arena->used_bytes = 0;
}

size_t sw_arena_used(const struct sw_arena *arena)
{
    return arena->used_bytes;
}

/* Makes current a block with room for size_bytes: a kept one where it is large enough. */
static bool next_block(struct sw_arena *arena, size_t size_bytes)
{
    struct block **link = arena->current != NULL ? &arena->current->next : &arena->first;
    if (*link != NULL && (*link)->size_bytes < size_bytes) {
        /* Too small for this one: drop what follows rather than search it each time. */
        for (struct block *b = *link; b != NULL; b = b->next) {
            arena->held_bytes -= b->size_bytes;
        }
        free_blocks(*link);
        *link = NULL;
    }
    if (*link == NULL) {
        size_t want = size_bytes > BLOCK_BYTES ? size_bytes : BLOCK_BYTES;
        if (want > arena->limit_bytes - arena->held_bytes) {
            want = size_bytes;
        }
        if (want > arena->limit_bytes - arena->held_bytes) {
            return false;
        }
        struct block *block = malloc(sizeof *block + want);
        if (block == NULL) {
            return false;
        }
        block->next = NULL;
        block->size_bytes = want;
        arena->held_bytes += want;
        *link = block;
    }
    arena->current = *link;
    arena->offset_bytes = 0;
    return true;
}

void *sw_arena_alloc(struct sw_arena *arena, size_t size_bytes)
{
    const size_t align = _Alignof(max_align_t);
    if (size_bytes > arena->limit_bytes) {
        return NULL;
    }
    size_t rounded = (size_bytes + align - 1) / align * align;
    if (arena->current == NULL || arena->current->size_bytes - arena->offset_bytes < rounded) {
        if (!next_block(arena, rounded)) {
            return NULL;
        }
    }
    void *at = (char *)arena->current->at + arena->offset_bytes;
    arena->offset_bytes += rounded;
    arena->used_bytes += rounded;
    return at;
}
