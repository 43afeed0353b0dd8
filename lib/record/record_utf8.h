/* record_utf8.h: what is UTF-8 (RFC 3629) and what is not. */
#ifndef RECORD_UTF8_H
#define RECORD_UTF8_H

#include <stddef.h>

/* Length of the sequence at a byte that is not ASCII, 0 where it is none; left is at least 1. */
size_t utf8_sequence_len(const unsigned char *at, size_t left);
/* Bytes of text before the first that is not UTF-8; len where all is. */
size_t utf8_valid_len(const unsigned char *text, size_t len);

#endif
