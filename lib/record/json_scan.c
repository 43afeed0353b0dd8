#include "json_scan.h"

#include <string.h>

#include "error.h"
#include "record_utf8.h"

/* The scanner's place. Every function advances at, or fails with err filled. */
struct scan {
    const unsigned char *bytes;
    size_t at, len;
    struct sw_error *err;
};

static int fail(const struct scan *scan, const char *expected)
{
    if (scan->at >= scan->len) {
        return error_set(scan->err, SW_EFORMAT, "not JSON: ends at byte %zu, expected %s",
                         scan->len, expected);
    }
    return error_set(scan->err, SW_EFORMAT, "not JSON: at byte %zu, expected %s", scan->at,
                     expected);
}

static int peek(const struct scan *scan)
{
    return scan->at < scan->len ? scan->bytes[scan->at] : -1;
}

static void skip_space(struct scan *scan)
{
    for (; scan->at < scan->len; scan->at++) {
        unsigned char c = scan->bytes[scan->at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
            return;
        }
    }
}

/* ---- Strings -------------------------------------------------------------------------------- */

#define EACH_BYTE(byte) (0x0101010101010101u * (byte))

/* Whether any of eight bytes is a quote, a backslash, a control or not ASCII (bit tricks by
 * Mycroft). */
static bool has_special(uint64_t eight)
{
    uint64_t quote = eight ^ EACH_BYTE((uint64_t)'"');
    uint64_t slash = eight ^ EACH_BYTE((uint64_t)'\\');
    uint64_t found =
        (quote - EACH_BYTE(1u)) | (slash - EACH_BYTE(1u)) | (eight - EACH_BYTE(0x20u)) | eight;
    return (found & EACH_BYTE(0x80u)) != 0;
}

static void skip_plain(struct scan *scan)
{
    while (scan->len - scan->at >= 8) {
        uint64_t eight;
        memcpy(&eight, scan->bytes + scan->at, 8);
        if (has_special(eight)) {
            return;
        }
        scan->at += 8;
    }
}

static bool is_hex(int c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static int scan_escape(struct scan *scan)
{
    scan->at++;
    int c = peek(scan);
    if (c < 0 || strchr("\"\\/bfnrtu", c) == NULL || c == '\0') {
        return fail(scan, "one of \"\\/bfnrtu after a backslash");
    }
    scan->at++;
    for (int i = 0; c == 'u' && i < 4; i++, scan->at++) {
        if (!is_hex(peek(scan))) {
            return fail(scan, "four hex digits after \\u");
        }
    }
    return SW_OK;
}

/* One byte that is not plain ASCII: an escape or a sequence. */
static int scan_special(struct scan *scan, bool *escaped)
{
    unsigned char c = scan->bytes[scan->at];
    if (c == '\\') {
        *escaped = true;
        return scan_escape(scan);
    }
    if (c < 0x20) {
        return error_set(scan->err, SW_EFORMAT,
                         "not JSON: at byte %zu, a control character (0x%02x) in a string",
                         scan->at, c);
    }
    size_t n = utf8_sequence_len(scan->bytes + scan->at, scan->len - scan->at);
    if (n == 0) {
        return error_set(scan->err, SW_EENCODING, "not UTF-8: byte 0x%02x at byte %zu", c,
                         scan->at);
    }
    scan->at += n;
    return SW_OK;
}

static int scan_string(struct scan *scan, struct json_value *out)
{
    *out = (struct json_value){.start = scan->at, .kind = JSON_STRING};
    scan->at++;
    for (;;) {
        skip_plain(scan);
        int c = peek(scan);
        if (c < 0) {
            return fail(scan, "the end of a string");
        }
        if (c == '"') {
            out->end = ++scan->at;
            return SW_OK;
        }
        if (c >= 0x20 && c < 0x80 && c != '\\') {
            scan->at++;
            continue;
        }
        int status = scan_special(scan, &out->escaped);
        if (status != SW_OK) {
            return status;
        }
    }
}

/* ---- Numbers and words ---------------------------------------------------------------------- */

static bool skip_digits(struct scan *scan)
{
    size_t start = scan->at;
    while (peek(scan) >= '0' && peek(scan) <= '9') {
        scan->at++;
    }
    return scan->at > start;
}

static int scan_number(struct scan *scan, struct json_value *out)
{
    *out = (struct json_value){.start = scan->at, .kind = JSON_NUMBER};
    if (peek(scan) == '-') {
        scan->at++;
    }
    if (peek(scan) == '0') {
        scan->at++;
    } else if (!skip_digits(scan)) {
        return fail(scan, "a digit");
    }
    if (peek(scan) == '.') {
        scan->at++;
        if (!skip_digits(scan)) {
            return fail(scan, "a digit after the point");
        }
    }
    if (peek(scan) == 'e' || peek(scan) == 'E') {
        scan->at++;
        if (peek(scan) == '+' || peek(scan) == '-') {
            scan->at++;
        }
        if (!skip_digits(scan)) {
            return fail(scan, "a digit of the exponent");
        }
    }
    out->end = scan->at;
    return SW_OK;
}

static int scan_word(struct scan *scan, struct json_value *out)
{
    static const struct {
        const char *word;
        size_t len;
        enum json_kind kind;
    } words[] = {{"true", 4, JSON_TRUE}, {"false", 5, JSON_FALSE}, {"null", 4, JSON_NULL}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (scan->len - scan->at >= words[i].len &&
            memcmp(scan->bytes + scan->at, words[i].word, words[i].len) == 0) {
            *out = (struct json_value){scan->at, scan->at + words[i].len, words[i].kind, false};
            scan->at = out->end;
            return SW_OK;
        }
    }
    return fail(scan, "a value");
}

static int scan_scalar(struct scan *scan, struct json_value *out)
{
    int c = peek(scan);
    if (c == '"') {
        return scan_string(scan, out);
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        return scan_number(scan, out);
    }
    return scan_word(scan, out);
}

/* ---- Objects and arrays --------------------------------------------------------------------- */

/* What encloses the scanner's place: a bit for each level, set for an object. */
struct nesting {
    unsigned depth;
    unsigned char is_object[JSON_DEPTH_MAX / 8];
};

static int enter(const struct scan *scan, struct nesting *nesting, bool object)
{
    if (nesting->depth >= JSON_DEPTH_MAX) {
        return error_set(scan->err, SW_EFORMAT, "at byte %zu: nested deeper than %d", scan->at,
                         JSON_DEPTH_MAX);
    }
    unsigned char bit = (unsigned char)(1u << (nesting->depth % 8));
    unsigned char *byte = &nesting->is_object[nesting->depth / 8];
    *byte = (unsigned char)(object ? *byte | bit : *byte & ~bit);
    nesting->depth++;
    return SW_OK;
}

static bool in_object(const struct nesting *nesting)
{
    unsigned at = nesting->depth - 1;
    return (nesting->is_object[at / 8] >> (at % 8) & 1) != 0;
}

static int scan_key(struct scan *scan, struct json_value *key)
{
    skip_space(scan);
    if (peek(scan) != '"') {
        return fail(scan, "a key in quotes");
    }
    int status = scan_string(scan, key);
    if (status != SW_OK) {
        return status;
    }
    skip_space(scan);
    if (peek(scan) != ':') {
        return fail(scan, "a colon after the key");
    }
    scan->at++;
    return SW_OK;
}

/*
 * What may follow a value: closing brackets, each of which ends a value again, then a comma.
 * *key is filled where the comma is an object's. Stops before a bracket of the outermost level.
 */
static int scan_after_value(struct scan *scan, struct nesting *nesting, struct json_value *key)
{
    while (nesting->depth > 0) {
        skip_space(scan);
        bool object = in_object(nesting);
        int c = peek(scan);
        if (c == ',') {
            scan->at++;
            return object ? scan_key(scan, key) : SW_OK;
        }
        if (c != (object ? '}' : ']')) {
            return fail(scan, object ? "a comma or }" : "a comma or ]");
        }
        scan->at++;
        nesting->depth--;
    }
    return SW_OK;
}

/* Enters [ or {. *empty says that it closed at once. */
static int scan_open(struct scan *scan, struct nesting *nesting, struct json_value *key,
                     bool *empty)
{
    bool object = peek(scan) == '{';
    int status = enter(scan, nesting, object);
    if (status != SW_OK) {
        return status;
    }
    scan->at++;
    skip_space(scan);
    *empty = peek(scan) == (object ? '}' : ']');
    if (*empty) {
        scan->at++;
        nesting->depth--;
        return SW_OK;
    }
    return object ? scan_key(scan, key) : SW_OK;
}

/* A value with all that it holds. */
static int scan_value(struct scan *scan, struct json_value *out)
{
    skip_space(scan);
    int c = peek(scan);
    if (c != '{' && c != '[') {
        return scan_scalar(scan, out);
    }
    *out = (struct json_value){.start = scan->at, .kind = c == '{' ? JSON_OBJECT : JSON_ARRAY};
    struct nesting nesting = {.depth = 0};
    struct json_value inner;
    do {
        bool closed = true;
        int status;
        skip_space(scan);
        c = peek(scan);
        if (c == '{' || c == '[') {
            status = scan_open(scan, &nesting, &inner, &closed);
        } else {
            status = scan_scalar(scan, &inner);
        }
        if (status == SW_OK && closed) {
            status = scan_after_value(scan, &nesting, &inner);
        }
        if (status != SW_OK) {
            return status;
        }
    } while (nesting.depth > 0);
    out->end = scan->at;
    return SW_OK;
}

static int scan_members(struct scan *scan, json_member *each, void *context)
{
    for (;;) {
        struct json_value key, value;
        int status = scan_key(scan, &key);
        if (status == SW_OK) {
            status = scan_value(scan, &value);
        }
        if (status != SW_OK) {
            return status;
        }
        each(context, &key, &value);
        skip_space(scan);
        if (peek(scan) == '}') {
            return SW_OK;
        }
        if (peek(scan) != ',') {
            return fail(scan, "a comma or }");
        }
        scan->at++;
    }
}

int json_scan(struct sw_text input, json_member *each, void *context, struct json_object *out,
              struct sw_error *err)
{
    struct scan scan = {(const unsigned char *)input.at, 0, input.len, err};
    skip_space(&scan);
    if (peek(&scan) != '{') {
        return fail(&scan, "an object");
    }
    scan.at++;
    skip_space(&scan);
    bool empty = peek(&scan) == '}';
    int status = empty ? SW_OK : scan_members(&scan, each, context);
    if (status != SW_OK) {
        return status;
    }
    size_t close = scan.at++;
    skip_space(&scan);
    if (scan.at < scan.len) {
        return fail(&scan, "nothing after the object");
    }
    *out = (struct json_object){close, empty};
    return SW_OK;
}
