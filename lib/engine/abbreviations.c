#include "abbreviations.h"

#include <string.h>

struct row {
    char word[8];
    enum abbreviation kind;
};

/* In strcmp order. Own list: titles, ranks, companies, streets, months, states of the USA as the
 * usual style books shorten them. */
static const struct row rows[] = {
    {"adm", ABBREVIATION_CAPITAL},   {"ala", ABBREVIATION_CAPITAL},
    {"approx", ABBREVIATION_ALWAYS}, {"apr", ABBREVIATION_NUMBER},
    {"ariz", ABBREVIATION_CAPITAL},  {"ark", ABBREVIATION_COMMA},
    {"art", ABBREVIATION_NUMBER},    {"assn", ABBREVIATION_CAPITAL},
    {"asst", ABBREVIATION_ALWAYS},   {"atty", ABBREVIATION_ALWAYS},
    {"aug", ABBREVIATION_CAPITAL},   {"ave", ABBREVIATION_CAPITAL},
    {"blvd", ABBREVIATION_CAPITAL},  {"brig", ABBREVIATION_CAPITAL},
    {"bros", ABBREVIATION_CAPITAL},  {"calif", ABBREVIATION_CAPITAL},
    {"capt", ABBREVIATION_CAPITAL},  {"ch", ABBREVIATION_NUMBER},
    {"cmdr", ABBREVIATION_CAPITAL},  {"co", ABBREVIATION_CAPITAL},
    {"col", ABBREVIATION_CAPITAL},   {"colo", ABBREVIATION_CAPITAL},
    {"comdr", ABBREVIATION_CAPITAL}, {"conn", ABBREVIATION_CAPITAL},
    {"corp", ABBREVIATION_CAPITAL},  {"cpl", ABBREVIATION_CAPITAL},
    {"dec", ABBREVIATION_NUMBER},    {"del", ABBREVIATION_COMMA},
    {"dept", ABBREVIATION_CAPITAL},  {"dr", ABBREVIATION_CAPITAL},
    {"esq", ABBREVIATION_CAPITAL},   {"etc", ABBREVIATION_ALWAYS},
    {"feb", ABBREVIATION_CAPITAL},   {"fig", ABBREVIATION_NUMBER},
    {"fla", ABBREVIATION_CAPITAL},   {"fr", ABBREVIATION_CAPITAL},
    {"fri", ABBREVIATION_NUMBER},    {"ft", ABBREVIATION_CAPITAL},
    {"ga", ABBREVIATION_COMMA},      {"gen", ABBREVIATION_CAPITAL},
    {"gov", ABBREVIATION_CAPITAL},   {"govt", ABBREVIATION_ALWAYS},
    {"hon", ABBREVIATION_CAPITAL},   {"hwy", ABBREVIATION_CAPITAL},
    {"ill", ABBREVIATION_COMMA},     {"inc", ABBREVIATION_CAPITAL},
    {"ind", ABBREVIATION_COMMA},     {"insp", ABBREVIATION_CAPITAL},
    {"jan", ABBREVIATION_CAPITAL},   {"jr", ABBREVIATION_CAPITAL},
    {"jul", ABBREVIATION_NUMBER},    {"jun", ABBREVIATION_NUMBER},
    {"kan", ABBREVIATION_COMMA},     {"ky", ABBREVIATION_CAPITAL},
    {"la", ABBREVIATION_COMMA},      {"lt", ABBREVIATION_CAPITAL},
    {"ltd", ABBREVIATION_CAPITAL},   {"maj", ABBREVIATION_CAPITAL},
    {"mar", ABBREVIATION_NUMBER},    {"mass", ABBREVIATION_COMMA},
    {"md", ABBREVIATION_COMMA},      {"messrs", ABBREVIATION_CAPITAL},
    {"mgr", ABBREVIATION_CAPITAL},   {"mich", ABBREVIATION_CAPITAL},
    {"minn", ABBREVIATION_CAPITAL},  {"miss", ABBREVIATION_COMMA},
    {"mlle", ABBREVIATION_CAPITAL},  {"mme", ABBREVIATION_CAPITAL},
    {"mo", ABBREVIATION_COMMA},      {"mon", ABBREVIATION_NUMBER},
    {"mont", ABBREVIATION_COMMA},    {"mr", ABBREVIATION_CAPITAL},
    {"mrs", ABBREVIATION_CAPITAL},   {"ms", ABBREVIATION_CAPITAL},
    {"msgr", ABBREVIATION_CAPITAL},  {"mt", ABBREVIATION_CAPITAL},
    {"mx", ABBREVIATION_CAPITAL},    {"natl", ABBREVIATION_CAPITAL},
    {"neb", ABBREVIATION_CAPITAL},   {"nev", ABBREVIATION_CAPITAL},
    {"no", ABBREVIATION_NUMBER},     {"nos", ABBREVIATION_NUMBER},
    {"nov", ABBREVIATION_CAPITAL},   {"oct", ABBREVIATION_CAPITAL},
    {"okla", ABBREVIATION_CAPITAL},  {"ore", ABBREVIATION_COMMA},
    {"pa", ABBREVIATION_COMMA},      {"para", ABBREVIATION_NUMBER},
    {"penn", ABBREVIATION_COMMA},    {"pfc", ABBREVIATION_CAPITAL},
    {"pp", ABBREVIATION_NUMBER},     {"pres", ABBREVIATION_CAPITAL},
    {"prof", ABBREVIATION_CAPITAL},  {"pvt", ABBREVIATION_CAPITAL},
    {"rep", ABBREVIATION_CAPITAL},   {"reps", ABBREVIATION_CAPITAL},
    {"rev", ABBREVIATION_CAPITAL},   {"sat", ABBREVIATION_NUMBER},
    {"sec", ABBREVIATION_NUMBER},    {"sen", ABBREVIATION_CAPITAL},
    {"sens", ABBREVIATION_CAPITAL},  {"sep", ABBREVIATION_NUMBER},
    {"sept", ABBREVIATION_CAPITAL},  {"sgt", ABBREVIATION_CAPITAL},
    {"sr", ABBREVIATION_CAPITAL},    {"st", ABBREVIATION_CAPITAL},
    {"ste", ABBREVIATION_CAPITAL},   {"sun", ABBREVIATION_NUMBER},
    {"supt", ABBREVIATION_CAPITAL},  {"tenn", ABBREVIATION_CAPITAL},
    {"tex", ABBREVIATION_COMMA},     {"thu", ABBREVIATION_NUMBER},
    {"thur", ABBREVIATION_NUMBER},   {"thurs", ABBREVIATION_NUMBER},
    {"tue", ABBREVIATION_NUMBER},    {"tues", ABBREVIATION_NUMBER},
    {"univ", ABBREVIATION_CAPITAL},  {"va", ABBREVIATION_CAPITAL},
    {"vol", ABBREVIATION_NUMBER},    {"vs", ABBREVIATION_ALWAYS},
    {"vt", ABBREVIATION_CAPITAL},    {"wash", ABBREVIATION_COMMA},
    {"wed", ABBREVIATION_NUMBER},    {"wis", ABBREVIATION_CAPITAL},
    {"wyo", ABBREVIATION_CAPITAL},
};

enum abbreviation abbreviation_of(struct sw_text word)
{
    char small[sizeof rows[0].word] = {0};
    if (word.len >= sizeof small) {
        return ABBREVIATION_NONE;
    }
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        small[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    size_t low = 0, high = sizeof rows / sizeof rows[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(rows[middle].word, small);
        if (order == 0) {
            return rows[middle].kind;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return ABBREVIATION_NONE;
}

bool abbreviations_are_sorted(void)
{
    for (size_t i = 1; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i - 1].word, rows[i].word) >= 0) {
            return false;
        }
    }
    return true;
}
