/*
 * hash.h: the hashes of words and features.
 *
 * A word's hash is 32 bits of its bytes after folding (fold_byte: ASCII case, curly quotes);
 * a feature is 64 bits mixed from the number of its template and the values in it. Weights and
 * lexicons are keyed by them, so they are part of the model format: change them and every weights
 * file is void (raise WEIGHTS_VERSION).
 */
#ifndef ENGINE_HASH_H
#define ENGINE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Mixes two 64-bit values; the finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    uint64_t x = a * UINT64_C(0x9e3779b97f4a7c15) + b;
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* FNV-1a over bytes as they are. */
static inline uint32_t hash_bytes(const char *at, size_t len)
{
    uint32_t h = UINT32_C(2166136261);
    for (size_t i = 0; i < len; i++) {
        h = (h ^ (uint8_t)at[i]) * UINT32_C(16777619);
    }
    return h;
}

/* 64 bits of many bytes, 32 at a time in four lanes that do not wait for each other: the checksum
 * of weights and the name of a model. One wrong byte gives another digest, always. */
uint64_t hash_block(const void *bytes, size_t len);

/* A feature of template `template_id` with up to two values (mix more with hash_mix first). */
static inline uint64_t hash_feature(uint32_t template_id, uint64_t a, uint64_t b)
{
    return hash_mix(hash_mix(template_id + 1, a), b);
}

/* A 32-bit number scaled into [0, n): Lemire's multiply-shift in place of a division. */
static inline uint32_t hash_scale(uint32_t h, uint32_t n)
{
    return (uint32_t)(((uint64_t)h * n) >> 32);
}

#endif
