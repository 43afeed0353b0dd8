#include "letters_print.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "error.h"
#include "json_write.h"
#include "record_utf8.h"

/* 2026-11-25 09:00:00, UTC. */
static void format_time(char out[32], long long ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    if (ms < 0 || gmtime_r(&seconds, &parts) == NULL ||
        strftime(out, 32, "%Y-%m-%d %H:%M:%S", &parts) == 0) {
        strcpy(out, "-");
    }
}

/* Up to width bytes, what is no printable ASCII or UTF-8 as a question mark. */
static void print_safe(FILE *out, const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        unsigned char c = (unsigned char)text[at];
        size_t n = c < 0x80 ? 1 : utf8_sequence_len((const unsigned char *)text + at, len - at);
        /* C1 controls are two bytes, C2 80 to C2 9F. */
        bool control =
            c < 0x20 || c == 0x7F || (n == 2 && c == 0xC2 && (unsigned char)text[at + 1] < 0xA0);
        if (n == 0 || control) {
            fputc('?', out);
        } else {
            fwrite(text + at, 1, n, out);
        }
        at += n > 0 ? n : 1;
    }
}

void letters_print_heading(FILE *out)
{
    fprintf(out, "%-12s  %-19s  %-15s  %-24s  %-28s  %s\n", "LETTER", "TIME (UTC)", "STAGE",
            "REASON", "CAME FROM", "DETAIL");
}

static void print_column(FILE *out, struct sw_text text, size_t width)
{
    size_t len = text.len < width ? text.len : width;
    print_safe(out, text.at, len);
    for (; len < width; len++) {
        fputc(' ', out);
    }
    fputs("  ", out);
}

void letters_print_row(FILE *out, const struct letter *letter)
{
    char place[64], time[32], from[128];
    snprintf(place, sizeof place, "%" PRId32 ":%" PRId64 "%s", letter->message->partition,
             letter->message->offset, letter->replayed ? " r" : "");
    format_time(time, letter->timestamp_ms);
    int n = snprintf(from, sizeof from, "%.*s:%.*s:%.*s", (int)letter->topic.len, letter->topic.at,
                     (int)letter->partition.len, letter->partition.at, (int)letter->offset.len,
                     letter->offset.at);
    fprintf(out, "%-12s  %-19s  ", place, time);
    print_column(out, letter->stage, 15);
    print_column(out, letter->reason, 24);
    print_column(out, (struct sw_text){from, n < (int)sizeof from ? (size_t)n : sizeof from - 1},
                 28);
    print_safe(out, letter->detail.at, letter->detail.len);
    fputc('\n', out);
}

/* Bytes that may be no UTF-8: each wrong one becomes U+FFFD. */
static void write_any(struct json_writer *json, struct sw_text text, struct sw_arena *arena)
{
    char *clean = sw_arena_alloc(arena, 3 * text.len + 1);
    size_t n = 0;
    if (clean == NULL) {
        json->failed = true;
        return;
    }
    for (size_t at = 0; at < text.len;) {
        size_t valid = utf8_valid_len((const unsigned char *)text.at + at, text.len - at);
        memcpy(clean + n, text.at + at, valid);
        n += valid;
        at += valid;
        if (at < text.len) {
            memcpy(clean + n, "\xEF\xBF\xBD", 3);
            n += 3;
            at++;
        }
    }
    json_write_string(json, (struct sw_text){clean, n});
}

int letters_print_json(FILE *out, const struct letter *letter, struct sw_arena *arena,
                       struct sw_error *err)
{
    const rd_kafka_message_t *message = letter->message;
    struct json_writer json;
    char head[200];
    sw_arena_reset(arena);
    json_writer_init(&json, arena, 1024);
    int n = snprintf(head, sizeof head,
                     "{\"partition\":%" PRId32 ",\"offset\":%" PRId64
                     ",\"timestamp_ms\":%lld,\"bytes\":%zu,\"replayed\":%s,\"key\":",
                     message->partition, message->offset, letter->timestamp_ms, message->len,
                     letter->replayed ? "true" : "false");
    json_write_bytes(&json, head, (size_t)n);
    if (message->key != NULL) {
        write_any(&json, (struct sw_text){message->key, message->key_len}, arena);
    } else {
        json_write_literal(&json, "null");
    }
    const struct {
        const char *name;
        struct sw_text text;
    } rows[] = {{",\"topic\":", letter->topic},        {",\"from_partition\":", letter->partition},
                {",\"from_offset\":", letter->offset}, {",\"stage\":", letter->stage},
                {",\"reason\":", letter->reason},      {",\"detail\":", letter->detail},
                {",\"source\":", letter->source}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_write_bytes(&json, rows[i].name, strlen(rows[i].name));
        write_any(&json, rows[i].text, arena);
    }
    json_write_literal(&json, "}\n");
    if (json.failed) {
        return error_set(err, SW_ENOMEM, "no memory to print a letter");
    }
    fwrite(json.at, 1, json.len, out);
    return SW_OK;
}

void letters_print_whole(FILE *out, const struct letter *letter)
{
    const char *name;
    const void *value;
    size_t len;
    fputs("key: ", out);
    print_safe(out, letter->message->key, letter->message->key_len);
    fputc('\n', out);
    for (size_t i = 0;
         letter->headers != NULL && rd_kafka_header_get_all(letter->headers, i, &name, &value,
                                                            &len) == RD_KAFKA_RESP_ERR_NO_ERROR;
         i++) {
        print_safe(out, name, strlen(name));
        fputs(": ", out);
        print_safe(out, value, value != NULL ? len : 0);
        fputc('\n', out);
    }
    fputc('\n', out);
    if (letter->message->payload != NULL) {
        fwrite(letter->message->payload, 1, letter->message->len, out);
    }
}
