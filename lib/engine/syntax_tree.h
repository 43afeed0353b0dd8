/*
 * syntax_tree.h: questions about the tree of syntax.h: phrases, subjects, objects, clauses, paths.
 *
 *     document, syntax --syntax_tree_build--> struct syntax_tree --syntax_subject, ...--> a token
 *
 * A token is named by its index in document->tokens; SYNTAX_NONE where there is none. Building is
 * linear in the tokens and takes 16 bytes each from the arena. A question costs the children of the
 * tokens it passes; it climbs at most SYNTAX_CLIMB_MAX heads. syntax_read cuts sentences into
 * pieces, so no token has more than SYNTAX_PIECE_MAX children.
 * Reading is thread-safe. The document and the syntax are borrowed.
 */
#ifndef ENGINE_SYNTAX_TREE_H
#define ENGINE_SYNTAX_TREE_H

#include "syntax.h"

#define SYNTAX_NONE UINT32_MAX
#define SYNTAX_CLIMB_MAX 32u

/* Tokens, end exclusive. */
struct token_range {
    uint32_t first, end;
};

struct syntax_tree {
    const struct document *document;
    const struct syntax *syntax;
    const struct token_range *extents; /* of each token: itself and all that hangs on it */
    const uint32_t *children;          /* leftmost child or SYNTAX_NONE */
    const uint32_t *siblings;          /* next child of the same head, to the right */
};

/* SW_ENOMEM. */
int syntax_tree_build(const struct document *document, const struct syntax *syntax,
                      struct sw_arena *arena, struct syntax_tree *out, struct sw_error *err);

/* The leftmost child with that relation. */
uint32_t syntax_child(const struct syntax_tree *tree, uint32_t head,
                      enum syntax_relation relation);

/* Whether token is ancestor, or hangs below it: constant time for the trees of syntax_read. */
static inline bool syntax_is_below(const struct syntax_tree *tree, uint32_t token,
                                   uint32_t ancestor)
{
    return tree->extents[ancestor].first <= token && token < tree->extents[ancestor].end;
}

/* The phrase of a token: its extent without punctuation at either end. */
struct token_range syntax_phrase(const struct syntax_tree *tree, uint32_t head);

/* The noun phrase of a head without what follows as clause, apposition or conjunct: "the man" of
 * "the man who came and his wife". Keeps nmod ("the head of the party"). */
struct token_range syntax_noun_phrase(const struct syntax_tree *tree, uint32_t head);

/* The head of a span: the token whose own head is outside it (the leftmost of several). */
uint32_t syntax_head_of(const struct syntax_tree *tree, struct token_range range);

/* From an auxiliary, copula, "to", negation or particle to the predicate it belongs to. */
uint32_t syntax_predicate(const struct syntax_tree *tree, uint32_t token);

/*
 * Who does what the verb (or predicate noun, adjective) says; of a passive: who undergoes it.
 * Its own subject, else that of the verb it is conjoined with; of an infinitive the object or subject
 * of the verb above (control); of a participle clause the subject of the main clause; of a relative
 * clause the noun it describes. Heads only: syntax_noun_phrase gives the words.
 */
uint32_t syntax_subject(const struct syntax_tree *tree, uint32_t verb);

/* The direct object; of a passive NONE. The relative pronoun of "the man whom they met" is replaced
 * by the noun. */
uint32_t syntax_object(const struct syntax_tree *tree, uint32_t verb);

/* Who does what a verb says, active or passive: the subject, or the noun after "by". */
uint32_t syntax_agent(const struct syntax_tree *tree, uint32_t verb);

/* What undergoes it: the object, or the subject of a passive. */
uint32_t syntax_patient(const struct syntax_tree *tree, uint32_t verb);

/* The noun that hangs on head (obl, nmod) by the preposition with these small letters: "for". */
uint32_t syntax_oblique(const struct syntax_tree *tree, uint32_t head, const char *preposition);

/* The head of the clause that is said, thought, wanted: ccomp, else xcomp, else parataxis. */
uint32_t syntax_complement(const struct syntax_tree *tree, uint32_t verb);

bool syntax_is_passive(const struct syntax_tree *tree, uint32_t verb);

/* "not", "never", "n't", "no longer", "neither", "nor" on the predicate or its auxiliaries, or "no"
 * before its subject or object. Reads the whole verb group; a conjunct has its own negation only. */
bool syntax_is_negated(const struct syntax_tree *tree, uint32_t verb);

/* The predicate of the smallest clause that holds a token (itself where it is one). */
uint32_t syntax_clause_of(const struct syntax_tree *tree, uint32_t token);

/* The clause of a predicate: its phrase without a leading "that", comma or conjunction, and, with
 * own_only, without conjoined clauses and parataxis at its end. */
struct token_range syntax_clause(const struct syntax_tree *tree, uint32_t predicate, bool own_only);

/* How a path goes from one token to another. */
struct syntax_path {
    uint8_t n_up, n_down;       /* steps to the common head, and from there */
    uint8_t up[8], down[8];     /* enum syntax_relation of each step, in walking order */
};

/* false where the two have no common head within 8 steps each way. */
bool syntax_path(const struct syntax_tree *tree, uint32_t from, uint32_t to,
                 struct syntax_path *out);

#endif
