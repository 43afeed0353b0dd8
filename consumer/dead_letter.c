#include "dead_letter.h"

#include <inttypes.h>
#include <stdio.h>

#include <stancewire/stancewire.h>

const char *dead_letter_stage_name(enum record_stage stage)
{
    static const char *const names[] = {"VALUE_CONVERTER", "TRANSFORMATION", "TASK_PUT"};
    return names[stage];
}

const char *dead_letter_failure_name(int failure)
{
    static const struct {
        int failure;
        const char *name;
    } rows[] = {
        {SW_EFORMAT, "stancewire.BadFormat"},  {SW_EENCODING, "stancewire.BadEncoding"},
        {SW_ENOTEXT, "stancewire.NoText"},     {SW_ETOOBIG, "stancewire.TooLarge"},
        {SW_ENOMEM, "stancewire.MemoryLimit"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].failure == failure) {
            return rows[i].name;
        }
    }
    return "stancewire.Failure";
}

static void replace(rd_kafka_headers_t *headers, const char *name, const char *value)
{
    rd_kafka_header_remove(headers, name);
    rd_kafka_header_add(headers, name, -1, value, -1);
}

rd_kafka_headers_t *dead_letter_headers(const rd_kafka_headers_t *own,
                                        const struct dead_letter *letter)
{
    rd_kafka_headers_t *headers =
        own != NULL ? rd_kafka_headers_copy(own) : rd_kafka_headers_new(6);
    char partition[16], offset[32];
    snprintf(partition, sizeof partition, "%" PRId32, letter->partition);
    snprintf(offset, sizeof offset, "%" PRId64, letter->offset);
    const struct {
        const char *name, *value;
    } rows[] = {
        {"__connect.errors.topic", letter->topic},
        {"__connect.errors.partition", partition},
        {"__connect.errors.offset", offset},
        {"__connect.errors.stage", dead_letter_stage_name(letter->stage)},
        {"__connect.errors.exception.class.name", dead_letter_failure_name(letter->failure)},
        {"__connect.errors.exception.message", letter->message},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        replace(headers, rows[i].name, rows[i].value);
    }
    return headers;
}
