#include "syntax.h"

#include <stdlib.h>

#include "error.h"
#include "lexicons.h"
#include "syntax_marks.h"

struct syntax_model {
    struct syntax_words words;
    struct syntax_nets nets;
};

int syntax_model_new(struct syntax_model **out, const struct names_words *words,
                     const struct sw_blob *files, size_t n_files, struct sw_error *err)
{
    const struct sw_blob *file = blob_find(files, n_files, SYNTAX_FILE);
    if (file == NULL) {
        return error_set(err, SW_EMISSING, "%s: missing from the model", SYNTAX_FILE);
    }
    struct syntax_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the syntax model");
    }
    const uint32_t n_rows[] = {syntax_tag_n_rows, syntax_arc_n_rows, syntax_label_n_rows};
    const uint32_t n_outputs[] = {N_SYNTAX_SCORED, 3, N_SYNTAX_RELATIONS};
    int status = syntax_nets_open(&model->nets, file, n_rows, n_outputs, err);
    if (status == SW_OK) {
        status = syntax_words_init(&model->words, words, files, n_files, err);
    }
    if (status != SW_OK) {
        syntax_model_free(model);
        return status;
    }
    *out = model;
    return SW_OK;
}

void syntax_model_free(struct syntax_model *model)
{
    if (model != NULL) {
        syntax_words_clear(&model->words);
        free(model);
    }
}

/* The arrays of the result, while they are filled. */
struct output {
    uint8_t *tags, *forms, *relations;
    uint32_t *heads;
};

static void put_tags(const struct syntax_view *view, const struct output *out)
{
    for (uint32_t i = 0; i < view->n; i++) {
        const struct syntax_fine_row *row = &syntax_fine_rows[view->fine[i + 2]];
        out->tags[view->first + i] = (uint8_t)row->tag;
        out->forms[view->first + i] = (uint8_t)row->form;
    }
}

/* A tree of no depth, for what is not parsed. */
static void put_flat(uint32_t first, uint32_t n, const struct output *out)
{
    for (uint32_t i = first; i < first + n; i++) {
        out->heads[i] = i == first ? SYNTAX_ROOT : first;
        out->relations[i] = i == first ? REL_ROOT : REL_DEP;
    }
}

static void put_tree(const struct syntax_view *view, const struct syntax_piece *piece,
                     const struct output *out)
{
    uint16_t marks[SYNTAX_PIECE_MAX];
    syntax_marks_hang(view, piece, marks);
    for (uint32_t i = 0, node = 0; i < view->n; i++) {
        uint32_t at = view->first + i;
        bool mark = view->fine[i + 2] == FINE_PUNCT;
        node += !mark;
        uint32_t head = mark ? marks[i] : piece->heads[node];
        bool root = head > piece->n;
        out->heads[at] = root ? SYNTAX_ROOT : view->first + piece->nodes[head].token;
        out->relations[at] = mark ? REL_PUNCT : piece->relations[node];
    }
}

static void read_piece(const struct syntax_model *model, const struct document *document,
                       uint32_t first, uint32_t n, bool deep, const struct output *out)
{
    struct syntax_view view;
    struct syntax_piece piece;
    syntax_view_read(&model->words, document, first, n, &view);
    syntax_tag(&model->words, &model->nets.at[SYNTAX_TAGS], &view);
    put_tags(&view, out);
    if (deep) {
        syntax_piece_read(&view, &piece);
    }
    if (!deep || piece.n == 0) {
        put_flat(first, n, out);
        return;
    }
    syntax_parse(&model->nets.at[SYNTAX_ARCS], &piece);
    syntax_label(&model->nets.at[SYNTAX_LABELS], &piece);
    put_tree(&view, &piece, out);
}

int syntax_read(const struct syntax_model *model, const struct document *document,
                struct sw_arena *arena, struct syntax *out, struct sw_error *err)
{
    size_t n = document->n_tokens;
    struct output output = {
        .tags = sw_arena_alloc(arena, n + 1),
        .forms = sw_arena_alloc(arena, n + 1),
        .relations = sw_arena_alloc(arena, n + 1),
        .heads = sw_arena_alloc(arena, (n + 1) * sizeof *output.heads),
    };
    if (output.tags == NULL || output.forms == NULL || output.relations == NULL ||
        output.heads == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the syntax of %zu tokens", n);
    }
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        bool deep = document_annotates(document, sentence);
        for (uint32_t i = sentence->first; i < sentence->end; i += SYNTAX_PIECE_MAX) {
            uint32_t left = sentence->end - i;
            read_piece(model, document, i, left < SYNTAX_PIECE_MAX ? left : SYNTAX_PIECE_MAX, deep,
                       &output);
        }
    }
    *out = (struct syntax){output.tags, output.forms, output.heads, output.relations};
    return SW_OK;
}
