/*
 * people.h: what a text says of those it names: their roles and their gender.
 *
 *     mentions, referents --people_read--> facts ("Vladimir Putin": president, of Russia)
 *
 * Roles are found before a name ("Italian Prime Minister Giorgia Meloni"), behind it ("Joe Smith,
 * the mayor of Boston,", "Joe Smith (R-Texas)") and with a copula ("Smith is the mayor"); gender by
 * title, role and first name. Organisations have roles too ("the newspaper").
 */
#ifndef ENGINE_PEOPLE_H
#define ENGINE_PEOPLE_H

#include "mentions.h"

enum gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE };

/* A role of a referent. */
struct fact {
    uint32_t root;                    /* the referent's form */
    uint32_t token;                   /* where it is said */
    const struct lexicon_entry *role; /* NULL: of that place, whatever they are there */
    uint32_t place;                   /* place_key of what it is the role of, 0: not said */
    bool is_former;
};

struct people {
    struct fact *facts;
    uint32_t n_facts;
    uint8_t *genders; /* enum gender of each form that is a root */
};

int people_read(const struct resolver *resolver, struct people *out, struct sw_error *err);

/* entry->value of lexicons/titles.txt: groups as bits, gender, kind. */
#define ROLE_GROUPS UINT32_C(0x00FFFFFF)
#define ROLE_ALONE UINT32_C(0x80000000) /* may stand without a name */
#define ROLE_ORG UINT32_C(0x40000000)   /* of organisations, not of people */
#define ROLE_FEMALE UINT32_C(0x20000000)
#define ROLE_MALE UINT32_C(0x10000000)
int people_prepare(struct lexicon *lexicon, const char *file, struct sw_error *err);

/* What a place, demonym or organisation is as the place of a role: one number for Italy, Italian.
 */
uint32_t people_place(const struct resolver *resolver, uint32_t mention);

/* Whether the token says that a role is of the past: "former", "ex", "then", "late". */
bool people_is_former(const struct document *document, uint32_t token);

#endif
