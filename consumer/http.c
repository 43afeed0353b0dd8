#include "http.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "error.h"

enum { BACKLOG = 32 };

/* ---- Listening ------------------------------------------------------------------------------- */

static int split_address(char *host, size_t size, const char **port, const char *address,
                         struct sw_error *err)
{
    const char *colon = strrchr(address, ':');
    size_t len = colon == NULL ? 0 : (size_t)(colon - address);
    if (colon == NULL || len >= size || colon[1] == '\0') {
        return error_set(err, SW_EFORMAT, "--http-listen %s: it is host:port, or off", address);
    }
    if (len >= 2 && address[0] == '[' && address[len - 1] == ']') {
        address++;
        len -= 2;
    }
    memcpy(host, address, len);
    host[len] = '\0';
    *port = colon + 1;
    return SW_OK;
}

static int listen_at(const struct addrinfo *address)
{
    int on = 1;
    int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return -1;
    }
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

int http_open(struct http *http, const char *listen_on, const struct http_route *routes,
              void *context, struct sw_error *err)
{
    char host[256];
    const char *port = NULL;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *list = NULL;
    int status = split_address(host, sizeof host, &port, listen_on, err);
    http->fd = -1;
    http->routes = routes;
    http->context = context;
    for (int i = 0; i < HTTP_CLIENTS_MAX; i++) {
        http->clients[i] = (struct http_client){.fd = -1};
    }
    if (status != SW_OK) {
        return status;
    }
    if (getaddrinfo(host[0] != '\0' ? host : NULL, port, &hints, &list) != 0) {
        return error_set(err, SW_EFORMAT, "--http-listen %s: no such address", listen_on);
    }
    for (const struct addrinfo *it = list; it != NULL && http->fd < 0; it = it->ai_next) {
        http->fd = listen_at(it);
    }
    freeaddrinfo(list);
    return http->fd >= 0
               ? SW_OK
               : error_set(err, SW_EMISSING, "cannot listen on %s: %s", listen_on, strerror(errno));
}

/* ---- One client ------------------------------------------------------------------------------ */

static void drop(struct http_client *client)
{
    close(client->fd);
    free(client->response);
    client->response = NULL;
    client->fd = -1;
}

static const char *reason_of(int status)
{
    static const struct {
        int status;
        const char *reason;
    } rows[] = {
        {200, "OK"},           {400, "Bad Request"},
        {404, "Not Found"},    {405, "Method Not Allowed"},
        {414, "URI Too Long"}, {431, "Request Header Fields Too Large"},
        {500, "Server Error"}, {503, "Service Unavailable"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].status == status) {
            return rows[i].reason;
        }
    }
    return "Unknown";
}

/* The whole response in malloc'ed memory; NULL without. */
static char *make_response(size_t *len, int status, const char *type, const char *body,
                           size_t body_len, bool head)
{
    char *out = NULL;
    FILE *stream = open_memstream(&out, len);
    if (stream == NULL) {
        return NULL;
    }
    fprintf(
        stream,
        "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n%s"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        status, reason_of(status), type, body_len, status == 405 ? "Allow: GET, HEAD\r\n" : "");
    if (!head) {
        fwrite(body, 1, body_len, stream);
    }
    return fclose(stream) == 0 ? out : NULL;
}

static const struct http_route *find_route(const struct http *http, const char *path)
{
    for (const struct http_route *route = http->routes; route->path != NULL; route++) {
        if (strcmp(route->path, path) == 0) {
            return route;
        }
    }
    return NULL;
}

static void answer(struct http *http, struct http_client *client, int status,
                   const struct http_request *request)
{
    char *body = NULL;
    size_t body_len = 0;
    const char *type = "text/plain; charset=utf-8";
    FILE *stream = open_memstream(&body, &body_len);
    const struct http_route *route = status == 200 ? find_route(http, request->path) : NULL;
    if (stream == NULL) {
        drop(client);
        return;
    }
    if (route != NULL) {
        status = route->answer(http->context, stream);
        type = route->content_type;
    } else {
        status = status == 200 ? 404 : status;
        fprintf(stream, "%s\n", reason_of(status));
    }
    if (fclose(stream) == 0) {
        client->response = make_response(&client->response_len, status, type, body, body_len,
                                         status == 200 && request->head);
    }
    free(body);
    client->sent = 0;
    if (client->response == NULL) {
        drop(client);
    }
}

static void read_request(struct http *http, struct http_client *client)
{
    struct http_request request = {.head = false};
    ssize_t n =
        recv(client->fd, client->request + client->len, sizeof client->request - client->len, 0);
    if (n <= 0) {
        if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            drop(client);
        }
        return;
    }
    client->len += (size_t)n;
    int status = http_request_parse(&request, client->request, client->len);
    if (status != 0) {
        answer(http, client, status, &request);
    }
}

static void write_response(struct http_client *client)
{
    ssize_t n = send(client->fd, client->response + client->sent,
                     client->response_len - client->sent, MSG_NOSIGNAL);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    client->sent += n > 0 ? (size_t)n : 0;
    if (n <= 0 || client->sent == client->response_len) {
        shutdown(client->fd, SHUT_WR);
        drop(client);
    }
}

/* ---- All of them ----------------------------------------------------------------------------- */

static void accept_client(struct http *http)
{
    int fd = accept(http->fd, NULL, NULL);
    if (fd < 0) {
        return;
    }
    for (int i = 0; i < HTTP_CLIENTS_MAX; i++) {
        struct http_client *client = &http->clients[i];
        if (client->fd < 0) {
            fcntl(fd, F_SETFL, O_NONBLOCK);
            fcntl(fd, F_SETFD, FD_CLOEXEC);
            client->fd = fd;
            client->len = 0;
            client->deadline_ms = clock_ms() + HTTP_CLIENT_MS;
            return;
        }
    }
    close(fd);
}

static void serve_client(struct http *http, struct http_client *client, short events)
{
    if (events & (POLLIN | POLLHUP | POLLERR) && client->response == NULL) {
        read_request(http, client);
    } else if (events & (POLLOUT | POLLHUP | POLLERR) && client->response != NULL) {
        write_response(client);
    }
    if (client->fd >= 0 && clock_ms() >= client->deadline_ms) {
        drop(client);
    }
}

void http_turn(struct http *http, int timeout_ms)
{
    struct pollfd polled[HTTP_CLIENTS_MAX + 1];
    for (int i = 0; i < HTTP_CLIENTS_MAX; i++) {
        const struct http_client *client = &http->clients[i];
        polled[i] = (struct pollfd){.fd = client->fd,
                                    .events = client->response != NULL ? POLLOUT : POLLIN};
    }
    polled[HTTP_CLIENTS_MAX] = (struct pollfd){.fd = http->fd, .events = POLLIN};
    if (poll(polled, HTTP_CLIENTS_MAX + 1, timeout_ms) < 0) {
        return;
    }
    for (int i = 0; i < HTTP_CLIENTS_MAX; i++) {
        if (http->clients[i].fd >= 0) {
            serve_client(http, &http->clients[i], polled[i].revents);
        }
    }
    if (polled[HTTP_CLIENTS_MAX].revents & POLLIN) {
        accept_client(http);
    }
}

void http_close(struct http *http)
{
    for (int i = 0; i < HTTP_CLIENTS_MAX; i++) {
        if (http->clients[i].fd >= 0) {
            drop(&http->clients[i]);
        }
    }
    if (http->fd >= 0) {
        close(http->fd);
        http->fd = -1;
    }
}
