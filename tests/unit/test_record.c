#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include <stancewire/record.h>

#include "json_write.h"
#include "sha256.h"

#define TEXT(literal) ((struct sw_text){(literal), sizeof(literal) - 1})

/* ---- A record with one of everything ----------------------------------------------------------
 */

#define BODY "\xE2\x80\x9CNo\xE2\x80\x9D, said Ann Lee of Rome\t\"X\". She backs it."

static const struct sw_segment segments[] = {{{0, 34}, SW_TITLE, 0}, {{34, 48}, SW_BODY, 0}};
static const struct sw_mention ann[] = {{{15, 22}, SW_NAME}, {{36, 39}, SW_PRONOUN}};
static const struct sw_mention rome[] = {{{26, 30}, SW_NAME}};
static const struct sw_text aliases[] = {{"A. Lee", 6}, {"\"A\"", 3}};
static const struct sw_entity entities[] = {
    {.type = SW_PER,
     .name = {"Ann Lee", 7},
     .aliases = aliases,
     .n_aliases = 2,
     .of = SW_NONE,
     .mentions = ann,
     .n_mentions = 2},
    {.type = SW_LOC,
     .name = {"Rome", 4},
     .wikidata = {"Q220", 4},
     .metonym = true,
     .of = 0,
     .mentions = rome,
     .n_mentions = 1},
};
static const struct sw_span source[] = {{15, 22}}, cue[] = {{10, 14}},
                            content[] = {{0, 8}, {31, 34}}, backs[] = {{40, 45}};
static const uint32_t about[] = {1}, evidence[] = {1};
static const struct sw_attribution attributions[] = {
    {.source = {source, 1},
     .cue = {cue, 1},
     .content = {content, 2},
     .quote = SW_MIXED,
     .kind = SW_STATEMENT,
     .marker_class = SW_ACKNOWLEDGE,
     .holder = 0,
     .about = about,
     .n_about = 1},
};
static const struct sw_marker markers[] = {
    {.type = SW_DENY,
     .cue = {content, 1},
     .scope = {cue, 1},
     .holder = SW_OTHER,
     .target = SW_NONE,
     .polarity = -1,
     .in_quote = true},
    {.type = SW_FAVOR, .cue = {backs, 1}, .holder = SW_AUTHOR, .target = 1, .polarity = 1},
};
static const struct sw_stance stances[] = {
    {.holder = SW_AUTHOR,
     .target = 1,
     .favor = 12,
     .against = 0,
     .evidence = evidence,
     .n_evidence = 1},
};
static const uint32_t codepoints[] = {0};
static const struct sw_annotations full = {
    .text = {BODY, sizeof BODY - 1},
    .lang = "en",
    .segments = segments,
    .n_segments = 2,
    .entities = entities,
    .n_entities = 2,
    .attributions = attributions,
    .n_attributions = 1,
    .markers = markers,
    .n_markers = 2,
    .stances = stances,
    .n_stances = 1,
    .fingerprint = 0x00ff00000000000a,
    .codepoints = codepoints,
};
static const struct sw_record_context context = {.engine_version = "9.9", .model = "abc"};

static const char full_json[] =
    "{\"n\":1e400,\"text\":\"\\u201cNo\\u201d, said Ann Lee of Rome\\t\\\"X\\\". She backs it.\","
    "\"annotations\":{\"schema\":\"stancewire/"
    "1\",\"engine\":{\"version\":\"9.9\",\"model\":\"abc\"},"
    "\"text_field\":\"text\",\"text_sha256\":"
    "\"SHA\","
    "\"offset_unit\":\"codepoint\",\"lang\":\"en\","
    "\"segments\":[{\"start\":0,\"end\":30,\"kind\":\"title\"},{\"start\":30,\"end\":44,\"kind\":"
    "\"body\"}],"
    "\"entities\":[{\"id\":\"e1\",\"type\":\"PER\",\"name\":\"Ann Lee\",\"aliases\":[\"A. "
    "Lee\",\"\\\"A\\\"\"],"
    "\"metonym\":false,\"mentions\":[{\"start\":11,\"end\":18,\"text\":\"Ann "
    "Lee\",\"kind\":\"name\"},"
    "{\"start\":32,\"end\":35,\"text\":\"She\",\"kind\":\"pronoun\"}]},"
    "{\"id\":\"e2\",\"type\":\"LOC\",\"name\":\"Rome\",\"aliases\":[],\"wikidata\":\"Q220\","
    "\"metonym\":true,"
    "\"of\":\"e1\",\"mentions\":[{\"start\":22,\"end\":26,\"text\":\"Rome\",\"kind\":\"name\"}]}],"
    "\"attributions\":[{\"id\":\"a1\",\"source\":[{\"start\":11,\"end\":18,\"text\":\"Ann Lee\"}],"
    "\"cue\":[{\"start\":6,\"end\":10,\"text\":\"said\"}],"
    "\"content\":[{\"start\":0,\"end\":4,\"text\":\"\xE2\x80\x9CNo\xE2\x80\x9D\"},"
    "{\"start\":27,\"end\":30,\"text\":\"\\\"X\\\"\"}],\"quote\":\"mixed\",\"kind\":\"statement\","
    "\"class\":\"acknowledge\",\"holder\":\"e1\",\"about\":[\"e2\"]}],"
    "\"markers\":[{\"id\":\"m1\",\"type\":\"deny\",\"class\":\"disclaim: "
    "deny\",\"cue\":[{\"start\":0,\"end\":4,"
    "\"text\":\"\xE2\x80\x9CNo\xE2\x80\x9D\"}],\"scope\":[{\"start\":6,\"end\":10,\"text\":"
    "\"said\"}],"
    "\"holder\":\"other\",\"target\":null,\"polarity\":-1,\"in_quote\":true},"
    "{\"id\":\"m2\",\"type\":\"favor\",\"class\":\"SemEval "
    "FAVOR\",\"cue\":[{\"start\":36,\"end\":41,"
    "\"text\":\"backs\"}],\"holder\":null,\"target\":\"e2\",\"polarity\":1,\"in_quote\":false}],"
    "\"stances\":[{\"holder\":null,\"target\":\"e2\",\"favor\":12,\"against\":0,\"evidence\":["
    "\"m2\"]}],"
    "\"fingerprint\":\"00ff00000000000a\",\"near_duplicate_of\":null}}";

#define INPUT                                                                                      \
    "{\"n\":1e400,\"text\":\"\\u201cNo\\u201d, said Ann Lee of Rome\\t\\\"X\\\". She backs it.\"}"

static int read_and_write(struct sw_arena *arena, struct sw_text *out, struct sw_error *err)
{
    struct sw_article article;
    int status = sw_article_read(TEXT(INPUT), NULL, arena, &article, err);
    if (status == SW_OK) {
        assert_int_equal(article.text.len, full.text.len);
        assert_memory_equal(article.text.at, full.text.at, full.text.len);
        status = sw_record_write(&article, &full, &context, arena, out, err);
    }
    return status;
}

static void test_one_of_everything(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1 << 20);
    struct sw_text out;
    struct sw_error err = {0};
    assert_int_equal(read_and_write(arena, &out, &err), SW_OK);
    /* The digest is checked by its own test. */
    const char *sha = strstr(full_json, "SHA");
    size_t head = (size_t)(sha - full_json);
    assert_memory_equal(out.at, full_json, head);
    assert_int_equal(out.len - head - 64, strlen(sha + 3));
    assert_memory_equal(out.at + head + 64, sha + 3, strlen(sha + 3));
    sw_arena_free(arena);
}

static void test_near_duplicate(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1 << 20);
    struct sw_article article;
    struct sw_text out;
    struct sw_error err = {0};
    struct sw_record_context twin = context;
    twin.near_duplicate_id = TEXT("a\n1");
    twin.near_duplicate_url = TEXT("https://example.org/?q=\"x\"");
    assert_int_equal(sw_article_read(TEXT(INPUT), NULL, arena, &article, &err), SW_OK);
    assert_int_equal(sw_record_write(&article, &full, &twin, arena, &out, &err), SW_OK);
    const char tail[] = "\"near_duplicate_of\":{\"id\":\"a\\n1\","
                        "\"url\":\"https://example.org/?q=\\\"x\\\"\"}}}";
    assert_memory_equal(out.at + out.len - strlen(tail), tail, strlen(tail));
    sw_arena_free(arena);
}

/* Every limit fails cleanly until one is enough; then the bytes are always the same. */
static void test_memory_that_ends_anywhere(void **state)
{
    (void)state;
    struct sw_text want = {NULL, 0};
    char *kept = NULL;
    int failed = 0;
    for (size_t limit = 0; limit < 16384; limit += 8) {
        struct sw_arena *arena = sw_arena_new(limit);
        struct sw_text out;
        struct sw_error err = {0};
        int status = read_and_write(arena, &out, &err);
        if (status != SW_OK) {
            assert_int_equal(status, SW_ENOMEM);
            assert_int_equal(err.status, SW_ENOMEM);
            assert_null(kept);
            failed++;
        } else if (kept == NULL) {
            kept = malloc(out.len);
            memcpy(kept, out.at, out.len);
            want = (struct sw_text){kept, out.len};
        } else {
            assert_int_equal(out.len, want.len);
            assert_memory_equal(out.at, want.at, want.len);
        }
        sw_arena_free(arena);
    }
    assert_non_null(kept);
    assert_true(failed > 10);
    free(kept);
}

static void test_a_buffer_that_grows(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1 << 20);
    struct json_writer writer;
    json_writer_init(&writer, arena, 1);
    for (uint32_t i = 0; i < 1000; i++) {
        json_write_number(&writer, i * 4294967);
        json_write_literal(&writer, ",");
    }
    json_write_string(&writer, TEXT("a\x01\x1f\x7f\b\"\\\xC3\xA9"));
    assert_false(writer.failed);
    assert_memory_equal(writer.at, "0,4294967,8589934,", 18);
    const char tail[] = "4290672033,\"a\\u0001\\u001f\x7f\\u0008\\\"\\\\\xC3\xA9\"";
    assert_memory_equal(writer.at + writer.len - strlen(tail), tail, strlen(tail));
    sw_arena_free(arena);
}

/* ---- Fields of the user's own --------------------------------------------------------------- */

static void test_own_field_names(void **state)
{
    (void)state;
    struct sw_arena *arena = sw_arena_new(1 << 20);
    struct sw_fields fields = {.text = "Artikel", .outlet = "source"};
    struct sw_article article;
    struct sw_error err = {0};
    struct sw_text input =
        TEXT("{\"text\":\"not this\",\"Artikel\":\"this\",\"source\":\"https://x.org\"}");
    assert_int_equal(sw_article_read(input, &fields, arena, &article, &err), SW_OK);
    assert_string_equal(article.text_field, "Artikel");
    assert_memory_equal(article.text.at, "this", 4);
    assert_int_equal(article.outlet.len, strlen("https://x.org"));
    fields.text = "nothing";
    assert_int_equal(sw_article_read(input, &fields, arena, &article, &err), SW_ENOTEXT);
    assert_string_equal(err.text, "no text: \"nothing\" is missing or empty");
    sw_arena_free(arena);
}

/* ---- SHA-256: the vectors of FIPS 180-4's examples and a million letters --------------------- */

static void check_sha(const char *bytes, size_t len, const char *want)
{
    uint8_t digest[32];
    char hex[65];
    sha256(digest, bytes, len);
    for (int i = 0; i < 32; i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
    assert_string_equal(hex, want);
}

static void test_sha256(void **state)
{
    (void)state;
    static const char two[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    check_sha("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_sha("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_sha(two, 56, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    check_sha(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_of_everything),
        cmocka_unit_test(test_near_duplicate),
        cmocka_unit_test(test_memory_that_ends_anywhere),
        cmocka_unit_test(test_a_buffer_that_grows),
        cmocka_unit_test(test_own_field_names),
        cmocka_unit_test(test_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
