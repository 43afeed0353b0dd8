/* The port for probes and metrics: addresses, answers, and clients that do not behave. */
#include "unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http.h"

enum { LARGE = 4 << 20, TURN_MS = 200 };

static int answer_short(void *context, FILE *body)
{
    fputs(context, body);
    return 200;
}

static int answer_not_yet(void *context, FILE *body)
{
    (void)context;
    fputs("not yet\n", body);
    return 503;
}

static int answer_large(void *context, FILE *body)
{
    (void)context;
    for (int i = 0; i < LARGE / 16; i++) {
        fputs("0123456789abcdef", body);
    }
    return 200;
}

static const struct http_route routes[] = {{"/short", "text/plain", answer_short},
                                           {"/not-yet", "text/plain", answer_not_yet},
                                           {"/large", "text/plain", answer_large},
                                           {NULL, NULL, NULL}};
static char text[] = "all is well\n";
static struct http server;
static struct sockaddr_in address;

static int start(void **state)
{
    struct sw_error err;
    socklen_t size = sizeof address;
    (void)state;
    assert_int_equal(http_open(&server, "127.0.0.1:0", routes, text, &err), SW_OK);
    return getsockname(server.fd, (struct sockaddr *)&address, &size);
}

static int stop(void **state)
{
    (void)state;
    http_close(&server);
    return 0;
}

static int clients_now(void)
{
    int n = 0;
    for (int i = 0; i < HTTP_CLIENTS_MAX; i++) {
        n += server.clients[i].fd >= 0;
    }
    return n;
}

/* A connection that the server has taken, for as long as a slow machine wants. */
static int client(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), before = clients_now();
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    for (int i = 0; i < 20 && clients_now() == before && before < HTTP_CLIENTS_MAX; i++) {
        http_turn(&server, TURN_MS);
    }
    for (int i = 0; i < HTTP_CLIENTS_MAX; i++) {
        server.clients[i].deadline_ms = INT64_MAX;
    }
    return fd;
}

static void say(int fd, const char *words)
{
    assert_int_equal(send(fd, words, strlen(words), MSG_NOSIGNAL), strlen(words));
}

/* What comes until the server closes the connection. */
static size_t hear(int fd, char *out, size_t size)
{
    size_t len = 0;
    ssize_t n = 1;
    for (int i = 0; i < 1000000 && n != 0 && len < size; i++) {
        http_turn(&server, 1);
        n = recv(fd, out + len, size - len, MSG_DONTWAIT);
        len += n > 0 ? (size_t)n : 0;
    }
    close(fd);
    return len;
}

static void test_addresses(void **state)
{
    static const struct {
        const char *listen_on;
        int status;
    } rows[] = {{"nothing", SW_EFORMAT},
                {"127.0.0.1:", SW_EFORMAT},
                {"127.0.0.1:no-such-service", SW_EFORMAT},
                {"[127.0.0.1]:0", SW_OK},
                {"localhost:0", SW_OK},
                {"203.0.113.1:0", SW_EMISSING}};
    struct http other;
    struct sw_error err;
    char taken[64], lengthy[400];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int status = http_open(&other, rows[i].listen_on, routes, NULL, &err);
        if (status != rows[i].status) {
            fail_msg("%s: %d", rows[i].listen_on, status);
        }
        http_close(&other);
    }
    snprintf(taken, sizeof taken, "127.0.0.1:%d", ntohs(address.sin_port));
    assert_int_equal(http_open(&other, taken, routes, NULL, &err), SW_EMISSING);
    memset(lengthy, 'a', sizeof lengthy);
    strcpy(lengthy + sizeof lengthy - 3, ":1");
    assert_int_equal(http_open(&other, lengthy, routes, NULL, &err), SW_EFORMAT);
}

static void test_answers(void **state)
{
    static const struct {
        const char *request, *status, *ends;
    } rows[] = {
        {"GET /short HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n", "\r\n\r\nall is well\n"},
        {"HEAD /short HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n", "Connection: close\r\n\r\n"},
        {"GET /not-yet HTTP/1.1\r\n\r\n", "HTTP/1.1 503 Service Unavailable\r\n", "not yet\n"},
        {"GET /nothing HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found\r\n", "Not Found\n"},
        {"PUT /short HTTP/1.1\r\n\r\n", "HTTP/1.1 405 Method Not Allowed\r\n", "Allowed\n"},
        {"GET /short\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n", "Bad Request\n"},
    };
    char out[2048];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int fd = client();
        say(fd, rows[i].request);
        size_t len = hear(fd, out, sizeof out - 1);
        out[len] = '\0';
        size_t tail = strlen(rows[i].ends);
        if (strncmp(out, rows[i].status, strlen(rows[i].status)) != 0 || len < tail ||
            strcmp(out + len - tail, rows[i].ends) != 0) {
            fail_msg("%s: %s", rows[i].request, out);
        }
    }
}

static void test_a_request_in_pieces(void **state)
{
    char out[2048];
    (void)state;
    int fd = client();
    say(fd, "GET /short HT");
    http_turn(&server, TURN_MS);
    say(fd, "TP/1.1\r\n\r\n");
    assert_true(hear(fd, out, sizeof out) > 0);
    fd = client();
    close(fd); /* without a word */
    http_turn(&server, TURN_MS);
    assert_int_equal(clients_now(), 0);
    fd = client();
    say(fd, "GET /sho");
    http_turn(&server, TURN_MS);
    const struct linger at_once = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fd); /* a reset */
    http_turn(&server, TURN_MS);
    assert_int_equal(clients_now(), 0);
}

static void test_a_large_answer(void **state)
{
    char *out = malloc(LARGE + 4096);
    (void)state;
    int fd = client();
    say(fd, "GET /large HTTP/1.1\r\n\r\n");
    assert_true(hear(fd, out, LARGE + 4096) > LARGE);
    fd = client();
    say(fd, "GET /large HTTP/1.1\r\n\r\n");
    for (int i = 0; i < 10; i++) { /* read by nobody: it waits, and holds up nobody else */
        http_turn(&server, 1);
    }
    assert_int_equal(clients_now(), 1);
    const struct linger at_once = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fd);
    for (int i = 0; i < 10; i++) {
        http_turn(&server, 1);
    }
    assert_int_equal(clients_now(), 0);
    free(out);
}

static void test_too_many_and_too_slow(void **state)
{
    int fds[HTTP_CLIENTS_MAX], n = 0;
    char out[64];
    (void)state;
    while (n < HTTP_CLIENTS_MAX) {
        fds[n++] = client();
    }
    assert_int_equal(clients_now(), HTTP_CLIENTS_MAX);
    assert_int_equal(hear(client(), out, sizeof out), 0);
    for (int i = 0; i < HTTP_CLIENTS_MAX; i++) {
        server.clients[i].deadline_ms = 0;
    }
    say(fds[0], "GET");
    http_turn(&server, TURN_MS);
    assert_int_equal(clients_now(), 0);
    while (n > 0) {
        close(fds[--n]);
    }
    int fd = client(); /* open while the server closes */
    http_close(&server);
    assert_int_equal(recv(fd, out, sizeof out, 0), 0);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_addresses, start, stop),
        cmocka_unit_test_setup_teardown(test_answers, start, stop),
        cmocka_unit_test_setup_teardown(test_a_request_in_pieces, start, stop),
        cmocka_unit_test_setup_teardown(test_a_large_answer, start, stop),
        cmocka_unit_test_setup_teardown(test_too_many_and_too_slow, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
