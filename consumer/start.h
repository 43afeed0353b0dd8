/*
 * start.h: where a partition's reading, producing and counting begin.
 *
 * Kafka knows what was produced (the group's offset), Redis what was counted. Reading starts at the
 * lower of the two; records below produce_next are not produced again, records below count_next
 * not counted again. Pure: facts in, decision out.
 */
#ifndef CONSUMER_START_H
#define CONSUMER_START_H

#include <stdbool.h>
#include <stdint.h>

enum tally_state {
    TALLY_OFF,     /* redis = off */
    TALLY_UNKNOWN, /* Redis has not told yet where it stands */
    TALLY_LIVE,
    TALLY_BROKEN /* Redis needs records that are gone, or counts another topic of this name */
};

struct start_facts {
    int64_t low, high;  /* offsets of the first record and of the end of the partition */
    int64_t committed;  /* of the group; < 0: none */
    bool counters;      /* counters are kept at all */
    bool redis_answers; /* the two below are known */
    bool counted;       /* Redis has a position */
    int64_t counted_next;
};

struct start {
    int64_t read_from, produce_next;
    int64_t count_next; /* < 0 while unknown */
    enum tally_state state;
    bool fresh;         /* Redis has no position yet: the first batch makes it */
    int64_t input_lost; /* records that retention removed before they were produced */
    bool topic_anew;    /* the group's offset is past the end: not the topic it was */
};

struct start start_decide(const struct start_facts *facts);

#endif
