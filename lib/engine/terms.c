#include <stancewire/stancewire.h>

/* The words of the record for the values of the enums, in their order. */

const char *sw_segment_kind_name(enum sw_segment_kind kind)
{
    static const char *const names[] = {"title",   "dateline",    "body",  "quote",
                                        "caption", "boilerplate", "repeat"};
    return names[kind];
}

const char *sw_entity_type_name(enum sw_entity_type type)
{
    static const char *const names[] = {"PER", "ORG", "LOC", "NORP", "EVENT"};
    return names[type];
}

const char *sw_mention_kind_name(enum sw_mention_kind kind)
{
    static const char *const names[] = {"name", "nominal", "pronoun"};
    return names[kind];
}

const char *sw_quote_name(enum sw_quote quote)
{
    static const char *const names[] = {"direct", "mixed", "indirect"};
    return names[quote];
}

const char *sw_attribution_kind_name(enum sw_attribution_kind kind)
{
    static const char *const names[] = {"statement", "belief", "intent", "order", "fact", "stance"};
    return names[kind];
}

uint32_t sw_codepoint(const struct sw_annotations *annotations, uint32_t byte)
{
    uint32_t n = annotations->codepoints[byte / 64];
    for (uint32_t i = byte / 64 * 64; i < byte; i++) {
        n += ((unsigned char)annotations->text.at[i] & 0xC0) != 0x80;
    }
    return n;
}
