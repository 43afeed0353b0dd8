#include "counting.h"

#include <string.h>

#include "article_date.h"

static const int64_t HOUR_S = 3600, DAY_S = 86400;

const char *counter_sum_name(enum counter_sum sum)
{
    static const char *const names[N_SUMS] = {
        "articles", "unreadable",   "tombstones", "near_duplicates",
        "mentions", "attributions", "markers",    "stances",
    };
    return names[sum];
}

/* The buckets that one record is counted in. */
struct buckets {
    uint16_t at[3];
    unsigned n;
};

static int64_t floor_to(int64_t value, int64_t unit)
{
    int64_t rest = value % unit;
    return value - (rest < 0 ? rest + unit : rest);
}

static struct buckets find_buckets(struct counter_batch *batch, int64_t record_s,
                                   int64_t published_s)
{
    struct buckets out = {.n = 0};
    out.at[out.n++] = counter_batch_bucket(batch, (struct counter_bucket){.span = COUNTER_TOTAL});
    out.at[out.n++] = counter_batch_bucket(
        batch,
        (struct counter_bucket){.span = COUNTER_DAY, .start_s = floor_to(published_s, DAY_S)});
    int64_t hour_s = floor_to(published_s, HOUR_S);
    if (hour_s + COUNTING_HOURS_KEPT_S > record_s) {
        out.at[out.n++] = counter_batch_bucket(
            batch, (struct counter_bucket){.span = COUNTER_HOUR,
                                           .start_s = hour_s,
                                           .expire_s = hour_s + 2 * DAY_S + COUNTING_HOURS_KEPT_S});
    }
    return out;
}

static int64_t record_seconds(const struct counted_record *record)
{
    return record->timestamp_ms < 0 ? 0 : record->timestamp_ms / 1000;
}

static int64_t published_seconds(const struct counted_record *record,
                                 const struct sw_article *article)
{
    int64_t published_s, record_s = record_seconds(record);
    if (!article_date_parse(&published_s, article->date) || published_s > record_s + DAY_S) {
        return record_s;
    }
    return published_s;
}

static void add(struct counter_batch *batch, const struct buckets *buckets, enum counter_kind kind,
                struct sw_text field, int64_t n)
{
    for (unsigned i = 0; i < buckets->n; i++) {
        counter_batch_add(batch, buckets->at[i], kind, field, n);
    }
}

static void add_sum(struct counter_batch *batch, const struct buckets *buckets,
                    enum counter_sum sum, int64_t n)
{
    const char *name = counter_sum_name(sum);
    add(batch, buckets, COUNTER_SUMS, (struct sw_text){name, strlen(name)}, n);
}

/* Appends text with control characters as spaces, cut at a character. Returns the new length. */
static size_t append(char *out, size_t len, size_t max, const char *at, size_t n)
{
    size_t take = n < max - len ? n : max - len;
    while (take < n && take > 0 && ((unsigned char)at[take] & 0xC0) == 0x80) {
        take--;
    }
    for (size_t i = 0; i < take; i++) {
        unsigned char c = (unsigned char)at[i];
        out[len + i] = c < ' ' || c == 127 ? ' ' : at[i];
    }
    return len + take;
}

size_t counting_entity_field(char out[COUNTING_FIELD_MAX], const struct sw_entity *entity)
{
    const char *type = sw_entity_type_name(entity->type);
    size_t len = append(out, 0, COUNTING_FIELD_MAX, type, strlen(type));
    len = append(out, len, COUNTING_FIELD_MAX, "|", 1);
    len = append(out, len, COUNTING_FIELD_MAX, entity->wikidata.at,
                 entity->wikidata.len < 16 ? entity->wikidata.len : 0);
    len = append(out, len, COUNTING_FIELD_MAX, "|", 1);
    return append(out, len, COUNTING_FIELD_MAX, entity->name.at, entity->name.len);
}

static void count_entities(struct counter_batch *batch, const struct buckets *buckets,
                           int64_t offset, const struct sw_annotations *annotations)
{
    for (uint32_t i = 0; i < annotations->n_entities; i++) {
        const struct sw_entity *entity = &annotations->entities[i];
        char field[COUNTING_FIELD_MAX];
        struct sw_text text = {field, counting_entity_field(field, entity)};
        for (unsigned b = 0; b < buckets->n; b++) {
            counter_batch_add_once(batch, buckets->at[b], COUNTER_ENTITIES, text, 1, offset);
        }
        add(batch, buckets, COUNTER_MENTIONS, text, entity->n_mentions);
        add_sum(batch, buckets, SUM_MENTIONS, entity->n_mentions);
    }
}

/* "PER|Q7747|Vladimir Putin\tLOC|Q159|Russia"; the author is "author", an unnamed speaker "other".
 */
static size_t stance_field(char *out, size_t max, const struct sw_annotations *annotations,
                           const struct sw_stance *stance)
{
    char name[COUNTING_FIELD_MAX];
    size_t len = 0;
    if (stance->holder < 0) {
        const char *word = stance->holder == SW_OTHER ? "other" : "author";
        len = append(out, 0, max, word, strlen(word));
    } else {
        len = append(out, 0, max, name,
                     counting_entity_field(name, &annotations->entities[stance->holder]));
    }
    out[len++] = '\t';
    return append(out, len, max, name,
                  counting_entity_field(name, &annotations->entities[stance->target]));
}

static void count_stances(struct counter_batch *batch, const struct buckets *buckets,
                          const struct sw_annotations *annotations)
{
    for (uint32_t i = 0; i < annotations->n_stances; i++) {
        const struct sw_stance *stance = &annotations->stances[i];
        char field[2 * COUNTING_FIELD_MAX + 1];
        struct sw_text text = {field, stance_field(field, sizeof field, annotations, stance)};
        add(batch, buckets, COUNTER_FAVOR, text, stance->favor);
        add(batch, buckets, COUNTER_AGAINST, text, stance->against);
    }
    add_sum(batch, buckets, SUM_STANCES, annotations->n_stances);
}

static void count_markers(struct counter_batch *batch, const struct buckets *buckets,
                          const struct sw_annotations *annotations)
{
    int64_t n[SW_N_MARKER_TYPES] = {0};
    for (uint32_t i = 0; i < annotations->n_markers; i++) {
        n[annotations->markers[i].type]++;
    }
    for (int type = 0; type < SW_N_MARKER_TYPES; type++) {
        const char *name = sw_marker_type_name((enum sw_marker_type)type);
        add(batch, buckets, COUNTER_MARKERS, (struct sw_text){name, strlen(name)}, n[type]);
    }
    add_sum(batch, buckets, SUM_MARKERS, annotations->n_markers);
}

/* The outlet as the record names it, else the host of its URL. */
static struct sw_text outlet_of(const struct sw_article *article)
{
    struct sw_text url = article->url;
    if (article->outlet.len > 0) {
        return article->outlet;
    }
    for (size_t i = 0; i + 3 <= url.len; i++) {
        if (memcmp(url.at + i, "://", 3) == 0) {
            const char *host = url.at + i + 3, *end = url.at + url.len;
            if (end - host > 4 && memcmp(host, "www.", 4) == 0) {
                host += 4;
            }
            const char *stop = host;
            while (stop < end && strchr("/:?#", *stop) == NULL) {
                stop++;
            }
            return (struct sw_text){host, (size_t)(stop - host)};
        }
    }
    return (struct sw_text){NULL, 0};
}

static void count_outlet(struct counter_batch *batch, const struct buckets *buckets,
                         const struct sw_article *article)
{
    char field[COUNTING_FIELD_MAX];
    struct sw_text outlet = outlet_of(article);
    size_t len = append(field, 0, sizeof field, outlet.at, outlet.len);
    if (len > 0) {
        add(batch, buckets, COUNTER_OUTLETS, (struct sw_text){field, len}, 1);
    }
}

void counting_article(struct counter_batch *batch, const struct counted_record *record,
                      const struct sw_article *article, const struct sw_annotations *annotations,
                      bool near_copy)
{
    struct buckets buckets =
        find_buckets(batch, record_seconds(record), published_seconds(record, article));
    add_sum(batch, &buckets, SUM_ARTICLES, 1);
    count_outlet(batch, &buckets, article);
    if (near_copy) {
        add_sum(batch, &buckets, SUM_NEAR_DUPLICATES, 1);
        return;
    }
    count_entities(batch, &buckets, record->offset, annotations);
    add_sum(batch, &buckets, SUM_ATTRIBUTIONS, annotations->n_attributions);
    count_markers(batch, &buckets, annotations);
    count_stances(batch, &buckets, annotations);
}

void counting_other(struct counter_batch *batch, const struct counted_record *record,
                    enum counter_sum sum)
{
    int64_t record_s = record_seconds(record);
    struct buckets buckets = find_buckets(batch, record_s, record_s);
    add_sum(batch, &buckets, sum, 1);
}

int counting_remember(struct near_window *window, struct counter_batch *batch, uint64_t fingerprint,
                      int64_t offset, struct sw_text url)
{
    char line[NEAR_LINE_MAX];
    int status = near_window_add(window, fingerprint, offset, url);
    const struct near_entry *entry = near_window_last(window);
    if (status == SW_OK && batch != NULL && entry != NULL && entry->offset == offset) {
        counter_batch_add_window(batch, (struct sw_text){line, near_entry_print(line, entry)});
    }
    return status;
}

void counting_done(struct counter_batch *batch, int64_t offset)
{
    batch->next = offset + 1;
    batch->records++;
}
