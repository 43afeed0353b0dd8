/*
 * redis_server.h: a redis-server of the test's own, on a free port of loopback.
 *
 * Where it is not installed the test is skipped (77), or fails where STANCEWIRE_REQUIRE names
 * redis.
 */
#ifndef TESTS_REDIS_SERVER_H
#define TESTS_REDIS_SERVER_H

#include <sys/types.h>

#include "redis_client.h"

struct redis_server {
    pid_t pid;
    int port;
    char directory[64];
    struct redis_url url;
};

/* Ends the process with a word when there is none to be had. */
void redis_server_start(struct redis_server *server);
/* Starts it again after redis_server_kill, on the same port and files. */
void redis_server_restart(struct redis_server *server);
void redis_server_kill(struct redis_server *server);
/* Kills it and removes its files. */
void redis_server_clear(struct redis_server *server);

#endif
