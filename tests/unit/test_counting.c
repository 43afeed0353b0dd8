/* Dates, near copies and cells: what counting is made of, without Redis. */
#include <stdio.h>

#include "unit.h"

#include "article_date.h"
#include "counter_store.h"
#include "counting.h"
#include "near_window.h"

static struct sw_text text_of(const char *text)
{
    return (struct sw_text){text, strlen(text)};
}

static void test_dates(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds; /* < 0: no date */
    } rows[] = {
        {"2024-12-23", 1734912000},
        {"2024-12-23 10:00:00", 1734948000},
        {"2024-12-23T10:00:00Z", 1734948000},
        {"2024-12-23T10:00:00.123456+03:00", 1734937200},
        {"2024-12-23T10:00:00-0500", 1734966000},
        {"2024-12-23T10:00+03", 1734937200},
        {"Mon, 23 Dec 2024 10:00:00 +0300", 1734937200},
        {"23 Dec 2024 10:00:00 GMT", 1734948000},
        {"Monday, 23 Dec 2024", 1734912000},
        {"1734948000", 1734948000},
        {"1734948000123", 1734948000},
        {"  2024-02-29  ", 1709164800},
        {"1969-12-31", -86400},
        {"", -1},
        {"None", -1},
        {"yesterday", -1},
        {"2024-13-01", -1},
        {"2024-00-10", -1},
        {"2024-12-23T", -1},
        {"0001-01-01", -1},
        {"9999-12-31", -1},
        {"23/12/2024", -1},
        {"12345", -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t seconds = -1;
        bool ok = article_date_parse(&seconds, text_of(rows[i].text));
        bool wanted = rows[i].seconds >= 0 || rows[i].seconds == -86400;
        if (ok != wanted || (ok && seconds != rows[i].seconds)) {
            fail_msg("%s: %d %lld", rows[i].text, ok, (long long)seconds);
        }
    }
}

static void test_civil_days(void **state)
{
    (void)state;
    for (int64_t days = -30000; days < 90000; days += 7) {
        int64_t year;
        int month, day;
        civil_from_days(days, &year, &month, &day);
        assert_int_equal(days_from_civil(year, month, day), days);
    }
}

static void add(struct near_window *window, uint64_t fingerprint, int64_t offset)
{
    assert_int_equal(near_window_add(window, fingerprint, offset, text_of("http://a b\n")), SW_OK);
}

static void test_near_copies(void **state)
{
    struct near_window window;
    (void)state;
    assert_int_equal(near_window_init(&window), SW_OK);
    add(&window, 0xFFFF0000FFFF0000u, 5);
    add(&window, 0xFFFF0000FFFF0003u, 6); /* near the first as well: the first is named */
    assert_int_equal(near_window_find(&window, 0xFFFF0000FFFF0001u, 9)->offset, 5);
    assert_string_equal(near_window_find(&window, 0xFFFF0000FFFF0001u, 9)->url, "http://ab");
    assert_int_equal(near_window_find(&window, 0xFFFF0000FFFF0007u, 9)->offset, 5);
    assert_int_equal(near_window_find(&window, 0xFFFF0000FFFF000Fu, 9)->offset,
                     6); /* 4 bits from 5 */
    assert_null(near_window_find(&window, 0xFFFF0000FFFF003Fu, 9));
    assert_null(near_window_find(&window, 0xFFFF0000FFFF0000u, 5)); /* only what came before */
    assert_null(near_window_find(&window, 0, 9));
    add(&window, 1, 3); /* not past the newest: nothing */
    assert_int_equal(near_window_last(&window)->offset, 6);
    near_window_rewind(&window, 6);
    assert_int_equal(near_window_last(&window)->offset, 5);
    near_window_clear(&window);
}

/* Going back within the slack leaves the same view as never having gone on. */
static void test_window_is_bounded(void **state)
{
    struct near_window window;
    const int64_t n = NEAR_WINDOW_MAX + NEAR_SLACK + 500;
    (void)state;
    assert_int_equal(near_window_init(&window), SW_OK);
    for (int64_t i = 0; i < n; i++) {
        add(&window, (uint64_t)(i + 1) * 0x9E3779B97F4A7C15u, i);
    }
    assert_int_equal(window.n, NEAR_WINDOW_MAX + NEAR_SLACK);
    uint64_t oldest = (uint64_t)(n - NEAR_WINDOW_MAX + 1) * 0x9E3779B97F4A7C15u;
    assert_non_null(near_window_find(&window, oldest, n));
    assert_null(
        near_window_find(&window, (uint64_t)(n - NEAR_WINDOW_MAX) * 0x9E3779B97F4A7C15u, n));
    assert_non_null(
        near_window_find(&window, (uint64_t)(n - NEAR_WINDOW_MAX) * 0x9E3779B97F4A7C15u, n - 1));
    near_window_clear(&window);
}

static void test_window_lines(void **state)
{
    struct near_window a, b;
    char line[NEAR_LINE_MAX];
    (void)state;
    assert_int_equal(near_window_init(&a), SW_OK);
    assert_int_equal(near_window_init(&b), SW_OK);
    add(&a, 0xDEADBEEF, 77);
    size_t len = near_entry_print(line, near_window_last(&a));
    assert_int_equal(near_window_add_line(&b, (struct sw_text){line, len}), SW_OK);
    assert_int_equal(near_window_last(&b)->fingerprint, 0xDEADBEEF);
    assert_int_equal(near_window_last(&b)->offset, 77);
    assert_string_equal(near_window_last(&b)->url, "http://ab");
    assert_int_equal(near_window_add_line(&b, text_of("someone else's")), SW_EFORMAT);
    near_window_clear(&a);
    near_window_clear(&b);
}

static int64_t get(const struct counter_batch *batch, uint16_t bucket, enum counter_kind kind,
                   const char *field)
{
    return counter_batch_get(batch, bucket, kind, text_of(field));
}

static void test_an_article(void **state)
{
    const struct sw_mention mentions[3] = {
        {{0, 1}, SW_NAME}, {{2, 3}, SW_NAME}, {{4, 5}, SW_PRONOUN}};
    const struct sw_entity entities[] = {
        {.type = SW_PER, .name = text_of("Ann\tLee"), .mentions = mentions, .n_mentions = 3},
        {.type = SW_LOC,
         .name = text_of("Italy"),
         .wikidata = text_of("Q38"),
         .mentions = mentions,
         .n_mentions = 1},
        {.type = SW_LOC,
         .name = text_of("Italy"),
         .wikidata = text_of("Q38"),
         .mentions = mentions,
         .n_mentions = 1},
    };
    const struct sw_stance stances[] = {{.holder = 0, .target = 1, .favor = 2},
                                        {.holder = SW_OTHER, .target = 1, .against = 1}};
    const struct sw_marker markers[] = {{.type = SW_HEDGE}, {.type = SW_HEDGE}, {.type = SW_DENY}};
    const struct sw_annotations annotations = {.entities = entities,
                                               .n_entities = 3,
                                               .stances = stances,
                                               .n_stances = 2,
                                               .markers = markers,
                                               .n_markers = 3};
    const struct sw_article article = {.date = text_of("2024-12-23T10:30:00Z"),
                                       .url = text_of("https://www.example.org:8080/x")};
    const struct counted_record record = {41, 1734955200000}, late = {42, 1834955200000};
    struct counter_batch *batch = counter_batch_new(41);
    (void)state;
    counting_article(batch, &record, &article, &annotations, false);
    counting_done(batch, 41);
    counting_article(batch, &late, &article, &annotations,
                     true); /* a copy, years later: in no hour */
    counting_done(batch, 42);
    assert_int_equal(batch->n_buckets, 3);
    assert_int_equal(batch->next, 43);
    assert_int_equal(get(batch, 0, COUNTER_SUMS, "articles"), 2);
    assert_int_equal(get(batch, 0, COUNTER_SUMS, "near_duplicates"), 1);
    assert_int_equal(get(batch, 0, COUNTER_SUMS, "mentions"), 5);
    assert_int_equal(get(batch, 0, COUNTER_ENTITIES, "LOC|Q38|Italy"), 1); /* one article */
    assert_int_equal(get(batch, 0, COUNTER_MENTIONS, "LOC|Q38|Italy"), 2);
    assert_int_equal(get(batch, 0, COUNTER_MENTIONS, "PER||Ann Lee"), 3);
    assert_int_equal(get(batch, 0, COUNTER_FAVOR, "PER||Ann Lee\tLOC|Q38|Italy"), 2);
    assert_int_equal(get(batch, 0, COUNTER_AGAINST, "other\tLOC|Q38|Italy"), 1);
    assert_int_equal(get(batch, 0, COUNTER_MARKERS, "hedge"), 2);
    assert_int_equal(get(batch, 0, COUNTER_OUTLETS, "example.org"), 2);
    char name[40];
    counter_bucket_name(name, &batch->buckets[1]);
    assert_string_equal(name, "day:2024-12-23");
    counter_bucket_name(name, &batch->buckets[2]);
    assert_string_equal(name, "hour:2024-12-23T10");
    assert_int_equal(get(batch, 1, COUNTER_SUMS, "articles"), 2);
    assert_int_equal(get(batch, 2, COUNTER_SUMS, "articles"), 1);
    assert_true(batch->buckets[2].expire_s > 1734948000);
    assert_false(counter_batch_failed(batch));
    counter_batch_free(batch);
}

/* A date in the far future is a mistake of the outlet: the record's own time counts. */
static void test_future_date(void **state)
{
    const struct sw_annotations annotations = {0};
    const struct sw_article article = {.date = text_of("2030-01-01")};
    const struct counted_record record = {0, 1734955200000};
    struct counter_batch *batch = counter_batch_new(0);
    char name[40];
    (void)state;
    counting_article(batch, &record, &article, &annotations, false);
    counter_bucket_name(name, &batch->buckets[1]);
    assert_string_equal(name, "day:2024-12-23");
    counter_batch_free(batch);
}

static void test_long_names_are_cut(void **state)
{
    char name[1000], field[COUNTING_FIELD_MAX];
    struct sw_entity entity = {.type = SW_ORG};
    (void)state;
    for (size_t i = 0; i < sizeof name; i += 2) {
        memcpy(name + i, "\xC3\xA9", 2);
    }
    entity.name = (struct sw_text){name, sizeof name};
    size_t len = counting_entity_field(field, &entity);
    assert_true(len <= COUNTING_FIELD_MAX);
    assert_int_equal((unsigned char)field[len - 1], 0xA9); /* not in the middle of a character */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),        cmocka_unit_test(test_civil_days),
        cmocka_unit_test(test_near_copies),  cmocka_unit_test(test_window_is_bounded),
        cmocka_unit_test(test_window_lines), cmocka_unit_test(test_an_article),
        cmocka_unit_test(test_future_date),  cmocka_unit_test(test_long_names_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
