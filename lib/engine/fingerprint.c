#include "fingerprint.h"

#include "hash.h"

/*
 * How often each of 64 bits was set. A bit's low digits stand across four words ("planes"), so
 * that one shingle costs a few additions without carry, not 64; 15 shingles fill the planes.
 */
struct ballot {
    uint64_t planes[4];
    uint32_t n_planes; /* shingles in the planes */
    uint32_t n;        /* shingles in all */
    uint32_t set[64];
};

static void empty_planes(struct ballot *ballot)
{
    for (uint32_t bit = 0; bit < 64; bit++) {
        for (uint32_t digit = 0; digit < 4; digit++) {
            ballot->set[bit] += (uint32_t)(ballot->planes[digit] >> bit & 1) << digit;
        }
    }
    for (uint32_t digit = 0; digit < 4; digit++) {
        ballot->planes[digit] = 0;
    }
    ballot->n_planes = 0;
}

static void vote(struct ballot *ballot, uint64_t shingle)
{
    uint64_t carry = shingle;
    for (uint32_t digit = 0; digit < 4; digit++) {
        uint64_t sum = ballot->planes[digit] ^ carry;
        carry &= ballot->planes[digit];
        ballot->planes[digit] = sum;
    }
    ballot->n++;
    if (++ballot->n_planes == 15) {
        empty_planes(ballot);
    }
}

static void vote_sentence(struct ballot *ballot, const struct document *document,
                          const struct sentence *sentence)
{
    uint64_t a = 0, b = 0; /* the two words before */
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct token *token = &document->tokens[i];
        if (token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER) {
            vote(ballot, hash_mix(hash_mix(a, b), token->lower));
            a = b;
            b = token->lower;
        }
    }
}

uint64_t fingerprint_of(const struct document *document)
{
    struct ballot ballot = {.n = 0};
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        if (document_annotates(document, sentence) &&
            document->segments[sentence->segment].kind != SW_DATELINE) {
            vote_sentence(&ballot, document, sentence);
        }
    }
    empty_planes(&ballot);
    uint64_t fingerprint = 0;
    for (uint32_t bit = 0; bit < 64; bit++) {
        fingerprint |= (uint64_t)(2 * ballot.set[bit] > ballot.n) << bit;
    }
    return fingerprint;
}
