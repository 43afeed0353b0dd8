/*
 * nominals.h: "the Italian PM", "the former premier", "the newspaper", "he" -> whom they mean.
 *
 * A nominal is a role with its determiner or demonym and no name of its own; it means the referent
 * of whom the text says that role (people.h), the most recent one that fits. A pronoun of one
 * person means the likeliest person of the sentences before it, by gender, subject, nearness and by
 * how often the text names them; none where nobody fits.
 */
#ifndef ENGINE_NOMINALS_H
#define ENGINE_NOMINALS_H

#include "people.h"

/* All mentions in text order: names, nominals, pronouns. *out is the arena's. */
int nominals_find(const struct resolver *resolver, const struct people *people,
                  struct mentions *out, struct sw_error *err);
int pronouns_find(const struct resolver *resolver, const struct people *people,
                  const struct mentions *mentions, struct mentions *out, struct sw_error *err);

#endif
