/*
 * Any bytes as a record. What is read must survive being written: the output is the input with one
 * key more, is read again to the same text, and comes out the same bytes a second time.
 */
#include <stdlib.h>
#include <string.h>

#include <stancewire/record.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool right)
{
    if (!right) {
        abort();
    }
}

static bool same(struct sw_text a, struct sw_text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static void write_and_read_back(const struct sw_article *article, struct sw_arena *arena)
{
    const struct sw_record_context context = {.engine_version = "0", .model = "0"};
    struct sw_annotations annotations = {.text = article->text, .lang = "und"};
    struct sw_fields fields = {.text = article->text_field};
    struct sw_article again;
    struct sw_text first, second;
    struct sw_error err;
    check(article->splice_at <= article->splice_end && article->splice_end <= article->input.len);
    check(sw_record_write(article, &annotations, &context, arena, &first, &err) == SW_OK);
    check(sw_article_read(first, &fields, arena, &again, &err) == SW_OK);
    check(same(again.text, article->text));
    annotations.text = again.text;
    check(sw_record_write(&again, &annotations, &context, arena, &second, &err) == SW_OK);
    check(same(first, second));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sw_arena *arena = sw_arena_new((size_t)64 << 20);
    struct sw_article article;
    struct sw_error err = {0};
    struct sw_text input = {(const char *)data, size};
    int status = sw_article_read(input, NULL, arena, &article, &err);
    if (status == SW_OK) {
        write_and_read_back(&article, arena);
    } else {
        check(err.status == status && err.text[0] != '\0' && strchr(err.text, '\n') == NULL);
    }
    if (size > 0 && sw_article_from_text(input, arena, &article, &err) == SW_OK) {
        struct sw_article read;
        status = sw_article_read(article.input, NULL, arena, &read, &err);
        check(status == SW_ENOTEXT || (status == SW_OK && same(read.text, article.text)));
    }
    sw_arena_free(arena);
    return 0;
}
