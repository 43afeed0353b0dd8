#include "stop.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>

/* Lock-free, so a signal handler may set it; atomic, as every worker reads it. */
static atomic_bool asked;
_Static_assert(ATOMIC_BOOL_LOCK_FREE == 2, "a signal handler may set it");

static void on_signal(int number)
{
    if (atomic_exchange(&asked, true)) {
        signal(number, SIG_DFL);
        raise(number);
    }
}

void stop_install(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = on_signal;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

bool stop_asked(void)
{
    return atomic_load(&asked);
}

void stop_ask(void)
{
    atomic_store(&asked, true);
}
