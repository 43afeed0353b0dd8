#include <stancewire/record.h>

#include "error.h"
#include "json_write.h"
#include "sha256.h"

/* What all the pieces need. */
struct record {
    struct json_writer json;
    const struct sw_annotations *annotations;
};

#define WRITE(record, literal) json_write_literal(&(record)->json, literal)

/* ---- Values --------------------------------------------------------------------------------- */

static void write_string(struct record *record, struct sw_text text)
{
    json_write_string(&record->json, text);
}

static void write_number(struct record *record, uint32_t number)
{
    json_write_number(&record->json, number);
}

static void write_id(struct record *record, char letter, uint32_t index)
{
    char head[2] = {'"', letter};
    json_write_bytes(&record->json, head, 2);
    write_number(record, index + 1);
    WRITE(record, "\"");
}

/* An entity's id, null for the author or nobody, "other" for a speaker without a name. */
static void write_who(struct record *record, int32_t who)
{
    if (who >= 0) {
        write_id(record, 'e', (uint32_t)who);
    } else if (who == SW_OTHER) {
        WRITE(record, "\"other\"");
    } else {
        WRITE(record, "null");
    }
}

/* The start and end of a span, the brace still open. */
static void open_span(struct record *record, struct sw_span span)
{
    WRITE(record, "{\"start\":");
    write_number(record, sw_codepoint(record->annotations, span.start));
    WRITE(record, ",\"end\":");
    write_number(record, sw_codepoint(record->annotations, span.end));
}

static void open_text_span(struct record *record, struct sw_span span)
{
    open_span(record, span);
    WRITE(record, ",\"text\":");
    const char *text = record->annotations->text.at;
    write_string(record, (struct sw_text){text + span.start, span.end - span.start});
}

static void write_spans(struct record *record, struct sw_spans spans)
{
    WRITE(record, "[");
    for (uint32_t i = 0; i < spans.n; i++) {
        if (i > 0) {
            WRITE(record, ",");
        }
        open_text_span(record, spans.at[i]);
        WRITE(record, "}");
    }
    WRITE(record, "]");
}

static void write_ids(struct record *record, char letter, const uint32_t *at, uint32_t n)
{
    WRITE(record, "[");
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) {
            WRITE(record, ",");
        }
        write_id(record, letter, at[i]);
    }
    WRITE(record, "]");
}

/* ---- One of each ---------------------------------------------------------------------------- */

static void write_segment(struct record *record, uint32_t i)
{
    const struct sw_segment *segment = &record->annotations->segments[i];
    open_span(record, segment->span);
    WRITE(record, ",\"kind\":");
    json_write_cstring(&record->json, sw_segment_kind_name(segment->kind));
    WRITE(record, "}");
}

static void write_mentions(struct record *record, const struct sw_entity *entity)
{
    WRITE(record, ",\"mentions\":[");
    for (uint32_t i = 0; i < entity->n_mentions; i++) {
        if (i > 0) {
            WRITE(record, ",");
        }
        open_text_span(record, entity->mentions[i].span);
        WRITE(record, ",\"kind\":");
        json_write_cstring(&record->json, sw_mention_kind_name(entity->mentions[i].kind));
        WRITE(record, "}");
    }
    WRITE(record, "]}");
}

static void write_entity(struct record *record, uint32_t index)
{
    const struct sw_entity *entity = &record->annotations->entities[index];
    WRITE(record, "{\"id\":");
    write_id(record, 'e', index);
    WRITE(record, ",\"type\":");
    json_write_cstring(&record->json, sw_entity_type_name(entity->type));
    WRITE(record, ",\"name\":");
    write_string(record, entity->name);
    WRITE(record, ",\"aliases\":[");
    for (uint32_t i = 0; i < entity->n_aliases; i++) {
        if (i > 0) {
            WRITE(record, ",");
        }
        write_string(record, entity->aliases[i]);
    }
    WRITE(record, "]");
    if (entity->wikidata.len > 0) {
        WRITE(record, ",\"wikidata\":");
        write_string(record, entity->wikidata);
    }
    if (entity->metonym) {
        WRITE(record, ",\"metonym\":true");
    } else {
        WRITE(record, ",\"metonym\":false");
    }
    if (entity->of >= 0) {
        WRITE(record, ",\"of\":");
        write_who(record, entity->of);
    }
    write_mentions(record, entity);
}

static void write_attribution(struct record *record, uint32_t index)
{
    const struct sw_attribution *attribution = &record->annotations->attributions[index];
    WRITE(record, "{\"id\":");
    write_id(record, 'a', index);
    WRITE(record, ",\"source\":");
    write_spans(record, attribution->source);
    WRITE(record, ",\"cue\":");
    write_spans(record, attribution->cue);
    WRITE(record, ",\"content\":");
    write_spans(record, attribution->content);
    WRITE(record, ",\"quote\":");
    json_write_cstring(&record->json, sw_quote_name(attribution->quote));
    WRITE(record, ",\"kind\":");
    json_write_cstring(&record->json, sw_attribution_kind_name(attribution->kind));
    WRITE(record, ",\"class\":");
    json_write_cstring(&record->json, sw_marker_type_name(attribution->marker_class));
    WRITE(record, ",\"holder\":");
    write_who(record, attribution->holder);
    WRITE(record, ",\"about\":");
    write_ids(record, 'e', attribution->about, attribution->n_about);
    WRITE(record, "}");
}

static void write_marker(struct record *record, uint32_t index)
{
    const struct sw_marker *marker = &record->annotations->markers[index];
    WRITE(record, "{\"id\":");
    write_id(record, 'm', index);
    WRITE(record, ",\"type\":");
    json_write_cstring(&record->json, sw_marker_type_name(marker->type));
    WRITE(record, ",\"class\":");
    json_write_cstring(&record->json, sw_marker_type_term(marker->type));
    WRITE(record, ",\"cue\":");
    write_spans(record, marker->cue);
    if (marker->scope.n > 0) {
        WRITE(record, ",\"scope\":");
        write_spans(record, marker->scope);
    }
    WRITE(record, ",\"holder\":");
    write_who(record, marker->holder);
    WRITE(record, ",\"target\":");
    write_who(record, marker->target);
    WRITE(record, ",\"polarity\":");
    if (marker->polarity < 0) {
        WRITE(record, "-");
    }
    write_number(record, marker->polarity != 0);
    if (marker->in_quote) {
        WRITE(record, ",\"in_quote\":true}");
    } else {
        WRITE(record, ",\"in_quote\":false}");
    }
}

static void write_stance(struct record *record, uint32_t index)
{
    const struct sw_stance *stance = &record->annotations->stances[index];
    WRITE(record, "{\"holder\":");
    write_who(record, stance->holder);
    WRITE(record, ",\"target\":");
    write_who(record, stance->target);
    WRITE(record, ",\"favor\":");
    write_number(record, stance->favor);
    WRITE(record, ",\"against\":");
    write_number(record, stance->against);
    WRITE(record, ",\"evidence\":");
    write_ids(record, 'm', stance->evidence, stance->n_evidence);
    WRITE(record, "}");
}

/* ---- The object ----------------------------------------------------------------------------- */

static void write_list(struct record *record, const char *key, uint32_t n,
                       void (*write_one)(struct record *, uint32_t))
{
    WRITE(record, ",\"");
    json_write_bytes(&record->json, key, strlen(key));
    WRITE(record, "\":[");
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) {
            WRITE(record, ",");
        }
        write_one(record, i);
    }
    WRITE(record, "]");
}

static void write_hex(struct record *record, const uint8_t *bytes, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    WRITE(record, "\"");
    for (size_t i = 0; i < n; i++) {
        char two[2] = {hex[bytes[i] >> 4], hex[bytes[i] & 15]};
        json_write_bytes(&record->json, two, 2);
    }
    WRITE(record, "\"");
}

static void write_head(struct record *record, const struct sw_article *article,
                       const struct sw_record_context *context)
{
    uint8_t digest[32];
    sha256(digest, article->text.at, article->text.len);
    WRITE(record, "\"annotations\":{\"schema\":\"" SW_SCHEMA "\",\"engine\":{\"version\":");
    json_write_cstring(&record->json, context->engine_version);
    WRITE(record, ",\"model\":");
    json_write_cstring(&record->json, context->model);
    WRITE(record, "},\"text_field\":");
    json_write_cstring(&record->json, article->text_field);
    WRITE(record, ",\"text_sha256\":");
    write_hex(record, digest, sizeof digest);
    WRITE(record, ",\"offset_unit\":\"codepoint\",\"lang\":");
    json_write_cstring(&record->json, record->annotations->lang);
}

static void write_tail(struct record *record, const struct sw_record_context *context)
{
    uint8_t fingerprint[8];
    for (int i = 0; i < 8; i++) {
        fingerprint[i] = (uint8_t)(record->annotations->fingerprint >> (56 - 8 * i));
    }
    WRITE(record, ",\"fingerprint\":");
    write_hex(record, fingerprint, sizeof fingerprint);
    WRITE(record, ",\"near_duplicate_of\":");
    if (context->near_duplicate_id.len > 0 || context->near_duplicate_url.len > 0) {
        WRITE(record, "{\"id\":");
        write_string(record, context->near_duplicate_id);
        WRITE(record, ",\"url\":");
        write_string(record, context->near_duplicate_url);
        WRITE(record, "}}");
    } else {
        WRITE(record, "null}");
    }
}

/* What a record mostly needs, so that the buffer seldom grows. */
static size_t guess_size(const struct sw_article *article, const struct sw_annotations *a)
{
    return article->input.len + article->text.len + 512 + (size_t)a->n_segments * 56 +
           (size_t)a->n_entities * 320 + (size_t)a->n_attributions * 400 +
           (size_t)a->n_markers * 240 + (size_t)a->n_stances * 96;
}

int sw_record_write(const struct sw_article *article, const struct sw_annotations *annotations,
                    const struct sw_record_context *context, struct sw_arena *arena,
                    struct sw_text *out, struct sw_error *err)
{
    struct record record = {.annotations = annotations};
    struct json_writer *json = &record.json;
    struct sw_text input = article->input;
    json_writer_init(json, arena, guess_size(article, annotations));
    json_write_bytes(json, input.at, article->splice_at);
    if (article->needs_comma) {
        WRITE(&record, ",");
    }
    write_head(&record, article, context);
    write_list(&record, "segments", annotations->n_segments, write_segment);
    write_list(&record, "entities", annotations->n_entities, write_entity);
    write_list(&record, "attributions", annotations->n_attributions, write_attribution);
    write_list(&record, "markers", annotations->n_markers, write_marker);
    write_list(&record, "stances", annotations->n_stances, write_stance);
    write_tail(&record, context);
    json_write_bytes(json, input.at + article->splice_end, input.len - article->splice_end);
    if (json->failed) {
        return error_set(err, SW_ENOMEM, "no memory for the annotated record (%zu bytes so far)",
                         json->len);
    }
    *out = (struct sw_text){json->at, json->len};
    return SW_OK;
}
