#include "bench_corpus.h"

#include <stdio.h>
#include <string.h>

#include "hash.h"

/* A slot "%x" of a pattern is filled from the list of that letter. */
static const char *const first_names[] = {"Anna",  "Peter", "Maria",  "Hugo",  "Elena",  "Viktor",
                                          "Laura", "James", "Sophie", "Marco", "Ingrid", "Pavel"};
static const char *const last_names[] = {"Lindqvist", "Moretti", "Harlow",  "Petrov",   "Dubois",
                                         "Kowalski",  "Brandt",  "Okafor",  "Castillo", "Novak",
                                         "Sheridan",  "Tanaka",  "Marinov", "Eriksen"};
static const char *const countries[] = {"Italy",  "France", "Poland", "Norway", "Canada",
                                        "Turkey", "Spain",  "Japan",  "Kenya",  "Brazil"};
static const char *const demonyms[] = {"Italian", "French",  "Polish",   "Norwegian", "Canadian",
                                       "Turkish", "Spanish", "Japanese", "Kenyan",    "Brazilian"};
static const char *const cities[] = {"Rome",   "Paris",  "Warsaw", "Oslo",
                                     "Ottawa", "Ankara", "Madrid"};
static const char *const roles[] = {"Prime Minister", "President",        "Foreign Minister",
                                    "Senator",        "Finance Minister", "spokeswoman",
                                    "Governor",       "Defense Minister"};
static const char *const bodies[] = {"the European Commission",
                                     "NATO",
                                     "the World Bank",
                                     "the Harbor Workers Union",
                                     "the Central Election Board",
                                     "the United Nations",
                                     "the Coastal Energy Group"};
static const char *const sayings[] = {"said",  "told reporters", "insisted", "warned",
                                      "added", "claimed",        "denied",   "acknowledged"};
static const char *const topics[] = {"the new trade agreement",
                                     "the plan to close two power stations",
                                     "the budget for next year",
                                     "a ban on deep-sea fishing",
                                     "the reform of the pension system",
                                     "talks on the border dispute",
                                     "the delayed railway project",
                                     "a tax on imported steel",
                                     "the election results"};
static const char *const claims[] = {"would help thousands of families in the poorest regions",
                                     "could not be accepted in its present form",
                                     "was a serious mistake that voters will remember",
                                     "must be put before parliament by the end of the month",
                                     "is likely to cost more than the government has admitted",
                                     "should never have been signed without a proper debate",
                                     "has already brought prices down by almost a third",
                                     "may have to wait until the autumn session"};
static const char *const details[] = {
    "The two sides have met four times since March, but no date has been set for another round.",
    "About 2,500 people marched through the centre of the city on Saturday, police said.",
    "A report published last week put the cost at $4.5 billion over ten years.",
    "However, analysts doubt that the measure will pass before the summer break.",
    "The opposition strongly opposes the change and has promised to appeal to the court.",
    "It was not immediately clear whether the deal covers farm goods as well.",
    "Similar rules were dropped in 2014 after protests in several ports.",
    "Shares in the company fell 3.2 percent in early trading, although they recovered later."};

static const struct {
    char letter;
    const char *const *at;
    size_t n;
} lists[] = {
#define LIST(letter, list)                                                                         \
    {                                                                                              \
        letter, list, sizeof list / sizeof list[0]                                                 \
    }
    LIST('F', first_names), LIST('L', last_names), LIST('C', countries), LIST('D', demonyms),
    LIST('Y', cities),      LIST('R', roles),      LIST('B', bodies),    LIST('S', sayings),
    LIST('T', topics),      LIST('K', claims),     LIST('X', details),
#undef LIST
};

/* Digits 1 and 2 are the people of the article: "%1" in full, "%a" by the last name. */
static const char *const patterns[] = {
    "%D %R %1 %S on Monday that %T %K.",
    "“%T %K,” %a %S. “We have said so from the start, and I will not change my mind.”",
    "%b %S that %T %K, according to %B.",
    "%X",
    "In a letter to %B, the %D %R called %T “a step in the right direction”.",
    "%R %2 of %C praised the proposal and said that he fully supports it.",
    "%Y has repeatedly rejected the claims, while %B %S that %T %K.",
    "She also accused %b of ignoring %B, and urged %C to return to the table.",
    "“It is not about money,” said %2, who leads the %D delegation. “%T %K.”",
    "%X %X",
    "%a and %b are expected to meet in %Y next week to discuss %T.",
    "Officials in %Y reportedly fear that %T %K, though none of them would say so in public.",
};

struct writer {
    uint64_t state;
    char *out;
    size_t len, size;
    const char *people[2][2];
};

static size_t pick(struct writer *w, size_t n)
{
    w->state = hash_mix(w->state, 1);
    return (size_t)(w->state % n);
}

static void put(struct writer *w, const char *text)
{
    size_t len = strlen(text);
    if (w->len + len + 1 < w->size) {
        memcpy(w->out + w->len, text, len + 1);
        w->len += len;
    }
}

static void put_slot(struct writer *w, char letter)
{
    if (letter == '1' || letter == '2') {
        put(w, w->people[letter - '1'][0]);
        put(w, " ");
    }
    if (letter == '1' || letter == '2' || letter == 'a' || letter == 'b') {
        put(w, w->people[letter == '2' || letter == 'b'][1]);
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (lists[i].letter == letter) {
            put(w, lists[i].at[pick(w, lists[i].n)]);
        }
    }
}

/* A sentence starts with a capital. */
static void put_pattern(struct writer *w, const char *pattern)
{
    size_t start = w->len;
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at == '%') {
            put_slot(w, *++at);
        } else {
            char text[2] = {*at, '\0'};
            put(w, text);
        }
    }
    char c = w->out[start];
    w->out[start] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
}

size_t corpus_article(uint64_t seed, char *out, size_t size)
{
    struct writer w = {.state = hash_mix(seed, 99), .out = out, .size = size};
    for (int i = 0; i < 2; i++) {
        w.people[i][0] = first_names[pick(&w, sizeof first_names / sizeof first_names[0])];
        w.people[i][1] = last_names[pick(&w, sizeof last_names / sizeof last_names[0])];
    }
    put_pattern(&w, "%a says %T %K\n\nPARIS (Agency) - ");
    for (int paragraph = 0; paragraph < 14; paragraph++) {
        size_t n = 1 + pick(&w, 3);
        for (size_t i = 0; i < n; i++) {
            put_pattern(&w, patterns[pick(&w, sizeof patterns / sizeof patterns[0])]);
            put(&w, i + 1 < n ? " " : "\n\n");
        }
        if (paragraph == 6) {
            put_pattern(&w, "READ MORE: %C to vote on %T\n\n");
        }
    }
    return w.len;
}
