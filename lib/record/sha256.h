/* sha256.h: SHA-256 (FIPS 180-4) of bytes in memory. Allocates nothing. */
#ifndef RECORD_SHA256_H
#define RECORD_SHA256_H

#include <stddef.h>
#include <stdint.h>

void sha256(uint8_t out[32], const void *bytes, size_t len);

#endif
