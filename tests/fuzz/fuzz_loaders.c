/*
 * fuzz_loaders.c: any bytes as a file of the model or of the user: weights, gazetteer, lexicon, settings,
 * tables of words. The first byte chooses which, '0' the first.
 */
#include <stdlib.h>
#include <string.h>

#include "gazetteer.h"
#include "lexicon.h"
#include "names_words.h"
#include "options_file.h"
#include "syntax_words.h"
#include "weights.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

/* With a checksum that holds, or no input would ever get past it. */
static void open_weights(uint8_t *at, size_t len)
{
    struct sw_error err = {0};
    struct weights weights;
    const struct sw_blob file = {"fuzzed.weights", at, len};
    if (len >= sizeof(struct weights_header)) {
        struct weights_header header;
        memcpy(&header, at, sizeof header);
        header.checksum = (uint32_t)hash_block(at + sizeof header, len - sizeof header);
        memcpy(at, &header, sizeof header);
    }
    if (weights_open(&weights, &file, &err) != SW_OK) {
        check(err.text[0] != '\0');
        return;
    }
    int16_t scores[WEIGHTS_MAX_LABELS] = {0};
    for (uint64_t i = 0; i < 64; i++) {
        uint64_t feature = hash_mix(i, 1);
        weights_sum(&weights, &feature, 1, scores);
    }
    for (uint32_t i = 0; i < weights.n_labels; i++) {
        check(memchr(weights_label(&weights, i), '\0', WEIGHTS_LABEL_BYTES) != NULL);
    }
}

static void read_gazetteer(const uint8_t *at, size_t len)
{
    struct sw_error err = {0};
    struct gazetteer *gazetteer = NULL;
    const struct sw_blob files[] = {{"gazetteer.tsv", "", 0}, {"gazetteer.user", at, len}};
    int status = gazetteer_new(&gazetteer, files, sizeof files / sizeof files[0], &err);
    check(status == SW_OK || err.text[0] != '\0');
    if (status == SW_OK) {
        gazetteer_free(gazetteer);
    }
}

static void read_lexicon(const uint8_t *at, size_t len)
{
    struct sw_error err = {0};
    struct lexicon *lexicon = NULL;
    const struct sw_blob file = {"fuzzed.txt", at, len};
    int status = lexicon_new(&lexicon, &file, &err);
    check(status == SW_OK || err.text[0] != '\0');
    if (status == SW_OK) {
        lexicon_free(lexicon);
    }
}

static int take_setting(void *context, unsigned line, const char *key, const char *value,
                        struct sw_error *err)
{
    size_t *total = context;
    (void)line, (void)err;
    *total += strlen(key) + strlen(value);
    return SW_OK;
}

static void read_settings(const uint8_t *at, size_t len)
{
    struct sw_error err = {0};
    size_t total = 0;
    struct sw_text bytes = {(const char *)at, len};
    int status = options_file_parse("fuzzed.conf", bytes, take_setting, &total, &err);
    check(total <= len && (status == SW_OK || err.text[0] != '\0'));
}

/* The bytes as each of the three tables, beside two empty ones. */
static void read_words(const uint8_t *at, size_t len)
{
    for (size_t i = 0; i < 3; i++) {
        struct sw_error err = {0};
        struct names_words known = {NULL, 0};
        struct syntax_words words = {.slots = NULL};
        struct sw_blob files[] = {
            {"names.clusters.tsv", "", 0}, {"names.words.tsv", "", 0}, {"syntax.words.tsv", "", 0}};
        files[i].at = at;
        files[i].len = len;
        int status = names_words_init(&known, files, 3, &err);
        if (status == SW_OK) {
            status = syntax_words_init(&words, &known, files, 3, &err);
        }
        check(status == SW_OK || err.text[0] != '\0');
        if (status == SW_OK) {
            struct syntax_word word = syntax_words_get(&words, len > 0 ? at[0] : 1);
            check(word.lex < SYNTAX_LEX && words.n_sets <= SYNTAX_MAX_SETS);
        }
        syntax_words_clear(&words);
        names_words_clear(&known);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    if (len == 0) {
        return 0;
    }
    /* A copy of the exact size that may be written to and is aligned as a mapped file is. */
    uint8_t *copy = malloc(len);
    check(copy != NULL);
    memcpy(copy, at + 1, len - 1);
    switch ((uint8_t)(at[0] - '0') % 5) {
    case 0:
        open_weights(copy, len - 1);
        break;
    case 1:
        read_gazetteer(copy, len - 1);
        break;
    case 2:
        read_lexicon(copy, len - 1);
        break;
    case 3:
        read_settings(copy, len - 1);
        break;
    default:
        read_words(copy, len - 1);
        break;
    }
    free(copy);
    return 0;
}
