/* exit_status.h: what the programs tell the shell (README, "Exit status"). */
#ifndef RUNTIME_EXIT_STATUS_H
#define RUNTIME_EXIT_STATUS_H

enum exit_status {
    EXIT_STATUS_DONE = 0,
    EXIT_STATUS_SOME_FAILED = 1, /* some input could not be read; the rest was done */
    EXIT_STATUS_USAGE = 2,       /* a flag, a setting or a configuration file is wrong */
    EXIT_STATUS_SERVICE = 3,     /* Kafka or Redis cannot be reached or refuses us */
    EXIT_STATUS_FATAL = 4        /* fenced, model unreadable, no memory */
};

#endif
