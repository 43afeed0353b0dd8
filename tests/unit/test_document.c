#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "document.h"
#include "fingerprint.h"
#include "lexicons.h"
#include "model.h"

struct fixture {
    struct model model;
    struct lexicons lexicons;
    struct sw_arena *arena;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    *state = fixture;
    if (model_load(&fixture->model, NULL, NULL, NULL) != SW_OK) {
        return -1;
    }
    fixture->arena = sw_arena_new((size_t)64 << 20);
    return lexicons_init(&fixture->lexicons, fixture->model.files, fixture->model.n_files, NULL);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    lexicons_clear(&fixture->lexicons);
    model_free(&fixture->model);
    sw_arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static struct document read_text(struct fixture *fixture, const char *text, const char *title)
{
    struct document document;
    struct sw_error err = {.text = ""};
    sw_arena_reset(fixture->arena);
    int status = document_read(&fixture->lexicons, (struct sw_text){text, strlen(text)},
                               (struct sw_text){title, strlen(title)}, NULL, fixture->arena,
                               &document, &err);
    if (status != SW_OK) {
        fail_msg("%s", err.text);
    }
    return document;
}

/* Draws segments as "kind: sentence | sentence / kind: ...". */
static void check(void **state, const char *text, const char *expected)
{
    struct document document = read_text(*state, text, "");
    char out[2000] = "";
    size_t at = 0;
    uint32_t segment = UINT32_MAX;
    for (uint32_t i = 0; i < document.n_sentences; i++) {
        const struct sentence *sentence = &document.sentences[i];
        uint32_t start = document.tokens[sentence->first].start;
        uint32_t end = document.tokens[sentence->end - 1].end;
        if (sentence->segment != segment) {
            segment = sentence->segment;
            at += (size_t)snprintf(out + at, sizeof out - at, "%s%s: ", i > 0 ? " / " : "",
                                   sw_segment_kind_name(document.segments[segment].kind));
        } else {
            at += (size_t)snprintf(out + at, sizeof out - at, " | ");
        }
        at += (size_t)snprintf(out + at, sizeof out - at, "%.*s", (int)(end - start), text + start);
    }
    assert_string_equal(out, expected);
}

static void test_sentences(void **state)
{
    check(state, "He came. She went! Why?", "body: He came. | She went! | Why?");
    check(state, "It is in the U.S. The army left. Mr. Smith of Acme Inc. said so.",
          "body: It is in the U.S. | The army left. | Mr. Smith of Acme Inc. said so.");
    check(state, "“We go.” “Why?” Smith asked. “No,” he said.",
          "body: “We go.” | “Why?” Smith asked. | “No,” he said.");
    check(state, "It fell (by 3 p.m. on Monday). \"Stop!\" he cried. Next",
          "body: It fell (by 3 p.m. on Monday). | \"Stop!\" he cried. | Next");
    check(state, "Wait... and see. Wait... They came. 1. First. No. 5 lost.",
          "body: Wait... and see. | Wait... | They came. | 1. First. | No. 5 lost.");
    check(state, "The war ended.Then peace came .", "body: The war ended. | Then peace came .");
    check(state, "J. Smith and George W. Bush met.", "body: J. Smith and George W. Bush met.");
}

static void test_paragraphs(void **state)
{
    check(state, "A headline here\n\nThe first came home today.\nThe second did not.",
          "title: A headline here / body: The first came home today. / body: The second did not.");
    check(state, "A headline\n\nThis line breaks off on Monday,\nSmith says it goes on\nhere too.",
          "title: A headline / body: This line breaks off on Monday,\nSmith says it goes on\nhere "
          "too.");
}

static void test_boilerplate(void **state)
{
    check(state, "One headline\n\nThe army left the town.\n\n- Advertisement -\n\nIt went home.",
          "title: One headline / body: The army left the town. / boilerplate: - Advertisement - / "
          "body: It went home.");
    check(state, "One headline\n\nThe army left.\n\nREAD ALSO: The navy stays\nThe navy stays",
          "title: One headline / body: The army left. / boilerplate: READ ALSO: The navy stays / "
          "boilerplate: The navy stays");
    check(state, "One headline\n\nThe army left.\nA soldier in town. Photo: A. Name/AFP",
          "title: One headline / body: The army left. / caption: A soldier in town. / "
          "boilerplate: Photo: A. Name/AFP");
    check(state, "One headline\n\nThe army left.\n\nRelated:\n\nNavy Stays In Port\n\nIt is over.",
          "title: One headline / body: The army left. / boilerplate: Related: / "
          "boilerplate: Navy Stays In Port / body: It is over.");
    check(state, "One headline\n\nThe army left.\n\nFollow Ann Name on Twitter @ann.",
          "title: One headline / body: The army left. / "
          "boilerplate: Follow Ann Name on Twitter @ann.");
    check(state, "The army left the town on Monday\n\nThe army left the town on Monday\n\nIt did.",
          "title: The army left the town on Monday / repeat: The army left the town on Monday / "
          "body: It did.");
}

/* What looks like boilerplate is annotated where it is all there is, and so are table lines. */
static void test_in_doubt_body(void **state)
{
    check(state, "Sign up here to get the latest news",
          "body: Sign up here to get the latest news");
    check(state, "SOCCER - JAPAN GET LUCKY WIN .", "body: SOCCER - JAPAN GET LUCKY WIN .");
    check(state, "Reds 5 2 7\nBlues 4 1 6\nFollow the money, he said, and read more books.",
          "title: Reds 5 2 7 / body: Blues 4 1 6 / "
          "body: Follow the money, he said, and read more books.");
}

static void test_datelines(void **state)
{
    check(state, "A title\n\nMOSCOW, December 23. /TASS/. Italy might help Russia at some time.",
          "title: A title / dateline: MOSCOW, December 23. /TASS/. / "
          "body: Italy might help Russia at some time.");
    check(state, "A title\n\nPARIS (Reuters) - The minister said on Monday that he left.",
          "title: A title / dateline: PARIS (Reuters) - / "
          "body: The minister said on Monday that he left.");
    check(state, "A title\n\nTRENTON, N.J. — The mayor of the town has left his office.",
          "title: A title / dateline: TRENTON, N.J. — / "
          "body: The mayor of the town has left his office.");
    check(state, "A title\n\nFriday, July 21, 2017\n\nNATO - the alliance - met its members today.",
          "title: A title / dateline: Friday, July 21, 2017 / "
          "body: NATO - the alliance - met its members today.");
}

static void test_parts_and_titles(void **state)
{
    const char *text = "First the army left\n\nThe army left the town first, and it went home in a "
                       "long column of trucks and cars.\n\nMinister not keen on navy deal\n\nThe "
                       "minister is not keen on a deal for the navy, he told a crowd in the town.";
    struct document document = read_text(*state, text, "");
    assert_int_equal(document.n_segments, 4);
    assert_int_equal(document.segments[1].part, 0);
    assert_int_equal(document.segments[2].kind, SW_TITLE);
    assert_int_equal(document.segments[2].part, 1);
    assert_int_equal(document.segments[3].part, 1);
    document = read_text(*state, "By Ann Name\nThe army left\nIt is gone.\nThe army left",
                         "The Army Left");
    assert_int_equal(document.segments[1].kind, SW_TITLE);
    assert_int_equal(document.segments[3].kind, SW_REPEAT);
}

static void test_language(void **state)
{
    static const struct {
        const char *text, *lang;
    } rows[] = {
        {"Il presidente ha detto che non ci sono problemi con la Russia e che è al lavoro.", "it"},
        {"Der Kanzler hat gesagt, dass die Verhandlungen mit Russland nicht weitergehen.", "de"},
        {"Le président a dit que la France ne va pas dans le mur et que les gens le sont.", "fr"},
        {"El presidente dijo que no hay problemas con la gente de su país, pero es así.", "es"},
        {"Он сказал, что это хорошо.", "ru"},
        {"Він сказав, що це їх країна.", "uk"},
        {"日本の首相は言った", "ja"},
        {"The president said that it was over.", "en"},
        {"Kremlin visit: Rome in a team", "en"},
        {"x 1 2 3", "en"},
        {"Il Presidente", "en"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(read_text(*state, rows[i].text, "").lang, rows[i].lang);
    }
}

static void test_errors(void **state)
{
    struct fixture *fixture = *state;
    struct document document;
    struct sw_error err;
    struct sw_text none = {"", 0};
    struct sw_text bad = {"abc \xFF", 5}, blank = {" \n ", 3};
    assert_int_equal(
        document_read(&fixture->lexicons, bad, none, NULL, fixture->arena, &document, &err),
        SW_EENCODING);
    assert_non_null(strstr(err.text, "byte 4"));
    assert_int_equal(
        document_read(&fixture->lexicons, blank, none, NULL, fixture->arena, &document, &err),
        SW_ENOTEXT);
}

/* Every token is in one sentence, every sentence in one segment, in order. */
static void test_cover(void **state)
{
    const char *text = "A title\n\nLONDON (AP) — One. Two? “Three!”\n\nRead more\nFour\n\nFive";
    struct document document = read_text(*state, text, "");
    uint32_t token = 0, segment = 0;
    for (uint32_t i = 0; i < document.n_sentences; i++) {
        const struct sentence *sentence = &document.sentences[i];
        assert_int_equal(sentence->first, token);
        assert_true(sentence->end > sentence->first && sentence->segment >= segment);
        segment = sentence->segment;
        token = sentence->end;
        struct sw_span span = document.segments[segment].span;
        assert_true(document.tokens[sentence->first].start >= span.start);
        assert_true(document.tokens[sentence->end - 1].end <= span.end);
    }
    assert_int_equal(token, document.n_tokens);
}

/* No limit of the arena may crash the reader: it says so, or it fits. */
static void test_any_limit(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "A title\n\nLONDON (AP) — One. Two?\n\nRead more\nFour\n\nFive of six";
    struct sw_text all = {text, strlen(text)}, title = {"A title", 7};
    int status = SW_ENOMEM;
    for (size_t limit = 16; status != SW_OK; limit += 16) {
        struct sw_arena *arena = sw_arena_new(limit);
        struct document document;
        status = document_read(&fixture->lexicons, all, title, NULL, arena, &document, NULL);
        assert_true(status == SW_OK || status == SW_ENOMEM);
        sw_arena_free(arena);
        assert_true(limit < 100000);
    }
}

static uint32_t distance(uint64_t a, uint64_t b)
{
    uint32_t n = 0;
    for (uint64_t x = a ^ b; x != 0; x &= x - 1) {
        n++;
    }
    return n;
}

static void test_fingerprint(void **state)
{
    const char *a = "The army left the town on Monday after a week of heavy fighting in the hills "
                    "around it, officials of both sides said in the evening of that day.";
    const char *copy = "The Army left the town on Monday, after a week of heavy fighting in the "
                       "hills around it, officials of both sides said in the evening of that day!";
    const char *other = "A new law on fishing rights was passed by the parliament of the island "
                        "state with a small majority, and the opposition walked out in protest.";
    struct document document = read_text(*state, a, "");
    uint64_t first = fingerprint_of(&document);
    document = read_text(*state, copy, "");
    assert_int_equal(distance(first, fingerprint_of(&document)), 0);
    document = read_text(*state, other, "");
    assert_true(distance(first, fingerprint_of(&document)) > 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences),   cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_boilerplate), cmocka_unit_test(test_in_doubt_body),
        cmocka_unit_test(test_datelines),   cmocka_unit_test(test_parts_and_titles),
        cmocka_unit_test(test_language),    cmocka_unit_test(test_errors),
        cmocka_unit_test(test_cover),       cmocka_unit_test(test_any_limit),
        cmocka_unit_test(test_fingerprint),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
