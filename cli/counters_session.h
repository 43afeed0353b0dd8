/*
 * counters_session.h: what every `stancewire counters` command begins with: its settings, a
 * connection to Redis, and the partitions that have counters.
 */
#ifndef CLI_COUNTERS_SESSION_H
#define CLI_COUNTERS_SESSION_H

#include "counter_read.h"
#include "exit_status.h"
#include "options.h"

struct counters_session {
    const struct options *options;
    char *const *arguments; /* of the command: "top", "entities" */
    struct counter_store *store;
    int32_t *partitions;
    size_t n_partitions;
    char bucket[40]; /* "total", "day:…", "hour:…" */
    size_t limit;
    bool as_json;
};

/* An exit status; err has the line for the user where it is not done. */
enum exit_status counters_session_open(struct counters_session *session,
                                       const struct options *options, struct sw_error *err);
/* Another store of the same Redis and topic, connected: the caller's; NULL on failure. */
struct counter_store *counters_session_store(const struct counters_session *session,
                                             const char *area, struct sw_error *err);
void counters_session_close(struct counters_session *session);

/* One or two kinds of the chosen bucket, all partitions added up; NULL on failure. */
struct counter_batch *counters_session_read(struct counters_session *session,
                                            enum counter_kind kind, enum counter_kind second,
                                            struct sw_error *err);

#endif
