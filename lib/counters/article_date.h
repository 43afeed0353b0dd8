/*
 * article_date.h: the date as a scraper wrote it -> seconds since 1970, UTC.
 *
 * Understood: ISO 8601 ("2024-12-23", "2024-12-23 10:00:00", "2024-12-23T10:00:00.5+03:00"),
 * RFC 2822 ("Mon, 23 Dec 2024 10:00:00 +0300"), and seconds or milliseconds since 1970 as digits.
 * Without a time zone it is UTC. No locale and no clock.
 */
#ifndef COUNTERS_ARTICLE_DATE_H
#define COUNTERS_ARTICLE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include <stancewire/stancewire.h>

/* False when it is none of these, or outside the years 1900 to 2200. */
bool article_date_parse(int64_t *out_s, struct sw_text text);

/* Days since 1970 of a date of the Gregorian calendar, and back. */
int64_t days_from_civil(int64_t year, int month, int day);
void civil_from_days(int64_t days, int64_t *year, int *month, int *day);

#endif
