#include "fingerprint.h"

#include "hash.h"

uint64_t fingerprint_of(const struct document *document)
{
    int32_t votes[64] = {0};
    for (uint32_t s = 0; s < document->n_sentences; s++) {
        const struct sentence *sentence = &document->sentences[s];
        if (!document_annotates(document, sentence)) {
            continue;
        }
        uint64_t a = 0, b = 0; /* the two words before */
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            const struct token *token = &document->tokens[i];
            if (token->kind != TOKEN_WORD && token->kind != TOKEN_NUMBER) {
                continue;
            }
            uint64_t shingle = hash_mix(hash_mix(a, b), token->lower);
            for (int bit = 0; bit < 64; bit++) {
                votes[bit] += (shingle >> bit & 1) != 0 ? 1 : -1;
            }
            a = b;
            b = token->lower;
        }
    }
    uint64_t fingerprint = 0;
    for (int bit = 0; bit < 64; bit++) {
        fingerprint |= (uint64_t)(votes[bit] > 0) << bit;
    }
    return fingerprint;
}
