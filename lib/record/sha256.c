#include "sha256.h"

#include <string.h>

static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turn(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static uint32_t load(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* One round; the caller turns the names of the eight words instead of moving them. */
static inline void round_of(const uint32_t *a, const uint32_t *b, const uint32_t *c, uint32_t *d,
                            const uint32_t *e, const uint32_t *f, const uint32_t *g, uint32_t *h,
                            uint32_t key)
{
    uint32_t t = *h + (turn(*e, 6) ^ turn(*e, 11) ^ turn(*e, 25)) + (*g ^ (*e & (*f ^ *g))) + key;
    *d += t;
    *h = t + (turn(*a, 2) ^ turn(*a, 13) ^ turn(*a, 22)) + ((*a & *b) | (*c & (*a | *b)));
}

static void add_block(uint32_t h[8], const uint8_t *block)
{
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; i++) {
        w[i] = load(block + 4 * i);
    }
    for (int i = 16; i < 64; i++) {
        uint32_t a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    memcpy(v, h, sizeof v);
    for (int i = 0; i < 64; i += 8) {
        round_of(v + 0, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7, k[i] + w[i]);
        round_of(v + 7, v + 0, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, k[i + 1] + w[i + 1]);
        round_of(v + 6, v + 7, v + 0, v + 1, v + 2, v + 3, v + 4, v + 5, k[i + 2] + w[i + 2]);
        round_of(v + 5, v + 6, v + 7, v + 0, v + 1, v + 2, v + 3, v + 4, k[i + 3] + w[i + 3]);
        round_of(v + 4, v + 5, v + 6, v + 7, v + 0, v + 1, v + 2, v + 3, k[i + 4] + w[i + 4]);
        round_of(v + 3, v + 4, v + 5, v + 6, v + 7, v + 0, v + 1, v + 2, k[i + 5] + w[i + 5]);
        round_of(v + 2, v + 3, v + 4, v + 5, v + 6, v + 7, v + 0, v + 1, k[i + 6] + w[i + 6]);
        round_of(v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7, v + 0, k[i + 7] + w[i + 7]);
    }
    for (int i = 0; i < 8; i++) {
        h[i] += v[i];
    }
}

/* The last one or two blocks: what is left, a 1 bit, zeros, the length in bits. */
static void add_tail(uint32_t h[8], const uint8_t *rest, size_t n, uint64_t total_bytes)
{
    uint8_t tail[128] = {0};
    size_t size = n < 56 ? 64 : 128;
    memcpy(tail, rest, n);
    tail[n] = 0x80;
    for (int i = 0; i < 8; i++) {
        tail[size - 1 - (size_t)i] = (uint8_t)(total_bytes * 8 >> 8 * i);
    }
    for (size_t at = 0; at < size; at += 64) {
        add_block(h, tail + at);
    }
}

void sha256(uint8_t out[32], const void *bytes, size_t len)
{
    uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    const uint8_t *at = bytes;
    size_t whole = len / 64 * 64;
    for (size_t i = 0; i < whole; i += 64) {
        add_block(h, at + i);
    }
    if (len > whole) {
        add_tail(h, at + whole, len - whole, len);
    } else {
        add_tail(h, (const uint8_t *)"", 0, len);
    }
    for (int i = 0; i < 32; i++) {
        out[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
    }
}
