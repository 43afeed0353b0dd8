#include "unit.h"

#include <stancewire/stancewire.h>

static void test_alloc_is_aligned_and_apart(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1 << 20);
    char *a = sw_arena_alloc(arena, 3);
    char *b = sw_arena_alloc(arena, 5);
    assert_int_equal((uintptr_t)a % _Alignof(max_align_t), 0);
    assert_int_equal((uintptr_t)b % _Alignof(max_align_t), 0);
    assert_true(b >= a + 3);
    sw_arena_free(arena);
}

static void test_limit_is_kept(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1000);
    assert_null(sw_arena_alloc(arena, 2000));
    assert_non_null(sw_arena_alloc(arena, 900));
    assert_null(sw_arena_alloc(arena, 900));
    sw_arena_reset(arena);
    assert_non_null(sw_arena_alloc(arena, 900));
    assert_null(sw_arena_alloc(arena, SIZE_MAX));
    sw_arena_free(arena);
}

static void test_blocks_are_used_again(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new((size_t)4 << 20);
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 30; i++) {
            char *at = sw_arena_alloc(arena, 100000);
            assert_non_null(at);
            memset(at, round, 100000);
        }
        assert_true(sw_arena_used(arena) >= 3000000);
        sw_arena_reset(arena);
        assert_int_equal(sw_arena_used(arena), 0);
    }
    sw_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alloc_is_aligned_and_apart),
        cmocka_unit_test(test_limit_is_kept),
        cmocka_unit_test(test_blocks_are_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
