/*
 * json_scan.h: checks one JSON object and says where its members stand.
 *
 *     bytes --json_scan--> { key, value } extents, in order
 *
 * Strict RFC 8259, UTF-8 checked (RFC 3629). Numbers are checked, never converted: 2^63 and 1e400
 * cost nothing. Linear time, no recursion, no allocation. Offsets are bytes of the input.
 * Threads: touches nothing but its arguments.
 */
#ifndef RECORD_JSON_SCAN_H
#define RECORD_JSON_SCAN_H

#include <stancewire/stancewire.h>

/* Objects and arrays within a member: Python and jq, who read the output, stop not far above. */
#define JSON_DEPTH_MAX 512

enum json_kind {
    JSON_STRING,
    JSON_NUMBER,
    JSON_OBJECT,
    JSON_ARRAY,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL
};

/* A value's extent; of a string with its quotes. */
struct json_value {
    size_t start, end;
    enum json_kind kind;
    bool escaped; /* a string with a backslash in it */
};

/* Called for each member of the outermost object, before the rest is known to be right. */
typedef void json_member(void *context, const struct json_value *key,
                         const struct json_value *value);

struct json_object {
    size_t close; /* of the closing brace */
    bool empty;
};

/* SW_EFORMAT or SW_EENCODING; err names the byte. */
int json_scan(struct sw_text input, json_member *each, void *context, struct json_object *out,
              struct sw_error *err);

#endif
