#include "corpus.h"

#include <stdlib.h>
#include <string.h>

#define MAX_COLUMNS 16
#define MAX_LINE 8192

/* The sentence that is being read. */
struct reader {
    struct corpus *corpus;
    const struct corpus_format *format;
    struct corpus_text *text;
    char raw[MAX_LINE]; /* of a "# text =" comment; empty: words are joined by spaces */
    size_t raw_at;
    uint32_t start, end, types; /* the open span; types 0: none */
    char label[64];
    bool fresh; /* no word of the sentence was read yet */
    const char *path;
};

static void close_span(struct reader *r)
{
    if (r->types != 0) {
        corpus_mark(r->text, r->start, r->end, r->types);
        r->types = 0;
    }
}

/* Adds a word after a space, or where the raw text has it. Returns its start. */
static uint32_t add_word(struct reader *r, const char *word)
{
    const char *found = r->raw[0] != '\0' ? strstr(r->raw + r->raw_at, word) : NULL;
    if (found != NULL) {
        size_t at = (size_t)(found - r->raw);
        corpus_append(r->text, r->raw + r->raw_at, at - r->raw_at);
        r->raw_at = at + strlen(word);
    } else if (r->text->len > 0) {
        corpus_append(r->text, r->fresh ? "\n" : " ", 1);
    }
    uint32_t start = (uint32_t)r->text->len;
    corpus_append(r->text, word, strlen(word));
    r->fresh = false;
    return start;
}

static void end_sentence(struct reader *r, bool end_text)
{
    if (r->text != NULL) {
        close_span(r);
        if (end_text) {
            r->text = NULL;
        }
    }
    r->fresh = true;
    r->raw[0] = '\0';
    r->raw_at = 0;
    r->label[0] = '\0';
}

static void read_word(struct reader *r, const char *word, const char *label)
{
    if (r->text == NULL) {
        r->text = corpus_add(r->corpus, r->format->outside);
    }
    uint32_t start = add_word(r, word);
    if (strcmp(label, "O") == 0 || strlen(label) < 3 || label[1] != '-') {
        close_span(r);
        r->label[0] = '\0';
        return;
    }
    if (label[0] == 'B' || strcmp(r->label, label + 2) != 0) {
        close_span(r);
        r->types = corpus_types(r->format, label + 2);
        r->start = start;
    }
    r->end = (uint32_t)r->text->len;
    snprintf(r->label, sizeof r->label, "%s", label + 2);
}

/* Cuts at tabs, or at blanks where there is no tab. */
static int cut(char *line, char **columns)
{
    const char *separators = strchr(line, '\t') != NULL ? "\t\r\n" : " \r\n";
    int n = 0;
    char *rest = line;
    for (char *at = line; *at != '\0' && n < MAX_COLUMNS; at = rest) {
        size_t len = strcspn(at, separators);
        rest = at + len + (at[len] != '\0');
        at[len] = '\0';
        if (len > 0) {
            columns[n++] = at;
        }
    }
    return n;
}

static void read_line(struct reader *r, char *line)
{
    char *columns[MAX_COLUMNS];
    if (strncmp(line, "# text = ", 9) == 0) {
        snprintf(r->raw, sizeof r->raw, "%s", line + 9);
        r->raw[strcspn(r->raw, "\r\n")] = '\0';
        return;
    }
    if (strncmp(line, "-DOCSTART-", 10) == 0) {
        end_sentence(r, true);
        return;
    }
    int n = line[0] == '#' && strchr(line, '\t') == NULL ? 0 : cut(line, columns);
    int label = r->format->label_column < 0 ? n - 1 : r->format->label_column;
    if (n == 0) {
        end_sentence(r, !r->format->whole_documents);
    } else if (n > r->format->word_column && label < n && label > 0) {
        read_word(r, columns[r->format->word_column], columns[label]);
    }
}

void corpus_read_columns(struct corpus *corpus, const struct corpus_format *format,
                         const char *path)
{
    FILE *file = fopen(path, "r");
    struct reader *r = calloc(1, sizeof *r);
    char line[MAX_LINE];
    if (file == NULL || r == NULL) {
        corpus_fail(path, "cannot be read");
    }
    *r = (struct reader){.corpus = corpus, .format = format, .fresh = true, .path = path};
    while (fgets(line, sizeof line, file) != NULL) {
        read_line(r, line);
    }
    end_sentence(r, true);
    free(r);
    fclose(file);
}
