/*
 * referents.h: forms -> which of them name the same.
 *
 * Joined are: known names of one id; a short form and the full name (the last name of a person, the
 * first name where it is one person's only; "Fox" of "Fox News"); full names with or without middle
 * names; spellings ("Sergei", "Sergey"); acronyms and the names whose initials they are; the
 * acronym in brackets behind a name; "Russian" and "Russians". Two full names with one last name
 * stay apart. Linear time: no list of candidates is looked at further than REFERENTS_LIST_MAX.
 */
#ifndef ENGINE_REFERENTS_H
#define ENGINE_REFERENTS_H

#include "mentions.h"

#define REFERENTS_LIST_MAX 24

/* Sets form.parent and the root of each mention. */
int referents_join(struct resolver *resolver, struct sw_error *err);

#endif
