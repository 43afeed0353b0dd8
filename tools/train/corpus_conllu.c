/*
 * The names of a CoNLL-U file with entities in MISC (GUM): an entity whose head is a proper noun is
 * named; its name is the run of proper nouns around the head, without a person's title. Proper
 * nouns that are in no such name are left open: nothing is said of them.
 */
#include "corpus.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TOKENS 1024
#define MAX_OPEN 128
#define MAX_LINE 16384

struct token {
    char form[128];
    char pos[16];
    int head;
    bool space;
};

struct open_entity {
    long group;
    uint32_t types;
    int first;
};

struct name {
    int first, last;
    uint32_t types;
};

struct sentence {
    const struct corpus_format *format;
    struct token tokens[MAX_TOKENS];
    struct open_entity open[MAX_OPEN];
    struct name names[MAX_TOKENS];
    int n, n_open, n_names;
};

static const char *const titles[] = {
    "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Professor", "President", "Senator", "Sen.", "Gov.",
    "Governor", "General", "Gen.", "Colonel", "Captain", "King", "Queen", "Prince", "Princess",
    "Pope", "Sir", "Lord", "Lady", "Saint", "Minister", "Secretary", "Judge", "Justice", "Chairman",
    "Mayor", "Mr", "Mrs", "Dr", "Rep.", "Chancellor", "Director", "Emperor", "Father", "Bishop",
};

static bool is_title(const char *form)
{
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        if (strcmp(titles[i], form) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_capital(const struct token *token)
{
    return token->form[0] >= 'A' && token->form[0] <= 'Z';
}

static bool is_proper(const struct token *token)
{
    return strcmp(token->pos, "PROPN") == 0 && is_capital(token);
}

/* A small word between two proper nouns of one name. */
static bool joins(const struct token *token)
{
    static const char *const words[] = {"of", "the", "for", "and", "&",  "-",
                                        "de", "von", "van", "'s", "’s"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], token->form) == 0) {
            return true;
        }
    }
    return false;
}

/* The token of the entity that hangs on one outside it. */
static int head_of(const struct sentence *s, int first, int last)
{
    for (int i = first; i <= last; i++) {
        if (s->tokens[i].head < first || s->tokens[i].head > last) {
            return i;
        }
    }
    return last;
}

static void add_name(struct sentence *s, const struct open_entity *entity, int last)
{
    int head = head_of(s, entity->first, last), from = head, to = head;
    bool is_person = entity->types == 1u << SW_PER;
    if (!is_proper(&s->tokens[head]) || s->n_names == MAX_TOKENS) {
        return;
    }
    while (from > entity->first && (is_capital(&s->tokens[from - 1]) ||
                                    (from - 1 > entity->first && s->tokens[from - 1].form[0] == '-' &&
                                     is_capital(&s->tokens[from - 2])))) {
        from--;
    }
    for (int next = to + 1; next <= last && next <= to + 3; next++) {
        if (is_proper(&s->tokens[next])) {
            to = next;
        } else if (is_person || !joins(&s->tokens[next])) {
            break;
        }
    }
    while (from < to && ((is_person && is_title(s->tokens[from].form)) ||
                         strcmp(s->tokens[from].pos, "DET") == 0)) {
        from++;
    }
    if (!(from == to && is_title(s->tokens[from].form))) {
        s->names[s->n_names++] = (struct name){from, to, entity->types};
    }
}

static void close_entity(struct sentence *s, long group, int last)
{
    for (int i = s->n_open; i-- > 0;) {
        if (s->open[i].group == group) {
            if (s->open[i].types != 0) {
                add_name(s, &s->open[i], last);
            }
            memmove(&s->open[i], &s->open[i + 1],
                    (size_t)(s->n_open - i - 1) * sizeof s->open[0]);
            s->n_open--;
            return;
        }
    }
}

/* "(1-person-new-...", "1)", "(2-place-...)3)": brackets of the entities at one token. */
static void read_entities(struct sentence *s, const char *at, int token)
{
    while (*at != '\0' && *at != '|' && *at != '\n') {
        if (*at != '(') {
            close_entity(s, strtol(at, NULL, 10), token);
            at += strcspn(at, ")|\n");
            at += *at == ')';
            continue;
        }
        char type[32] = "";
        long group = strtol(at + 1, NULL, 10);
        const char *dash = strchr(at, '-');
        size_t len = strcspn(at + 1, "()|\n");
        if (dash != NULL && dash < at + 1 + len) {
            snprintf(type, sizeof type, "%.*s", (int)strcspn(dash + 1, "-()"), dash + 1);
        }
        if (s->n_open < MAX_OPEN) {
            s->open[s->n_open++] =
                (struct open_entity){group, corpus_types(s->format, type), token};
        }
        at += 1 + len;
        if (*at == ')') {
            close_entity(s, group, token);
            at++;
        }
    }
}

static int longest_first(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    int by_length = (y->last - y->first) - (x->last - x->first);
    return by_length != 0 ? by_length : x->first - y->first;
}

static void mark_tokens(struct sentence *s, uint32_t *types_of, int *name_of)
{
    for (int i = 0; i < s->n; i++) {
        bool open = i > 0 && is_capital(&s->tokens[i]);
        name_of[i] = -1;
        types_of[i] = is_proper(&s->tokens[i]) || open ? CORPUS_ANY : 0;
    }
    qsort(s->names, (size_t)s->n_names, sizeof s->names[0], longest_first);
    for (int n = 0; n < s->n_names; n++) {
        bool free_here = true;
        for (int i = s->names[n].first; i <= s->names[n].last; i++) {
            free_here = free_here && name_of[i] < 0;
        }
        for (int i = s->names[n].first; free_here && i <= s->names[n].last; i++) {
            name_of[i] = n;
            types_of[i] = s->names[n].types;
        }
    }
}

static void end_sentence(struct sentence *s, struct corpus_text *text)
{
    static uint32_t types_of[MAX_TOKENS];
    static int name_of[MAX_TOKENS];
    mark_tokens(s, types_of, name_of);
    uint32_t start = 0;
    for (int i = 0; i < s->n; i++) {
        bool goes_on = i > 0 && name_of[i] >= 0 && name_of[i] == name_of[i - 1];
        bool ends = i + 1 == s->n || name_of[i] < 0 || name_of[i + 1] != name_of[i];
        start = goes_on ? start : (uint32_t)text->len;
        corpus_append(text, s->tokens[i].form, strlen(s->tokens[i].form));
        if (types_of[i] != 0 && ends) {
            corpus_mark(text, start, (uint32_t)text->len, types_of[i]);
        }
        if (s->tokens[i].space || i + 1 == s->n) {
            corpus_append(text, " ", 1);
        }
    }
    s->n = s->n_open = s->n_names = 0;
}

static void read_token(struct sentence *s, char *line)
{
    char *columns[10], *at = line;
    int n = 0;
    for (; at != NULL && n < 10; n++) {
        columns[n] = at;
        at = strchr(at, '\t');
        if (at != NULL) {
            *at++ = '\0';
        }
    }
    if (n < 10 || s->n == MAX_TOKENS || strpbrk(columns[0], ".-") != NULL) {
        return;
    }
    struct token *token = &s->tokens[s->n];
    snprintf(token->form, sizeof token->form, "%s", columns[1]);
    snprintf(token->pos, sizeof token->pos, "%s", columns[3]);
    token->head = atoi(columns[6]) - 1;
    token->space = strstr(columns[9], "SpaceAfter=No") == NULL;
    const char *entity = strstr(columns[9], "Entity=");
    s->n++;
    if (entity != NULL) {
        read_entities(s, entity + 7, s->n - 1);
    }
}

/* Heads are looked up when the sentence is whole, so its lines are read twice. */
static void read_lines(struct sentence *s, char lines[][MAX_LINE], int n, struct corpus_text *text)
{
    static char line[MAX_LINE];
    for (int round = 0; round < 2; round++) {
        s->n = s->n_open = s->n_names = 0;
        for (int i = 0; i < n; i++) {
            memcpy(line, lines[i], sizeof line);
            read_token(s, line);
        }
    }
    if (s->n > 0) {
        end_sentence(s, text);
    }
}

void corpus_read_conllu(struct corpus *corpus, const struct corpus_format *format,
                        const char *path)
{
    FILE *file = fopen(path, "r");
    struct sentence *s = calloc(1, sizeof *s);
    char(*lines)[MAX_LINE] = calloc(MAX_TOKENS, sizeof *lines);
    struct corpus_text *text = NULL;
    int n = 0;
    if (file == NULL || s == NULL || lines == NULL) {
        corpus_fail(path, "cannot be read");
    }
    s->format = format;
    while (fgets(lines[n], MAX_LINE, file) != NULL) {
        if (strncmp(lines[n], "# newdoc", 8) == 0 || text == NULL) {
            text = corpus_add(corpus, format->outside);
        } else if (strncmp(lines[n], "# newpar", 8) == 0 && text->len > 0) {
            corpus_append(text, "\n", 1);
        } else if (lines[n][0] == '\n') {
            read_lines(s, lines, n, text);
            n = 0;
        } else if (lines[n][0] != '#' && n + 1 < MAX_TOKENS) {
            n++;
        }
    }
    read_lines(s, lines, n, text);
    free(lines);
    free(s);
    fclose(file);
}
