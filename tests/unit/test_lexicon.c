#include "unit.h"

#include "lexicon.h"
#include "tokens.h"

static const struct lexicon_entry *match(const char *file, const char *text, uint32_t at)
{
    static char phrase[64], field[64];
    static struct lexicon_entry copy;
    struct sw_blob blob = {"test.txt", file, strlen(file)};
    struct lexicon *lexicon;
    assert_int_equal(lexicon_new(&lexicon, &blob, NULL), SW_OK);
    struct sw_arena *arena = sw_arena_new(1 << 20);
    struct token *tokens;
    uint32_t n;
    struct sw_text input = {text, strlen(text)};
    assert_int_equal(tokens_read(input, arena, &tokens, &n, NULL), SW_OK);
    const struct lexicon_entry *found = lexicon_match(lexicon, tokens, at, n);
    if (found != NULL) {
        copy = *found;
        memcpy(phrase, found->phrase.at, found->phrase.len);
        phrase[found->phrase.len] = '\0';
        memcpy(field, found->fields[0].at, found->fields[0].len);
        field[found->fields[0].len] = '\0';
        copy.phrase.at = phrase;
        copy.fields[0].at = field;
        found = &copy;
    }
    sw_arena_free(arena);
    lexicon_free(lexicon);
    return found;
}

static const char file[] = "# a comment\naccording to\tacknowledge\tstatement\naccording\tother\n";

static void test_longest_match_wins(void **state)
{
    (void)state;
    assert_string_equal(match(file, "According to him", 0)->fields[0].at, "acknowledge");
    assert_string_equal(match(file, "ACCORDING as", 0)->fields[0].at, "other");
    assert_null(match(file, "he accords", 0));
}

static void test_line_without_phrase_is_named(void **state)
{
    (void)state;
    struct sw_blob blob = {"x.txt", "one\n\ttwo\n", 9};
    struct lexicon *lexicon;
    struct sw_error err;
    assert_int_equal(lexicon_new(&lexicon, &blob, &err), SW_EFORMAT);
    assert_non_null(strstr(err.text, "x.txt:2"));
}

/* Every mark is a token: the table must have room for all of them. */
static void test_a_line_of_marks(void **state)
{
    (void)state;
    static char marks[4096];
    for (size_t i = 0; i + 1 < sizeof marks; i++) {
        marks[i] = "[]{}^|~`@\\"[i * i % 10];
    }
    struct sw_blob blob = {"marks.txt", marks, sizeof marks - 1};
    struct lexicon *lexicon;
    assert_int_equal(lexicon_new(&lexicon, &blob, NULL), SW_OK);
    lexicon_free(lexicon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_longest_match_wins),
        cmocka_unit_test(test_line_without_phrase_is_named),
        cmocka_unit_test(test_a_line_of_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
