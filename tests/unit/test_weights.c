#include "unit.h"

#include <stdio.h>

#include "perceptron.h"
#include "weights.h"

static uint8_t bytes[1 << 20];
static size_t len;

/* A model of 1,000 features whose scores are known. */
static void write_model(void)
{
    static const char *const labels[] = {"O", "B-PER", "I-PER"};
    struct perceptron *p = perceptron_new(3);
    for (uint32_t i = 0; i < 1000; i++) {
        perceptron_update(p, hash_feature(1, i, 0), i % 3, 1.0f);
    }
    perceptron_step(p);
    static const char path[] = "test_weights.tmp";
    assert_int_equal(perceptron_write(p, path, labels, 0, 0, NULL), SW_OK);
    perceptron_free(p);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    remove(path);
}

static void test_what_is_written_is_read(void **state)
{
    (void)state;
    write_model();
    struct weights weights;
    struct sw_blob blob = {"m.weights", bytes, len};
    assert_int_equal(weights_open(&weights, &blob, NULL), SW_OK);
    assert_string_equal(weights_label(&weights, 1), "B-PER");
    for (uint32_t i = 0; i < 1000; i++) {
        int16_t scores[3] = {0, 0, 0};
        uint64_t feature = hash_feature(1, i, 0);
        weights_sum(&weights, &feature, 1, scores);
        for (uint32_t k = 0; k < 3; k++) {
            assert_int_equal(scores[k], k == i % 3 ? 127 : 0);
        }
    }
    int16_t scores[3] = {0, 0, 0};
    for (uint32_t i = 0; i < 1000; i++) {
        uint64_t feature = hash_feature(2, i, 0);
        weights_sum(&weights, &feature, 1, scores);
    }
    assert_true(scores[0] + scores[1] + scores[2] <= 127);
}

static void test_damaged_files_are_refused(void **state)
{
    (void)state;
    write_model();
    struct weights weights;
    struct sw_error err;
    for (size_t cut = 0; cut < len; cut += 1 + cut / 8) {
        struct sw_blob blob = {"m.weights", bytes, cut};
        assert_int_equal(weights_open(&weights, &blob, &err), SW_EFORMAT);
        assert_non_null(strstr(err.text, "m.weights"));
    }
    struct sw_blob blob = {"m.weights", bytes, len};
    for (size_t back = 1; back < len - sizeof(struct weights_header); back += 1 + back / 8) {
        bytes[len - back] ^= 1;
        assert_int_equal(weights_open(&weights, &blob, &err), SW_EFORMAT);
        bytes[len - back] ^= 1;
    }
    bytes[8]++;
    assert_int_equal(weights_open(&weights, &blob, &err), SW_EVERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_written_is_read),
        cmocka_unit_test(test_damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
