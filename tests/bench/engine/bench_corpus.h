/*
 * bench_corpus.h: news articles made up from a seed: the same seed gives the same text.
 *
 * Sentences come from a small grammar with the shapes of agency reports: headline, dateline, titles
 * and names, short forms, direct and indirect speech, a link to another story. No text of any
 * newspaper.
 */
#ifndef BENCH_CORPUS_H
#define BENCH_CORPUS_H

#include <stddef.h>
#include <stdint.h>

/* Writes one article of about 600 words into out, NUL-terminated; returns its length. */
size_t corpus_article(uint64_t seed, char *out, size_t size);

#endif
