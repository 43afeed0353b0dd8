#include "log.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "options.h"

static const char *const level_names[] = {"error", "warn", "info", "debug"};

#define VALUE_MAX 1024

/* A line in the making. full: what did not fit was left out, a field at a time. */
struct line {
    char at[LOG_LINE_MAX];
    size_t len;
    bool full;
};

/* Of librdkafka's properties these hold what must not be seen. */
static bool is_secret_property(const char *item, size_t name_len)
{
    static const char *const words[] = {"password", "secret", "oauthbearer",
                                        "ssl.key",  "ca.pem", "certificate.pem"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *found = strstr(item, words[i]);
        if (found != NULL && found < item + name_len) {
            return true;
        }
    }
    return false;
}

static void hide_properties(struct log *log, const struct options *options)
{
    if (!options_has(options, "property")) {
        return;
    }
    const char *item;
    for (size_t i = 0; (item = options_item(options, "property", i)) != NULL; i++) {
        size_t name_len = strcspn(item, "=");
        if (item[name_len] == '=' && is_secret_property(item, name_len)) {
            log_hide(log, item + name_len + 1);
        }
    }
}

void log_init(struct log *log, const struct options *options)
{
    memset(log, 0, sizeof *log);
    log->out = stderr;
    log->level = LOG_LEVEL_INFO;
    if (options != NULL) {
        log->format =
            options_is(options, "log-format", "json") ? LOG_FORMAT_JSON : LOG_FORMAT_LOGFMT;
        for (unsigned i = 0; i < sizeof level_names / sizeof level_names[0]; i++) {
            if (options_is(options, "log-level", level_names[i])) {
                log->level = (enum log_level)i;
            }
        }
        hide_properties(log, options);
    }
}

void log_hide(struct log *log, const char *secret)
{
    if (secret != NULL && *secret != '\0' && log->n_secrets < LOG_SECRETS_MAX) {
        log->secrets[log->n_secrets++] = secret;
    }
}

static void redact_one(const char *secret, char *text, size_t size)
{
    static const char stars[] = "***";
    size_t len = strlen(secret);
    for (char *at = strstr(text, secret); at != NULL; at = strstr(at, secret)) {
        size_t rest = strlen(at + len);
        size_t room = size - (size_t)(at - text) - 1;
        size_t n = room < 3 ? room : 3;
        size_t keep = rest < room - n ? rest : room - n;
        memmove(at + n, at + len, keep);
        memcpy(at, stars, n);
        at[n + keep] = '\0';
        at += n;
    }
}

void log_redact(const struct log *log, char *text, size_t size)
{
    for (unsigned i = 0; i < log->n_secrets; i++) {
        redact_one(log->secrets[i], text, size);
    }
}

bool log_writes(const struct log *log, enum log_level level)
{
    return level <= log->level;
}

/* ---- Text of a line ------------------------------------------------------------------------- */

static void put(struct line *line, const char *text, size_t len)
{
    /* Room is kept for the closing brace and the newline. */
    if (line->full || len > sizeof line->at - 4 - line->len) {
        line->full = true;
        return;
    }
    memcpy(line->at + line->len, text, len);
    line->len += len;
}

static void put_text(struct line *line, const char *text)
{
    put(line, text, strlen(text));
}

/* Length of the UTF-8 sequence at text (NUL-terminated), 0 where it is none. */
static size_t sequence_len(const unsigned char *text)
{
    size_t n = text[0] < 0x80                      ? 1
               : text[0] >= 0xC2 && text[0] < 0xE0 ? 2
               : text[0] >= 0xE0 && text[0] < 0xF0 ? 3
               : text[0] >= 0xF0 && text[0] < 0xF5 ? 4
                                                   : 0;
    for (size_t i = 1; i < n; i++) {
        if ((text[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return n;
}

static void put_quoted(struct line *line, const char *text)
{
    put(line, "\"", 1);
    for (const char *at = text; *at != '\0';) {
        size_t n = sequence_len((const unsigned char *)at);
        char escaped[8];
        if (n == 0) {
            put_text(line, "\xEF\xBF\xBD");
        } else if (*at == '"' || *at == '\\') {
            put(line, "\\", 1);
            put(line, at, 1);
        } else if ((unsigned char)*at < 0x20) {
            snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)(unsigned char)*at);
            put_text(line, escaped);
        } else {
            put(line, at, n);
        }
        at += n > 0 ? n : 1;
    }
    put(line, "\"", 1);
}

static bool is_plain(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        if (c <= ' ' || c >= 0x7F || c == '"' || c == '=' || c == '\\') {
            return false;
        }
    }
    return *text != '\0';
}

/* One name and value; the whole field is left out where it does not fit. */
static void put_field(const struct log *log, struct line *line, const char *name, size_t name_len,
                      const char *value, bool is_number)
{
    size_t before = line->len;
    bool json = log->format == LOG_FORMAT_JSON;
    if (before > 0) {
        put(line, json ? "," : " ", 1);
    } else if (json) {
        put(line, "{", 1);
    }
    put(line, "\"", json);
    put(line, name, name_len);
    put(line, json ? "\":" : "=", json ? 2 : 1);
    if (is_number || (!json && is_plain(value))) {
        put_text(line, value);
    } else {
        put_quoted(line, value);
    }
    if (line->full) {
        line->len = before;
    }
}

/* ---- Fields of the format ------------------------------------------------------------------- */

/* One conversion of the format, as far as it is understood. */
struct conversion {
    char spec[16];
    size_t len;
    bool star;
    int longs;
    bool is_size;
    char kind;
};

static bool read_conversion(const char *at, struct conversion *out)
{
    memset(out, 0, sizeof *out);
    size_t len = strspn(at, "%-+ #0123456789.*hlz") + 1;
    if (*at != '%' || len >= sizeof out->spec || at[len - 1] == '\0') {
        return false;
    }
    memcpy(out->spec, at, len);
    out->len = len;
    out->star = memchr(at, '*', len) != NULL;
    out->is_size = memchr(at, 'z', len) != NULL;
    for (size_t i = 0; i < len; i++) {
        out->longs += at[i] == 'l';
    }
    out->kind = at[len - 1];
    return true;
}

/* The formats come from the checked format of log_write, cut into pieces. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#endif
static void render_number(char value[VALUE_MAX], const struct conversion *c, va_list *args)
{
    if (strchr("fFgGeE", c->kind) != NULL) {
        snprintf(value, VALUE_MAX, c->spec, va_arg(*args, double));
    } else if (c->is_size) {
        snprintf(value, VALUE_MAX, c->spec, va_arg(*args, size_t));
    } else if (c->longs == 2) {
        snprintf(value, VALUE_MAX, c->spec, va_arg(*args, long long));
    } else if (c->longs == 1) {
        snprintf(value, VALUE_MAX, c->spec, va_arg(*args, long));
    } else {
        snprintf(value, VALUE_MAX, c->spec, va_arg(*args, int));
    }
}

static bool render(char value[VALUE_MAX], const struct conversion *c, va_list *args)
{
    if (c->kind != 's') {
        render_number(value, c, args);
        return c->kind != 'c' && c->kind != 'x';
    }
    int precision = c->star ? va_arg(*args, int) : VALUE_MAX;
    const char *text = va_arg(*args, const char *);
    snprintf(value, VALUE_MAX, "%.*s", precision, text != NULL ? text : "none");
    return false;
}
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

static void put_fields(const struct log *log, struct line *line, const char *fields, va_list *args)
{
    for (const char *at = fields; *at != '\0';) {
        size_t name_len = strcspn(at, "=");
        struct conversion conversion;
        if (at[name_len] == '\0' || !read_conversion(at + name_len + 1, &conversion)) {
            return;
        }
        char value[VALUE_MAX];
        bool is_number = render(value, &conversion, args);
        log_redact(log, value, sizeof value);
        put_field(log, line, at, name_len, value, is_number);
        at += name_len + 1 + conversion.len;
        at += strspn(at, " ");
    }
}

/* Where the first `name=` of the format begins. */
static const char *find_fields(const char *format)
{
    const char *equals = strchr(format, '=');
    const char *at = equals != NULL ? equals : format + strlen(format);
    while (equals != NULL && at > format && at[-1] != ' ') {
        at--;
    }
    return at;
}

static void put_time(const struct log *log, struct line *line)
{
    struct timespec now;
    struct tm parts;
    char text[64];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", parts.tm_year + 1900,
             parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
             now.tv_nsec / 1000000);
    put_field(log, line, "time", 4, text, false);
}

void log_write(const struct log *log, enum log_level level, const char *format, ...)
{
    if (!log_writes(log, level)) {
        return;
    }
    struct line line = {.len = 0};
    put_time(log, &line);
    put_field(log, &line, "level", 5, level_names[level], false);
    const char *fields = find_fields(format);
    size_t message_len = (size_t)(fields - format);
    while (message_len > 0 && format[message_len - 1] == ' ') {
        message_len--;
    }
    char message[VALUE_MAX];
    snprintf(message, sizeof message, "%.*s", (int)message_len, format);
    put_field(log, &line, "msg", 3, message, false);
    va_list args;
    va_start(args, format);
    put_fields(log, &line, fields, &args);
    va_end(args);
    if (log->format == LOG_FORMAT_JSON) {
        line.at[line.len++] = '}';
    }
    line.at[line.len++] = '\n';
    fwrite(line.at, 1, line.len, log->out);
    fflush(log->out);
}
