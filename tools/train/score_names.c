#include "score_names.h"

#include <string.h>
#include <time.h>

#define ARENA_BYTES ((size_t)1 << 30)

static const char *type_name(uint32_t type)
{
    return type < NAMES_OTHER ? sw_entity_type_name((enum sw_entity_type)type) : "OTHER";
}

int name_tagger_init(struct name_tagger *out, const struct sw_blob *files, size_t n_files,
                     struct sw_error *err)
{
    struct name_tagger tagger = {0};
    int status = lexicons_init(&tagger.lexicons, files, n_files, err);
    if (status == SW_OK) {
        status = gazetteer_new(&tagger.gazetteer, files, n_files, err);
    }
    if (status == SW_OK) {
        status = names_model_new(&tagger.model, tagger.gazetteer, files, n_files, err);
    }
    if (status != SW_OK) {
        name_tagger_clear(&tagger);
        return status;
    }
    *out = tagger;
    return SW_OK;
}

void name_tagger_clear(struct name_tagger *tagger)
{
    names_model_free(tagger->model);
    gazetteer_free(tagger->gazetteer);
    lexicons_clear(&tagger->lexicons);
}

static void count(struct name_scores *scores, uint32_t type, int found, int expected, int right)
{
    struct name_counts *counts[] = {&scores->types[type], &scores->all};
    for (int i = 0; i < 2; i++) {
        counts[i]->found += (uint32_t)found;
        counts[i]->expected += (uint32_t)expected;
        counts[i]->right += (uint32_t)right;
    }
}

/* The one type of a span, if it is one that is scored. */
static bool scored_type(uint32_t span_types, uint32_t types, uint32_t *out)
{
    for (uint32_t type = 0; type < NAMES_N_TYPES; type++) {
        if (span_types == 1u << type && (types & span_types) != 0) {
            *out = type;
            return true;
        }
    }
    return false;
}

static bool is_unknown(const struct corpus_text *text, uint32_t start, uint32_t end)
{
    for (uint32_t i = 0; i < text->n_spans; i++) {
        if (text->spans[i].types == CORPUS_ANY && text->spans[i].start < end &&
            text->spans[i].end > start) {
            return true;
        }
    }
    return false;
}

static void print_error(FILE *errors, const char *kind, const char *type,
                        const struct corpus_text *text, uint32_t start, uint32_t end)
{
    uint32_t from = start > 40 ? start - 40 : 0;
    uint32_t to = end + 40 < text->len ? end + 40 : (uint32_t)text->len;
    fprintf(errors, "%s\t%s\t%.*s\t", kind, type, (int)(end - start), text->at + start);
    for (uint32_t i = from; i < to; i++) {
        fputc(text->at[i] == '\n' ? ' ' : text->at[i], errors);
    }
    fputc('\n', errors);
}

static void score_text(const struct corpus_text *text, const struct document *document,
                       const struct names *names, uint32_t types, FILE *errors,
                       struct name_scores *scores)
{
    uint32_t type, k = 0;
    for (uint32_t i = 0; i < text->n_spans; i++) {
        const struct corpus_span *span = &text->spans[i];
        if (scored_type(span->types, types, &type)) {
            count(scores, type, 0, 1, 0);
            scores->spans.expected++;
        }
    }
    for (uint32_t i = 0; i < names->n; i++) {
        const struct name *name = &names->at[i];
        uint32_t start = document->tokens[name->first].start;
        uint32_t end = document->tokens[name->end - 1].end, gold = NAMES_N_TYPES;
        if ((types & 1u << name->type) == 0 || is_unknown(text, start, end)) {
            continue;
        }
        while (k < text->n_spans && text->spans[k].end <= start) {
            k++;
        }
        bool same = k < text->n_spans && text->spans[k].start == start &&
                    text->spans[k].end == end && scored_type(text->spans[k].types, types, &gold);
        count(scores, name->type, 1, 0, gold == (uint32_t)name->type);
        scores->spans.found++;
        scores->spans.right += same;
        if (errors != NULL && gold != (uint32_t)name->type) {
            print_error(errors, same ? type_name(gold) : "-", type_name(name->type), text, start, end);
        }
    }
    for (uint32_t i = 0; errors != NULL && i < text->n_spans; i++) {
        bool found = false;
        for (uint32_t n = 0; n < names->n; n++) {
            found |= document->tokens[names->at[n].first].start == text->spans[i].start &&
                     document->tokens[names->at[n].end - 1].end == text->spans[i].end;
        }
        if (!found && scored_type(text->spans[i].types, types, &type)) {
            print_error(errors, type_name(type), "-", text, text->spans[i].start, text->spans[i].end);
        }
    }
}

void score_names(const struct name_tagger *tagger, const struct corpus *corpus, uint32_t types,
                 FILE *errors, struct name_scores *out)
{
    struct sw_arena *arena = sw_arena_new(ARENA_BYTES);
    const struct sw_text no_title = {NULL, 0};
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < corpus->n; i++) {
        const struct corpus_text *text = &corpus->texts[i];
        struct document document;
        struct names names;
        struct sw_error err;
        clock_t start = clock();
        sw_arena_reset(arena);
        int status = document_read(&tagger->lexicons, (struct sw_text){text->at, text->len},
                                   no_title, "en", arena, &document, &err);
        if (status == SW_OK) {
            status = names_find(tagger->model, &document, arena, &names, &err);
        }
        out->seconds += (double)(clock() - start) / CLOCKS_PER_SEC;
        if (status != SW_OK) {
            corpus_fail("text", err.text);
        }
        out->words += document.n_tokens;
        score_text(text, &document, &names, types, errors, out);
    }
    sw_arena_free(arena);
}

static double ratio(uint32_t part, uint32_t whole)
{
    return whole > 0 ? 100.0 * part / whole : 0;
}

double name_f1(struct name_counts counts)
{
    return ratio(2 * counts.right, counts.found + counts.expected);
}

static void print_line(const char *name, struct name_counts counts, FILE *out)
{
    fprintf(out, "  %-11s P %5.1f  R %5.1f  F1 %5.1f  (%u)\n", name,
            ratio(counts.right, counts.found), ratio(counts.right, counts.expected),
            name_f1(counts), counts.expected);
}

void print_name_scores(const char *title, const struct name_scores *scores, FILE *out)
{
    fprintf(out, "%s\n", title);
    for (uint32_t type = 0; type < NAMES_N_TYPES; type++) {
        if (scores->types[type].expected > 0) {
            print_line(type_name(type), scores->types[type], out);
        }
    }
    print_line("all", scores->all, out);
    print_line("boundaries", scores->spans, out);
    fprintf(out, "  %.0f words a CPU second, tokens and names\n",
            scores->seconds > 0 ? (double)scores->words / scores->seconds : 0);
}
