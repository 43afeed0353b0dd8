#include "start.h"

static void decide_produce(struct start *start, const struct start_facts *facts)
{
    start->produce_next = facts->committed;
    if (facts->committed < 0) {
        start->produce_next = facts->low;
    } else if (facts->committed > facts->high) {
        start->topic_anew = true;
        start->produce_next = facts->low;
    } else if (facts->committed < facts->low) {
        start->input_lost = facts->low - facts->committed;
        start->produce_next = facts->low;
    }
}

static void decide_count(struct start *start, const struct start_facts *facts)
{
    start->count_next = -1;
    if (!facts->counters) {
        start->state = TALLY_OFF;
    } else if (!facts->redis_answers) {
        start->state = TALLY_UNKNOWN;
    } else if (!facts->counted) {
        start->state = TALLY_LIVE;
        start->fresh = true;
        start->count_next = facts->low;
    } else if (facts->counted_next < facts->low || facts->counted_next > facts->high) {
        start->state = TALLY_BROKEN;
    } else {
        start->state = TALLY_LIVE;
        start->count_next = facts->counted_next;
    }
}

struct start start_decide(const struct start_facts *facts)
{
    struct start start = {0};
    decide_produce(&start, facts);
    decide_count(&start, facts);
    start.read_from = start.produce_next;
    if (start.state == TALLY_LIVE && start.count_next < start.read_from) {
        start.read_from = start.count_next;
    }
    return start;
}
