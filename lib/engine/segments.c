#include "segments.h"

#include "boilerplate.h"
#include "datelines.h"
#include "error.h"
#include "lexicons.h"
#include "tokens.h"

#define TITLE_WORDS_MAX 30
#define KEPT 8

/* The hashes of the last few headlines, or of links to other stories. */
struct kept {
    uint64_t words[KEPT];
    uint32_t n;
};

struct reader {
    const struct lexicons *lexicons;
    struct sw_text text;
    const struct token *tokens;
    struct paragraphs paragraphs;
    uint32_t *tails; /* of each paragraph: where boilerplate starts in it */
};

static void keep(struct kept *kept, uint64_t words)
{
    kept->words[kept->n++ % KEPT] = words;
}

static bool is_kept(const struct kept *kept, uint64_t words)
{
    bool found = false;
    for (uint32_t i = 0; i < kept->n && i < KEPT; i++) {
        found |= kept->words[i] == words;
    }
    return found && words != 0;
}

/* Whether most of its longer words have a capital, as in headlines of American papers. */
static bool is_title_case(const struct token *tokens, const struct paragraph *paragraph)
{
    uint32_t n = 0, capitals = 0;
    for (uint32_t i = paragraph->first; i < paragraph->end; i++) {
        if (tokens[i].kind == TOKEN_WORD && tokens[i].end - tokens[i].start > 3) {
            n++;
            capitals += (tokens[i].flags & TOKEN_INITIAL_UPPER) != 0;
        }
    }
    return n >= 2 && capitals * 10 >= n * 8;
}

static bool is_headline(const struct token *tokens, const struct paragraph *paragraph)
{
    return paragraph->n_words >= 2 && paragraph->n_words <= 22 &&
           (!paragraph->is_closed || is_title_case(tokens, paragraph));
}

/* The words behind the colon of "READ ALSO: A headline". */
static uint64_t linked_words(const struct reader *reader, const struct paragraph *paragraph)
{
    for (uint32_t i = paragraph->first; i + 1 < paragraph->end && i < paragraph->first + 6; i++) {
        if (reader->text.at[reader->tokens[i].start] == ':') {
            return paragraph_words(reader->tokens, i + 1, paragraph->end);
        }
    }
    return 0;
}

/* What a block of links ("Related", "Read more") has taken so far. */
enum block { NO_BLOCK, BLOCK_TO_BLANK, BLOCK_OF_HEADLINES };

static void judge_boilerplate(struct reader *reader)
{
    struct kept links = {.n = 0};
    enum block block = NO_BLOCK;
    for (uint32_t i = 0; i < reader->paragraphs.n; i++) {
        struct paragraph *paragraph = &reader->paragraphs.at[i];
        struct boilerplate judged = boilerplate_judge(reader->lexicons->boilerplate, reader->text,
                                                      reader->tokens, paragraph);
        paragraph->kind = (uint8_t)judged.kind;
        reader->tails[i] = judged.tail;
        if (judged.kind == SW_BOILERPLATE) {
            keep(&links, linked_words(reader, paragraph));
            block = judged.block              ? BLOCK_OF_HEADLINES
                    : paragraph->n_words <= 2 ? BLOCK_TO_BLANK
                                              : NO_BLOCK;
            continue;
        }
        bool goes_on =
            block == BLOCK_OF_HEADLINES || (block == BLOCK_TO_BLANK && !paragraph->blank_before);
        bool headline = is_headline(reader->tokens, paragraph);
        if (judged.kind != SW_CAPTION && judged.tail == paragraph->end &&
            ((goes_on && headline) || is_kept(&links, paragraph->words))) {
            paragraph->kind = SW_BOILERPLATE;
        }
        block = goes_on && (headline || judged.kind == SW_CAPTION) ? block : NO_BLOCK;
    }
}

/* How many of the headline's longer words the first words of the paragraph after it repeat. */
static bool restates(const struct token *tokens, const struct paragraph *headline,
                     const struct paragraph *lead)
{
    uint32_t n = 0, shared = 0;
    uint32_t end = lead->end < lead->first + 45 ? lead->end : lead->first + 45;
    for (uint32_t i = headline->first; i < headline->end; i++) {
        if (tokens[i].kind != TOKEN_WORD || tokens[i].end - tokens[i].start < 4) {
            continue;
        }
        n++;
        for (uint32_t j = lead->first; j < end; j++) {
            if (tokens[j].lower == tokens[i].lower) {
                shared++;
                break;
            }
        }
    }
    return n >= 3 && shared * 2 >= n;
}

static bool is_annotated(const struct paragraph *paragraph)
{
    return paragraph->kind != SW_BOILERPLATE && paragraph->kind != SW_REPEAT;
}

/* A headline inside the text: the lead after it says the same again. */
static bool starts_part(const struct reader *reader, uint32_t i)
{
    const struct paragraph *paragraph = &reader->paragraphs.at[i];
    if (i == 0 || i + 1 >= reader->paragraphs.n || paragraph->kind != SW_BODY ||
        paragraph->is_closed || paragraph->n_words < 5 || paragraph->n_words > 20) {
        return false;
    }
    const struct paragraph *lead = paragraph + 1;
    return is_annotated(lead) && lead->is_closed && lead->n_words >= 15 &&
           restates(reader->tokens, paragraph, lead);
}

/* Headlines, their repeats, and the parts that they start. */
static void judge_titles(struct reader *reader, uint64_t title)
{
    struct kept titles = {.n = 0};
    uint16_t part = 0;
    bool first = true, title_seen = false;
    for (uint32_t i = 0; i < reader->paragraphs.n; i++) {
        struct paragraph *paragraph = &reader->paragraphs.at[i];
        bool is_title = false;
        if (paragraph->kind == SW_BOILERPLATE) {
            paragraph->part = part;
            continue;
        }
        if (paragraph->n_words >= 3 && is_kept(&titles, paragraph->words)) {
            paragraph->kind = SW_REPEAT;
        } else if (paragraph->words != 0 && paragraph->words == title && !title_seen) {
            is_title = title_seen = true;
        } else if (first) {
            is_title = paragraph->n_words <= TITLE_WORDS_MAX && paragraph->kind == SW_BODY;
        } else if (starts_part(reader, i)) {
            is_title = true;
            part = (uint16_t)(part + (part < UINT16_MAX));
        }
        if (is_title) {
            paragraph->kind = SW_TITLE;
            keep(&titles, paragraph->words);
        }
        first = false;
        paragraph->part = part;
    }
}

static bool is_quote(const struct token *tokens, const struct paragraph *paragraph)
{
    return (tokens[paragraph->first].flags & TOKEN_QUOTE_OPENS) != 0 &&
           (tokens[paragraph->end - 1].flags & TOKEN_QUOTE_CLOSES) != 0;
}

static void add(struct segments *segments, const struct reader *reader, uint32_t first,
                uint32_t end, enum sw_segment_kind kind, uint16_t part)
{
    if (first < end) {
        segments->first[segments->n] = first;
        segments->at[segments->n++] =
            (struct sw_segment){.span = {reader->tokens[first].start, reader->tokens[end - 1].end},
                                .kind = kind,
                                .part = part};
    }
}

/* A paragraph is a segment, but for its dateline and for a credit or link at its end. */
static void add_paragraph(struct segments *segments, const struct reader *reader, uint32_t i)
{
    const struct paragraph *paragraph = &reader->paragraphs.at[i];
    uint32_t first = paragraph->first, tail = reader->tails[i];
    enum sw_segment_kind kind = (enum sw_segment_kind)paragraph->kind;
    if (kind == SW_BODY) {
        uint32_t body = dateline_end(reader->text, reader->tokens, paragraph);
        add(segments, reader, first, body, SW_DATELINE, paragraph->part);
        first = body;
        kind = is_quote(reader->tokens, paragraph) ? SW_QUOTE : SW_BODY;
    }
    tail = tail < first ? first : tail;
    add(segments, reader, first, tail, kind, paragraph->part);
    add(segments, reader, tail, paragraph->end, SW_BOILERPLATE, paragraph->part);
}

/* The hash of the words of the record's own title; 0 where it has none. */
static int read_title(struct sw_text title, struct sw_arena *arena, uint64_t *out,
                      struct sw_error *err)
{
    struct token *tokens;
    uint32_t n = 0;
    int status = title.len > 0 ? tokens_read(title, arena, &tokens, &n, err) : SW_OK;
    if (status == SW_OK) {
        *out = n > 0 ? paragraph_words(tokens, 0, n) : 0;
    }
    return status;
}

int segments_read(const struct lexicons *lexicons, struct sw_text text, struct sw_text title,
                  const struct token *tokens, uint32_t n_tokens, struct sw_arena *arena,
                  struct segments *out, struct sw_error *err)
{
    struct reader reader = {.lexicons = lexicons, .text = text, .tokens = tokens};
    uint64_t title_words;
    int status = paragraphs_read(text, tokens, n_tokens, arena, &reader.paragraphs, err);
    if (status == SW_OK) {
        status = read_title(title, arena, &title_words, err);
    }
    if (status != SW_OK) {
        return status;
    }
    uint32_t n = reader.paragraphs.n;
    struct segments segments = {
        .at = sw_arena_alloc(arena, (3 * (size_t)n + 1) * sizeof *segments.at),
        .first = sw_arena_alloc(arena, (3 * (size_t)n + 1) * sizeof *segments.first)};
    reader.tails = sw_arena_alloc(arena, (n + 1) * sizeof *reader.tails);
    if (segments.at == NULL || segments.first == NULL || reader.tails == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %u segments", n);
    }
    if (n == 1) {
        reader.tails[0] = n_tokens;
    } else {
        judge_boilerplate(&reader);
        judge_titles(&reader, title_words);
    }
    for (uint32_t i = 0; i < n; i++) {
        add_paragraph(&segments, &reader, i);
    }
    segments.first[segments.n] = n_tokens;
    *out = segments;
    return SW_OK;
}
