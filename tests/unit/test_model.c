#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model.h"

static void test_the_default_folder_makes_an_engine(void **state)
{
    (void)state;
    struct model model, again;
    struct sw_error err = {0};
    if (model_load(&model, NULL, NULL, &err) != SW_OK) {
        fail_msg("%s", err.text);
    }
    bool nested = false;
    for (size_t i = 0; i < model.n_files; i++) {
        nested = nested || strcmp(model.files[i].name, "lexicons/titles.txt") == 0;
        assert_string_not_equal(model.files[i].name, "CMakeLists.txt");
        assert_true(i == 0 || strcmp(model.files[i - 1].name, model.files[i].name) < 0);
    }
    assert_true(nested);
    assert_int_equal(model_load(&again, NULL, NULL, &err), SW_OK);
    assert_string_equal(sw_engine_model(model.engine), sw_engine_model(again.engine));
    model_free(&model);
    model_free(&again);
}

static void test_what_is_missing_is_named(void **state)
{
    (void)state;
    struct model model;
    struct sw_error err = {0};
    assert_int_equal(model_load(&model, "no-such-folder", NULL, &err), SW_EMISSING);
    assert_string_equal(err.text, "no-such-folder: No such file or directory");
    assert_int_equal(model_load(&model, NULL, "no-such-file", &err), SW_EMISSING);
    assert_string_equal(err.text, "no-such-file: No such file or directory");
    char folder[] = "model-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_int_not_equal(model_load(&model, folder, NULL, &err), SW_OK);
    assert_int_equal(strncmp(err.text, folder, strlen(folder)), 0);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_default_folder_makes_an_engine),
        cmocka_unit_test(test_what_is_missing_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
