/*
 * http.h: a small HTTP server for probes and metrics.
 *
 *     http_open -> http_turn ... -> http_close
 *
 * One thread, at most HTTP_CLIENTS_MAX connections, each with one request of at most
 * HTTP_REQUEST_MAX bytes and HTTP_CLIENT_MS to send it and take the answer.
 */
#ifndef CONSUMER_HTTP_H
#define CONSUMER_HTTP_H

#include <stdint.h>
#include <stdio.h>

#include <stancewire/stancewire.h>

#include "http_request.h"

enum { HTTP_CLIENTS_MAX = 16, HTTP_CLIENT_MS = 5000 };

/* Writes the body and returns the status (200, 503). */
typedef int http_answer(void *context, FILE *body);

struct http_route {
    const char *path, *content_type;
    http_answer *answer;
};

struct http_client {
    int fd; /* < 0: free */
    int64_t deadline_ms;
    size_t len; /* of the request so far */
    char request[HTTP_REQUEST_MAX];
    char *response; /* malloc; NULL while the request is not complete */
    size_t response_len, sent;
};

struct http {
    int fd;
    const struct http_route *routes; /* ends with path NULL */
    void *context;
    struct http_client clients[HTTP_CLIENTS_MAX];
};

/* Listens on "host:port" ("[::1]:port"). SW_EFORMAT for the address, SW_EMISSING when it cannot. */
int http_open(struct http *http, const char *listen_on, const struct http_route *routes,
              void *context, struct sw_error *err);
/* Waits at most timeout_ms and serves who is ready. */
void http_turn(struct http *http, int timeout_ms);
void http_close(struct http *http);

#endif
