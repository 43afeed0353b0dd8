/*
 * http_request.h: the first line of an HTTP request -> the path, or why not.
 *
 * Takes bytes, not a socket. Only GET and HEAD without a body are answered; the query is cut off.
 */
#ifndef CONSUMER_HTTP_REQUEST_H
#define CONSUMER_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

enum { HTTP_REQUEST_MAX = 8192, HTTP_PATH_MAX = 128 };

struct http_request {
    bool head;
    char path[HTTP_PATH_MAX];
};

/* 0: not complete yet; 200: *out is set; else the status to answer (400, 405, 414, 431). */
int http_request_parse(struct http_request *out, const char *at, size_t len);

#endif
