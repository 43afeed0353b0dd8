#include "hash.h"

/* Little-endian on every machine; the compiler makes one load of it. */
static uint64_t load(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
           (uint64_t)at[7] << 56;
}

/* Another digest for every other word, whatever came before. */
static uint64_t take(uint64_t digest, uint64_t word)
{
    digest = (digest ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return digest ^ digest >> 32;
}

uint64_t hash_block(const void *bytes, size_t len)
{
    enum { LANES = 4, STEP = 8 * LANES };
    const uint8_t *at = bytes;
    uint64_t lanes[LANES] = {len, 1, 2, 3};
    for (; len >= STEP; len -= STEP, at += STEP) {
        for (int k = 0; k < LANES; k++) {
            lanes[k] = take(lanes[k], load(at + 8 * k));
        }
    }
    uint64_t digest = lanes[0];
    for (int k = 1; k < LANES; k++) {
        digest = take(digest, lanes[k]);
    }
    for (; len > 0; len--, at++) {
        digest = take(digest, *at);
    }
    return digest;
}
