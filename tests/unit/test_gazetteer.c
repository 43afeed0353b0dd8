#include "unit.h"

#include <stdio.h>

#include "gazetteer.h"
#include "tokens.h"

#define MODEL "Q38\tLOC\tItaly\tItalian Republic\tcountry\t\n" \
              "\tNORP\tItalian\tItalians\tdemonym\tQ38\n" \
              "\tORG\tWorld Health Organization\tWHO\torganisation\t\n" \
              "\tLOC\tGeorgia\t\tcountry\t\n" \
              "\tLOC\tGeorgia\t\tregion\t\n"

static int make(struct gazetteer **out, const char *user, struct sw_error *err)
{
    const struct sw_blob files[] = {{"gazetteer.tsv", MODEL, strlen(MODEL)},
                                    {"gazetteer.user", user, strlen(user)}};
    return gazetteer_new(out, files, 2, err);
}

/* The entry that a text begins with, as "name|length|kinds", or "". */
static void expect_match(const struct gazetteer *gazetteer, const char *text, const char *expected)
{
    struct sw_arena *arena = sw_arena_new(1 << 20);
    struct token *tokens;
    uint32_t n, len = 0, kinds = 0;
    char found[128] = "";
    assert_int_equal(
        tokens_read((struct sw_text){text, strlen(text)}, arena, &tokens, &n, NULL), SW_OK);
    const struct gazetteer_entry *entry = gazetteer_look(gazetteer, tokens, 0, n, &len, &kinds);
    if (entry != NULL) {
        snprintf(found, sizeof found, "%.*s|%u|%u", (int)entry->name.len, entry->name.at, len,
                 kinds);
    }
    assert_string_equal(found, expected);
    sw_arena_free(arena);
}

static void test_the_longest_name_is_found_in_any_case(void **state)
{
    (void)state;
    struct gazetteer *gazetteer;
    assert_int_equal(make(&gazetteer, "", NULL), SW_OK);
    expect_match(gazetteer, "Italian Republic today", "Italy|2|1");
    expect_match(gazetteer, "ITALIAN food", "Italian|1|2");
    expect_match(gazetteer, "italians", "Italian|1|2");
    expect_match(gazetteer, "World Health", "");
    expect_match(gazetteer, "Georgia", "Georgia|1|9");
    gazetteer_free(gazetteer);
}

static void test_short_names_in_capitals_are_not_words(void **state)
{
    (void)state;
    struct gazetteer *gazetteer;
    assert_int_equal(make(&gazetteer, "", NULL), SW_OK);
    expect_match(gazetteer, "WHO said so", "World Health Organization|1|32");
    expect_match(gazetteer, "Who said so", "");
    gazetteer_free(gazetteer);
}

static void test_a_users_file_comes_first_and_may_be_short(void **state)
{
    (void)state;
    struct gazetteer *gazetteer;
    assert_int_equal(make(&gazetteer, "# mine\r\n\nx1\tORG\tItaly\r\nx2\tPER\tAda Lovelace", NULL),
                     SW_OK);
    expect_match(gazetteer, "Ada Lovelace", "Ada Lovelace|2|1024");
    expect_match(gazetteer, "Italy", "Italy|1|1025");
    gazetteer_free(gazetteer);
}

static void test_a_malformed_line_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *user, *error;
    } cases[] = {
        {"x\tORG\tA\nx\tORG\n", "gazetteer.user:2: 2 columns"},
        {"x\tPERSON\tA\n", "gazetteer.user:1: type 'PERSON'"},
        {"# c\n\nx\tORG\t\n", "gazetteer.user:3: 3 columns"},
        {"a\tORG\tb\tc\td\te\tf\n", "gazetteer.user:1: 7 columns"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct gazetteer *gazetteer = NULL;
        struct sw_error err = {0};
        assert_int_equal(make(&gazetteer, cases[i].user, &err), SW_EFORMAT);
        assert_null(gazetteer);
        assert_int_equal(strncmp(err.text, cases[i].error, strlen(cases[i].error)), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_longest_name_is_found_in_any_case),
        cmocka_unit_test(test_short_names_in_capitals_are_not_words),
        cmocka_unit_test(test_a_users_file_comes_first_and_may_be_short),
        cmocka_unit_test(test_a_malformed_line_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
