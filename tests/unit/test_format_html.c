#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "format_html.h"
#include "html_text.h"

/* ---- A checker of what was drawn ------------------------------------------------------------ */

/* Follows the drawn text: every tag closes what is open, links do not nest, and the text between
 * the tags, unescaped, is the article's. */
struct drawn {
    char text[4096];
    size_t len;
    char stack[256];
    size_t depth;
};

static char unescape(const char **at)
{
    static const struct {
        const char *name;
        char c;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strncmp(*at, names[i].name, strlen(names[i].name)) == 0) {
            *at += strlen(names[i].name);
            return names[i].c;
        }
    }
    return *(*at)++;
}

static const char *follow_tag(struct drawn *drawn, const char *at)
{
    bool closes = at[1] == '/';
    char kind = at[closes ? 2 : 1]; /* a, p, s(pan) */
    if (closes) {
        assert_true(drawn->depth > 0);
        assert_int_equal(drawn->stack[--drawn->depth], kind);
    } else {
        assert_true(drawn->depth < sizeof drawn->stack);
        assert_false(kind == 'a' && memchr(drawn->stack, 'a', drawn->depth) != NULL);
        drawn->stack[drawn->depth++] = kind;
    }
    const char *end = strchr(at, '>');
    assert_non_null(end);
    assert_null(memchr(at + 1, '<', (size_t)(end - at - 1)));
    return end + 1;
}

static void follow(struct drawn *drawn, const char *page)
{
    memset(drawn, 0, sizeof *drawn);
    const char *at = strstr(page, "<div class=\"text\">\n");
    assert_non_null(at);
    at += strlen("<div class=\"text\">\n");
    while (strncmp(at, "</div>", 6) != 0) {
        assert_int_not_equal(*at, '\0');
        if (*at == '<') {
            at = follow_tag(drawn, at);
        } else if (drawn->depth == 0) {
            at++; /* the line break after a paragraph */
        } else {
            drawn->text[drawn->len++] = unescape(&at);
            assert_true(drawn->len < sizeof drawn->text);
        }
    }
    assert_int_equal(drawn->depth, 0);
}

static char *draw(const struct sw_article *article, const struct sw_annotations *annotations)
{
    char *page = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&page, &len);
    assert_non_null(out);
    format_html_begin(out);
    assert_int_equal(format_html_article(out, 1, article, annotations, NULL), SW_OK);
    format_html_end(out);
    fclose(out);
    return page;
}

static struct sw_text text_of(const char *string)
{
    return (struct sw_text){string, strlen(string)};
}

/* ---- Tests ---------------------------------------------------------------------------------- */

static void test_hostile_text_stays_text(void **state)
{
    (void)state;
    const char *hostile = "<script>alert(1)</script> \"x\" 'y' & <img src=x onerror=alert(2)>";
    struct sw_mention mention = {{0, 8}, SW_NAME};
    struct sw_text alias = text_of("\"><script>");
    struct sw_entity entity = {.type = SW_PER,
                               .name = text_of("\" onmouseover=\"alert(3)"),
                               .aliases = &alias,
                               .n_aliases = 1,
                               .wikidata = text_of("Q1\" onclick=\"x"),
                               .mentions = &mention,
                               .n_mentions = 1,
                               .of = SW_NONE};
    struct sw_segment segment = {{0, (uint32_t)strlen(hostile)}, SW_BODY, 0};
    struct sw_annotations annotations = {.text = text_of(hostile),
                                         .lang = "en",
                                         .segments = &segment,
                                         .n_segments = 1,
                                         .entities = &entity,
                                         .n_entities = 1};
    struct sw_article article = {.title = text_of("</h2><script>"),
                                 .url = text_of("javascript:alert(4)"),
                                 .outlet = text_of("<b>"),
                                 .date = text_of("<i>")};
    char *page = draw(&article, &annotations);
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "<img"));
    assert_null(strstr(page, "<b>"));
    assert_null(strstr(page, "<i>"));
    assert_null(strstr(page, "javascript:"));
    assert_null(strstr(page, "\" onmouseover=\""));
    assert_null(strstr(page, "\" onclick=\""));
    struct drawn drawn;
    follow(&drawn, page);
    assert_string_equal(drawn.text, hostile);
    free(page);
}

static void test_addresses_and_ids(void **state)
{
    (void)state;
    assert_true(html_is_web_address(text_of("https://example.org/")));
    assert_true(html_is_web_address(text_of("http://example.org/")));
    assert_false(html_is_web_address(text_of("javascript://example.org")));
    assert_false(html_is_web_address(text_of("https:/")));
    assert_true(html_is_wikidata_id(text_of("Q38")));
    assert_false(html_is_wikidata_id(text_of("Q")));
    assert_false(html_is_wikidata_id(text_of("Q38/..")));
}

static uint32_t random_below(uint32_t *seed, uint32_t limit)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % limit;
}

#define N_SPANS 40

/* Spans laid at random over a text of several paragraphs: they nest, cross and repeat. */
static void test_crossing_spans(void **state)
{
    (void)state;
    const char *words =
        "One & two <three> four \"five\".\n\nSix 'seven' eight nine.\nTen eleven twelve.";
    uint32_t len = (uint32_t)strlen(words);
    struct sw_segment segments[] = {{{0, 30}, SW_TITLE, 0}, {{32, 55}, SW_BODY, 0}};
    for (uint32_t trial = 1; trial <= 300; trial++) {
        uint32_t seed = trial;
        struct sw_span spans[N_SPANS];
        struct sw_mention mentions[N_SPANS];
        struct sw_attribution attributions[N_SPANS];
        struct sw_marker markers[N_SPANS];
        for (size_t i = 0; i < N_SPANS; i++) {
            uint32_t start = random_below(&seed, len);
            spans[i] = (struct sw_span){start, start + 1 + random_below(&seed, len - start)};
            mentions[i] = (struct sw_mention){spans[i], SW_NAME};
            attributions[i] = (struct sw_attribution){.content = {&spans[i], 1}, .holder = 0};
            markers[i] = (struct sw_marker){.type = SW_HEDGE,
                                            .cue = {&spans[i], 1},
                                            .holder = SW_AUTHOR,
                                            .target = 0,
                                            .polarity = -1};
        }
        struct sw_entity entity = {.type = SW_LOC,
                                   .name = text_of("Two"),
                                   .wikidata = text_of("Q2"),
                                   .mentions = mentions,
                                   .n_mentions = random_below(&seed, N_SPANS),
                                   .of = SW_NONE};
        struct sw_annotations annotations = {.text = {words, len},
                                             .lang = "en",
                                             .segments = segments,
                                             .n_segments = 2,
                                             .entities = &entity,
                                             .n_entities = 1,
                                             .attributions = attributions,
                                             .n_attributions = random_below(&seed, N_SPANS),
                                             .markers = markers,
                                             .n_markers = random_below(&seed, N_SPANS)};
        struct sw_article article = {.title = text_of("t")};
        char *page = draw(&article, &annotations);
        struct drawn drawn;
        follow(&drawn, page);
        assert_string_equal(drawn.text, "One & two <three> four \"five\"."
                                        "Six 'seven' eight nine.\nTen eleven twelve.");
        free(page);
    }
}

static void test_stances_and_holders(void **state)
{
    (void)state;
    const char *words = "Rome backs Kiev.";
    struct sw_mention rome = {{0, 4}, SW_NAME};
    struct sw_mention kiev = {{11, 15}, SW_NAME};
    struct sw_entity entities[] = {{.type = SW_LOC,
                                    .name = text_of("Rome"),
                                    .wikidata = text_of("Q220"),
                                    .metonym = true,
                                    .mentions = &rome,
                                    .n_mentions = 1,
                                    .of = SW_NONE},
                                   {.type = SW_LOC,
                                    .name = text_of("Kiev"),
                                    .mentions = &kiev,
                                    .n_mentions = 1,
                                    .of = SW_NONE}};
    struct sw_span cue = {5, 10};
    struct sw_marker marker = {
        .type = SW_FAVOR, .cue = {&cue, 1}, .holder = 0, .target = 1, .polarity = 1};
    uint32_t evidence = 0;
    struct sw_stance stance = {
        .holder = 0, .target = 1, .favor = 1, .evidence = &evidence, .n_evidence = 1};
    struct sw_segment segment = {{0, 16}, SW_BODY, 0};
    struct sw_annotations annotations = {.text = text_of(words),
                                         .lang = "en",
                                         .segments = &segment,
                                         .n_segments = 1,
                                         .entities = entities,
                                         .n_entities = 2,
                                         .markers = &marker,
                                         .n_markers = 1,
                                         .stances = &stance,
                                         .n_stances = 1};
    struct sw_article article = {.title = {"", 0}};
    char *page = draw(&article, &annotations);
    assert_non_null(strstr(page, "href=\"https://www.wikidata.org/wiki/Q220\""));
    assert_non_null(strstr(page, "class=\"m m-favor pos\""));
    assert_non_null(strstr(page, "Rome \xE2\x86\x92 Kiev"));
    assert_non_null(
        strstr(page, "<td>Rome<td>Kiev<td class=\"n\">1<td class=\"n\">0<td><q>backs</q>"));
    assert_non_null(strstr(page, "<h2 dir=\"auto\">Article 1</h2>"));
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile_text_stays_text),
        cmocka_unit_test(test_addresses_and_ids),
        cmocka_unit_test(test_crossing_spans),
        cmocka_unit_test(test_stances_and_holders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
