#include "counter_arguments.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 16384 };

struct arguments_block {
    struct arguments_block *older;
    size_t used, size;
    char at[];
};

void arguments_clear(struct arguments *arguments)
{
    while (arguments->blocks != NULL) {
        struct arguments_block *older = arguments->blocks->older;
        free(arguments->blocks);
        arguments->blocks = older;
    }
    free(arguments->at);
    free(arguments->lens);
    *arguments = (struct arguments){0};
}

bool arguments_ok(const struct arguments *arguments)
{
    return !arguments->failed;
}

void arguments_add(struct arguments *arguments, const char *at, size_t len)
{
    if (arguments->n == arguments->max) {
        size_t max = arguments->max == 0 ? 256 : arguments->max * 2;
        const char **texts = realloc(arguments->at, max * sizeof *texts);
        if (texts != NULL) {
            arguments->at = texts;
        }
        size_t *lens = realloc(arguments->lens, max * sizeof *lens);
        if (lens != NULL) {
            arguments->lens = lens;
        }
        if (texts == NULL || lens == NULL) {
            arguments->failed = true;
            return;
        }
        arguments->max = max;
    }
    arguments->at[arguments->n] = at;
    arguments->lens[arguments->n++] = len;
}

void arguments_word(struct arguments *arguments, const char *word)
{
    arguments_add(arguments, word, strlen(word));
}

void arguments_copy(struct arguments *arguments, const char *at, size_t len)
{
    struct arguments_block *block = arguments->blocks;
    if (block == NULL || block->size - block->used < len) {
        size_t size = len > BLOCK_BYTES ? len : BLOCK_BYTES;
        block = malloc(sizeof *block + size);
        if (block == NULL) {
            arguments->failed = true;
            return;
        }
        *block = (struct arguments_block){.older = arguments->blocks, .size = size};
        arguments->blocks = block;
    }
    char *copy = block->at + block->used;
    memcpy(copy, at, len);
    block->used += len;
    arguments_add(arguments, copy, len);
}

void arguments_number(struct arguments *arguments, int64_t number)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%" PRId64, number);
    arguments_copy(arguments, text, (size_t)len);
}
