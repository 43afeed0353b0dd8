/* The partitions that a worker has: a short list, looked up once a record. */
#include "worker.h"

#include <stdlib.h>

struct partition *partition_find(const struct worker *worker, int32_t id)
{
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        if (worker->partitions[i]->id == id) {
            return worker->partitions[i];
        }
    }
    return NULL;
}

struct partition *partition_add(struct worker *worker, int32_t id)
{
    struct partition *partition = partition_find(worker, id);
    if (partition != NULL) {
        return partition;
    }
    struct partition **grown =
        realloc(worker->partitions, (worker->n_partitions + 1) * sizeof *grown);
    if (grown == NULL) {
        return NULL;
    }
    worker->partitions = grown;
    partition = calloc(1, sizeof *partition);
    if (partition == NULL || tally_init(&partition->tally) != SW_OK) {
        free(partition);
        return NULL;
    }
    partition->id = id;
    worker->partitions[worker->n_partitions++] = partition;
    return partition;
}

void partition_remove(struct worker *worker, int32_t id)
{
    for (unsigned i = 0; i < worker->n_partitions; i++) {
        if (worker->partitions[i]->id == id) {
            tally_clear(&worker->partitions[i]->tally);
            free(worker->partitions[i]);
            worker->partitions[i] = worker->partitions[--worker->n_partitions];
            metric_partition_drop(worker->metrics, id);
            return;
        }
    }
}

int64_t partition_read_from(const struct partition *partition)
{
    const struct tally *tally = &partition->tally;
    int64_t from = partition->produce_next;
    return tally->state == TALLY_LIVE && tally->next < from ? tally->next : from;
}
