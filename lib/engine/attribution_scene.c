#include "attribution_scene.h"

#include <string.h>

#include "error.h"
#include "mentions.h"

/* Where a name's word and clusters are its type: these + look. */
#define WORD_OF_LOOK 1000u
#define FINE_OF_LOOK 2000u
#define COARSE_OF_LOOK 200u

#define WORD_OF_DASH 999u
#define WORD_OF_HYPHEN 998u
#define RATE_OF_DASH 20u

static uint8_t look_of(const struct scene *scene, uint32_t i)
{
    const struct token *token = &scene->document->tokens[i];
    int32_t entity = scene->entities->of_token != NULL ? scene->entities->of_token[i] : SW_NONE;
    uint8_t tag = scene->syntax->tags[i];
    if (token->kind == TOKEN_PUNCT || token->kind == TOKEN_QUOTE) {
        return LOOK_MARK;
    }
    if (tag == TAG_PRON || tag == TAG_DET) {
        return tag == TAG_PRON ? LOOK_PRONOUN : LOOK_NONE;
    }
    if (entity >= 0 && (token->flags & TOKEN_INITIAL_UPPER) != 0) {
        return (uint8_t)(LOOK_PER + scene->entities->at[entity].type);
    }
    if (token->kind == TOKEN_NUMBER) {
        return LOOK_NUMBER;
    }
    bool capital = (token->flags & TOKEN_INITIAL_UPPER) != 0;
    return capital && (token->flags & TOKEN_SENTENCE_START) == 0 ? LOOK_CAPITAL : LOOK_NONE;
}

static bool is_boundary(uint8_t tag, uint8_t form)
{
    return tag == TAG_PUNCT || tag == TAG_SCONJ || tag == TAG_CCONJ || form == FORM_WH;
}

/* A dash marks a speaker in a headline and after a quotation: "… - minister". */
static bool is_speaker_dash(const struct scene *scene, uint32_t i, uint32_t sentence)
{
    const struct document *document = scene->document;
    if (document->tokens[i].kind != TOKEN_PUNCT || i == 0) {
        return false;
    }
    struct sw_text text = token_text(document, &document->tokens[i]);
    bool dash = (text.at[0] == '-' && (document->tokens[i].flags & TOKEN_SPACE_BEFORE) != 0) ||
                (text.len == 3 && memcmp(text.at, "\xE2\x80", 2) == 0 &&
                 (unsigned char)text.at[2] >= 0x93 && (unsigned char)text.at[2] <= 0x95);
    uint32_t segment = document->sentences[sentence].segment;
    return dash && (document->segments[segment].kind == SW_TITLE ||
                    document->tokens[i - 1].kind == TOKEN_QUOTE);
}

/* Within a word: "re-election". */
static bool is_hyphen(const struct scene *scene, uint32_t i)
{
    const struct token *token = &scene->document->tokens[i];
    return token->kind == TOKEN_PUNCT && token_char(scene->document, i) == '-' &&
           (token->flags & TOKEN_SPACE_BEFORE) == 0;
}

static void read_token(struct scene *scene, uint32_t i, uint32_t sentence)
{
    const struct token *token = &scene->document->tokens[i];
    struct scene_token *out = &scene->tokens[i];
    uint8_t tag = scene->syntax->tags[i], form = scene->syntax->forms[i];
    const struct cue_word *cue = attribution_word(scene->model, token->lower);
    *out = (struct scene_token){.word = token->lower,
                                .stem = token->lower,
                                .sentence = sentence,
                                .tag = (uint16_t)(tag * N_SYNTAX_FORMS + form),
                                .look = look_of(scene, i),
                                .boundary = is_boundary(tag, form)};
    const struct names_word *word = names_words_find(scene->model->clusters, token->lower);
    out->fine = word->fine;
    out->coarse = word->coarse;
    bool is_name = out->look >= LOOK_PER && out->look <= LOOK_EVENT;
    if (cue != NULL && !is_name) {
        out->rate = cue->rate;
        out->stem = cue->stem;
    } else if (is_speaker_dash(scene, i, sentence)) {
        out->rate = RATE_OF_DASH;
        out->word = out->stem = WORD_OF_DASH;
    } else if (is_hyphen(scene, i)) {
        out->word = out->stem = WORD_OF_HYPHEN;
    } else if (is_name || out->look == LOOK_CAPITAL || out->look == LOOK_NUMBER) {
        out->word = out->stem = WORD_OF_LOOK + out->look;
        out->fine = (uint16_t)(FINE_OF_LOOK + out->look);
        out->coarse = (uint8_t)(COARSE_OF_LOOK + out->look);
    }
}

/* The head of the largest phrase that begins, or ends, with a token. Each head is passed once. */
static uint32_t largest_phrase(const struct scene *scene, uint32_t i, bool begins)
{
    const uint32_t *heads = scene->syntax->heads;
    const struct token_range *extents = scene->tree.extents;
    uint32_t top = i;
    while (heads[top] != SYNTAX_ROOT &&
           (begins ? extents[heads[top]].first == i : extents[heads[top]].end == i + 1)) {
        top = heads[top];
    }
    return top;
}

int scene_build(const struct attribution_model *model, const struct document *document,
                const struct syntax *syntax, const struct entities *entities,
                struct sw_arena *arena, struct scene *out, struct sw_error *err)
{
    *out = (struct scene){
        .model = model, .document = document, .syntax = syntax, .entities = entities};
    int status = syntax_tree_build(document, syntax, arena, &out->tree, err);
    if (status == SW_OK) {
        status = quotes_read(document, arena, &out->quotes, err);
    }
    if (status != SW_OK) {
        return status;
    }
    out->tokens = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *out->tokens);
    if (out->tokens == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the attributions of %u tokens",
                         document->n_tokens);
    }
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        for (uint32_t i = document->sentences[s].first; i < document->sentences[s].end; i++) {
            read_token(out, i, s);
            out->tokens[i].opens = largest_phrase(out, i, true);
            out->tokens[i].closes = largest_phrase(out, i, false);
        }
    }
    return SW_OK;
}

static uint16_t zone(uint32_t level, uint32_t up, uint32_t relation, bool self)
{
    return (uint16_t)(level << 12 | up << 6 | (self ? 63u : relation));
}

static void fill(struct zones *zones, uint32_t first, uint32_t end, uint16_t value)
{
    uint32_t zones_end = zones->first + zones->n;
    first = first > zones->first ? first : zones->first;
    end = end < zones_end ? end : zones_end;
    for (uint32_t i = first; i < end; i++) {
        zones->at[i - zones->first] = value;
    }
}

void zones_fill(const struct scene *scene, uint32_t head, uint32_t first, uint32_t end,
                struct zones *out)
{
    const struct syntax_tree *tree = &scene->tree;
    const struct syntax *syntax = scene->syntax;
    out->first = first;
    out->n = end - first < ZONES_MAX ? end - first : ZONES_MAX;
    memset(out->at, 0xFF, out->n * sizeof out->at[0]);
    uint32_t at = head, below = SYNTAX_NONE, up = 0;
    for (uint32_t level = 0; level < 4 && at != SYNTAX_ROOT; level++) {
        for (uint32_t c = tree->children[at]; c != SYNTAX_NONE; c = tree->siblings[c]) {
            if (c != below) {
                fill(out, tree->extents[c].first, tree->extents[c].end,
                     zone(level, up, syntax->relations[c], false));
            }
        }
        fill(out, at, at + 1, zone(level, up, 0, true));
        below = at;
        up = 1u + syntax->relations[at];
        at = syntax->heads[at];
    }
}
