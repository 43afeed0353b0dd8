/*
 * corpus_case.h: adds lines of the corpus again as scraped text has them: all in capitals, as a
 * headline, in small letters. Deterministic for a seed.
 */
#ifndef TRAIN_CORPUS_CASE_H
#define TRAIN_CORPUS_CASE_H

#include "corpus.h"

void corpus_add_cases(struct corpus *corpus, uint32_t seed);

#endif
