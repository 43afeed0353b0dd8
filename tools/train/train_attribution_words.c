#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attribution_stems.h"
#include "train_attribution.h"

#define N_SLOTS (1u << 18)
#define FORM_MAX 48
#define MIN_RATE 3.0
#define FORMS_MIN_RATE 25.0 /* verbs that are cues this often lend their rate to unseen forms */

struct count {
    char form[FORM_MAX]; /* small letters; "" for an empty slot */
    uint32_t lower, n, n_capital, n_cue, n_head;
    double rate;
};

static struct count *slot(struct count *counts, uint32_t lower)
{
    uint32_t i = lower & (N_SLOTS - 1);
    while (counts[i].form[0] != '\0' && counts[i].lower != lower) {
        i = (i + 1) & (N_SLOTS - 1);
    }
    return &counts[i];
}

static struct count *count_of(struct count *counts, const struct document *document, uint32_t i)
{
    const struct token *token = &document->tokens[i];
    struct sw_text text = token_text(document, token);
    if (text.len >= FORM_MAX || (token->kind != TOKEN_WORD && token->kind != TOKEN_PUNCT)) {
        return NULL;
    }
    struct count *count = slot(counts, token->lower);
    if (count->form[0] == '\0') {
        count->lower = token->lower;
        for (size_t k = 0; k < text.len; k++) {
            char c = text.at[k];
            count->form[k] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
    }
    return count;
}

static void count_words(struct count *counts, const struct article *article)
{
    const struct document *document = &article->document;
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        struct count *count = count_of(counts, document, i);
        bool known = article->complete || !article->in_content[i] || article->in_cue[i];
        if (count != NULL && known) {
            uint16_t flags = document->tokens[i].flags;
            count->n++;
            count->n_cue += article->in_cue[i];
            count->n_capital +=
                (flags & TOKEN_INITIAL_UPPER) != 0 && (flags & TOKEN_SENTENCE_START) == 0;
        }
    }
}

static double cue_rate(const struct count *count)
{
    return (count->n_cue + 0.2) / (count->n + 1.0);
}

static void count_heads(struct count *counts, const struct article *article)
{
    for (uint32_t k = 0; k < article->n; k++) {
        const struct cue *cue = &article->examples[k].gold.cue;
        struct count *head = NULL;
        for (uint32_t i = cue->first; i < cue->end && article->examples[k].has_cue; i++) {
            struct count *count = count_of(counts, &article->document, i);
            if (count != NULL && (head == NULL || cue_rate(count) > cue_rate(head))) {
                head = count;
            }
        }
        if (head != NULL) {
            head->n_head++;
        }
    }
}

static bool is_plain(const char *form)
{
    for (; *form != '\0'; form++) {
        if ((*form >= '0' && *form <= '9') || *form == '@' || *form == '\t' || *form == '\n') {
            return false;
        }
    }
    return true;
}

static void write_word(FILE *file, const char *form, double rate)
{
    char stem[FORM_MAX];
    stem_word(form, stem, sizeof stem);
    fprintf(file, "%s\t%d\t%s\n", form, (int)(rate < 1 ? 1 : rate), stem);
}

/* Forms of a verb that the articles do not have, with the rate of the verb. */
static void write_forms(FILE *file, struct count *counts, const char *base, double rate)
{
    char forms[STEM_FORMS][48];
    int n = stem_forms(base, forms);
    for (int i = 0; i < n; i++) {
        struct sw_text text = {forms[i], strlen(forms[i])};
        struct count *count = slot(counts, hash_bytes(text.at, text.len));
        if (count->form[0] == '\0' || count->n < 3) {
            write_word(file, forms[i], rate);
        }
    }
}

static int by_form(const void *a, const void *b)
{
    return strcmp(((const struct count *)a)->form, ((const struct count *)b)->form);
}

static void write_verbs(FILE *file, struct count *counts, const char *path)
{
    FILE *verbs = path != NULL ? fopen(path, "r") : NULL;
    char line[256];
    while (verbs != NULL && fgets(line, sizeof line, verbs) != NULL) {
        line[strcspn(line, "\r\n\t ")] = '\0';
        if (line[0] != '\0' && line[0] != '#') {
            write_forms(file, counts, line, 15);
        }
    }
    if (verbs != NULL) {
        fclose(verbs);
    }
}

void train_words(const struct articles *articles, const struct train_options *options)
{
    struct count *counts = calloc(N_SLOTS, sizeof *counts);
    for (uint32_t i = 0; i < articles->n; i++) {
        count_words(counts, &articles->at[i]);
    }
    for (uint32_t i = 0; i < articles->n; i++) {
        count_heads(counts, &articles->at[i]);
    }
    struct count *sorted = calloc(N_SLOTS, sizeof *sorted);
    uint32_t n = 0;
    for (uint32_t i = 0; i < N_SLOTS; i++) {
        if (counts[i].form[0] != '\0') {
            sorted[n++] = counts[i];
        }
    }
    qsort(sorted, n, sizeof *sorted, by_form);
    FILE *file = fopen(train_path(options, "lexicons/cue_words.txt"), "w");
    if (file == NULL) {
        fprintf(stderr, "%s: cannot write\n", train_path(options, "lexicons/cue_words.txt"));
        exit(4);
    }
    fprintf(file, "# Words that head a cue: word, how often in per cent, stem.\n"
                  "# Learnt by tools/train; see MODEL_CARD.md.\n");
    uint32_t n_written = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct count *c = &sorted[i];
        double rate = 100.0 * c->n_head / (c->n + 0.5);
        bool often = c->n_head >= 2 || (c->n_head == 1 && c->n <= 8);
        if (often && rate >= MIN_RATE && is_plain(c->form) && c->n_capital * 2 <= c->n) {
            write_word(file, c->form, rate);
            n_written++;
        }
    }
    write_verbs(file, counts, options->verbs);
    fclose(file);
    fprintf(stderr, "words: %u\n", n_written);
    free(sorted);
    free(counts);
}
