#include <stancewire/stancewire.h>

/* The marker types, in the order of enum sw_marker_type. The terms are those of Martin & White
 * (2005) Appraisal, Hyland (2005) and SemEval-2016 task 6; docs/taxonomy.md has examples. */
static const struct {
    const char *name, *term;
} types[SW_N_MARKER_TYPES] = {
    [SW_ACKNOWLEDGE] = {"acknowledge", "attribute: acknowledge"},
    [SW_DISTANCE] = {"distance", "attribute: distance"},
    [SW_ENDORSE] = {"endorse", "proclaim: endorse"},
    [SW_BOOST] = {"boost", "proclaim: pronounce; booster"},
    [SW_CONCUR] = {"concur", "proclaim: concur"},
    [SW_HEDGE] = {"hedge", "entertain; hedge"},
    [SW_DENY] = {"deny", "disclaim: deny"},
    [SW_COUNTER] = {"counter", "disclaim: counter"},
    [SW_EVALUATE] = {"evaluate", "attitude: judgement, appreciation"},
    [SW_SCARE_QUOTE] = {"scare_quote", "distance by quote marks"},
    [SW_FAVOR] = {"favor", "SemEval FAVOR"},
    [SW_AGAINST] = {"against", "SemEval AGAINST"},
    [SW_OBLIGATION] = {"obligation", "necessity modal; directive"},
    [SW_INTENT] = {"intent", "prediction / volition"},
};

const char *sw_marker_type_name(enum sw_marker_type type)
{
    return types[type].name;
}

const char *sw_marker_type_term(enum sw_marker_type type)
{
    return types[type].term;
}
