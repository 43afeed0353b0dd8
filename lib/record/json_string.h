/*
 * json_string.h: the inside of a JSON string that json_scan has checked, decoded to UTF-8.
 *
 * A surrogate without its half (Python writes such) becomes U+FFFD: one code point, as it is for
 * the readers, so that offsets agree. \u0000 becomes a NUL byte.
 */
#ifndef RECORD_JSON_STRING_H
#define RECORD_JSON_STRING_H

#include "json_scan.h"

/* *out borrows from the input where nothing is escaped, else from the arena. SW_ENOMEM. */
int json_string_decode(struct sw_text input, const struct json_value *string,
                       struct sw_arena *arena, struct sw_text *out, struct sw_error *err);

/* The same into out, which has room for the string's raw length; returns the decoded length. */
size_t json_string_decode_into(struct sw_text input, const struct json_value *string, char *out);

/* Whether the string is nothing but white space. Constant time for most strings. */
bool json_string_is_blank(struct sw_text input, const struct json_value *string);

#endif
