#include "unit.h"

#include <stdio.h>

#include "quotes.h"
#include "tokens.h"

/* Texts with one paragraph a line; what is found is written as "[...]" for each quotation. */

static struct sw_arena *arena;

static void read_text(const char *text, struct document *document, struct quotes *quotes)
{
    struct token *tokens;
    sw_arena_reset(arena);
    *document = (struct document){.text = {text, strlen(text)}};
    assert_int_equal(tokens_read(document->text, arena, &tokens, &document->n_tokens, NULL), SW_OK);
    struct sentence *sentences = sw_arena_alloc(arena, (document->n_tokens + 1) * sizeof *sentences);
    for (uint32_t i = 0; i < document->n_tokens; i++) {
        if (i == 0 || (tokens[i].flags & TOKEN_NEWLINE_BEFORE) != 0) {
            sentences[document->n_sentences] = (struct sentence){i, i, document->n_sentences};
            document->n_sentences++;
        }
        sentences[document->n_sentences - 1].end = i + 1;
    }
    document->tokens = tokens;
    document->sentences = sentences;
    assert_int_equal(quotes_read(document, arena, quotes, NULL), SW_OK);
}

/* The quotations of a text, one after the other: "<hello> <go <home>>" with their depth as nesting. */
static void expect(const char *text, uint32_t n, const char *const *spans)
{
    struct document document;
    struct quotes quotes;
    read_text(text, &document, &quotes);
    assert_int_equal(quotes.n, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct quote *quote = &quotes.at[i];
        uint32_t start = document.tokens[quote->first].start;
        uint32_t len = document.tokens[quote->end - 1].end - start;
        assert_int_equal(len, strlen(spans[i]));
        assert_memory_equal(text + start, spans[i], len);
    }
}

#define EXPECT(text, ...)                                                                          \
    do {                                                                                           \
        static const char *const spans_[] = {__VA_ARGS__};                                         \
        expect(text, sizeof spans_ / sizeof spans_[0], spans_);                                    \
    } while (0)

static void shapes(void **state)
{
    (void)state;
    EXPECT("He said \"yes\" and left.", "\"yes\"");
    EXPECT("He said “yes,” she said “no.”", "“yes,”", "“no.”");
    EXPECT("Il a dit «oui» hier.", "«oui»");
    EXPECT("The ‘dual track’ policy.", "‘dual track’");
    EXPECT("He wrote ``we go home'' then.", "``we go home''");
}

static void nested(void **state)
{
    (void)state;
    EXPECT("“He called it ‘a shame’ today,” she said.", "“He called it ‘a shame’ today,”",
           "‘a shame’");
    EXPECT("“We [the party] agree,” she said.", "“We [the party] agree,”");
    struct document document;
    struct quotes quotes;
    read_text("“He called it ‘a shame’ today,” she said.", &document, &quotes);
    assert_int_equal(quotes.at[0].parent, QUOTES_NONE);
    assert_int_equal(quotes.at[1].parent, 0);
    assert_int_equal(quotes.of_token[0], 0);
    assert_int_equal(quotes.of_token[quotes.at[1].first], 1);
    assert_int_equal(quotes.of_token[document.n_tokens - 1], QUOTES_NONE);
}

static void odd_marks(void **state)
{
    (void)state;
    EXPECT("A 5\" pipe. He said \"no\" to it.", "\"no\"");
    EXPECT("He closed” it.\nShe said “yes” then.", "“yes”");
    EXPECT("An “odd one here.\nShe said “yes” then.", "“yes”");
    EXPECT("”Hello there,” he said.", "”Hello there,”");
    EXPECT("He asked, “why not go\nShe left.", "“why not go");
}

static void paragraphs(void **state)
{
    (void)state;
    struct document document;
    struct quotes quotes;
    read_text("“First we go.\n“Then we rest.\n“Then we end,” he said.", &document, &quotes);
    assert_int_equal(quotes.n, 3);
    assert_int_equal(quotes.at[0].next, 1);
    assert_int_equal(quotes.at[1].next, 2);
    assert_int_equal(quotes.at[1].previous, 0);
    assert_int_equal(quotes.at[2].next, QUOTES_NONE);
    assert_false(quotes.at[0].closed);
    assert_true(quotes.at[2].closed);
}

static void thousands_of_marks(void **state)
{
    (void)state;
    static char text[60001];
    for (size_t i = 0; i < 60000; i += 3) {
        memcpy(text + i, i % 2 == 0 ? " \"a" : "a\" ", 3);
    }
    struct document document;
    struct quotes quotes;
    read_text(text, &document, &quotes);
    for (uint32_t i = 0; i < document.n_tokens; i++) {
        uint32_t depth = 0;
        for (uint32_t q = quotes.of_token[i]; q != QUOTES_NONE; q = quotes.at[q].parent) {
            depth++;
        }
        assert_true(depth <= QUOTES_MAX_DEPTH);
    }
}

static int set_up(void **state)
{
    (void)state;
    arena = sw_arena_new((size_t)64 << 20);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    sw_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes), cmocka_unit_test(nested), cmocka_unit_test(odd_marks),
        cmocka_unit_test(paragraphs), cmocka_unit_test(thousands_of_marks)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
