/*
 * mentions.h: names -> mentions, and the forms they are written in.
 *
 *     names --mentions_collect--> mentions (trimmed, aliases in brackets found)
 *           --mentions_spread---> every other place where a known name stands
 *           --forms_read--------> forms: each way of writing, once
 *
 * Part of entities.c's work; linear in the text. All memory is the arena's.
 */
#ifndef ENGINE_MENTIONS_H
#define ENGINE_MENTIONS_H

#include "gazetteer.h"
#include "id_map.h"
#include "lexicons.h"
#include "names.h"
#include "syntax.h"

struct mention {
    uint32_t first, end; /* tokens, end exclusive */
    uint32_t form;       /* of a name */
    uint32_t root;       /* the form that stands for its referent */
    uint32_t sentence;
    uint8_t type; /* enum sw_entity_type */
    uint8_t kind; /* enum sw_mention_kind */
};

struct mentions {
    struct mention *at; /* in text order */
    uint32_t n;
};

/* One way of writing a name. */
struct form {
    uint32_t mention; /* its first */
    uint32_t first, end;
    uint32_t count;
    uint32_t parent; /* union-find: itself, or a form of the same referent */
    uint32_t votes[SW_EVENT + 1];
    const struct gazetteer_entry *entry; /* of the whole form, where its type agrees */
    bool is_seat;                        /* entry is a capital or a seat of government */
    uint8_t type;
};

struct forms {
    struct form *at;
    uint32_t n;
};

/* What the stages of entities share. */
struct resolver {
    const struct gazetteer *gazetteer;
    const struct lexicons *lexicons;
    const struct document *document;
    const struct syntax *syntax; /* NULL: not known */
    struct sw_arena *arena;
    struct mentions mentions; /* names only, until the referents are known */
    struct forms forms;
    uint32_t *covers; /* for each token 1 + the name mention that covers it, or 0 */
};

int mentions_collect(struct resolver *resolver, const struct names *names, struct sw_error *err);
int mentions_spread(struct resolver *resolver, struct sw_error *err);
int forms_read(struct resolver *resolver, struct sw_error *err);

/* The form that stands for the referent of a form. */
static inline uint32_t form_root(const struct forms *forms, uint32_t form)
{
    while (forms->at[form].parent != form) {
        form = forms->at[form].parent;
    }
    return form;
}

/* Marks which mention covers which token. */
int mentions_cover(struct resolver *resolver, struct sw_error *err);

/* A key for the words of a name, whatever their case and points. */
uint64_t name_key(const struct token *tokens, uint32_t first, uint32_t end);

/* SW_ENOMEM, said. */
int mentions_no_memory(struct sw_error *err);

/* The first byte of a token. */
static inline char token_char(const struct document *document, uint32_t token)
{
    return document->text.at[document->tokens[token].start];
}

/* Whether a token is that small word. */
bool token_is(const struct document *document, uint32_t token, const char *word);

#endif
