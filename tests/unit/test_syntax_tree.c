#include "unit.h"

#include "syntax_tree.h"

/* A sentence drawn by hand: word, tag, form, head (from 1, 0: root), relation. */
struct row {
    const char *word;
    enum syntax_tag tag;
    enum syntax_form form;
    uint32_t head;
    enum syntax_relation relation;
};

#define MAX_TOKENS 64

static char text[1024];
static struct token tokens[MAX_TOKENS];
static uint8_t tags[MAX_TOKENS], forms[MAX_TOKENS], relations[MAX_TOKENS];
static uint32_t heads[MAX_TOKENS];
static struct document document;
static struct syntax syntax = {tags, forms, heads, relations};
static struct sw_arena *arena;
static struct syntax_tree tree;

static void build(const struct row *rows, uint32_t n)
{
    uint32_t len = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t word_len = (uint32_t)strlen(rows[i].word);
        memcpy(text + len, rows[i].word, word_len);
        tokens[i] = (struct token){.start = len, .end = len + word_len};
        if (word_len > 3 && strcmp(rows[i].word + word_len - 3, "n't") == 0) {
            tokens[i].flags = TOKEN_NEGATION;
        }
        len += word_len;
        text[len++] = ' ';
        tags[i] = (uint8_t)rows[i].tag;
        forms[i] = (uint8_t)rows[i].form;
        relations[i] = (uint8_t)rows[i].relation;
        heads[i] = rows[i].head == 0 ? SYNTAX_ROOT : rows[i].head - 1;
    }
    document = (struct document){.text = {text, len}, .tokens = tokens, .n_tokens = n};
    sw_arena_reset(arena);
    assert_int_equal(syntax_tree_build(&document, &syntax, arena, &tree, NULL), SW_OK);
}

#define BUILD(rows) build(rows, sizeof rows / sizeof rows[0])

static uint32_t at(const char *word)
{
    for (uint32_t i = 0; i < document.n_tokens; i++) {
        struct sw_text token = token_text(&document, &tokens[i]);
        if (token.len == strlen(word) && memcmp(token.at, word, token.len) == 0) {
            return i;
        }
    }
    fail_msg("no token %s", word);
    return 0;
}

static void assert_range(struct token_range range, const char *first, const char *last)
{
    assert_int_equal(range.first, at(first));
    assert_int_equal(range.end, at(last) + 1);
}

static const struct row reported[] = {
    {"Ministers", TAG_NOUN, FORM_PLURAL, 2, REL_NSUBJ},
    {"said", TAG_VERB, FORM_PAST, 0, REL_ROOT},
    {"that", TAG_SCONJ, FORM_NONE, 8, REL_MARK},
    {"the", TAG_DET, FORM_NONE, 5, REL_DET},
    {"bill", TAG_NOUN, FORM_NONE, 8, REL_NSUBJPASS},
    {"wasn't", TAG_AUX, FORM_PAST, 8, REL_AUXPASS},
    {"ever", TAG_ADV, FORM_NONE, 8, REL_ADVMOD},
    {"debated", TAG_VERB, FORM_PARTICIPLE, 2, REL_CCOMP},
    {"or", TAG_CCONJ, FORM_NONE, 10, REL_CC},
    {"amended", TAG_VERB, FORM_PARTICIPLE, 8, REL_CONJ},
    {"by", TAG_ADP, FORM_NONE, 12, REL_CASE},
    {"peers", TAG_NOUN, FORM_PLURAL, 10, REL_OBL},
    {".", TAG_PUNCT, FORM_NONE, 2, REL_PUNCT},
};

static void test_a_reported_clause(void **state)
{
    (void)state;
    BUILD(reported);
    assert_int_equal(syntax_subject(&tree, at("said")), at("Ministers"));
    assert_int_equal(syntax_complement(&tree, at("said")), at("debated"));
    assert_range(syntax_clause(&tree, at("debated"), false), "the", "peers");
    assert_range(syntax_clause(&tree, at("debated"), true), "the", "debated");
    assert_range(syntax_phrase(&tree, at("said")), "Ministers", "peers");
    assert_range(syntax_noun_phrase(&tree, at("bill")), "the", "bill");
    assert_range(syntax_noun_phrase(&tree, at("peers")), "peers", "peers");
    assert_int_equal(syntax_clause_of(&tree, at("peers")), at("amended"));
    assert_int_equal(syntax_predicate(&tree, at("wasn't")), at("debated"));
    struct token_range bill = {at("the"), at("wasn't")};
    assert_int_equal(syntax_head_of(&tree, bill), at("bill"));
}

static void test_passives(void **state)
{
    (void)state;
    BUILD(reported);
    assert_true(syntax_is_passive(&tree, at("debated")));
    assert_true(syntax_is_passive(&tree, at("amended")));
    assert_false(syntax_is_passive(&tree, at("said")));
    assert_int_equal(syntax_subject(&tree, at("amended")), at("bill"));
    assert_int_equal(syntax_agent(&tree, at("amended")), at("peers"));
    assert_int_equal(syntax_patient(&tree, at("amended")), at("bill"));
    assert_int_equal(syntax_agent(&tree, at("debated")), SYNTAX_NONE);
    assert_int_equal(syntax_agent(&tree, at("said")), at("Ministers"));
}

static void test_negation_stays_in_its_verb_group(void **state)
{
    (void)state;
    BUILD(reported);
    assert_true(syntax_is_negated(&tree, at("debated")));
    assert_true(syntax_is_negated(&tree, at("wasn't")));
    assert_false(syntax_is_negated(&tree, at("said")));
    assert_false(syntax_is_negated(&tree, at("amended")));
}

static const struct row controlled[] = {
    {"The", TAG_DET, FORM_NONE, 2, REL_DET},
    {"senator", TAG_NOUN, FORM_NONE, 6, REL_NSUBJ},
    {",", TAG_PUNCT, FORM_NONE, 5, REL_PUNCT},
    {"who", TAG_PRON, FORM_WH, 5, REL_NSUBJ},
    {"resigned", TAG_VERB, FORM_PAST, 2, REL_ACL},
    {"asked", TAG_VERB, FORM_PAST, 0, REL_ROOT},
    {"voters", TAG_NOUN, FORM_PLURAL, 6, REL_OBJ},
    {"to", TAG_PART, FORM_TO, 9, REL_MARK},
    {"back", TAG_VERB, FORM_BASE, 6, REL_XCOMP},
    {"no", TAG_DET, FORM_NONE, 11, REL_DET},
    {"deal", TAG_NOUN, FORM_NONE, 9, REL_OBJ},
    {",", TAG_PUNCT, FORM_NONE, 13, REL_PUNCT},
    {"citing", TAG_VERB, FORM_GERUND, 6, REL_ADVCL},
    {"costs", TAG_NOUN, FORM_PLURAL, 13, REL_OBJ},
};

static void test_subjects_that_stand_elsewhere(void **state)
{
    (void)state;
    BUILD(controlled);
    assert_int_equal(syntax_subject(&tree, at("resigned")), at("senator"));
    assert_int_equal(syntax_subject(&tree, at("back")), at("voters"));
    assert_int_equal(syntax_subject(&tree, at("citing")), at("senator"));
    assert_int_equal(syntax_object(&tree, at("back")), at("deal"));
    assert_true(syntax_is_negated(&tree, at("back")));
    assert_range(syntax_noun_phrase(&tree, at("senator")), "The", "senator");
    assert_range(syntax_phrase(&tree, at("senator")), "The", "resigned");
}

static void test_paths(void **state)
{
    (void)state;
    BUILD(controlled);
    struct syntax_path path;
    assert_true(syntax_path(&tree, at("senator"), at("deal"), &path));
    assert_int_equal(path.n_up, 1);
    assert_int_equal(path.up[0], REL_NSUBJ);
    assert_int_equal(path.n_down, 2);
    assert_int_equal(path.down[0], REL_XCOMP);
    assert_int_equal(path.down[1], REL_OBJ);
    assert_true(syntax_path(&tree, at("costs"), at("costs"), &path));
    assert_int_equal(path.n_up + path.n_down, 0);
    assert_true(syntax_is_below(&tree, at("costs"), at("citing")));
    assert_false(syntax_is_below(&tree, at("citing"), at("costs")));
}

/* A chain and a star of all tokens: the answers end, whatever the tree. */
static void test_odd_trees(void **state)
{
    (void)state;
    for (int star = 0; star < 2; star++) {
        struct row rows[MAX_TOKENS];
        for (uint32_t i = 0; i < MAX_TOKENS; i++) {
            rows[i] = (struct row){"x", TAG_VERB, FORM_BASE, star && i > 0 ? 1 : i,
                                   i == 0 ? REL_ROOT : REL_CONJ};
        }
        BUILD(rows);
        for (uint32_t i = 0; i < MAX_TOKENS; i++) {
            assert_int_equal(syntax_subject(&tree, i), SYNTAX_NONE);
            assert_false(syntax_is_passive(&tree, i));
            struct syntax_path path;
            assert_int_equal(syntax_path(&tree, i, 0, &path), star || i <= 8);
        }
        assert_int_equal(tree.extents[0].end, MAX_TOKENS);
    }
}

static int set_up(void **state)
{
    (void)state;
    arena = sw_arena_new(1 << 20);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    sw_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_reported_clause),
        cmocka_unit_test(test_passives),
        cmocka_unit_test(test_negation_stays_in_its_verb_group),
        cmocka_unit_test(test_subjects_that_stand_elsewhere),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_odd_trees),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
