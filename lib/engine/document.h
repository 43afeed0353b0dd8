/*
 * document.h: a text, read: segments, sentences, tokens.
 *
 *     text --document_read--> struct document
 *
 * Tokens are words, numbers, punctuation marks and quote marks with byte offsets, in text order.
 * Cut points: white space; punctuation; hyphens and slashes between letters or digits are tokens of
 * their own ("Franco-British" is three); "'s", "'ll", "'re", "'ve", "'d", "'m" and the apostrophe
 * of "workers'" are split off; negated contractions and other inner apostrophes stay whole
 * ("doesn't", "O'Brien"); abbreviations and initials keep their point ("U.S.", "Mr.", "J.";
 * abbreviations.c); numbers keep inner points, commas and colons ("10:30"); "AT&T" is one word;
 * URLs, e-mail addresses, @names and #tags are one token, a plain host name ("Amazon.com") one
 * word. Ignored characters (soft hyphen, joiners, marks of direction, BOM) are no part of a word's
 * hash, and any sort of space ends a word. A Han or kana character is a word. An apostrophe is
 * never a TOKEN_QUOTE. Text that is tokenised already ("Italy 's", "`` quote ''") gives the same
 * tokens, but for "did n't", which are two. A sentence never crosses a segment. Every token is in
 * exactly one sentence, every sentence in exactly one segment. All arrays are the arena's. Linear
 * time; nothing is kept.
 */
#ifndef ENGINE_DOCUMENT_H
#define ENGINE_DOCUMENT_H

#include <stancewire/stancewire.h>

struct lexicons;

enum token_kind {
    TOKEN_WORD,   /* letters, with inner apostrophes and points */
    TOKEN_NUMBER, /* digits, with inner points, commas, and a suffix ("30th") */
    TOKEN_PUNCT,  /* one mark, or a run of the same ("...", "--") */
    TOKEN_QUOTE,  /* any quote mark that is no apostrophe, whatever its shape; its hash is that of
                     ' or " */
    TOKEN_LINK    /* URL, e-mail address, @name, #tag */
};

enum token_flag {
    TOKEN_INITIAL_UPPER = 1 << 0, /* first letter is a capital */
    TOKEN_ALL_UPPER = 1 << 1,     /* two letters or more, all capitals */
    TOKEN_INNER_UPPER = 1 << 2,   /* a capital after a small letter: "McCain", "iPhone" */
    TOKEN_HAS_DIGIT = 1 << 3,
    TOKEN_HAS_POINT = 1 << 4,
    TOKEN_SPACE_BEFORE = 1 << 5,
    TOKEN_NEWLINE_BEFORE = 1 << 6,
    TOKEN_SENTENCE_START = 1 << 7, /* first word of its sentence, opening marks passed over */
    TOKEN_NON_ASCII = 1 << 8,
    TOKEN_QUOTE_OPENS = 1 << 9, /* of a TOKEN_QUOTE, one of the two: by its neighbours or shape */
    TOKEN_QUOTE_CLOSES = 1 << 10,
    TOKEN_NEGATION = 1 << 11, /* a negated contraction: "doesn't" */
    TOKEN_CLITIC = 1 << 12    /* "'s", "'ll", ..., the "'" of "workers'" */
};

struct token {
    uint32_t start, end; /* bytes */
    uint32_t lower;      /* hash_bytes of the folded form: small letters, straight quotes, "--" for
                            long dashes, "..." for an ellipsis */
    uint32_t exact;      /* hash_bytes of the bytes, quotes straight */
    uint16_t flags;      /* enum token_flag */
    uint8_t kind;        /* enum token_kind */
};

struct sentence {
    uint32_t first, end; /* tokens, end exclusive */
    uint32_t segment;
};

struct document {
    struct sw_text text;
    const char *lang;
    const struct token *tokens;
    uint32_t n_tokens;
    const struct sentence *sentences;
    uint32_t n_sentences;
    const struct sw_segment *segments;
    uint32_t n_segments;
    const uint32_t *codepoints; /* one entry each 64 bytes: code points before that byte */
};

/* Reads a text. lang NULL: detect. Errors as sw_annotate. */
int document_read(const struct lexicons *lexicons, struct sw_text text, struct sw_text title,
                  const char *lang, struct sw_arena *arena, struct document *out,
                  struct sw_error *err);

/* Whether annotations may stand in this sentence: not in boilerplate, not in a repeat. */
static inline bool document_annotates(const struct document *document,
                                      const struct sentence *sentence)
{
    enum sw_segment_kind kind = document->segments[sentence->segment].kind;
    return kind != SW_BOILERPLATE && kind != SW_REPEAT;
}

/* The bytes of a token. */
static inline struct sw_text token_text(const struct document *document, const struct token *token)
{
    struct sw_text text = {document->text.at + token->start, token->end - token->start};
    return text;
}

#endif
