/* stancewire counters: what Redis has counted, for a person or a program. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "commands.h"
#include "counter_read.h"
#include "counter_rows.h"
#include "counters_print.h"
#include "counters_session.h"
#include "counters_verify.h"
#include "counting.h"
#include "error.h"

static const struct option rows[] = {
    {.name = "input-topic",
     .fallback = "articles.raw",
     .value = "TOPIC",
     .help = "The topic whose articles were counted"},
    {.name = "format",
     .type = OPTION_CHOICE,
     .fallback = "table",
     .choices = "table|json",
     .help = "For a person, or for a program"},
    {.name = "limit",
     .type = OPTION_NUMBER,
     .fallback = "20",
     .min = 1,
     .max = 1000000,
     .help = "Rows of top and show"},
    {.name = "day", .value = "YYYY-MM-DD", .help = "Only what was published on this day (UTC)"},
    {.name = "hour",
     .value = "YYYY-MM-DDTHH",
     .help = "Only what was published in this hour (UTC)"},
    {.name = "partition",
     .type = OPTION_NUMBER,
     .fallback = "-1",
     .min = -1,
     .max = INT32_MAX,
     .help = "Of verify and rebuild: only this one (default: all)"},
};
static const struct option_group group = {"Counters", rows, sizeof rows / sizeof rows[0]};
static const struct option_group *const groups[] = {
    &group, &options_redis, &options_kafka, &options_model, &options_record, &options_log, NULL};
static const struct options_program program = {
    "stancewire counters",
    "totals | top entities|stances|markers|outlets | show NAME | verify | rebuild",
    "Reads the counters back from Redis, added up over the partitions of the topic.\n"
    "verify counts the input topic again and compares (exit status 1 where they differ); rebuild\n"
    "counts it again beside the live counters and puts the new ones in their place.",
    groups};

/* ---- totals ---------------------------------------------------------------------------------- */

static json_t *partition_rows(struct counters_session *session, struct sw_error *err)
{
    json_t *list = json_array();
    for (size_t i = 0; i < session->n_partitions; i++) {
        struct counter_position stands;
        if (counter_store_open(session->store, session->partitions[i], &stands, NULL, err) !=
            REDIS_OK_RESULT) {
            json_decref(list);
            return NULL;
        }
        json_array_append_new(list,
                              json_pack("{s:i, s:I}", "partition", (int)session->partitions[i],
                                        "next_offset", (json_int_t)stands.next));
    }
    return list;
}

static int run_totals(struct counters_session *session, struct sw_error *err)
{
    struct counter_batch *cells = counters_session_read(session, COUNTER_SUMS, COUNTER_KINDS, err);
    json_t *partitions = cells != NULL ? partition_rows(session, err) : NULL;
    json_t *totals = json_object();
    if (partitions == NULL) {
        counter_batch_free(cells);
        json_decref(totals);
        return EXIT_STATUS_SERVICE;
    }
    json_object_set_new(totals, "topic", json_string(counter_store_topic(session->store)));
    for (int sum = 0; sum < N_SUMS; sum++) {
        const char *name = counter_sum_name((enum counter_sum)sum);
        int64_t n = counter_batch_get(cells, 0, COUNTER_SUMS, (struct sw_text){name, strlen(name)});
        json_object_set_new(totals, name, json_integer(n));
    }
    json_object_set_new(totals, "partitions", partitions);
    counters_print_object(stdout, totals, session->as_json);
    json_decref(totals);
    counter_batch_free(cells);
    return EXIT_STATUS_DONE;
}

/* ---- top ------------------------------------------------------------------------------------- */

static json_t *text_value(struct sw_text text)
{
    json_t *value = text.len > 0 ? json_stringn(text.at, text.len) : json_null();
    return value != NULL ? value : json_string("?");
}

static void fill_entity(json_t *row, struct sw_text field)
{
    struct entity_name name = entity_name_split(field);
    json_object_set_new(row, "type", text_value(name.type));
    json_object_set_new(row, "name", text_value(name.name));
    json_object_set_new(row, "wikidata", text_value(name.id));
}

static void fill_stance(json_t *row, struct sw_text field)
{
    struct sw_text holder, target;
    stance_split(field, &holder, &target);
    json_object_set_new(row, "holder", text_value(entity_name_split(holder).name));
    json_object_set_new(row, "target", text_value(entity_name_split(target).name));
}

static void fill_marker(json_t *row, struct sw_text field)
{
    json_object_set_new(row, "type", text_value(field));
}

static void fill_outlet(json_t *row, struct sw_text field)
{
    json_object_set_new(row, "outlet", text_value(field));
}

/* What `top` can list. */
static const struct top {
    const char *what;
    enum counter_kind kinds[ROW_COLUMNS_MAX];
    const char *names[ROW_COLUMNS_MAX]; /* of the numbers */
    void (*fill)(json_t *row, struct sw_text field);
    const char *columns[6];
} tops[] = {
    {"entities",
     {COUNTER_ENTITIES, COUNTER_MENTIONS},
     {"articles", "mentions"},
     fill_entity,
     {"name", "type", "wikidata", "articles", "mentions", NULL}},
    {"stances",
     {COUNTER_FAVOR, COUNTER_AGAINST},
     {"favor", "against"},
     fill_stance,
     {"holder", "target", "favor", "against", NULL}},
    {"markers",
     {COUNTER_MARKERS, COUNTER_KINDS},
     {"count", NULL},
     fill_marker,
     {"type", "count", NULL}},
    {"outlets",
     {COUNTER_OUTLETS, COUNTER_KINDS},
     {"articles", NULL},
     fill_outlet,
     {"outlet", "articles", NULL}},
};

static const struct top *find_top(const char *what)
{
    for (size_t i = 0; what != NULL && i < sizeof tops / sizeof tops[0]; i++) {
        if (strcmp(tops[i].what, what) == 0) {
            return &tops[i];
        }
    }
    return NULL;
}

static bool contains(struct sw_text text, const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= text.len; i++) {
        if (strncasecmp(text.at + i, word, len) == 0) {
            return true;
        }
    }
    return false;
}

/* The rows of a kind whose names contain `word` (NULL: all), as a JSON array. */
static json_t *top_rows(struct counters_session *session, const struct top *top, const char *word,
                        struct sw_error *err)
{
    struct counter_rows sorted;
    json_t *list = json_array();
    struct counter_batch *cells = counters_session_read(session, top->kinds[0], top->kinds[1], err);
    if (cells == NULL || !counter_rows_make(&sorted, cells, top->kinds)) {
        counter_batch_free(cells);
        json_decref(list);
        return NULL;
    }
    for (size_t i = 0; i < sorted.n && json_array_size(list) < session->limit; i++) {
        const struct counter_row *row = &sorted.at[i];
        if (word != NULL && !contains(row->field, word)) {
            continue;
        }
        json_t *object = json_object();
        top->fill(object, row->field);
        for (int c = 0; c < ROW_COLUMNS_MAX && top->names[c] != NULL; c++) {
            json_object_set_new(object, top->names[c], json_integer(row->n[c]));
        }
        json_array_append_new(list, object);
    }
    counter_rows_clear(&sorted);
    counter_batch_free(cells);
    return list;
}

static int run_top(struct counters_session *session, struct sw_error *err)
{
    const struct top *top = find_top(session->arguments[1]);
    if (top == NULL) {
        error_set(err, SW_EFORMAT,
                  "counters top wants one of: entities, stances, markers, outlets");
        return EXIT_STATUS_USAGE;
    }
    json_t *list = top_rows(session, top, NULL, err);
    if (list == NULL) {
        return EXIT_STATUS_SERVICE;
    }
    counters_print_rows(stdout, list, top->columns, session->as_json);
    json_decref(list);
    return EXIT_STATUS_DONE;
}

/* ---- show ------------------------------------------------------------------------------------ */

static int run_show(struct counters_session *session, struct sw_error *err)
{
    const char *word = session->arguments[1];
    if (word == NULL) {
        error_set(err, SW_EFORMAT, "counters show wants a name, or a part of one");
        return EXIT_STATUS_USAGE;
    }
    json_t *entities = top_rows(session, &tops[0], word, err);
    json_t *stances = entities != NULL ? top_rows(session, &tops[1], word, err) : NULL;
    if (stances == NULL) {
        json_decref(entities);
        return EXIT_STATUS_SERVICE;
    }
    if (session->as_json) {
        json_t *both = json_pack("{s:O, s:O}", "entities", entities, "stances", stances);
        counters_print_object(stdout, both, true);
        json_decref(both);
    } else {
        counters_print_rows(stdout, entities, tops[0].columns, false);
        if (json_array_size(stances) > 0) {
            fputc('\n', stdout);
            counters_print_rows(stdout, stances, tops[1].columns, false);
        }
    }
    json_decref(entities);
    json_decref(stances);
    return EXIT_STATUS_DONE;
}

/* ---- The command ----------------------------------------------------------------------------- */

static const struct subcommand {
    const char *name;
    int (*run)(struct counters_session *session, struct sw_error *err);
} subcommands[] = {
    {"totals", run_totals},
    {"top", run_top},
    {"show", run_show},
    {"verify", counters_verify},
    {"rebuild", counters_rebuild},
};

static const struct subcommand *find_subcommand(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof subcommands / sizeof subcommands[0]; i++) {
        if (strcmp(subcommands[i].name, name) == 0) {
            return &subcommands[i];
        }
    }
    return NULL;
}

int cmd_counters(int argc, char **argv)
{
    struct options *options;
    struct counters_session session = {0};
    struct sw_error err = {SW_OK, "no memory"};
    int status = options_start(&options, &program, argc, argv);
    if (status >= 0) {
        return status;
    }
    const struct subcommand *subcommand = find_subcommand(options_arguments(options)[0]);
    if (subcommand == NULL) {
        fprintf(stderr, "stancewire: counters wants totals, top, show, verify or rebuild;"
                        " `stancewire counters --help` tells more\n");
        options_free(options);
        return EXIT_STATUS_USAGE;
    }
    status = counters_session_open(&session, options, &err);
    if (status == EXIT_STATUS_DONE) {
        status = subcommand->run(&session, &err);
    }
    if (status > EXIT_STATUS_SOME_FAILED) {
        fprintf(stderr, "stancewire: %s\n", err.text);
    }
    counters_session_close(&session);
    options_free(options);
    return status;
}
