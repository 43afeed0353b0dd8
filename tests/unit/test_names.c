#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "model_files.h"
#include "names_decode.h"
#include "names_words.h"
#include "score_names.h"

#define ARENA_BYTES ((size_t)512 << 20)

static struct model_files files;
static struct name_tagger tagger;
static struct sw_arena *arena;

static int set_up(void **state)
{
    (void)state;
    struct sw_error err = {0};
    model_files_read(&files, MODELS);
    arena = sw_arena_new(ARENA_BYTES);
    if (name_tagger_init(&tagger, files.at, files.n, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        return -1;
    }
    return arena == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    name_tagger_clear(&tagger);
    model_files_clear(&files);
    sw_arena_free(arena);
    return 0;
}

/* Names of a text; checks that they are sound: in order, apart, inside the text. */
static uint32_t find(struct sw_text text, struct document *document, struct names *names)
{
    struct sw_error err = {0};
    sw_arena_reset(arena);
    assert_int_equal(document_read(&tagger.lexicons, text, (struct sw_text){NULL, 0}, "en", arena,
                                   document, &err),
                     SW_OK);
    assert_int_equal(names_find(tagger.model, document, arena, names, &err), SW_OK);
    uint32_t before = 0;
    for (uint32_t i = 0; i < names->n; i++) {
        assert_true(names->at[i].first >= before && names->at[i].first < names->at[i].end);
        before = names->at[i].end;
    }
    assert_true(before <= document->n_tokens);
    return names->n;
}

/* Names as "PER:Ada Lovelace|LOC:London". */
static void expect_names(const char *text, const char *expected)
{
    struct document document;
    struct names names;
    char found[512] = "";
    size_t len = 0;
    find((struct sw_text){text, strlen(text)}, &document, &names);
    for (uint32_t i = 0; i < names.n; i++) {
        uint32_t start = document.tokens[names.at[i].first].start;
        uint32_t end = document.tokens[names.at[i].end - 1].end;
        len += (size_t)snprintf(found + len, sizeof found - len, "%s%s:%.*s", i > 0 ? "|" : "",
                                sw_entity_type_name(names.at[i].type), (int)(end - start),
                                text + start);
    }
    assert_string_equal(found, expected);
}

static void test_plain_sentences(void **state)
{
    (void)state;
    expect_names("Angela Merkel met Barack Obama in Berlin on Tuesday.",
                 "PER:Angela Merkel|PER:Barack Obama|LOC:Berlin");
    expect_names("The European Union and the United Nations said so.",
                 "ORG:European Union|ORG:United Nations");
    expect_names("Russian troops left Syria, the ministry said.", "NORP:Russian|LOC:Syria");
}

static void test_names_after_quotes_titles_and_in_pieces(void **state)
{
    (void)state;
    expect_names("“Merkel is wrong,” said Mr. Obama.", "PER:Merkel|PER:Obama");
    expect_names("Italy 's Prime Minister Matteo Renzi resigned .", "LOC:Italy|PER:Matteo Renzi");
}

static void test_names_with_a_small_half(void **state)
{
    (void)state;
    expect_names("Chen Shui-bian met Kim Jong-un in Seoul.",
                 "PER:Chen Shui-bian|PER:Kim Jong-un|LOC:Seoul");
}

static void test_text_without_names_has_none(void **state)
{
    (void)state;
    expect_names("The rain fell for three days and nobody came.", "");
    expect_names("— … 12 , ; !", "");
}

static void test_odd_texts_end_and_are_sound(void **state)
{
    (void)state;
    static const char *const pieces[] = {"John Smith ", "Aa", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D ",
                                         "e\xCC\x81", "A. ", "McDonald", "of The ", "(ABC) "};
    for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
        size_t n = p == 0 ? 50000 : 5000, len = strlen(pieces[p]);
        char *text = malloc(n * len);
        struct document document;
        struct names names;
        assert_non_null(text);
        for (size_t i = 0; i < n; i++) {
            memcpy(text + i * len, pieces[p], len);
        }
        find((struct sw_text){text, n * len}, &document, &names);
        free(text);
    }
}

static void test_weights_that_are_not_ours_are_refused(void **state)
{
    (void)state;
    struct sw_blob few[64], *weights = NULL;
    struct sw_error err = {0};
    struct names_model *model = NULL;
    size_t n = files.n < 64 ? files.n : 64;
    memcpy(few, files.at, n * sizeof few[0]);
    for (size_t i = 0; i < n; i++) {
        weights = strcmp(few[i].name, "names.weights") == 0 ? &few[i] : weights;
    }
    assert_non_null(weights);
    weights->len /= 2;
    assert_int_equal(names_model_new(&model, tagger.gazetteer, few, n, &err), SW_EFORMAT);
    assert_non_null(strstr(err.text, "names.weights"));
    for (size_t i = 0; i < files.n; i++) {
        if (strcmp(files.at[i].name, "markers.weights") == 0) {
            weights->at = files.at[i].at;
            weights->len = files.at[i].len;
        }
    }
    assert_int_equal(names_model_new(&model, tagger.gazetteer, few, n, &err), SW_EFORMAT);
    assert_non_null(strstr(err.text, "labels"));
    weights->name = "other";
    assert_int_equal(names_model_new(&model, tagger.gazetteer, few, n, &err), SW_EMISSING);
    assert_null(model);
}

static void test_a_bad_line_of_words_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *file, *lines, *where;
    } rows[] = {{"names.clusters.tsv", "# words\nthe\t1\t2\t3\nof\t1\t2\n", "names.clusters.tsv:3"},
                {"names.clusters.tsv", "the\t1\t1024\t3\n", "names.clusters.tsv:1"},
                {"names.clusters.tsv", "the\t1\t2x\t3\n", "names.clusters.tsv:1"},
                {"names.clusters.tsv", "the\t1\t2\t3\t4\n", "names.clusters.tsv:1"},
                {"names.clusters.tsv", "\t1\t2\t3\n", "names.clusters.tsv:1"},
                {"names.words.tsv", "aaron\tg\n\nada\n", "names.words.tsv:3"}};
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        struct sw_error err = {0};
        struct names_words words = {NULL, 0};
        struct sw_blob few[] = {{"names.clusters.tsv", "", 0}, {"names.words.tsv", "", 0}};
        for (size_t i = 0; i < 2; i++) {
            if (strcmp(few[i].name, rows[row].file) == 0) {
                few[i].at = rows[row].lines;
                few[i].len = strlen(rows[row].lines);
            }
        }
        assert_int_equal(names_words_init(&words, few, 2, &err), SW_EFORMAT);
        assert_non_null(strstr(err.text, rows[row].where));
        assert_null(words.slots);
    }
}

static void test_a_users_names_are_found(void **state)
{
    (void)state;
    struct sw_blob few[65];
    struct name_tagger other, saved = tagger;
    struct sw_error err = {0};
    const char *user = "x1\tEVENT\tWind of Change\nx2\tORG\tMerkel\n";
    size_t n = files.n < 64 ? files.n : 64;
    memcpy(few, files.at, n * sizeof few[0]);
    few[n] = (struct sw_blob){"gazetteer.user", user, strlen(user)};
    assert_int_equal(name_tagger_init(&other, few, n + 1, &err), SW_OK);
    tagger = other;
    expect_names("Angela Merkel saw the Wind of Change in Berlin.",
                 "PER:Angela Merkel|EVENT:Wind of Change|LOC:Berlin");
    expect_names("Mr. Merkel resigned.", "ORG:Merkel");
    tagger = saved;
    name_tagger_clear(&other);
}

static bool is_sound(const uint8_t *labels, uint32_t n)
{
    uint32_t open = NAMES_N_TYPES; /* type of the open name */
    for (uint32_t i = 0; i < n; i++) {
        bool outside = labels[i] == NAMES_OUTSIDE;
        enum names_place place = outside ? NAMES_ALONE : names_label_place(labels[i]);
        uint32_t type = outside ? NAMES_N_TYPES : names_label_type(labels[i]);
        bool goes_on = !outside && (place == NAMES_INSIDE || place == NAMES_LAST);
        if (goes_on != (open != NAMES_N_TYPES) || (goes_on && type != open)) {
            return false;
        }
        open = !outside && (place == NAMES_BEGIN || place == NAMES_INSIDE) ? type : NAMES_N_TYPES;
    }
    return open == NAMES_N_TYPES;
}

/* Three tokens, all sequences tried: the decoder finds the best sound one. */
static void test_the_decoder_against_all_sequences(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int round = 0; round < 50; round++) {
        int32_t scores[3 * NAMES_N_LABELS], best = INT32_MIN, got = 0;
        struct names_step steps[3];
        uint8_t labels[3], tried[3];
        for (size_t i = 0; i < 3 * NAMES_N_LABELS; i++) {
            random = random * UINT32_C(1664525) + UINT32_C(1013904223);
            scores[i] = (int32_t)(random >> 16) - 32768;
        }
        for (uint32_t i = 0; i < NAMES_N_LABELS * NAMES_N_LABELS * NAMES_N_LABELS; i++) {
            tried[0] = (uint8_t)(i % NAMES_N_LABELS);
            tried[1] = (uint8_t)(i / NAMES_N_LABELS % NAMES_N_LABELS);
            tried[2] = (uint8_t)(i / NAMES_N_LABELS / NAMES_N_LABELS);
            int32_t sum = scores[tried[0]] + scores[NAMES_N_LABELS + tried[1]] +
                          scores[2 * NAMES_N_LABELS + tried[2]];
            best = is_sound(tried, 3) && sum > best ? sum : best;
        }
        names_decode(scores, 3, steps, labels);
        for (size_t k = 0; k < 3; k++) {
            got += scores[k * NAMES_N_LABELS + labels[k]];
        }
        assert_true(is_sound(labels, 3));
        assert_int_equal(got, best);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_sentences),
        cmocka_unit_test(test_names_after_quotes_titles_and_in_pieces),
        cmocka_unit_test(test_names_with_a_small_half),
        cmocka_unit_test(test_text_without_names_has_none),
        cmocka_unit_test(test_odd_texts_end_and_are_sound),
        cmocka_unit_test(test_weights_that_are_not_ours_are_refused),
        cmocka_unit_test(test_a_bad_line_of_words_is_named),
        cmocka_unit_test(test_a_users_names_are_found),
        cmocka_unit_test(test_the_decoder_against_all_sequences),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
