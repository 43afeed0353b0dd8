#include "syntax_tree.h"

#include <string.h>

#include "error.h"

/* Sets of relations, one bit each: N_SYNTAX_RELATIONS is below 32. */
#define BIT(relation) (UINT32_C(1) << (relation))

static const uint32_t subjects = BIT(REL_NSUBJ) | BIT(REL_NSUBJPASS);
static const uint32_t helpers =
    BIT(REL_AUX) | BIT(REL_AUXPASS) | BIT(REL_COP) | BIT(REL_MARK) | BIT(REL_CC);
static const uint32_t clauses = BIT(REL_ROOT) | BIT(REL_CCOMP) | BIT(REL_XCOMP) | BIT(REL_ADVCL) |
                                BIT(REL_ACL) | BIT(REL_PARATAXIS);
static const uint32_t noun_tails = BIT(REL_ACL) | BIT(REL_APPOS) | BIT(REL_CONJ) |
                                   BIT(REL_PARATAXIS) | BIT(REL_ADVCL) | BIT(REL_CCOMP) |
                                   BIT(REL_COP) | BIT(REL_NSUBJ);

static bool is_one_of(const struct syntax_tree *tree, uint32_t token, uint32_t relations)
{
    return (relations >> tree->syntax->relations[token] & 1) != 0;
}

/* All that hangs on a token, from the leaves up: a head is passed on when its last child is. */
static void measure(const struct syntax *syntax, uint32_t n, struct token_range *extents,
                    uint32_t *pending)
{
    for (uint32_t i = 0; i < n; i++) {
        extents[i] = (struct token_range){i, i + 1};
        pending[i] = 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (syntax->heads[i] != SYNTAX_ROOT) {
            pending[syntax->heads[i]]++;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i;
        /* UINT32_MAX marks what is passed on, so that the walk from the left does not do it again. */
        while (pending[at] == 0) {
            pending[at] = UINT32_MAX;
            uint32_t head = syntax->heads[at];
            if (head == SYNTAX_ROOT) {
                break;
            }
            struct token_range *whole = &extents[head];
            whole->first = extents[at].first < whole->first ? extents[at].first : whole->first;
            whole->end = extents[at].end > whole->end ? extents[at].end : whole->end;
            pending[head]--;
            at = head;
        }
    }
}

int syntax_tree_build(const struct document *document, const struct syntax *syntax,
                      struct sw_arena *arena, struct syntax_tree *out, struct sw_error *err)
{
    uint32_t n = document->n_tokens;
    struct token_range *extents = sw_arena_alloc(arena, ((size_t)n + 1) * sizeof *extents);
    uint32_t *children = sw_arena_alloc(arena, ((size_t)n + 1) * sizeof *children);
    uint32_t *siblings = sw_arena_alloc(arena, ((size_t)n + 1) * sizeof *siblings);
    if (extents == NULL || children == NULL || siblings == NULL) {
        return error_set(err, SW_ENOMEM, "no memory for the trees of %u tokens", n);
    }
    measure(syntax, n, extents, siblings);
    memset(children, 0xFF, ((size_t)n + 1) * sizeof *children);
    for (uint32_t i = n; i-- > 0;) {
        uint32_t head = syntax->heads[i];
        siblings[i] = SYNTAX_NONE;
        if (head != SYNTAX_ROOT) {
            siblings[i] = children[head];
            children[head] = i;
        }
    }
    *out = (struct syntax_tree){document, syntax, extents, children, siblings};
    return SW_OK;
}

static uint32_t child_of(const struct syntax_tree *tree, uint32_t head, uint32_t relations)
{
    uint32_t child = tree->children[head];
    while (child != SYNTAX_NONE && !is_one_of(tree, child, relations)) {
        child = tree->siblings[child];
    }
    return child;
}

uint32_t syntax_child(const struct syntax_tree *tree, uint32_t head, enum syntax_relation relation)
{
    return child_of(tree, head, BIT(relation));
}

/* Whether a token is this word, given in small letters; most are told apart by the first one. */
static bool is_word(const struct syntax_tree *tree, uint32_t token, const char *word)
{
    struct sw_text text = token_text(tree->document, &tree->document->tokens[token]);
    if (text.len == 0 || (text.at[0] | 0x20) != word[0]) {
        return false;
    }
    size_t len = strlen(word);
    if (text.len != len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char c = text.at[i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != word[i]) {
            return false;
        }
    }
    return true;
}

static bool is_any_word(const struct syntax_tree *tree, uint32_t token, const char *const *words,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_word(tree, token, words[i])) {
            return true;
        }
    }
    return false;
}

#define IS_ANY(tree, token, words) is_any_word(tree, token, words, sizeof words / sizeof words[0])

static struct token_range trim(const struct syntax_tree *tree, struct token_range range)
{
    const uint8_t *tags = tree->syntax->tags;
    while (range.end - range.first > 1 && tags[range.end - 1] == TAG_PUNCT) {
        range.end--;
    }
    while (range.end - range.first > 1 && tags[range.first] == TAG_PUNCT) {
        range.first++;
    }
    return range;
}

struct token_range syntax_phrase(const struct syntax_tree *tree, uint32_t head)
{
    return trim(tree, tree->extents[head]);
}

struct token_range syntax_noun_phrase(const struct syntax_tree *tree, uint32_t head)
{
    struct token_range range = tree->extents[head];
    uint32_t cuts = noun_tails | BIT(REL_CC) | BIT(REL_CASE);
    for (uint32_t c = tree->children[head]; c != SYNTAX_NONE; c = tree->siblings[c]) {
        if (!is_one_of(tree, c, cuts) && !is_one_of(tree, c, BIT(REL_MARK) | BIT(REL_ADVMOD))) {
            continue;
        }
        if (c < head) {
            range.first = tree->extents[c].end;
        } else if (tree->extents[c].first < range.end && is_one_of(tree, c, cuts) &&
                   tree->syntax->forms[c] != FORM_POSSESSIVE) {
            range.end = tree->extents[c].first;
        }
    }
    return trim(tree, range);
}

uint32_t syntax_head_of(const struct syntax_tree *tree, struct token_range range)
{
    for (uint32_t i = range.first; i < range.end; i++) {
        uint32_t head = tree->syntax->heads[i];
        if ((head < range.first || head >= range.end) && tree->syntax->tags[i] != TAG_PUNCT) {
            return i;
        }
    }
    return range.first < range.end ? range.first : SYNTAX_NONE;
}

uint32_t syntax_predicate(const struct syntax_tree *tree, uint32_t token)
{
    for (uint32_t i = 0; i < SYNTAX_CLIMB_MAX; i++) {
        bool negates = tree->syntax->forms[token] == FORM_NEGATION;
        uint32_t head = tree->syntax->heads[token];
        if (head == SYNTAX_ROOT || !(is_one_of(tree, token, helpers) || negates)) {
            break;
        }
        token = head;
    }
    return token;
}

/* What a relative pronoun stands for: the noun that its clause describes. */
static uint32_t antecedent(const struct syntax_tree *tree, uint32_t pronoun, uint32_t verb)
{
    static const char *const relatives[] = {"who", "which", "that", "whom"};
    uint32_t top = verb;
    for (uint32_t i = 0; i < SYNTAX_CLIMB_MAX && is_one_of(tree, top, BIT(REL_CONJ)); i++) {
        top = tree->syntax->heads[top];
    }
    bool relative = is_one_of(tree, top, BIT(REL_ACL)) && IS_ANY(tree, pronoun, relatives);
    return relative ? tree->syntax->heads[top] : pronoun;
}

/* Where the subject of a verb without one of its own is looked for; NONE: there is no such place. */
static uint32_t controller(const struct syntax_tree *tree, uint32_t verb, uint32_t *noun)
{
    uint32_t head = tree->syntax->heads[verb];
    enum syntax_form form = tree->syntax->forms[verb];
    *noun = SYNTAX_NONE;
    switch (tree->syntax->relations[verb]) {
    case REL_XCOMP:
        *noun = syntax_child(tree, head, REL_OBJ);
        return head;
    case REL_ADVCL:
        return form == FORM_PAST || form == FORM_PRESENT ? SYNTAX_NONE : head;
    case REL_ACL:
        *noun = form == FORM_GERUND || form == FORM_PARTICIPLE ? head : SYNTAX_NONE;
        return SYNTAX_NONE;
    case REL_CONJ:
    case REL_AUX:
    case REL_AUXPASS:
    case REL_COP:
        return head;
    default:
        return SYNTAX_NONE;
    }
}

uint32_t syntax_subject(const struct syntax_tree *tree, uint32_t verb)
{
    for (uint32_t i = 0; i < SYNTAX_CLIMB_MAX && verb != SYNTAX_NONE; i++) {
        uint32_t subject = child_of(tree, verb, subjects);
        if (subject != SYNTAX_NONE) {
            return antecedent(tree, subject, verb);
        }
        uint32_t noun;
        verb = controller(tree, verb, &noun);
        if (noun != SYNTAX_NONE) {
            return noun;
        }
    }
    return SYNTAX_NONE;
}

uint32_t syntax_object(const struct syntax_tree *tree, uint32_t verb)
{
    uint32_t object = syntax_child(tree, verb, REL_OBJ);
    return object == SYNTAX_NONE ? SYNTAX_NONE : antecedent(tree, object, verb);
}

bool syntax_is_passive(const struct syntax_tree *tree, uint32_t verb)
{
    for (uint32_t i = 0; i < SYNTAX_CLIMB_MAX; i++) {
        if (child_of(tree, verb, BIT(REL_AUXPASS) | BIT(REL_NSUBJPASS)) != SYNTAX_NONE) {
            return true;
        }
        bool participle = tree->syntax->forms[verb] == FORM_PARTICIPLE;
        if (!participle || child_of(tree, verb, BIT(REL_AUX) | BIT(REL_NSUBJ)) != SYNTAX_NONE) {
            return false;
        }
        if (!is_one_of(tree, verb, BIT(REL_CONJ))) {
            return is_one_of(tree, verb, BIT(REL_ACL) | BIT(REL_ADVCL) | BIT(REL_AMOD));
        }
        verb = tree->syntax->heads[verb];
    }
    return false;
}

uint32_t syntax_oblique(const struct syntax_tree *tree, uint32_t head, const char *preposition)
{
    uint32_t nouns = BIT(REL_OBL) | BIT(REL_NMOD);
    for (uint32_t c = tree->children[head]; c != SYNTAX_NONE; c = tree->siblings[c]) {
        uint32_t word = is_one_of(tree, c, nouns) ? syntax_child(tree, c, REL_CASE) : SYNTAX_NONE;
        if (word != SYNTAX_NONE && is_word(tree, word, preposition)) {
            return c;
        }
    }
    return SYNTAX_NONE;
}

uint32_t syntax_agent(const struct syntax_tree *tree, uint32_t verb)
{
    return syntax_is_passive(tree, verb) ? syntax_oblique(tree, verb, "by")
                                         : syntax_subject(tree, verb);
}

uint32_t syntax_patient(const struct syntax_tree *tree, uint32_t verb)
{
    return syntax_is_passive(tree, verb) ? syntax_subject(tree, verb) : syntax_object(tree, verb);
}

uint32_t syntax_complement(const struct syntax_tree *tree, uint32_t verb)
{
    static const enum syntax_relation order[] = {REL_CCOMP, REL_XCOMP, REL_PARATAXIS};
    uint32_t child = SYNTAX_NONE;
    for (size_t i = 0; i < sizeof order / sizeof order[0] && child == SYNTAX_NONE; i++) {
        child = syntax_child(tree, verb, order[i]);
    }
    return child;
}

static bool negates(const struct syntax_tree *tree, uint32_t token)
{
    static const char *const words[] = {"not", "never", "n't", "neither", "nor", "hardly"};
    return (tree->document->tokens[token].flags & TOKEN_NEGATION) != 0 ||
           tree->syntax->forms[token] == FORM_NEGATION || IS_ANY(tree, token, words);
}

/* "no evidence", "none of them", "no longer": the child itself or its first word says no. */
static bool says_no(const struct syntax_tree *tree, uint32_t child)
{
    static const char *const words[] = {"no", "none", "nobody", "nothing"};
    uint32_t first = tree->children[child];
    return IS_ANY(tree, child, words) || (first != SYNTAX_NONE && IS_ANY(tree, first, words));
}

bool syntax_is_negated(const struct syntax_tree *tree, uint32_t verb)
{
    verb = syntax_predicate(tree, verb);
    uint32_t group = BIT(REL_AUX) | BIT(REL_AUXPASS) | BIT(REL_COP) | BIT(REL_ADVMOD) |
                     BIT(REL_CC) | BIT(REL_DEP);
    uint32_t nouns = subjects | BIT(REL_OBJ) | BIT(REL_ADVMOD) | BIT(REL_DET);
    if ((tree->document->tokens[verb].flags & TOKEN_NEGATION) != 0) {
        return true;
    }
    for (uint32_t c = tree->children[verb]; c != SYNTAX_NONE; c = tree->siblings[c]) {
        if ((is_one_of(tree, c, group) && negates(tree, c)) ||
            (is_one_of(tree, c, nouns) && says_no(tree, c))) {
            return true;
        }
    }
    return false;
}

static bool is_clause(const struct syntax_tree *tree, uint32_t token)
{
    if (is_one_of(tree, token, clauses)) {
        return true;
    }
    return is_one_of(tree, token, BIT(REL_CONJ)) &&
           (tree->syntax->tags[token] == TAG_VERB ||
            child_of(tree, token, subjects | BIT(REL_COP)) != SYNTAX_NONE);
}

uint32_t syntax_clause_of(const struct syntax_tree *tree, uint32_t token)
{
    for (uint32_t i = 0; i < SYNTAX_PIECE_MAX && !is_clause(tree, token); i++) {
        token = tree->syntax->heads[token];
    }
    return token;
}

struct token_range syntax_clause(const struct syntax_tree *tree, uint32_t predicate, bool own_only)
{
    struct token_range range = tree->extents[predicate];
    for (uint32_t c = tree->children[predicate]; c != SYNTAX_NONE; c = tree->siblings[c]) {
        bool leads = c < predicate && tree->extents[c].first == range.first &&
                     (is_word(tree, c, "that") || is_one_of(tree, c, BIT(REL_CC) | BIT(REL_PUNCT)));
        if (leads && is_one_of(tree, c, BIT(REL_CC) | BIT(REL_MARK) | BIT(REL_PUNCT))) {
            range.first = tree->extents[c].end;
        }
        bool tail = is_clause(tree, c) && is_one_of(tree, c, BIT(REL_CONJ) | BIT(REL_PARATAXIS));
        if (own_only && c > predicate && tail) {
            range.end = tree->extents[c].first;
            break;
        }
    }
    return trim(tree, range);
}

bool syntax_path(const struct syntax_tree *tree, uint32_t from, uint32_t to,
                 struct syntax_path *out)
{
    struct syntax_path path = {0, 0, {0}, {0}};
    while (!syntax_is_below(tree, to, from)) {
        uint32_t head = tree->syntax->heads[from];
        if (head == SYNTAX_ROOT || path.n_up == sizeof path.up) {
            return false;
        }
        path.up[path.n_up++] = tree->syntax->relations[from];
        from = head;
    }
    for (uint32_t at = to; at != from; at = tree->syntax->heads[at]) {
        if (path.n_down == sizeof path.down) {
            return false;
        }
        path.down[path.n_down++] = tree->syntax->relations[at];
    }
    for (uint8_t i = 0; i < path.n_down / 2; i++) {
        uint8_t other = (uint8_t)(path.n_down - 1 - i);
        uint8_t relation = path.down[i];
        path.down[i] = path.down[other];
        path.down[other] = relation;
    }
    *out = path;
    return true;
}
