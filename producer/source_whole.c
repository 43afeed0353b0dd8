/* A file that is one article: a JSON object, as news-please keeps them, or plain text. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "source.h"

/* Reads up to max_bytes + 1, so that too much is seen. */
static int read_all(struct source *source, size_t *out_len, struct sw_error *err)
{
    size_t size = 0, len = 0;
    ssize_t n = 1;
    while (n > 0 && len <= source->max_bytes) {
        if (len == size) {
            size = size > 0 ? 2 * size : 65536;
            char *grown = realloc(source->bytes, size);
            if (grown == NULL) {
                return error_set(err, SW_ENOMEM, "no memory for %zu bytes", size);
            }
            source->bytes = grown;
        }
        n = lines_read_fd(&source->fd, source->bytes + len, size - len);
        len += n > 0 ? (size_t)n : 0;
    }
    source->n_read = len;
    if (n < 0) {
        return error_set(err, SW_EMISSING, "%s", strerror(errno));
    }
    if (len > source->max_bytes) {
        return error_set(err, SW_ETOOBIG, "larger than %zu bytes", source->max_bytes);
    }
    *out_len = len;
    return SW_OK;
}

static int open_whole(struct source *source, struct sw_error *err)
{
    return source->fd < 0 ? source_open_file(source, err) : SW_OK;
}

static int next_whole(struct source *source, struct item *out, struct sw_error *err)
{
    size_t len = 0;
    source->done = true;
    if (source->bytes != NULL) {
        return SOURCE_END;
    }
    int status = read_all(source, &len, err);
    if (status != SW_OK) {
        return status;
    }
    out->is_text = source->type == &source_text_type;
    while (!out->is_text && len > 0 && strchr("\r\n", source->bytes[len - 1]) != NULL) {
        len--;
    }
    out->value = (struct sw_text){source->bytes, len};
    return SOURCE_ITEM;
}

static void close_whole(struct source *source)
{
    free(source->bytes);
}

const struct source_type source_json_type = {"json", ".json ", open_whole, next_whole, close_whole};
const struct source_type source_text_type = {"text", ".txt .text ", open_whole, next_whole,
                                             close_whole};
