#include "conllu_tables.h"

#include <string.h>

#include "syntax_tags.h"

/* The first row that fits; xpos NULL fits any. */
static const struct {
    const char *upos, *xpos;
    enum syntax_fine fine;
} tags[] = {
    {"ADJ", NULL, FINE_ADJ},
    {"ADP", NULL, FINE_ADP},
    {"ADV", "WRB", FINE_ADV_WH},
    {"ADV", NULL, FINE_ADV},
    {"AUX", "MD", FINE_AUX_MODAL},
    {"AUX", "VB", FINE_AUX_BASE},
    {"AUX", "VBN", FINE_AUX_PARTICIPLE},
    {"AUX", "VBG", FINE_AUX_PARTICIPLE},
    {"AUX", NULL, FINE_AUX},
    {"CCONJ", NULL, FINE_CCONJ},
    {"DET", "WDT", FINE_DET_WH},
    {"DET", NULL, FINE_DET},
    {"INTJ", NULL, FINE_INTJ},
    {"NOUN", "NNS", FINE_NOUN_PLURAL},
    {"NOUN", NULL, FINE_NOUN},
    {"NUM", NULL, FINE_NUM},
    {"PART", "POS", FINE_PART_POSSESSIVE},
    {"PART", "TO", FINE_PART_TO},
    {"PART", NULL, FINE_PART_NEGATION},
    {"PRON", "PRP$", FINE_PRON_POSSESSIVE},
    {"PRON", "EX", FINE_PRON_THERE},
    {"PRON", "WDT", FINE_PRON_WH},
    {"PRON", "WP", FINE_PRON_WH},
    {"PRON", "WP$", FINE_PRON_WH},
    {"PRON", NULL, FINE_PRON},
    {"PROPN", NULL, FINE_PROPN},
    {"PUNCT", NULL, FINE_PUNCT},
    {"SCONJ", NULL, FINE_SCONJ},
    {"SYM", NULL, FINE_SYM},
    {"VERB", "VBP", FINE_VERB_PLAIN},
    {"VERB", "VBZ", FINE_VERB_PRESENT},
    {"VERB", "VBD", FINE_VERB_PAST},
    {"VERB", "VBG", FINE_VERB_GERUND},
    {"VERB", "VBN", FINE_VERB_PARTICIPLE},
    {"VERB", NULL, FINE_VERB_BASE},
    {"X", NULL, FINE_X},
};

/* Whole names first, then the part before the colon. */
static const struct {
    const char *name;
    enum syntax_relation relation;
} relations[] = {
    {"aux:pass", REL_AUXPASS},
    {"nmod:poss", REL_NMOD_POSS},
    {"nsubj:pass", REL_NSUBJPASS},
    {"csubj:pass", REL_NSUBJPASS},
    {"acl", REL_ACL},
    {"advcl", REL_ADVCL},
    {"advmod", REL_ADVMOD},
    {"amod", REL_AMOD},
    {"appos", REL_APPOS},
    {"aux", REL_AUX},
    {"case", REL_CASE},
    {"cc", REL_CC},
    {"ccomp", REL_CCOMP},
    {"compound", REL_COMPOUND},
    {"conj", REL_CONJ},
    {"cop", REL_COP},
    {"csubj", REL_NSUBJ},
    {"dep", REL_DEP},
    {"det", REL_DET},
    {"discourse", REL_DEP},
    {"dislocated", REL_DEP},
    {"expl", REL_DEP},
    {"fixed", REL_FLAT},
    {"flat", REL_FLAT},
    {"goeswith", REL_FLAT},
    {"iobj", REL_IOBJ},
    {"list", REL_DEP},
    {"mark", REL_MARK},
    {"nmod", REL_NMOD},
    {"nsubj", REL_NSUBJ},
    {"nummod", REL_NUMMOD},
    {"obj", REL_OBJ},
    {"obl", REL_OBL},
    {"orphan", REL_DEP},
    {"parataxis", REL_PARATAXIS},
    {"punct", REL_PUNCT},
    {"reparandum", REL_DEP},
    {"root", REL_ROOT},
    {"vocative", REL_DEP},
    {"xcomp", REL_XCOMP},
};

bool conllu_tag(const char *upos, const char *xpos, uint8_t *out)
{
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (strcmp(tags[i].upos, upos) == 0 &&
            (tags[i].xpos == NULL || strcmp(tags[i].xpos, xpos) == 0)) {
            *out = (uint8_t)tags[i].fine;
            return true;
        }
    }
    return false;
}

static bool find_relation(const char *name, size_t len, uint8_t *out)
{
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        if (strlen(relations[i].name) == len && memcmp(relations[i].name, name, len) == 0) {
            *out = (uint8_t)relations[i].relation;
            return true;
        }
    }
    return false;
}

bool conllu_relation(const char *name, uint8_t *out)
{
    return find_relation(name, strlen(name), out) || find_relation(name, strcspn(name, ":"), out);
}
