#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include <stancewire/stancewire.h>

#include "hash.h"
#include "lexicons.h"
#include "markers_decode.h"
#include "stances.h"

/* Sums that are simple enough to be seen. */
static void stances_add_up_per_pair(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1 << 20);
    const struct sw_marker at[] = {
        {.type = SW_FAVOR, .holder = 0, .target = 1, .polarity = 1},
        {.type = SW_HEDGE, .holder = 0, .target = SW_NONE},
        {.type = SW_AGAINST, .holder = SW_AUTHOR, .target = 1, .polarity = -1},
        {.type = SW_EVALUATE, .holder = 0, .target = 1, .polarity = -1},
        {.type = SW_EVALUATE, .holder = 0, .target = SW_NONE, .polarity = -1},
        {.type = SW_FAVOR, .holder = SW_OTHER, .target = 1, .polarity = 1},
    };
    struct markers markers = {at, sizeof at / sizeof at[0], NULL};
    struct stances stances;
    assert_int_equal(stances_sum(&markers, arena, &stances, NULL), SW_OK);
    assert_int_equal(stances.n, 3);
    assert_int_equal(stances.at[0].holder, 0);
    assert_int_equal(stances.at[0].favor, 1);
    assert_int_equal(stances.at[0].against, 1);
    assert_int_equal(stances.at[0].n_evidence, 2);
    assert_int_equal(stances.at[0].evidence[0], 0);
    assert_int_equal(stances.at[0].evidence[1], 3);
    assert_int_equal(stances.at[1].holder, SW_AUTHOR);
    assert_int_equal(stances.at[1].against, 1);
    assert_int_equal(stances.at[2].holder, SW_OTHER);
    sw_arena_free(arena);
}

static void stances_of_nothing_and_of_no_memory(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1 << 20), *small = sw_arena_new(16);
    const struct sw_marker one = {.type = SW_FAVOR, .holder = 0, .target = 1, .polarity = 1};
    struct markers none = {NULL, 0, NULL}, some = {&one, 1, NULL};
    struct stances stances;
    struct sw_error err;
    assert_int_equal(stances_sum(&none, arena, &stances, &err), SW_OK);
    assert_int_equal(stances.n, 0);
    assert_int_equal(stances_sum(&some, small, &stances, &err), SW_ENOMEM);
    sw_arena_free(arena);
    sw_arena_free(small);
}

static void every_type_has_a_name_and_a_term(void **state)
{
    (void)state;
    for (int t = 0; t < SW_N_MARKER_TYPES; t++) {
        assert_non_null(sw_marker_type_name((enum sw_marker_type)t));
        assert_non_null(sw_marker_type_term((enum sw_marker_type)t));
    }
}

/* A model of fourteen tiny lexicons. */
static void fill_files(struct sw_blob files[SW_N_MARKER_TYPES + 1], char names[][64],
                       const char *words)
{
    for (int t = 0; t < SW_N_MARKER_TYPES; t++) {
        const char *name = sw_marker_type_name((enum sw_marker_type)t);
        snprintf(names[t], 64, "lexicons/markers/%s.txt", name);
        const char *text = t == SW_FAVOR ? "support\nin support of\n" : "support\n";
        files[t] = (struct sw_blob){names[t], text, strlen(text)};
    }
    files[SW_N_MARKER_TYPES] = (struct sw_blob){"words.tsv", words, strlen(words)};
}

static void words_join_the_types_of_all_lexicons(void **state)
{
    (void)state;
    struct sw_blob files[SW_N_MARKER_TYPES + 1];
    char names[SW_N_MARKER_TYPES][64];
    struct marker_words *words;
    struct sw_error err;
    fill_files(files, names, "# a comment\nsupport\tsupport\t3\t7\t5\t6\t-2\t0\n");
    assert_int_equal(marker_words_new(&words, files, SW_N_MARKER_TYPES + 1, &err), SW_OK);
    uint32_t lower = hash_bytes("support", 7);
    const struct marker_word *word = marker_words_find(words, lower);
    assert_non_null(word);
    assert_int_equal(word->types, (1 << SW_N_MARKER_TYPES) - 1);
    assert_int_equal(word->valence, 5);
    assert_int_equal(word->tone, -2);
    assert_null(marker_words_find(words, hash_bytes("absent", 6)));
    struct token tokens[3] = {
        {.lower = hash_bytes("in", 2)}, {.lower = lower}, {.lower = hash_bytes("of", 2)}};
    uint32_t n = 0;
    assert_int_equal(marker_words_phrase(words, tokens, 0, 3, &n), 1 << SW_FAVOR);
    assert_int_equal(n, 3);
    assert_int_equal(marker_words_phrase(words, tokens, 0, 2, &n), 0);
    marker_words_free(words);
}

static void broken_word_files_are_refused_with_their_line(void **state)
{
    (void)state;
    struct sw_blob files[SW_N_MARKER_TYPES + 1];
    char names[SW_N_MARKER_TYPES][64];
    struct marker_words *words;
    struct sw_error err;
    fill_files(files, names, "# a comment\nsupport\tsupport\t3\n");
    assert_int_equal(marker_words_new(&words, files, SW_N_MARKER_TYPES + 1, &err), SW_EFORMAT);
    assert_non_null(strstr(err.text, "words.tsv:2"));
    assert_int_equal(marker_words_new(&words, files, SW_N_MARKER_TYPES, &err), SW_EMISSING);
    assert_int_equal(marker_words_new(&words, files + 1, SW_N_MARKER_TYPES, &err), SW_EMISSING);
    assert_non_null(strstr(err.text, "acknowledge.txt"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stances_add_up_per_pair),
        cmocka_unit_test(stances_of_nothing_and_of_no_memory),
        cmocka_unit_test(every_type_has_a_name_and_a_term),
        cmocka_unit_test(words_join_the_types_of_all_lexicons),
        cmocka_unit_test(broken_word_files_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
