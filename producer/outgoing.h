/*
 * outgoing.h: the record that an item becomes, and its key.
 *
 *     item --outgoing_make--> value, key
 *
 * The key is the article's URL, or the first half of its text's SHA-256 in hex: the same article
 * published twice lands in the same partition. Memory: the arena's and the item's.
 */
#ifndef PRODUCER_OUTGOING_H
#define PRODUCER_OUTGOING_H

#include <stancewire/record.h>

#include "source.h"

struct outgoing {
    struct sw_text value, key;
};

struct outgoing_rules {
    struct sw_fields fields;
    bool key_is_url; /* where there is one */
    bool check;      /* refuse what article_read refuses; else it goes out, keyed by its bytes */
};

/* SW_EFORMAT, SW_EENCODING, SW_ENOTEXT: not an article. SW_ENOMEM. */
int outgoing_make(struct outgoing *out, const struct item *item, const struct outgoing_rules *rules,
                  struct sw_arena *arena, struct sw_error *err);

#endif
