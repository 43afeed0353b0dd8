#include "attribution_stems.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const irregular[][2] = {
    {"said", "say"},        {"told", "tell"},         {"thought", "think"},
    {"thinking", "think"},  {"wrote", "write"},       {"written", "write"},
    {"writing", "write"},   {"knew", "know"},         {"known", "know"},
    {"found", "find"},      {"saw", "see"},           {"seen", "see"},
    {"felt", "feel"},       {"feeling", "feel"},      {"heard", "hear"},
    {"spoke", "speak"},     {"spoken", "speak"},      {"made", "make"},
    {"making", "make"},     {"took", "take"},         {"taken", "take"},
    {"taking", "take"},     {"gave", "give"},         {"given", "give"},
    {"giving", "give"},     {"went", "go"},           {"gone", "go"},
    {"going", "go"},        {"goes", "go"},           {"held", "hold"},
    {"shown", "show"},      {"sought", "seek"},       {"meant", "mean"},
    {"understood", "understand"}, {"swore", "swear"}, {"sworn", "swear"},
    {"forecast", "forecast"},     {"foresaw", "foresee"}, {"foreseen", "foresee"},
    {"bet", "bet"},         {"put", "put"},           {"read", "read"},
    {"brought", "bring"},   {"drew", "draw"},         {"drawn", "draw"},
    {"lied", "lie"},        {"lying", "lie"},         {"laid", "lay"},
    {"stood", "stand"},     {"led", "lead"},          {"fought", "fight"},
    {"got", "get"},         {"taught", "teach"},      {"sang", "sing"},
    {"beliefs", "believe"}, {"belief", "believe"},    {"thoughts", "think"},
    {"thought", "think"},   {"sayings", "say"},       {"statement", "statement"},
    {"chose", "choose"},    {"chosen", "choose"},     {"was", "be"},
    {"were", "be"},         {"is", "be"},             {"are", "be"},
    {"has", "have"},        {"had", "have"},          {"having", "have"},
};

static bool is_vowel(char c)
{
    return strchr("aeiouy", c) != NULL;
}

static bool ends_with(const char *word, size_t len, const char *suffix)
{
    size_t n = strlen(suffix);
    return len > n + 1 && memcmp(word + len - n, suffix, n) == 0;
}

/* After "ing" and "ed": "planned" -> "plan", but "called" -> "call". */
static size_t undouble(const char *word, size_t len)
{
    bool doubled = len > 3 && word[len - 1] == word[len - 2] && !is_vowel(word[len - 1]);
    return doubled && strchr("lsz", word[len - 1]) == NULL ? len - 1 : len;
}

void stem_word(const char *word, char *out, size_t room)
{
    for (size_t i = 0; i < sizeof irregular / sizeof irregular[0]; i++) {
        if (strcmp(word, irregular[i][0]) == 0) {
            snprintf(out, room, "%s", irregular[i][1]);
            return;
        }
    }
    size_t len = strlen(word);
    if (ends_with(word, len, "ies")) {
        snprintf(out, room, "%.*sy", (int)(len - 3), word);
        return;
    }
    if (ends_with(word, len, "ied")) {
        snprintf(out, room, "%.*sy", (int)(len - 3), word);
        return;
    }
    if (ends_with(word, len, "ing") && len > 5) {
        len = undouble(word, len - 3);
    } else if (ends_with(word, len, "ed") && len > 4) {
        len = undouble(word, len - 2);
    } else if (ends_with(word, len, "es") && len > 4 && strchr("hsxz", word[len - 3]) != NULL) {
        len -= 2;
    } else if (ends_with(word, len, "s") && word[len - 2] != 's' && len > 3) {
        len -= 1;
    }
    if (len > 3 && word[len - 1] == 'e') {
        len--;
    }
    snprintf(out, room, "%.*s", (int)len, word);
}

int stem_forms(const char *base, char out[STEM_FORMS][48])
{
    size_t len = strlen(base);
    if (len < 3 || len > 40) {
        return 0;
    }
    char last = base[len - 1];
    bool y = last == 'y' && !is_vowel(base[len - 2]);
    bool hiss = last == 's' || last == 'x' || last == 'z' || ends_with(base, len, "sh") ||
                ends_with(base, len, "ch");
    int stem = (int)(last == 'e' || y ? len - 1 : len);
    snprintf(out[0], 48, "%s", base);
    snprintf(out[1], 48, y ? "%.*sies" : hiss ? "%.*ses" : last == 'e' ? "%.*ses" : "%.*ss", stem,
             base);
    snprintf(out[2], 48, y ? "%.*sied" : "%.*sed", stem, base);
    snprintf(out[3], 48, y ? "%.*sying" : "%.*sing", stem, base);
    return STEM_FORMS;
}
