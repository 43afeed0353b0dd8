#include "attribution_holder.h"

#include <string.h>

/* How far a name may stand from the noun it is in apposition to. */
#define HOLDER_CHILDREN_MAX 12u

static bool is_named_so(const struct scene *scene, uint32_t token)
{
    int32_t entity = scene->entities->of_token[token];
    return entity >= 0 && (scene->document->tokens[token].flags & TOKEN_INITIAL_UPPER) != 0;
}

/* The name that goes with a common noun: "spokesman Brian Fallon", "her husband, Bill". */
static int32_t name_beside(const struct scene *scene, uint32_t head, struct token_range source)
{
    uint32_t n = 0;
    for (uint32_t c = scene->tree.children[head]; c != SYNTAX_NONE && n < HOLDER_CHILDREN_MAX;
         c = scene->tree.siblings[c], n++) {
        uint8_t relation = scene->syntax->relations[c];
        bool apposed = relation == REL_APPOS || relation == REL_FLAT;
        if (apposed && c < source.end && is_named_so(scene, c)) {
            return scene->entities->of_token[c];
        }
    }
    bool follows = head + 1 < source.end && is_named_so(scene, head + 1);
    int32_t next = follows ? scene->entities->of_token[head + 1] : SW_NONE;
    return next >= 0 && scene->entities->at[next].type == SW_PER ? next : SW_OTHER;
}

/* The noun that the clause of a relative pronoun describes, or NONE. */
static uint32_t described_by(const struct scene *scene, uint32_t pronoun)
{
    uint32_t verb = scene->syntax->heads[pronoun];
    for (uint32_t n = 0; n < SYNTAX_CLIMB_MAX && verb != SYNTAX_ROOT; n++) {
        if (scene->syntax->relations[verb] == REL_ACL) {
            return scene->syntax->heads[verb];
        }
        verb = scene->syntax->heads[verb];
    }
    return SYNTAX_NONE;
}

static bool is_first_person(const struct scene *scene, uint32_t token)
{
    static const char *const words[] = {"I", "i", "We", "we", "My", "my", "Our", "our"};
    struct sw_text text = token_text(scene->document, &scene->document->tokens[token]);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text.len == strlen(words[i]) && memcmp(text.at, words[i], text.len) == 0) {
            return true;
        }
    }
    return false;
}

static int32_t holder_of_head(const struct scene *scene, uint32_t head, struct token_range source)
{
    int32_t entity = scene->entities->of_token[head];
    if (entity >= 0) {
        return entity;
    }
    bool quoted = scene->quotes.of_token[head] != QUOTES_NONE;
    if (!quoted && is_first_person(scene, head)) {
        return SW_AUTHOR;
    }
    return name_beside(scene, head, source);
}

int32_t holder_of(const struct scene *scene, const struct found *found)
{
    struct token_range source = found->source;
    const struct syntax_tree *tree = &scene->tree;
    if (source.end == source.first) {
        uint32_t doer = syntax_is_passive(tree, found->cue.head) ? SYNTAX_NONE
                                                                 : syntax_subject(tree, found->cue.head);
        return doer == SYNTAX_NONE
                   ? SW_OTHER
                   : holder_of_head(scene, doer, (struct token_range){doer, doer + 1});
    }
    uint32_t head = syntax_head_of(tree, source);
    if (scene->syntax->forms[head] == FORM_WH && source.end - source.first == 1) {
        uint32_t noun = described_by(scene, head);
        if (noun != SYNTAX_NONE) {
            return holder_of_head(scene, noun, scene->tree.extents[noun]);
        }
    }
    return holder_of_head(scene, head, source);
}
