/*
 * stop.h: SIGTERM and SIGINT ask the program to end; whoever loops looks.
 *
 * The one piece of state that changes in this room: a signal handler can reach nothing else.
 * Threads: any may ask or look. A second signal ends the program at once.
 */
#ifndef RUNTIME_STOP_H
#define RUNTIME_STOP_H

#include <stdbool.h>

/* Catches SIGTERM and SIGINT, ignores SIGPIPE (a write then fails with EPIPE). */
void stop_install(void);
/* Whether the program should end. */
bool stop_asked(void);
/* Asks as a signal does: for a thread that met a fatal error, and for tests. */
void stop_ask(void);

#endif
