/*
 * counting.h: one record -> what it adds to the counters.
 *
 *     article, annotations, offset, timestamp --counting_article--> cells of a batch
 *
 * An article is counted under the hour and day of its publication; where the article has no date,
 * or one more than a day after its record, under those of the record. An hour is kept for
 * COUNTING_HOURS_KEPT_S past the record; an article older than that is in no hour.
 * A near copy is one of the `articles`, of the `near_duplicates` and of its outlet's articles, and
 * of nothing else.
 */
#ifndef COUNTERS_COUNTING_H
#define COUNTERS_COUNTING_H

#include <stancewire/record.h>

#include "counter_batch.h"
#include "near_window.h"

enum { COUNTING_HOURS_KEPT_S = 8 * 86400, COUNTING_FIELD_MAX = 256 };

/* The fields of COUNTER_SUMS. Every input record is in exactly one of the first three. */
enum counter_sum {
    SUM_ARTICLES,
    SUM_UNREADABLE,
    SUM_TOMBSTONES,
    SUM_NEAR_DUPLICATES,
    SUM_MENTIONS,
    SUM_ATTRIBUTIONS,
    SUM_MARKERS,
    SUM_STANCES,
    N_SUMS
};

/* "articles", "unreadable", ... Static. */
const char *counter_sum_name(enum counter_sum sum);

/* One record that is counted. */
struct counted_record {
    int64_t offset;
    int64_t timestamp_ms; /* of the Kafka record, < 0 where it has none */
};

/* An article. near_copy: it repeats one before it. */
void counting_article(struct counter_batch *batch, const struct counted_record *record,
                      const struct sw_article *article, const struct sw_annotations *annotations,
                      bool near_copy);

/* A record that could not be read, or a tombstone: counted under the hour and day of the record. */
void counting_other(struct counter_batch *batch, const struct counted_record *record,
                    enum counter_sum sum);

/*
 * Remembers an article that is no near copy, for later ones; the batch (may be NULL) carries it to
 * Redis. SW_ENOMEM.
 */
int counting_remember(struct near_window *window, struct counter_batch *batch, uint64_t fingerprint,
                      int64_t offset, struct sw_text url);

/* Moves the batch past a record; what was added since is complete. */
void counting_done(struct counter_batch *batch, int64_t offset);

/*
 * The name of an entity in the counters: "PER|Q7747|Vladimir Putin", without Wikidata
 * "PER||Vladimir Putin". Control characters become spaces. Returns its length.
 */
size_t counting_entity_field(char out[COUNTING_FIELD_MAX], const struct sw_entity *entity);

#endif
