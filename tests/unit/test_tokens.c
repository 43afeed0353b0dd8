#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "abbreviations.h"
#include "characters.h"
#include "hash.h"
#include "tokens.h"
#include "utf8.h"

/* Draws tokens as "word|word"; quotes that open get <, that close >; links @, clitics ^, negations
 * !. */
static void draw(const char *text, const struct token *tokens, uint32_t n, char *out, size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < n; i++) {
        const struct token *token = &tokens[i];
        const char *mark = (token->flags & TOKEN_QUOTE_OPENS) != 0    ? "<"
                           : (token->flags & TOKEN_QUOTE_CLOSES) != 0 ? ">"
                           : (token->flags & TOKEN_CLITIC) != 0       ? "^"
                           : (token->flags & TOKEN_NEGATION) != 0     ? "!"
                           : token->kind == TOKEN_LINK                ? "@"
                                                                      : "";
        at += (size_t)snprintf(out + at, size - at, "%s%.*s%s", i > 0 ? "|" : "",
                               (int)(token->end - token->start), text + token->start, mark);
    }
}

static void check(const char *text, const char *expected)
{
    struct sw_arena *arena = sw_arena_new((size_t)1 << 20);
    struct token *tokens;
    uint32_t n;
    char out[1000];
    assert_int_equal(tokens_read((struct sw_text){text, strlen(text)}, arena, &tokens, &n, NULL),
                     0);
    draw(text, tokens, n, out, sizeof out);
    assert_string_equal(out, expected);
    sw_arena_free(arena);
}

static void test_words(void **state)
{
    (void)state;
    check("Franco-British and/or", "Franco|-|British|and|/|or");
    check("Italy's and Italy 's", "Italy|'s^|and|Italy|'s^");
    check("doesn't can’t did n't I'd've", "doesn't!|can’t!|did|n't!|I|'d^|'ve^");
    check("O'Brien d’Italia don‘t", "O'Brien|d’Italia|don‘t!");
    check("workers’ rights, 'em", "workers|’^|rights|,|'em");
    check("in the ’90s and '80s, ’68", "in|the|’90s|and|'80s|,|’68");
    check("AT&T's R&D; snake_case", "AT&T|'s^|R&D|;|snake_case");
    check("soft\xC2\xADhyphen ZW\xE2\x80\x8BSP a\xC2\xA0z", "soft\xC2\xADhyphen|ZW|SP|a|z");
    check("e\xCC\x81t\xC3\xA9 日本", "e\xCC\x81t\xC3\xA9|日|本");
}

static void test_points(void **state)
{
    (void)state;
    check("the U.S. and L.A.'s U.S.-led", "the|U.S.|and|L.A.|'s^|U.S.|-|led");
    check("Mr. Smith, Dr.Who, Ph.D. etc.", "Mr.|Smith|,|Dr.|Who|,|Ph.D.|etc.");
    check("J.K. Rowling and J. Smith", "J.K.|Rowling|and|J.|Smith");
    check("a.m., 10a.m. e.g. this", "a.m.|,|10|a.m.|e.g.|this");
    check("No. 5, no. No. He", "No.|5|,|no|.|No|.|He");
    check("Jan. 5, a mar. Mar. 3", "Jan.|5|,|a|mar|.|Mar.|3");
    check("Boston, Mass. The mass.", "Boston|,|Mass.|The|mass|.");
    check("Plan B.\nAnd I. He", "Plan|B|.|And|I|.|He");
    check("The war ended.The end", "The|war|ended|.|The|end");
    check("wait... and etc...", "wait|...|and|etc|...");
    check("Roe v. Wade", "Roe|v.|Wade");
}

static void test_numbers(void **state)
{
    (void)state;
    check("1,234.56 30th 1990s $5.5bn 50% .5", "1,234.56|30th|1990s|$|5.5bn|50|%|.5");
    check("10:30, 1996-08-30 F-16.", "10:30|,|1996|-|08|-|30|F|-|16|.");
}

static void test_quotes(void **state)
{
    (void)state;
    check("\"Yes,\" he said.", "\"<|Yes|,|\">|he|said|.");
    check("“Yes,” he ‘said’.", "“<|Yes|,|”>|he|‘<|said|’>|.");
    check("`` Yes '' `no'", "``<|Yes|''>|`<|no|'>");
    check("„Ja“ «oui» »ja« ”Yes”", "„<|Ja|“>|«<|oui|»>|»<|ja|«>|”<|Yes|”>");
    check("“ Yes ” and \" no \" x", "“<|Yes|”>|and|\"<|no|\">|x");
    check("\"'Yes' he said\"", "\"<|'<|Yes|'>|he|said|\">");
    check("“I was—” (“x”) he:“y”", "“<|I|was|—|”>|(|“<|x|”>|)|he|:|“<|y|”>");
    check("“…and” it", "“<|…|and|”>|it");
    check("6'2\" tall", "6|'|2|\"|tall");
    check("‘nobody’s fool’", "‘<|nobody|’s^|fool|’>");
}

static void test_links(void **state)
{
    (void)state;
    check("see https://t.co/a?x=1). www.x.org", "see|https://t.co/a?x=1@|)|.|www.x.org@");
    check("to j.smith-x@x.co.uk now", "to|j.smith-x@x.co.uk@|now");
    check("pic.twitter.com/xY Amazon.com.", "pic.twitter.com/xY@|Amazon.com|.");
    check("@name #tag #1 [email protected] [x]", "@name@|#tag@|#|1|[email protected]@|[|x|]");
}

static void test_punctuation(void **state)
{
    (void)state;
    check("a -- b – c — d?! (e)...", "a|--|b|–|c|—|d|?|!|(|e|)|...");
    check("******** ((", "********|(|(");
    check("", "");
    check(" \n\t\xEF\xBB\xBF", "");
}

static struct token first_token(struct sw_arena *arena, const char *text)
{
    struct token *tokens;
    uint32_t n;
    assert_int_equal(tokens_read((struct sw_text){text, strlen(text)}, arena, &tokens, &n, NULL),
                     0);
    assert_true(n > 0);
    return tokens[0];
}

static void test_hashes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lower, *exact;
    } rows[] = {
        {"Said", "said", "Said"},
        {"DON’T", "don't", "DON'T"},
        {"“", "\"", "\""},
        {"``", "\"", "\""},
        {"—", "--", "—"},
        {"…", "...", "…"},
        {"ÉTÉ", "été", "ÉTÉ"},
        {"ПУТИН", "путин", "ПУТИН"},
        {"ΑΘΗΝΑ", "αθηνα", "ΑΘΗΝΑ"},
        {"Škoda", "škoda", "Škoda"},
        {"ŽIŽEK", "žižek", "ŽIŽEK"},
        {"U.S.", "u.s.", "U.S."},
        {"so\xC2\xADup", "soup", "soup"},
        {"Ёлка", "ёлка", "Ёлка"},
    };
    struct sw_arena *arena = sw_arena_new((size_t)1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct token token = first_token(arena, rows[i].text);
        assert_int_equal(token.lower, hash_bytes(rows[i].lower, strlen(rows[i].lower)));
        assert_int_equal(token.exact, hash_bytes(rows[i].exact, strlen(rows[i].exact)));
        struct sw_text word = {rows[i].text, strlen(rows[i].text)};
        assert_int_equal(token.lower, tokens_hash_lower(word));
    }
    sw_arena_free(arena);
}

static void test_flags(void **state)
{
    (void)state;
    const int upper = TOKEN_INITIAL_UPPER, all = TOKEN_ALL_UPPER;
    static const uint16_t before = TOKEN_SPACE_BEFORE;
    const struct {
        const char *text;
        int flags;
    } rows[] = {
        {"word", 0},
        {"Word", upper},
        {"WORD", upper | all},
        {"A", upper},
        {"McCain", upper | TOKEN_INNER_UPPER},
        {"iPhone", TOKEN_INNER_UPPER},
        {"M5S", upper | all | TOKEN_HAS_DIGIT},
        {"U.S.", upper | all | TOKEN_HAS_POINT},
        {"Éric", upper | TOKEN_NON_ASCII},
        {"1.5", TOKEN_HAS_DIGIT | TOKEN_HAS_POINT},
    };
    struct sw_arena *arena = sw_arena_new((size_t)1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(first_token(arena, rows[i].text).flags, rows[i].flags | before);
    }
    assert_true((first_token(arena, "\nx").flags & TOKEN_NEWLINE_BEFORE) != 0);
    sw_arena_free(arena);
}

/* Any bytes at all, UTF-8 or not: tokens in order, inside the text, none empty. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char *const bits[] = {"a",
                                       "Z",
                                       ".",
                                       "'",
                                       "\"",
                                       " ",
                                       "\n",
                                       "\xC2",
                                       "\xE2\x80\x99",
                                       "\xE2\x80",
                                       "\xF0\x9F",
                                       "@",
                                       "#",
                                       "[email protected]",
                                       "9",
                                       "-",
                                       "`",
                                       "\xFF",
                                       "http://a",
                                       "www.b",
                                       "&",
                                       "_"};
    struct sw_arena *arena = sw_arena_new((size_t)1 << 20);
    uint64_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        char text[200];
        size_t len = 0;
        for (int i = 0; i < 12; i++) {
            seed = hash_mix(seed, (uint64_t)i);
            const char *bit = bits[seed % (sizeof bits / sizeof bits[0])];
            memcpy(text + len, bit, strlen(bit));
            len += strlen(bit);
        }
        char *exact = malloc(len); /* so that the sanitizer sees a step too far */
        memcpy(exact, text, len);
        struct token *tokens;
        uint32_t n, at = 0;
        sw_arena_reset(arena);
        assert_int_equal(tokens_read((struct sw_text){exact, len}, arena, &tokens, &n, NULL), 0);
        for (uint32_t i = 0; i < n; i++) {
            assert_true(tokens[i].start >= at && tokens[i].end > tokens[i].start);
            at = tokens[i].end;
        }
        assert_true(at <= len);
        free(exact);
    }
    sw_arena_free(arena);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1000);
    struct token *tokens;
    uint32_t n;
    struct sw_error err;
    char text[400];
    memset(text, '.', sizeof text);
    for (size_t i = 0; i < sizeof text; i += 2) {
        text[i] = ',';
    }
    struct sw_text all = {text, sizeof text};
    assert_int_equal(tokens_read(all, arena, &tokens, &n, &err), SW_ENOMEM);
    sw_arena_free(arena);
}

static void test_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t bad; /* SIZE_MAX: sound */
    } rows[] = {
        {"plain ascii text", SIZE_MAX},
        {"é€😀", SIZE_MAX},
        {"0123456789\xFF", 10},
        {"\xC0\x80", 0},
        {"a\xE2\x82", 1},
        {"\xED\xA0\x80", 0},
        {"\xF4\x90\x80\x80", 0},
        {"\xE0\x80\x80", 0},
        {"ab\x80", 2},
        {"\xF0\x9F\x98", 0},
        {"12345678\xC3", 8},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t bad = SIZE_MAX;
        bool sound = utf8_check((struct sw_text){rows[i].text, strlen(rows[i].text)}, &bad);
        assert_int_equal(sound, rows[i].bad == SIZE_MAX);
        assert_int_equal(bad, rows[i].bad);
    }
}

/* The list is searched by halves: every row must be found. */
static void test_abbreviations(void **state)
{
    (void)state;
    static const char *const words[] = {"adm", "Jr", "WYO", "no", "etc", "Sept", "mr", "la", "vs"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct sw_text word = {words[i], strlen(words[i])};
        assert_int_not_equal(abbreviation_of(word), ABBREVIATION_NONE);
    }
    assert_true(abbreviations_are_sorted());
    assert_int_equal(abbreviation_of((struct sw_text){"Abbreviation", 12}), ABBREVIATION_NONE);
    assert_int_equal(abbreviation_of((struct sw_text){"end", 3}), ABBREVIATION_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),     cmocka_unit_test(test_points),
        cmocka_unit_test(test_numbers),   cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_links),     cmocka_unit_test(test_punctuation),
        cmocka_unit_test(test_hashes),    cmocka_unit_test(test_flags),
        cmocka_unit_test(test_any_bytes), cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_utf8),      cmocka_unit_test(test_abbreviations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
