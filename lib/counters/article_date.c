#include "article_date.h"

#include <string.h>

/* What is still to be read. */
struct cursor {
    const char *at, *end;
};

struct moment {
    int64_t year;
    int month, day, hour, minute, second, zone_s;
};

/* Both ways: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = y + era * 400 + (*month <= 2);
}

/* Reads min to max digits. */
static bool digits(struct cursor *in, int min, int max, int64_t *out)
{
    int n = 0;
    int64_t value = 0;
    while (in->at < in->end && n < max && *in->at >= '0' && *in->at <= '9') {
        value = value * 10 + (*in->at++ - '0');
        n++;
    }
    *out = value;
    return n >= min;
}

static bool digits_int(struct cursor *in, int min, int max, int *out)
{
    int64_t value;
    bool ok = digits(in, min, max, &value);
    *out = (int)value;
    return ok;
}

static bool skip(struct cursor *in, char c)
{
    if (in->at < in->end && *in->at == c) {
        in->at++;
        return true;
    }
    return false;
}

static void skip_spaces(struct cursor *in)
{
    while (skip(in, ' ')) {
    }
}

/* "Z", "UTC", "GMT", "+03:00", "+0300", "+03", or nothing. */
static bool read_zone(struct cursor *in, int *out_s)
{
    int hours = 0, minutes = 0;
    skip_spaces(in);
    *out_s = 0;
    if (in->at == in->end || *in->at == 'Z' || *in->at == 'z' || *in->at == 'U' || *in->at == 'G') {
        return true;
    }
    int sign = *in->at == '-' ? -1 : 1;
    if (*in->at != '-' && *in->at != '+') {
        return true; /* words that we do not know: as if there were none */
    }
    in->at++;
    if (!digits_int(in, 2, 2, &hours)) {
        return false;
    }
    skip(in, ':');
    if (!digits_int(in, 2, 2, &minutes)) {
        minutes = 0;
    }
    *out_s = sign * (hours * 3600 + minutes * 60);
    return hours <= 18 && minutes < 60;
}

/* "10:00", "10:00:00", "10:00:00.123"; then the zone. */
static bool read_time(struct cursor *in, struct moment *out)
{
    int64_t fraction;
    if (!digits_int(in, 1, 2, &out->hour) || !skip(in, ':') ||
        !digits_int(in, 2, 2, &out->minute)) {
        return false;
    }
    if (skip(in, ':') && !digits_int(in, 2, 2, &out->second)) {
        return false;
    }
    if (skip(in, '.') || skip(in, ',')) {
        digits(in, 0, 9, &fraction);
    }
    return read_zone(in, &out->zone_s);
}

static bool read_iso(struct cursor in, struct moment *out)
{
    if (!digits(&in, 4, 4, &out->year) || !skip(&in, '-') || !digits_int(&in, 2, 2, &out->month) ||
        !skip(&in, '-') || !digits_int(&in, 2, 2, &out->day)) {
        return false;
    }
    if (in.at == in.end) {
        return true;
    }
    return (skip(&in, 'T') || skip(&in, 't') || skip(&in, ' ')) && read_time(&in, out);
}

static int month_number(struct cursor *in)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    char word[3];
    if (in->end - in->at < 3) {
        return 0;
    }
    for (int i = 0; i < 3; i++) {
        word[i] = (char)(in->at[i] | 0x20);
    }
    in->at += 3;
    for (int m = 0; m < 12; m++) {
        if (memcmp(names + 3 * m, word, 3) == 0) {
            return m + 1;
        }
    }
    return 0;
}

static bool read_rfc2822(struct cursor in, struct moment *out)
{
    const char *comma = memchr(in.at, ',', (size_t)(in.end - in.at));
    if (comma != NULL && comma - in.at <= 9) {
        in.at = comma + 1;
    }
    skip_spaces(&in);
    if (!digits_int(&in, 1, 2, &out->day) || !skip(&in, ' ') ||
        (out->month = month_number(&in)) == 0 || !skip(&in, ' ') ||
        !digits(&in, 4, 4, &out->year)) {
        return false;
    }
    skip_spaces(&in);
    return in.at == in.end || read_time(&in, out);
}

static bool to_seconds(const struct moment *moment, int64_t *out_s)
{
    if (moment->year < 1900 || moment->year > 2200 || moment->month < 1 || moment->month > 12 ||
        moment->day < 1 || moment->day > 31 || moment->hour > 24 || moment->minute > 59 ||
        moment->second > 60) {
        return false;
    }
    *out_s = days_from_civil(moment->year, moment->month, moment->day) * 86400 +
             moment->hour * 3600 + moment->minute * 60 + moment->second - moment->zone_s;
    return true;
}

/* Ten digits are seconds, thirteen are milliseconds; both reach from 2001 to 2286. */
static bool read_epoch(struct cursor in, int64_t *out_s)
{
    int64_t value;
    size_t len = (size_t)(in.end - in.at);
    if ((len != 10 && len != 13) || !digits(&in, (int)len, (int)len, &value)) {
        return false;
    }
    *out_s = len == 13 ? value / 1000 : value;
    return true;
}

bool article_date_parse(int64_t *out_s, struct sw_text text)
{
    struct cursor in = {text.at, text.at + text.len};
    struct moment iso = {0}, mail = {0};
    skip_spaces(&in);
    while (in.end > in.at && in.end[-1] == ' ') {
        in.end--;
    }
    if (in.at == in.end) {
        return false;
    }
    if (read_epoch(in, out_s)) {
        return true;
    }
    if (read_iso(in, &iso)) {
        return to_seconds(&iso, out_s);
    }
    return read_rfc2822(in, &mail) && to_seconds(&mail, out_s);
}
