/*
 * redis_url.h: redis://[user[:password]@]host[:port][/db]  ->  its parts.
 *
 * %XX is decoded in user and password. "redis://:secret@host" has a password and no user.
 * Errors: one line that never repeats the URL, for it may hold a password.
 */
#ifndef RUNTIME_REDIS_URL_H
#define RUNTIME_REDIS_URL_H

#include <stancewire/stancewire.h>

struct redis_url {
    char host[256];
    int port;
    char user[128];     /* "" for the default user */
    char password[512]; /* "" for none */
    int db;
};

/* SW_EFORMAT. */
int redis_url_parse(struct redis_url *out, const char *text, struct sw_error *err);

#endif
