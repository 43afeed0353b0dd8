#include "tally.h"

int tally_init(struct tally *tally)
{
    *tally = (struct tally){.state = TALLY_OFF, .applied = -1};
    return near_window_init(&tally->window);
}

static void queue_push(struct tally_queue *queue, struct counter_batch *batch)
{
    batch->later = NULL;
    if (queue->last != NULL) {
        queue->last->later = batch;
    } else {
        queue->first = batch;
    }
    queue->last = batch;
}

static struct counter_batch *queue_pop(struct tally_queue *queue)
{
    struct counter_batch *batch = queue->first;
    if (batch != NULL) {
        queue->first = batch->later;
        queue->last = queue->first == NULL ? NULL : queue->last;
    }
    return batch;
}

static void queue_clear(struct tally_queue *queue)
{
    struct counter_batch *batch;
    while ((batch = queue_pop(queue)) != NULL) {
        counter_batch_free(batch);
    }
}

void tally_clear(struct tally *tally)
{
    queue_clear(&tally->open);
    queue_clear(&tally->ready);
    near_window_clear(&tally->window);
}

void tally_start(struct tally *tally, const struct start *start)
{
    queue_clear(&tally->open);
    queue_clear(&tally->ready);
    tally->ready_bytes = 0;
    tally->state = start->state;
    tally->fresh = start->fresh;
    tally->next = start->count_next;
    tally->applied = start->state == TALLY_LIVE ? start->count_next : -1;
}

void tally_forget(struct tally *tally)
{
    const struct start unknown = {.state = TALLY_UNKNOWN, .count_next = -1};
    tally_start(tally, &unknown);
}

bool tally_wants(const struct tally *tally, int64_t offset)
{
    return tally->state == TALLY_LIVE && offset >= tally->next;
}

const struct near_entry *tally_near(const struct tally *tally, uint64_t fingerprint, int64_t offset)
{
    return near_window_find(&tally->window, fingerprint, offset);
}

/* The batch that the next record goes into. */
static struct counter_batch *open_batch(struct tally *tally)
{
    struct counter_batch *batch = tally->open.last;
    if (batch == NULL || batch->records >= TALLY_BATCH_RECORDS) {
        batch = counter_batch_new(tally->next);
        if (batch != NULL) {
            queue_push(&tally->open, batch);
        }
    }
    return batch;
}

static int record_done(struct tally *tally, struct counter_batch *batch, int64_t offset)
{
    counting_done(batch, offset);
    tally->next = offset + 1;
    return counter_batch_failed(batch) ? SW_ENOMEM : SW_OK;
}

int tally_article(struct tally *tally, const struct counted_record *record,
                  const struct sw_article *article, const struct sw_annotations *annotations,
                  bool near_copy)
{
    struct counter_batch *batch = NULL;
    int status = SW_OK;
    if (tally_wants(tally, record->offset)) {
        batch = open_batch(tally);
        if (batch == NULL) {
            return SW_ENOMEM;
        }
        counting_article(batch, record, article, annotations, near_copy);
    }
    if (!near_copy) {
        status = counting_remember(&tally->window, batch, annotations->fingerprint, record->offset,
                                   article->url);
    }
    return batch != NULL && status == SW_OK ? record_done(tally, batch, record->offset) : status;
}

int tally_other(struct tally *tally, const struct counted_record *record, enum counter_sum sum)
{
    if (!tally_wants(tally, record->offset)) {
        return SW_OK;
    }
    struct counter_batch *batch = open_batch(tally);
    if (batch == NULL) {
        return SW_ENOMEM;
    }
    counting_other(batch, record, sum);
    return record_done(tally, batch, record->offset);
}

int tally_skip_to(struct tally *tally, int64_t offset)
{
    if (tally->state != TALLY_LIVE || offset <= tally->next) {
        return SW_OK;
    }
    struct counter_batch *batch = open_batch(tally);
    if (batch == NULL) {
        return SW_ENOMEM;
    }
    batch->next = tally->next = offset;
    return SW_OK;
}

void tally_commit(struct tally *tally)
{
    struct counter_batch *batch;
    while ((batch = queue_pop(&tally->open)) != NULL) {
        tally->ready_bytes += counter_batch_bytes(batch);
        queue_push(&tally->ready, batch);
    }
}

void tally_abort(struct tally *tally, int64_t read_from)
{
    if (tally->open.first != NULL) {
        tally->next = tally->open.first->first;
        queue_clear(&tally->open);
    }
    near_window_rewind(&tally->window, read_from);
}

int tally_apply(struct tally *tally, struct counter_store *store, int32_t partition,
                int64_t *n_applied, struct sw_error *err)
{
    while (tally->ready.first != NULL) {
        const struct counter_batch *batch = tally->ready.first;
        struct counter_position stands;
        int result = counter_store_apply(store, partition, batch, tally->fresh, &stands, err);
        if (result == COUNTER_MOVED && stands.known && stands.next == batch->next) {
            result = REDIS_OK_RESULT; /* our own batch, whose answer was lost */
        }
        if (result != REDIS_OK_RESULT) {
            return result;
        }
        tally->fresh = false;
        tally->applied = batch->next;
        tally->ready_bytes -= counter_batch_bytes(batch);
        counter_batch_free(queue_pop(&tally->ready));
        ++*n_applied;
    }
    return REDIS_OK_RESULT;
}
