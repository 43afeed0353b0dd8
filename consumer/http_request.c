#include "http_request.h"

#include <string.h>

static bool ends_headers(const char *at, size_t len)
{
    for (size_t i = 3; i < len; i++) {
        if (at[i] == '\n' && at[i - 1] == '\r' && at[i - 2] == '\n' && at[i - 3] == '\r') {
            return true;
        }
    }
    return false;
}

static bool starts(const char *at, size_t len, const char *word)
{
    return len >= strlen(word) && memcmp(at, word, strlen(word)) == 0;
}

int http_request_parse(struct http_request *out, const char *at, size_t len)
{
    if (!ends_headers(at, len)) {
        return len >= HTTP_REQUEST_MAX ? 431 : 0;
    }
    const char *line_end = memchr(at, '\r', len);
    size_t method_len = starts(at, len, "GET ") ? 4 : starts(at, len, "HEAD ") ? 5 : 0;
    if (method_len == 0) {
        const char *space = memchr(at, ' ', (size_t)(line_end - at));
        return space != NULL && space > at ? 405 : 400;
    }
    const char *path = at + method_len;
    const char *space = memchr(path, ' ', (size_t)(line_end - path));
    if (space == NULL || *path != '/' ||
        !starts(space + 1, (size_t)(line_end - space - 1), "HTTP/1.")) {
        return 400;
    }
    const char *query = memchr(path, '?', (size_t)(space - path));
    size_t path_len = (size_t)((query != NULL ? query : space) - path);
    if (path_len >= HTTP_PATH_MAX || memchr(path, '\0', path_len) != NULL) {
        return path_len >= HTTP_PATH_MAX ? 414 : 400;
    }
    out->head = method_len == 5;
    memcpy(out->path, path, path_len);
    out->path[path_len] = '\0';
    return 200;
}
