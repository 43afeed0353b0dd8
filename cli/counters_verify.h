/*
 * counters_verify.h: `stancewire counters verify` and `rebuild`. Each returns an exit status.
 *
 * verify: counts the input again and compares; 1 where the counters are not what the input gives,
 * or where nobody can tell because retention removed what was counted. rebuild: counts what the
 * topic still has, beside the live counters, and swaps it in. The stream need not stop: a consumer
 * notices and counts on from there.
 */
#ifndef CLI_COUNTERS_VERIFY_H
#define CLI_COUNTERS_VERIFY_H

#include "counters_session.h"

int counters_verify(struct counters_session *session, struct sw_error *err);
int counters_rebuild(struct counters_session *session, struct sw_error *err);

#endif
