/*
 * log.h: structured lines on a stream.
 *
 *     log_info(log, "assigned to us topic=%s partition=%d", topic, partition)
 *     -> time=2026-11-25T09:00:00.123Z level=info msg="assigned to us" topic=articles.raw
 * partition=3
 *     -> {"time":"2026-11-25T09:00:00.123Z","level":"info","msg":"assigned to us","topic":…}
 *
 * The format is the message (no conversions, no `=`), then `name=%…` fields with a space between:
 * the compiler checks the arguments.
 * Conversions: %s %.*s %c %d %u %x %f %g and their l, ll and z forms; NULL gives none.
 * Secrets that were named with log_hide come out as ***, wherever they stand.
 * Threads: a line is one write; log_init and log_hide come before the threads.
 */
#ifndef RUNTIME_LOG_H
#define RUNTIME_LOG_H

#include <stdbool.h>
#include <stdio.h>

#if defined(__GNUC__)
#define LOG_PRINTF __attribute__((format(printf, 3, 4)))
#else
#define LOG_PRINTF
#endif

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };
enum log_format { LOG_FORMAT_LOGFMT, LOG_FORMAT_JSON };

#define LOG_SECRETS_MAX 16
#define LOG_LINE_MAX 4096

struct log {
    FILE *out;
    enum log_level level;
    enum log_format format;
    const char *secrets[LOG_SECRETS_MAX];
    unsigned n_secrets;
};

struct options;

/*
 * A log on standard error as the options say (NULL: logfmt, info). Passwords among the librdkafka
 * properties are hidden; a password inside a URL is for who takes the URL apart: log_hide it.
 */
void log_init(struct log *log, const struct options *options);
/* Never lets this text out. Borrowed for as long as the log; "" and more than 16 are no-ops. */
void log_hide(struct log *log, const char *secret);
/* Replaces the log's secrets in text (NUL-terminated, size bytes) by ***: for other outputs. */
void log_redact(const struct log *log, char *text, size_t size);
bool log_writes(const struct log *log, enum log_level level);
void log_write(const struct log *log, enum log_level level, const char *format, ...) LOG_PRINTF;

#define log_error(log, ...) log_write((log), LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warn(log, ...) log_write((log), LOG_LEVEL_WARN, __VA_ARGS__)
#define log_info(log, ...) log_write((log), LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(log, ...) log_write((log), LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
