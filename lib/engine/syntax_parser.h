/*
 * syntax_parser.h: tagged words -> a projective tree, by arc-hybrid transitions (Kuhlmann,
 * Gomez-Rodriguez & Satta 2011), greedily.
 *
 *     nodes --syntax_parse--> heads --syntax_label--> relations
 *
 * The words of a piece are nodes 1 to n; node 0 is nothing, node n + 1 stands above the tree at the
 * end of the buffer. Punctuation is no node: a word remembers what stands before it, and marks are
 * hung on the finished tree. Each word is pushed once and popped once: linear time.
 * A transition is scored only where there is a choice.
 */
#ifndef ENGINE_SYNTAX_PARSER_H
#define ENGINE_SYNTAX_PARSER_H

#include "syntax_tagger.h"

#define SYNTAX_ARC_FEATURES 25u
#define SYNTAX_LABEL_FEATURES 14u

/* Rows of the networks. */
extern const uint32_t syntax_arc_n_rows, syntax_label_n_rows;

enum syntax_move { SYNTAX_LEFT, SYNTAX_RIGHT, SYNTAX_SHIFT };

/* What stands before a word. */
enum syntax_gap {
    GAP_NONE, GAP_COMMA, GAP_STOP, GAP_COLON, GAP_DASH, GAP_HYPHEN, GAP_OPENS, GAP_CLOSES,
    GAP_QUOTE, GAP_COMMA_QUOTE, GAP_OTHER, N_GAPS
};

struct syntax_node {
    uint16_t lex;   /* the word where it is frequent, else its cluster */
    uint16_t token; /* in the view */
    uint8_t fine, gap;
    uint8_t n_gaps; /* words with a gap up to this one, modulo 256 */
};

struct syntax_piece {
    uint32_t n;
    struct syntax_node nodes[SYNTAX_PIECE_MAX + 4];
    uint16_t heads[SYNTAX_PIECE_MAX + 4];
    uint16_t left[SYNTAX_PIECE_MAX + 4], right[SYNTAX_PIECE_MAX + 4]; /* outermost children or 0 */
    uint8_t n_left[SYNTAX_PIECE_MAX + 4], n_right[SYNTAX_PIECE_MAX + 4];
    uint8_t relations[SYNTAX_PIECE_MAX + 4];
};

/* Where the parser stands: stack (its entries 0 and 1 are nothing) and the front of the buffer. */
struct syntax_state {
    struct syntax_piece *piece;
    uint32_t front, depth;
    uint16_t stack[SYNTAX_PIECE_MAX + 4];
};

/* The nodes of a tagged view; no heads yet. */
void syntax_piece_read(const struct syntax_view *view, struct syntax_piece *out);

void syntax_state_start(struct syntax_state *state, struct syntax_piece *piece);

/* Whether the parse is done; else *out says the only possible move, or SYNTAX_UNDECIDED. */
bool syntax_state_ends(const struct syntax_state *state, uint8_t *only);

void syntax_state_move(struct syntax_state *state, enum syntax_move move);

/* The features of a state. */
void syntax_arc_features(const struct syntax_state *state, uint32_t out[SYNTAX_ARC_FEATURES]);

/* Sets the heads: 1 to n, or n + 1 for the root. */
void syntax_parse(const struct syntax_net *net, struct syntax_piece *piece);

/* The features of the arc to a node from its head, which is no root. */
void syntax_label_features(const struct syntax_piece *piece, uint32_t node,
                           uint32_t out[SYNTAX_LABEL_FEATURES]);

/* Sets the relations. */
void syntax_label(const struct syntax_net *net, struct syntax_piece *piece);

#endif
