#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "lexicons.h"
#include "model.h"
#include "names_words.h"
#include "syntax_tree.h"

static struct model model;
static struct lexicons lexicons;
static struct names_words words;
static struct syntax_model *syntax_model;
static struct sw_arena *arena;

static struct document document;
static struct syntax syntax;
static struct syntax_tree tree;

static void read_text(const char *text, size_t len)
{
    struct sw_text none = {NULL, 0};
    sw_arena_reset(arena);
    assert_int_equal(
        document_read(&lexicons, (struct sw_text){text, len}, none, "en", arena, &document, NULL),
        SW_OK);
    assert_int_equal(syntax_read(syntax_model, &document, arena, &syntax, NULL), SW_OK);
    assert_int_equal(syntax_tree_build(&document, &syntax, arena, &tree, NULL), SW_OK);
}

static uint32_t at(const char *word)
{
    for (uint32_t i = 0; i < document.n_tokens; i++) {
        struct sw_text token = token_text(&document, &document.tokens[i]);
        if (token.len == strlen(word) && memcmp(token.at, word, token.len) == 0) {
            return i;
        }
    }
    fail_msg("no token %s", word);
    return 0;
}

static void assert_token(uint32_t token, const char *word)
{
    assert_int_equal(token, at(word));
}

/* Every head in the sentence, no cycle, no arc that crosses another, roots as many as pieces. */
static void assert_sound(void)
{
    for (uint32_t s = 0; s < document.n_sentences; s++) {
        const struct sentence *sentence = &document.sentences[s];
        uint32_t n_roots = 0, n = sentence->end - sentence->first;
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            uint32_t head = syntax.heads[i], steps = 0;
            assert_true(syntax.tags[i] < N_SYNTAX_TAGS);
            assert_true(syntax.relations[i] < N_SYNTAX_RELATIONS);
            assert_int_equal(head == SYNTAX_ROOT, syntax.relations[i] == REL_ROOT);
            n_roots += head == SYNTAX_ROOT;
            assert_true(head == SYNTAX_ROOT || (head >= sentence->first && head < sentence->end));
            for (uint32_t up = head; up != SYNTAX_ROOT; up = syntax.heads[up]) {
                assert_true(++steps <= SYNTAX_PIECE_MAX);
            }
            struct token_range range = tree.extents[i];
            assert_true(range.end - range.first <= SYNTAX_PIECE_MAX);
            for (uint32_t k = range.first; k < range.end; k++) {
                uint32_t up = k;
                while (up != i && up != SYNTAX_ROOT) {
                    up = syntax.heads[up];
                }
                assert_int_equal(up, i);
            }
        }
        assert_int_equal(n_roots, (n + SYNTAX_PIECE_MAX - 1) / SYNTAX_PIECE_MAX);
    }
}

#define READ(text) read_text(text, sizeof text - 1)

static void test_a_plain_sentence(void **state)
{
    (void)state;
    READ("The minister said that the government would not support the new plan.");
    assert_sound();
    assert_int_equal(syntax.tags[at("minister")], TAG_NOUN);
    assert_int_equal(syntax.tags[at("would")], TAG_AUX);
    assert_int_equal(syntax.tags[at("that")], TAG_SCONJ);
    assert_int_equal(syntax.forms[at("said")], FORM_PAST);
    assert_token(syntax_subject(&tree, at("said")), "minister");
    assert_token(syntax_complement(&tree, at("said")), "support");
    assert_token(syntax_subject(&tree, at("support")), "government");
    assert_token(syntax_object(&tree, at("support")), "plan");
    assert_true(syntax_is_negated(&tree, at("support")));
    assert_false(syntax_is_negated(&tree, at("said")));
}

static void test_a_passive(void **state)
{
    (void)state;
    READ("The proposal was rejected by the senators on Monday.");
    assert_sound();
    assert_true(syntax_is_passive(&tree, at("rejected")));
    assert_token(syntax_agent(&tree, at("rejected")), "senators");
    assert_token(syntax_patient(&tree, at("rejected")), "proposal");
}

static void test_contractions_are_one_token(void **state)
{
    (void)state;
    READ("Voters don't trust the party, and it doesn\xE2\x80\x99t care.");
    assert_sound();
    assert_int_equal(syntax.tags[at("don't")], TAG_AUX);
    assert_true(syntax_is_negated(&tree, at("trust")));
    assert_true(syntax_is_negated(&tree, at("care")));
}

/* Whatever the words, trees are sound; only marks, or no end, too. */
static void test_odd_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "...",
        "\"",
        "( ( ( [ - ,",
        "a",
        "SHOCK AS MINISTER QUITS OVER VOTE",
        "\"No,\" he said. \"Never!",
        "the the the the of of of and and and , , , that that",
        "1 2 3 4 5",
        "\xD0\x9F\xD1\x80\xD0\xB8 \xE4\xB8\xAD\xE6\x96\x87 \xF0\x9F\x99\x82",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        read_text(texts[i], strlen(texts[i]));
        assert_sound();
    }
}

/* One sentence of many pieces: deep, flat and mixed ones. */
static void test_long_sentences(void **state)
{
    (void)state;
    static const char *const parts[] = {"he said that ", "and cats ", "of the ", ", ", "\" "};
    static char text[40000];
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t len = 0, part = strlen(parts[i]);
        while (len + part < 12000) {
            memcpy(text + len, parts[i], part);
            len += part;
        }
        read_text(text, len);
        assert_sound();
    }
}

/* The files of the model with one of them replaced. */
static int open_with(const char *name, const void *bytes, size_t len, struct sw_error *err)
{
    struct sw_blob files[2];
    size_t n = 0;
    static const char *const names[] = {"syntax.weights", "syntax.words.tsv"};
    for (size_t i = 0; i < 2; i++) {
        bool other = strcmp(names[i], name) == 0;
        const struct sw_blob *found = blob_find(model.files, model.n_files, names[i]);
        assert_non_null(found);
        if (other && bytes != NULL) {
            files[n++] = (struct sw_blob){names[i], bytes, len};
        } else if (!other) {
            files[n++] = *found;
        }
    }
    struct syntax_model *opened = NULL;
    int status = syntax_model_new(&opened, &words, files, n, err);
    syntax_model_free(opened);
    return status;
}

static void test_bad_files_are_refused(void **state)
{
    (void)state;
    struct sw_error err;
    const struct sw_blob *file = blob_find(model.files, model.n_files, "syntax.weights");
    assert_int_equal(open_with("syntax.weights", NULL, 0, &err), SW_EMISSING);
    assert_non_null(strstr(err.text, "syntax.weights"));
    assert_int_equal(open_with("syntax.words.tsv", NULL, 0, &err), SW_EMISSING);
    uint8_t *copy = malloc(file->len);
    assert_non_null(copy);
    memcpy(copy, file->at, file->len);
    static const size_t cuts[] = {0, 7, 30, 41, 100000};
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        assert_int_equal(open_with("syntax.weights", copy, cuts[i], &err), SW_EFORMAT);
    }
    assert_int_equal(open_with("syntax.weights", copy, file->len, &err), SW_OK);
    copy[file->len / 2] ^= 1;
    assert_int_equal(open_with("syntax.weights", copy, file->len, &err), SW_EFORMAT);
    copy[8] ^= 1;
    assert_int_equal(open_with("syntax.weights", copy, file->len, &err), SW_EVERSION);
    free(copy);
    static const char lines[] = "# words\nthe\tDET\nof\tNOTHING\n";
    assert_int_equal(open_with("syntax.words.tsv", lines, sizeof lines - 1, &err), SW_EFORMAT);
    assert_non_null(strstr(err.text, "syntax.words.tsv:3"));
}

static int set_up(void **state)
{
    (void)state;
    struct sw_error err = {SW_OK, ""};
    arena = sw_arena_new((size_t)64 << 20);
    if (arena == NULL || model_load(&model, NULL, NULL, &err) != SW_OK ||
        lexicons_init(&lexicons, model.files, model.n_files, &err) != SW_OK ||
        names_words_init(&words, model.files, model.n_files, &err) != SW_OK ||
        syntax_model_new(&syntax_model, &words, model.files, model.n_files, &err) != SW_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    syntax_model_free(syntax_model);
    names_words_clear(&words);
    lexicons_clear(&lexicons);
    model_free(&model);
    sw_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_plain_sentence),
        cmocka_unit_test(test_a_passive),
        cmocka_unit_test(test_contractions_are_one_token),
        cmocka_unit_test(test_odd_texts),
        cmocka_unit_test(test_long_sentences),
        cmocka_unit_test(test_bad_files_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
