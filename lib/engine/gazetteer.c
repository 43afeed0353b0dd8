#include "gazetteer.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "hash.h"
#include "lexicons.h"
#include "rows.h"
#include "table.h"
#include "tokens.h"

#define MODEL_FILE "gazetteer.tsv"
#define USER_FILE "gazetteer.user"
#define N_COLUMNS 6
#define FIRST_NODES ((size_t)1 << 10)
#define ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define CAPITALS_LETTERS 3u /* names up to so many letters match in capitals only */

/* A node is the hash of a name's first tokens; it says whether a name ends or goes on there. */
struct node {
    uint64_t key;   /* 0: empty */
    uint32_t entry; /* 1 + index of the first entry that ends here, 0: none */
    uint16_t kinds;
    bool goes_on, in_capitals;
};

struct gazetteer {
    struct gazetteer_entry *entries;
    struct node *nodes;
    size_t n_entries, n_nodes, mask; /* of nodes: at most half full */
};

static const struct {
    const char *name;
    uint16_t bit;
} kinds[] = {
    {"country", GAZETTEER_COUNTRY}, {"demonym", GAZETTEER_DEMONYM},
    {"capital", GAZETTEER_CAPITAL}, {"region", GAZETTEER_REGION},
    {"city", GAZETTEER_CITY},       {"organisation", GAZETTEER_ORGANISATION},
    {"brand", GAZETTEER_BRAND},     {"group", GAZETTEER_GROUP},
    {"seat", GAZETTEER_SEAT},       {"leader", GAZETTEER_LEADER},
};

static uint16_t kind_bit(struct sw_text kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i].name) == kind.len && memcmp(kinds[i].name, kind.at, kind.len) == 0) {
            return kinds[i].bit;
        }
    }
    return 0;
}

static bool type_of(struct sw_text field, enum sw_entity_type *out)
{
    for (int type = SW_PER; type <= SW_EVENT; type++) {
        const char *name = sw_entity_type_name((enum sw_entity_type)type);
        if (strlen(name) == field.len && memcmp(name, field.at, field.len) == 0) {
            *out = (enum sw_entity_type)type;
            return true;
        }
    }
    return false;
}

static uint64_t step(uint64_t prefix, uint32_t lower)
{
    uint64_t key = hash_mix(prefix, lower);
    return key != 0 ? key : 1;
}

static struct node *find(const struct gazetteer *gazetteer, uint64_t key)
{
    size_t i = key & gazetteer->mask;
    while (gazetteer->nodes[i].key != 0 && gazetteer->nodes[i].key != key) {
        i = (i + 1) & gazetteer->mask;
    }
    return &gazetteer->nodes[i];
}

static bool grow(struct gazetteer *gazetteer)
{
    struct node *old = gazetteer->nodes;
    size_t n_old = gazetteer->mask + 1;
    struct node *nodes = table_new(2 * n_old, sizeof *nodes);
    if (nodes == NULL) {
        return false;
    }
    gazetteer->nodes = nodes;
    gazetteer->mask = 2 * n_old - 1;
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].key != 0) {
            *find(gazetteer, old[i].key) = old[i];
        }
    }
    free(old);
    return true;
}

/* The node of a key, made if need be; NULL when there is no memory. */
static struct node *find_or_make(struct gazetteer *gazetteer, uint64_t key)
{
    struct node *node = find(gazetteer, key);
    if (node->key == 0) {
        if (2 * ++gazetteer->n_nodes > gazetteer->mask) {
            if (!grow(gazetteer)) {
                return NULL;
            }
            node = find(gazetteer, key);
        }
        node->key = key;
    }
    return node;
}

const struct gazetteer_entry *gazetteer_look(const struct gazetteer *gazetteer,
                                             const struct token *tokens, uint32_t i, uint32_t end,
                                             uint32_t *n_tokens, uint32_t *kinds_out)
{
    const struct gazetteer_entry *longest = NULL;
    uint32_t first = i;
    uint64_t prefix = 0;
    for (; i < end; i++) {
        prefix = step(prefix, tokens[i].lower);
        const struct node *node = find(gazetteer, prefix);
        if (node->key == 0) {
            break;
        }
        if (node->entry != 0 &&
            (!node->in_capitals || (tokens[i].flags & (TOKEN_ALL_UPPER | TOKEN_HAS_POINT)) != 0)) {
            longest = &gazetteer->entries[node->entry - 1];
            *n_tokens = i + 1 - first;
            *kinds_out = node->kinds;
        }
        if (!node->goes_on) {
            break;
        }
    }
    return longest;
}

const struct gazetteer_entry *gazetteer_match(const struct gazetteer *gazetteer,
                                              const struct token *tokens, uint32_t i, uint32_t end,
                                              uint32_t *n_tokens)
{
    uint32_t unused;
    return gazetteer_look(gazetteer, tokens, i, end, n_tokens, &unused);
}

/* One name of an entry, cut into tokens, put into the table of prefixes. */
static int add_name(struct gazetteer *gazetteer, struct sw_text name, uint16_t kind_bits,
                    struct sw_arena *arena, struct sw_error *err)
{
    struct token *tokens;
    uint32_t n;
    uint64_t prefix = 0;
    sw_arena_reset(arena);
    int status = tokens_read(name, arena, &tokens, &n, err);
    for (uint32_t i = 0; status == SW_OK && i < n; i++) {
        prefix = step(prefix, tokens[i].lower);
        struct node *node = find_or_make(gazetteer, prefix);
        if (node == NULL) {
            return error_set(err, SW_ENOMEM, "no memory for the gazetteer");
        }
        if (i + 1 < n) {
            node->goes_on = true;
            continue;
        }
        if (node->entry == 0) {
            node->entry = (uint32_t)gazetteer->n_entries;
            node->in_capitals = name.len <= CAPITALS_LETTERS;
        }
        node->in_capitals = node->in_capitals && (tokens[i].flags & TOKEN_ALL_UPPER) != 0;
        node->kinds |= kind_bits;
    }
    return status;
}

static int add_entry(struct gazetteer *gazetteer, const struct sw_text *fields, uint16_t extra_bits,
                     struct sw_arena *arena, struct sw_error *err)
{
    struct gazetteer_entry *entry = &gazetteer->entries[gazetteer->n_entries++];
    *entry = (struct gazetteer_entry){
        .id = fields[0], .name = fields[2], .kind = fields[4], .of = fields[5]};
    type_of(fields[1], &entry->type);
    uint16_t bits = kind_bit(entry->kind) | extra_bits;
    int status = add_name(gazetteer, entry->name, bits, arena, err);
    const char *at = fields[3].at, *end = fields[3].at + fields[3].len;
    while (status == SW_OK && at < end) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        struct sw_text alias = {at, (size_t)((bar != NULL ? bar : end) - at)};
        status = add_name(gazetteer, alias, bits, arena, err);
        at = bar != NULL ? bar + 1 : end;
    }
    return status;
}

static int read_file(struct gazetteer *gazetteer, const struct sw_blob *file, uint16_t extra_bits,
                     struct sw_arena *arena, struct sw_error *err)
{
    struct rows rows = rows_of(file);
    struct sw_text line, fields[N_COLUMNS];
    int status = SW_OK;
    while (status == SW_OK && rows_next(&rows, &line)) {
        enum sw_entity_type type;
        size_t n = rows_fields(line, fields, N_COLUMNS);
        if (n < 3 || n > N_COLUMNS || fields[2].len == 0) {
            return error_set(err, SW_EFORMAT,
                             "%s:%zu: %zu columns; id, type, name[, aliases, kind, of] are needed",
                             file->name, rows.number, n);
        }
        if (!type_of(fields[1], &type)) {
            return error_set(err, SW_EFORMAT,
                             "%s:%zu: type '%.*s' is none of PER ORG LOC NORP EVENT", file->name,
                             rows.number, (int)(fields[1].len < 20 ? fields[1].len : 20),
                             fields[1].at);
        }
        status = add_entry(gazetteer, fields, extra_bits, arena, err);
    }
    return status;
}

/* The entries of both files have at most one a line. */
static int make_room(struct gazetteer *gazetteer, const struct sw_blob *const *blobs,
                     struct sw_error *err)
{
    size_t n_lines = 2;
    for (int b = 0; b < 2; b++) {
        for (size_t i = 0; blobs[b] != NULL && i < blobs[b]->len; i++) {
            n_lines += ((const char *)blobs[b]->at)[i] == '\n';
        }
    }
    gazetteer->entries = calloc(n_lines, sizeof *gazetteer->entries);
    size_t n_slots = FIRST_NODES;
    while (n_slots < 4 * n_lines) {
        n_slots *= 2;
    }
    gazetteer->nodes = table_new(n_slots, sizeof *gazetteer->nodes);
    gazetteer->mask = n_slots - 1;
    if (gazetteer->nodes == NULL || gazetteer->entries == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for %zu names", n_lines);
    }
    return SW_OK;
}

int gazetteer_new(struct gazetteer **out, const struct sw_blob *files, size_t n_files,
                  struct sw_error *err)
{
    const struct sw_blob *blobs[] = {blob_find(files, n_files, USER_FILE),
                                     blob_find(files, n_files, MODEL_FILE)};
    struct gazetteer *gazetteer = calloc(1, sizeof *gazetteer);
    struct sw_arena *arena = sw_arena_new(ARENA_BYTES);
    int status = gazetteer == NULL || arena == NULL
                     ? error_set(err, SW_ENOMEM, "no memory for the gazetteer")
                     : make_room(gazetteer, blobs, err);
    if (status == SW_OK && blobs[1] == NULL) {
        status = error_set(err, SW_EMISSING, "%s: missing from the model", MODEL_FILE);
    }
    for (int b = 0; status == SW_OK && b < 2; b++) {
        if (blobs[b] != NULL) {
            status = read_file(gazetteer, blobs[b], b == 0 ? GAZETTEER_USER : 0, arena, err);
        }
    }
    sw_arena_free(arena);
    if (status != SW_OK) {
        gazetteer_free(gazetteer);
        return status;
    }
    *out = gazetteer;
    return SW_OK;
}

void gazetteer_free(struct gazetteer *gazetteer)
{
    if (gazetteer != NULL) {
        free(gazetteer->entries);
        free(gazetteer->nodes);
        free(gazetteer);
    }
}
