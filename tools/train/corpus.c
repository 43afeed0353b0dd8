#include "corpus.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define TYPE(name) (1u << SW_##name)
#define OTHER (1u << NAMES_OTHER)
#define MISC (TYPE(NORP) | TYPE(EVENT) | OTHER)

/* One row a format: what its labels mean, what words without one can be. */
static const struct corpus_format formats[] = {
    {"conll", "CoNLL-2003: PER ORG LOC MISC, documents", corpus_read_columns, CORPUS_NONE, 0, -1,
     true, {{"PER", TYPE(PER)}, {"ORG", TYPE(ORG)}, {"LOC", TYPE(LOC)}, {"MISC", MISC}}},
    {"conll-sentences", "the same, each sentence by itself", corpus_read_columns, CORPUS_NONE, 0,
     -1, false, {{"PER", TYPE(PER)}, {"ORG", TYPE(ORG)}, {"LOC", TYPE(LOC)}, {"MISC", MISC}}},
    {"crossner", "CrossNER politics", corpus_read_columns, CORPUS_NONE, 0, -1, false,
     {{"person", TYPE(PER)}, {"politician", TYPE(PER)}, {"organisation", TYPE(ORG)},
      {"politicalparty", TYPE(ORG)}, {"event", TYPE(EVENT)}, {"election", TYPE(EVENT)},
      {"country", TYPE(LOC)}, {"location", TYPE(LOC)}, {"misc", TYPE(NORP) | OTHER}}},
    {"uner", "Universal NER: PER ORG LOC, raw text in comments", corpus_read_columns,
     CORPUS_NONE | MISC, 1, 2, false,
     {{"PER", TYPE(PER)}, {"ORG", TYPE(ORG)}, {"LOC", TYPE(LOC)}, {"OTH", MISC}}},
    {"wnut", "WNUT-17 and emerging names", corpus_read_columns, CORPUS_NONE | MISC, 0, -1, false,
     {{"person", TYPE(PER)}, {"location", TYPE(LOC)}, {"corporation", TYPE(ORG)},
      {"group", TYPE(ORG)}, {"product", OTHER | CORPUS_NONE}, {"creative-work", OTHER | CORPUS_NONE}}},
    {"btc", "Broad Twitter Corpus: PER ORG LOC", corpus_read_columns, CORPUS_NONE | MISC, 0, -1,
     false, {{"PER", TYPE(PER)}, {"ORG", TYPE(ORG)}, {"LOC", TYPE(LOC)}}},
    {"re3d", "re3d: conflict reports", corpus_read_columns, CORPUS_ANY, 0, -1, false,
     {{"Person", TYPE(PER)}, {"Organisation", TYPE(ORG)}, {"Location", TYPE(LOC)},
      {"Nationality", TYPE(NORP)}}},
    {"gum", "CoNLL-U with Entity= (GUM)", corpus_read_conllu, CORPUS_NONE, 1, 9, true,
     {{"person", TYPE(PER)}, {"organization", TYPE(ORG)}, {"place", TYPE(LOC)},
      {"event", TYPE(EVENT)}}},
    {"gold", "a folder of reference annotations", corpus_read_gold, CORPUS_NONE | OTHER, 0, 0, true,
     {{"PER", TYPE(PER)}, {"ORG", TYPE(ORG)}, {"LOC", TYPE(LOC)}, {"NORP", TYPE(NORP)},
      {"EVENT", TYPE(EVENT)}}},
};

#define N_FORMATS (sizeof formats / sizeof formats[0])

void corpus_fail(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(2);
}

void corpus_formats(FILE *out)
{
    for (size_t i = 0; i < N_FORMATS; i++) {
        fprintf(out, "  %-16s %s\n", formats[i].name, formats[i].help);
    }
}

uint32_t corpus_types(const struct corpus_format *format, const char *label)
{
    for (const struct corpus_label *row = format->labels; row->name != NULL; row++) {
        if (strcmp(row->name, label) == 0) {
            return row->types;
        }
    }
    return 0;
}

void corpus_read(struct corpus *corpus, const char *spec)
{
    const char *equals = strchr(spec, '=');
    for (size_t i = 0; equals != NULL && i < N_FORMATS; i++) {
        if (strlen(formats[i].name) == (size_t)(equals - spec) &&
            strncmp(formats[i].name, spec, (size_t)(equals - spec)) == 0) {
            formats[i].read(corpus, &formats[i], equals + 1);
            return;
        }
    }
    fprintf(stderr, "%s: not FORMAT=PATH with one of these formats:\n", spec);
    corpus_formats(stderr);
    exit(2);
}

static void *grow(void *at, size_t *room, size_t n, size_t size)
{
    if (n < *room) {
        return at;
    }
    *room = n < 16 ? 32 : 2 * n;
    at = realloc(at, *room * size);
    if (at == NULL) {
        corpus_fail("corpus", "no memory");
    }
    return at;
}

struct corpus_text *corpus_add(struct corpus *corpus, uint32_t outside)
{
    corpus->texts = grow(corpus->texts, &corpus->room, corpus->n, sizeof *corpus->texts);
    struct corpus_text *text = &corpus->texts[corpus->n++];
    *text = (struct corpus_text){.outside = outside};
    return text;
}

void corpus_append(struct corpus_text *text, const char *at, size_t len)
{
    text->at = grow(text->at, &text->room, text->len + len, 1);
    memcpy(text->at + text->len, at, len);
    text->len += len;
}

void corpus_mark(struct corpus_text *text, uint32_t start, uint32_t end, uint32_t types)
{
    size_t room = text->spans_room;
    text->spans = grow(text->spans, &room, text->n_spans, sizeof *text->spans);
    text->spans_room = (uint32_t)room;
    text->spans[text->n_spans++] = (struct corpus_span){start, end, types};
}

void corpus_clear(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->n; i++) {
        free(corpus->texts[i].at);
        free(corpus->texts[i].spans);
    }
    free(corpus->texts);
    *corpus = (struct corpus){0};
}
