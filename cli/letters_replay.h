/*
 * letters_replay.h: dead letters go back to where they came from, once.
 *
 *     letter --replay_letter--> [its topic], and "replayed" beside the group's offset,
 *                               both in one transaction
 *
 * Key, value and the record's own headers are kept; those of the dead letter give way to one mark,
 * stancewire.replayed = topic:partition:offset. What was replayed is committed as metadata of the
 * group's offsets in the same transaction: however often and wherever replay is broken off, a
 * letter goes out once. A second replay at the same time fences the first.
 */
#ifndef CLI_LETTERS_REPLAY_H
#define CLI_LETTERS_REPLAY_H

#include "letters.h"

struct replay {
    struct kafka_owner owner; /* first: the opaque of the client */
    rd_kafka_t *producer;
    rd_kafka_consumer_group_metadata_t *group;
    struct letters *letters;
    const char *to; /* topic, or NULL: where each came from */
    bool again;     /* also what was replayed already */
    bool *touched;  /* partitions with a replay not yet committed */
    bool open;      /* a transaction */
    unsigned long long n_replayed, n_skipped, n_pending;
    size_t pending_bytes;
};

/* Fences any other replay of the group, then reads the ledger. */
int replay_open(struct replay *replay, struct letters *letters, const struct options *options,
                const char *group, struct log *log, struct sw_error *err);
/* A letters_each: context is the replay. */
int replay_letter(void *replay, const struct letter *letter, struct sw_error *err);
/* Commits what is under way, or with failed set takes it back. */
int replay_finish(struct replay *replay, bool failed, struct sw_error *err);
void replay_close(struct replay *replay);

#endif
