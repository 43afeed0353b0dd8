#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "train_syntax.h"

/* A word is listed when it was seen so often. */
#define MIN_COUNT 3u
/* A tag is listed when it has this share of a word, in thousandths. */
#define MIN_SHARE 8u
/* A word is decided by its only tag when it was seen so often; else NOUN or PROPN joins. */
#define MIN_DECIDED 8u

struct seen {
    char word[64];
    uint32_t lower, count, small;
    uint32_t by_tag[N_SYNTAX_SCORED];
};

struct tally {
    struct seen *at;
    size_t n, room;
    uint32_t *slots;
    uint32_t mask;
};

static struct seen *find(struct tally *tally, const struct document *document,
                         const struct token *token)
{
    uint32_t i = token->lower & tally->mask;
    while (tally->slots[i] != 0) {
        struct seen *seen = &tally->at[tally->slots[i] - 1];
        if (seen->lower == token->lower) {
            return seen;
        }
        i = (i + 1) & tally->mask;
    }
    if (2 * tally->n >= tally->mask) {
        return NULL;
    }
    struct seen *seen = &tally->at[tally->n++];
    tally->slots[i] = (uint32_t)tally->n;
    seen->lower = token->lower;
    struct sw_text text = token_text(document, token);
    for (size_t k = 0; k < text.len && k + 1 < sizeof seen->word; k++) {
        char c = text.at[k];
        seen->word[k] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return seen;
}

static void count(struct tally *tally, const struct conllu *conllu)
{
    for (size_t s = 0; s < conllu->n; s++) {
        const struct conllu_sentence *sentence = &conllu->at[s];
        for (uint32_t i = 0; i < sentence->document.n_tokens; i++) {
            const struct token *token = &sentence->document.tokens[i];
            bool word = token->kind == TOKEN_WORD && token->end - token->start < 60;
            if (!word || sentence->fine[i] >= N_SYNTAX_SCORED) {
                continue;
            }
            struct seen *seen = find(tally, &sentence->document, token);
            if (seen != NULL) {
                seen->count++;
                seen->by_tag[sentence->fine[i]]++;
            }
        }
    }
}

static int by_count(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                                : strcmp(x->word, y->word);
}

/* Writes the tags of a word, the most frequent first. */
static void write_tags(FILE *file, struct seen *seen)
{
    const char *mark = "\t";
    uint32_t n = 0, only = 0;
    for (;;) {
        uint32_t best = 0;
        for (uint32_t k = 1; k < N_SYNTAX_SCORED; k++) {
            best = seen->by_tag[k] > seen->by_tag[best] ? k : best;
        }
        if (seen->by_tag[best] == 0 || (n > 0 && 1000 * seen->by_tag[best] < MIN_SHARE * seen->count)) {
            break;
        }
        fprintf(file, "%s%s", mark, syntax_fine_rows[best].name);
        seen->by_tag[best] = 0;
        mark = " ";
        only = best;
        n++;
    }
    if (n == 1 && seen->count < MIN_DECIDED) {
        fprintf(file, " %s", only == FINE_X ? "PROPN" : "X");
    }
    fputc('\n', file);
}

int train_words_write(const char *path, const struct conllu *conllu, struct sw_error *err)
{
    struct tally tally = {.room = 1 << 17, .mask = (1 << 18) - 1};
    tally.at = calloc(tally.room, sizeof *tally.at);
    tally.slots = calloc((size_t)tally.mask + 1, sizeof *tally.slots);
    FILE *file = fopen(path, "wb");
    if (file == NULL || tally.at == NULL || tally.slots == NULL) {
        return error_set(err, SW_EFORMAT, "%s: cannot write: %s", path, strerror(errno));
    }
    count(&tally, conllu);
    qsort(tally.at, tally.n, sizeof *tally.at, by_count);
    fputs("# Words and the tags they were seen with, from GUM (annotations CC BY 4.0).\n"
          "# Built by train_syntax. X beside another tag: seen too seldom to be decided by it.\n",
          file);
    for (size_t i = 0; i < tally.n && tally.at[i].count >= MIN_COUNT; i++) {
        fputs(tally.at[i].word, file);
        write_tags(file, &tally.at[i]);
    }
    free(tally.at);
    free(tally.slots);
    return fclose(file) == 0 ? SW_OK : error_set(err, SW_EFORMAT, "%s: cannot write", path);
}
