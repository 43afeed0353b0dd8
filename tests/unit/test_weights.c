#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "perceptron.h"
#include "weights.h"
#include "weights_file.h"

static uint8_t bytes[1 << 20];
static size_t len;

/* A model of 1,000 features whose scores are known: feature i speaks for label i % n_labels. */
static void write_labels(uint32_t n_labels)
{
    const char *labels[WEIGHTS_MAX_LABELS] = {"O", "B-PER", "I-PER"};
    for (uint32_t i = 3; i < n_labels; i++) {
        labels[i] = "more";
    }
    struct perceptron *p = perceptron_new(n_labels);
    for (uint32_t i = 0; i < 1000; i++) {
        perceptron_update(p, hash_feature(1, i, 0), i % n_labels, i % 7 == 0 ? -1.0f : 1.0f);
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
    write_labels(3);
    struct weights weights;
    struct sw_blob blob = {"m.weights", bytes, len};
    assert_int_equal(weights_open(&weights, &blob, NULL), SW_OK);
    assert_string_equal(weights_label(&weights, 1), "B-PER");
    for (uint32_t i = 0; i < 1000; i++) {
        int16_t scores[3] = {0, 0, 0};
        uint64_t feature = hash_feature(1, i, 0);
        weights_sum(&weights, &feature, 1, scores);
        for (uint32_t k = 0; k < 3; k++) {
            assert_int_equal(scores[k], k == i % 3 ? (i % 7 == 0 ? -127 : 127) : 0);
        }
    }
    int16_t scores[3] = {0, 0, 0};
    for (uint32_t i = 0; i < 1000; i++) {
        uint64_t feature = hash_feature(2, i, 0);
        weights_sum(&weights, &feature, 1, scores);
    }
    assert_true(abs(scores[0] + scores[1] + scores[2]) <= 127);
}

/* For these features no seed of some bucket finds free slots at the first try: there is more room at
 * the next one. */
static void test_features_without_a_place_get_more_room(void **state)
{
    (void)state;
    static const char path[] = "test_weights.tmp";
    const char *labels[] = {"x"};
    uint64_t features[400];
    float rows[400];
    for (uint32_t i = 0; i < 400; i++) {
        features[i] = hash_feature(483, i, 0);
        rows[i] = 1;
    }
    struct weights_table table = {
        .labels = labels, .n_labels = 1, .features = features, .rows = rows, .n_rows = 400};
    struct sw_error err = {0};
    int status = weights_file_write(path, &table, &err);
    remove(path);
    if (status != SW_OK) {
        fail_msg("%s", err.text);
    }
}

/* Rows of every width: the file and nothing beyond it is read (ASan looks on). */
static void test_rows_of_any_width_are_summed(void **state)
{
    (void)state;
    for (uint32_t n_labels = 1; n_labels <= WEIGHTS_MAX_LABELS; n_labels++) {
        struct weights weights;
        write_labels(n_labels);
        uint8_t *own = malloc(len);
        assert_non_null(own);
        memcpy(own, bytes, len);
        assert_int_equal(weights_open(&weights, &(struct sw_blob){"m.weights", own, len}, NULL),
                         SW_OK);
        uint64_t features[250];
        int16_t scores[WEIGHTS_MAX_LABELS], expected[WEIGHTS_MAX_LABELS];
        for (uint32_t k = 0; k < n_labels; k++) {
            scores[k] = expected[k] = (int16_t)k;
        }
        for (uint32_t i = 0; i < 250; i++) {
            features[i] = hash_feature(1, 4 * i, 0);
            expected[4 * i % n_labels] =
                (int16_t)(expected[4 * i % n_labels] + (4 * i % 7 == 0 ? -127 : 127));
        }
        weights_sum(&weights, features, 250, scores);
        assert_memory_equal(scores, expected, n_labels * sizeof scores[0]);
        free(own);
    }
}

static void test_damaged_files_are_refused(void **state)
{
    (void)state;
    write_labels(3);
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
        cmocka_unit_test(test_features_without_a_place_get_more_room),
        cmocka_unit_test(test_rows_of_any_width_are_summed),
        cmocka_unit_test(test_damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
