/*
 * tally.h: the counting of one partition, between the stream and Redis.
 *
 *     record --tally_article--> open batches --tally_commit--> ready batches --tally_apply--> Redis
 *                                    \--tally_abort--> nothing
 *
 * Open batches belong to the Kafka transaction that is going on; they become ready when it is
 * committed, so counters never run ahead of the output. Ready batches wait while Redis is away, up
 * to TALLY_READY_BYTES_MAX; past that they are dropped and the records read again later.
 * Threads: a tally belongs to one worker.
 */
#ifndef CONSUMER_TALLY_H
#define CONSUMER_TALLY_H

#include "counter_store.h"
#include "counting.h"
#include "near_window.h"
#include "start.h"

enum { TALLY_BATCH_RECORDS = 200, TALLY_READY_BYTES_MAX = 8 << 20 };

struct tally_queue {
    struct counter_batch *first, *last;
};

struct tally {
    enum tally_state state;
    bool fresh;      /* the next batch that is applied makes the position */
    int64_t next;    /* next record to count; meaningful while LIVE */
    int64_t applied; /* next record as Redis has it, -1 unknown */
    struct near_window window;
    struct tally_queue open, ready;
    size_t ready_bytes;
};

int tally_init(struct tally *tally); /* SW_ENOMEM */
void tally_clear(struct tally *tally);

/* Begins where start says; the window is what Redis had, or empty. */
void tally_start(struct tally *tally, const struct start *start);
/* Whether the record at this offset is still to be counted. */
bool tally_wants(const struct tally *tally, int64_t offset);

/* The article that this one copies, borrowed until the next call; NULL for none. */
const struct near_entry *tally_near(const struct tally *tally, uint64_t fingerprint,
                                    int64_t offset);
/* Counts the record where it is wanted, and remembers the article for later copies. SW_ENOMEM. */
int tally_article(struct tally *tally, const struct counted_record *record,
                  const struct sw_article *article, const struct sw_annotations *annotations,
                  bool near_copy);
int tally_other(struct tally *tally, const struct counted_record *record, enum counter_sum sum);
/* There is no record from the next one to count up to this offset. SW_ENOMEM. */
int tally_skip_to(struct tally *tally, int64_t offset);

void tally_commit(struct tally *tally);
/* Forgets what is open; records from this offset on are read again. */
void tally_abort(struct tally *tally, int64_t read_from);
/* Forgets everything: Redis must tell anew where it stands. */
void tally_forget(struct tally *tally);

/*
 * Applies ready batches until none is left (REDIS_OK_RESULT) or one was not applied: then an enum
 * redis_result or COUNTER_MOVED, and the rest stays. *n_applied grows by those that were.
 */
int tally_apply(struct tally *tally, struct counter_store *store, int32_t partition,
                int64_t *n_applied, struct sw_error *err);

#endif
