/*
 * fields.h: which keys of a scraper's record are the text, the title, ... (docs/record.md).
 *
 *     members of the object --fields_see--> candidates --fields_choose--> the first non-empty one
 *
 * Of a key that comes twice the last one counts. Threads: touches nothing but its arguments.
 */
#ifndef RECORD_FIELDS_H
#define RECORD_FIELDS_H

#include <stancewire/record.h>

#include "json_scan.h"

enum field {
    FIELD_TEXT,
    FIELD_TITLE,
    FIELD_URL,
    FIELD_DATE,
    FIELD_OUTLET,
    FIELD_LANGUAGE,
    N_FIELDS
};

#define FIELD_KEYS_MAX 11

struct fields {
    struct sw_text input;
    const char *names[N_FIELDS];                       /* the user's own, or NULL */
    struct json_value found[N_FIELDS][FIELD_KEYS_MAX]; /* end 0: not there */
    struct json_value annotations; /* key start … value end; end 0: not there */
};

void fields_init(struct fields *fields, struct sw_text input, const struct sw_fields *names);
/* A json_member: takes a member of the record. */
void fields_see(void *fields, const struct json_value *key, const struct json_value *value);
/* The first non-empty string of a field's list, its key in *key (static or the user's); or NULL. */
const struct json_value *fields_choose(const struct fields *fields, enum field field,
                                       const char **key);
/* A value of the field that is neither string nor null, its key in *key; or NULL. */
const struct json_value *fields_misfit(const struct fields *fields, enum field field,
                                       const char **key);

#endif
