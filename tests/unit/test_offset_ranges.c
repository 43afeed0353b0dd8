#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "offset_ranges.h"

static void check_text(const struct offset_ranges *ranges, const char *want)
{
    char text[256] = "";
    offset_ranges_print(ranges, text, sizeof text);
    assert_string_equal(text, want);
}

static void test_ranges_grow_together(void **state)
{
    (void)state;
    static const struct {
        int64_t first, last;
        const char *want;
    } steps[] = {
        {5, 5, "5"},
        {7, 7, "5,7"},
        {6, 6, "5-7"},
        {0, 0, "0,5-7"},
        {1, 3, "0-3,5-7"},
        {20, 30, "0-3,5-7,20-30"},
        {9, 18, "0-3,5-7,9-18,20-30"},
        {2, 25, "0-30"},
        {31, 31, "0-31"},
        {3, 4, "0-31"},
    };
    struct offset_ranges ranges = {0};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        assert_int_equal(offset_ranges_add(&ranges, steps[i].first, steps[i].last), SW_OK);
        check_text(&ranges, steps[i].want);
    }
    offset_ranges_clear(&ranges);
}

/* Against a plain table of flags. */
static void test_ranges_are_a_set(void **state)
{
    (void)state;
    bool has[200] = {false};
    struct offset_ranges ranges = {0}, again = {0};
    char text[2000];
    unsigned seed = 7;
    for (int i = 0; i < 120; i++) {
        seed = seed * 1103515245u + 12345u;
        int first = (int)(seed >> 16) % 195, last = first + (int)(seed >> 8) % 4;
        offset_ranges_add(&ranges, first, last);
        for (int k = first; k <= last; k++) {
            has[k] = true;
        }
        for (int k = 0; k < 200; k++) {
            assert_int_equal(offset_ranges_has(&ranges, k), has[k]);
        }
    }
    size_t len = offset_ranges_print(&ranges, text, sizeof text);
    assert_int_equal(offset_ranges_parse(&again, (struct sw_text){text, len}), SW_OK);
    offset_ranges_drop_below(&again, 100);
    for (int k = 0; k < 200; k++) {
        assert_int_equal(offset_ranges_has(&again, k), k >= 100 && has[k]);
    }
    offset_ranges_clear(&ranges);
    offset_ranges_clear(&again);
}

static void test_a_text_that_is_no_list(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "x", "1-", "-1", "3-2", "1,", ",1", "1 2", "9999999999999999999", "1-9999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct offset_ranges ranges = {0};
        struct sw_text text = {texts[i], strlen(texts[i])};
        assert_int_equal(offset_ranges_parse(&ranges, text), SW_EFORMAT);
        offset_ranges_clear(&ranges);
    }
}

static void test_a_text_that_does_not_fit(void **state)
{
    (void)state;
    struct offset_ranges ranges = {0};
    char text[5];
    offset_ranges_add(&ranges, 1, 1);
    offset_ranges_add(&ranges, 3, 3);
    assert_int_equal(offset_ranges_print(&ranges, text, 4), 3);
    assert_int_equal(offset_ranges_print(&ranges, text, 3), 0);
    offset_ranges_clear(&ranges);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges_grow_together),
        cmocka_unit_test(test_ranges_are_a_set),
        cmocka_unit_test(test_a_text_that_is_no_list),
        cmocka_unit_test(test_a_text_that_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
