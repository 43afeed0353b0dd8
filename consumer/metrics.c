#include "metrics.h"

#include <inttypes.h>
#include <stdbool.h>

#include <stancewire/stancewire.h>

static const struct {
    const char *name, *type, *help;
    double scale; /* of the number to what is shown */
} rows[N_METRICS] = {
    [METRIC_ANNOTATED] = {"stancewire_records_annotated_total", "counter",
                          "Articles published, annotated", 1},
    [METRIC_DEAD_LETTERS] = {"stancewire_records_dead_lettered_total", "counter",
                             "Records that could not be read", 1},
    [METRIC_TOMBSTONES] = {"stancewire_records_tombstones_total", "counter",
                           "Records without a value, forwarded", 1},
    [METRIC_COUNTED_ONLY] = {"stancewire_records_counted_only_total", "counter",
                             "Records read again because Redis lacked them", 1},
    [METRIC_NEAR_DUPLICATES] = {"stancewire_records_near_duplicates_total", "counter",
                                "Articles that repeat an earlier one", 1},
    [METRIC_BYTES_IN] = {"stancewire_input_bytes_total", "counter", "Bytes of values read", 1},
    [METRIC_BYTES_OUT] = {"stancewire_output_bytes_total", "counter", "Bytes of values published",
                          1},
    [METRIC_ANNOTATE_US] = {"stancewire_annotate_seconds_total", "counter",
                            "Time spent reading, annotating and writing", 1e-6},
    [METRIC_COMMITS] = {"stancewire_commits_total", "counter",
                        "Transactions (or offsets) committed", 1},
    [METRIC_ABORTS] = {"stancewire_aborts_total", "counter",
                       "Transactions given up; their records were read again", 1},
    [METRIC_RENEWALS] = {"stancewire_producer_renewals_total", "counter",
                         "Producers made anew after a timeout or fence", 1},
    [METRIC_REBALANCES] = {"stancewire_rebalances_total", "counter",
                           "Times partitions came or went", 1},
    [METRIC_PARTITIONS] = {"stancewire_partitions", "gauge", "Partitions that this worker has", 1},
    [METRIC_INPUT_LOST] = {"stancewire_input_lost_records_total", "counter",
                           "Records that retention removed before they were read", 1},
    [METRIC_REDIS_UP] = {"stancewire_redis_up", "gauge", "1 while Redis answers", 1},
    [METRIC_COUNTER_BATCHES] = {"stancewire_counter_batches_total", "counter",
                                "Batches added to the counters", 1},
    [METRIC_COUNTER_REWINDS] = {"stancewire_counter_rewinds_total", "counter",
                                "Times records were read again for the counters", 1},
    [METRIC_COUNTER_PENDING_BYTES] = {"stancewire_counter_pending_bytes", "gauge",
                                      "Counts that wait for Redis", 1},
    [METRIC_COUNTERS_BROKEN] = {"stancewire_counters_broken_partitions", "gauge",
                                "Partitions whose counters need `stancewire counters rebuild`", 1},
    [METRIC_COMMIT_US] = {"stancewire_commit_seconds_total", "counter", "Time spent committing",
                          1e-6},
    [METRIC_HEARTBEAT_MS] = {NULL, NULL, NULL, 0},
    [METRIC_READY] = {"stancewire_ready", "gauge", "1 once the worker has joined its group", 1},
};

void metric_add(struct metrics *metrics, enum metric metric, int64_t n)
{
    atomic_fetch_add_explicit(&metrics->at[metric], n, memory_order_relaxed);
}

void metric_set(struct metrics *metrics, enum metric metric, int64_t value)
{
    atomic_store_explicit(&metrics->at[metric], value, memory_order_relaxed);
}

int64_t metric_get(const struct metrics *metrics, enum metric metric)
{
    return atomic_load_explicit(&metrics->at[metric], memory_order_relaxed);
}

/* The slot of a partition, or a free one; NULL when all are taken. */
static struct metric_partition *slot_of(struct metrics *metrics, int32_t partition)
{
    struct metric_partition *free_slot = NULL;
    for (int i = 0; i < METRIC_PARTITIONS_MAX; i++) {
        struct metric_partition *slot = &metrics->partitions[i];
        int32_t id = atomic_load(&slot->id_plus_1);
        if (id == partition + 1) {
            return slot;
        }
        if (id == 0 && free_slot == NULL) {
            free_slot = slot;
        }
    }
    return free_slot;
}

void metric_partition_set(struct metrics *metrics, int32_t partition, int64_t position, int64_t end,
                          int64_t counted)
{
    struct metric_partition *slot = slot_of(metrics, partition);
    if (slot != NULL) {
        atomic_store(&slot->position, position);
        atomic_store(&slot->end, end);
        atomic_store(&slot->counted, counted);
        atomic_store(&slot->id_plus_1, partition + 1);
    }
}

void metric_partition_drop(struct metrics *metrics, int32_t partition)
{
    struct metric_partition *slot = slot_of(metrics, partition);
    if (slot != NULL && atomic_load(&slot->id_plus_1) == partition + 1) {
        atomic_store(&slot->id_plus_1, 0);
    }
}

static void print_row(FILE *out, enum metric metric, struct metrics *const *workers,
                      unsigned n_workers)
{
    fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", rows[metric].name, rows[metric].help,
            rows[metric].name, rows[metric].type);
    for (unsigned w = 0; w < n_workers; w++) {
        fprintf(out, "%s{worker=\"%u\"} %.15g\n", rows[metric].name, w,
                (double)metric_get(workers[w], metric) * rows[metric].scale);
    }
}

enum partition_gauge { GAUGE_LAG, GAUGE_POSITION, GAUGE_COUNTED, N_GAUGES };

static int64_t gauge_value(const struct metric_partition *slot, enum partition_gauge gauge)
{
    int64_t position = atomic_load(&slot->position), end = atomic_load(&slot->end);
    switch (gauge) {
    case GAUGE_LAG:
        return position < 0 || end < position ? (end < 0 ? -1 : 0) : end - position;
    case GAUGE_POSITION:
        return position;
    case GAUGE_COUNTED:
        return atomic_load(&slot->counted);
    case N_GAUGES:
        break;
    }
    return -1;
}

static void print_gauge(FILE *out, enum partition_gauge gauge, struct metrics *const *workers,
                        unsigned n_workers)
{
    static const struct {
        const char *name, *help;
    } gauges[N_GAUGES] = {
        {"stancewire_partition_lag_records", "End of the partition less the next record to read"},
        {"stancewire_partition_position", "Offset of the next record to read"},
        {"stancewire_partition_counted_position", "Offset of the next record to count"},
    };
    fprintf(out, "# HELP %s %s\n# TYPE %s gauge\n", gauges[gauge].name, gauges[gauge].help,
            gauges[gauge].name);
    for (unsigned w = 0; w < n_workers; w++) {
        for (int i = 0; i < METRIC_PARTITIONS_MAX; i++) {
            const struct metric_partition *slot = &workers[w]->partitions[i];
            int32_t id = atomic_load(&slot->id_plus_1);
            int64_t value = gauge_value(slot, gauge);
            if (id != 0 && value >= 0) {
                fprintf(out, "%s{worker=\"%u\",partition=\"%" PRId32 "\"} %" PRId64 "\n",
                        gauges[gauge].name, w, id - 1, value);
            }
        }
    }
}

void metrics_print(FILE *out, struct metrics *const *workers, unsigned n_workers)
{
    fprintf(out,
            "# HELP stancewire_build_info Version of the program\n"
            "# TYPE stancewire_build_info gauge\n"
            "stancewire_build_info{version=\"%s\"} 1\n",
            sw_engine_version());
    for (int metric = 0; metric < N_METRICS; metric++) {
        if (rows[metric].name != NULL) {
            print_row(out, (enum metric)metric, workers, n_workers);
        }
    }
    for (int gauge = 0; gauge < N_GAUGES; gauge++) {
        print_gauge(out, (enum partition_gauge)gauge, workers, n_workers);
    }
}
