#include "language.h"

#include <string.h>

#include "error.h"
#include "lexicons.h"
#include "utf8.h"

/* Only so many tokens are looked at. */
#define TOKENS_MAX 500

/* Languages that lexicons/languages.txt may name; their place is their bit. */
static const char *const codes[] = {"en", "it", "de", "fr", "es", "pt", "nl", "pl",
                                    "ro", "sv", "da", "fi", "cs", "hu", "tr", "id"};

#define N_CODES (sizeof codes / sizeof codes[0])

/* Languages that only a script, a letter or a claim tells. */
static const char *const others[] = {"ru", "uk", "bg", "be", "sr", "mk", "el", "ar", "fa", "ur",
                                     "he", "zh", "ja", "ko", "hi", "th", "ka", "hy", "no", "ca",
                                     "hr", "sk", "sl", "lt", "lv", "et", "vi", "sq", "az", "bn"};

#define N_OTHERS (sizeof others / sizeof others[0])

int language_prepare(struct lexicon *lexicon, const char *file, struct sw_error *err)
{
    size_t n;
    struct lexicon_entry *entries = lexicon_entries(lexicon, &n);
    for (size_t i = 0; i < n; i++) {
        struct sw_text list = entries[i].fields[0];
        for (size_t at = 0; at + 2 <= list.len; at += 3) {
            uint32_t code = 0;
            while (code < N_CODES && memcmp(codes[code], list.at + at, 2) != 0) {
                code++;
            }
            if (code == N_CODES) {
                return error_set(err, SW_EFORMAT, "%s: \"%.*s\": no such language: %.2s", file,
                                 (int)entries[i].phrase.len, entries[i].phrase.at, list.at + at);
            }
            entries[i].value |= 1u << code;
        }
    }
    return SW_OK;
}

bool language_is_english_word(const struct lexicons *lexicons, const struct token *tokens,
                              uint32_t i)
{
    const struct lexicon_entry *entry = lexicon_match(lexicons->languages, tokens, i, i + 1);
    return entry != NULL && (entry->value & 1) != 0;
}

/* Scripts by their first and last code point, and the language that one stands for. */
static const struct {
    uint32_t first, last;
    const char *code;
} scripts[] = {
    {0x0370, 0x03FF, "el"}, {0x0400, 0x052F, "ru"}, {0x0530, 0x058F, "hy"}, {0x0590, 0x05FF, "he"},
    {0x0600, 0x06FF, "ar"}, {0x0900, 0x097F, "hi"}, {0x0980, 0x09FF, "bn"}, {0x0E00, 0x0E7F, "th"},
    {0x10A0, 0x10FF, "ka"}, {0x3040, 0x30FF, "ja"}, {0x4E00, 0x9FFF, "zh"}, {0xAC00, 0xD7AF, "ko"},
};

#define N_SCRIPTS (sizeof scripts / sizeof scripts[0])

/* Letters that tell languages of one script apart. */
static const struct {
    uint32_t letter;
    const char *script, *code;
} letters[] = {
    {0x0456, "ru", "uk"}, {0x0457, "ru", "uk"}, {0x0454, "ru", "uk"}, {0x0491, "ru", "uk"},
    {0x045E, "ru", "be"}, {0x0458, "ru", "sr"}, {0x0452, "ru", "sr"}, {0x067E, "ar", "fa"},
    {0x06AF, "ar", "fa"}, {0x0679, "ar", "ur"},
};

#define N_LETTERS (sizeof letters / sizeof letters[0])

/* The language of a script by the letters that only it uses: one in 60 will do. */
static const char *refine(const char *code, const uint32_t *seen, uint32_t n)
{
    for (uint32_t i = 0; i < N_LETTERS; i++) {
        if (strcmp(letters[i].script, code) == 0 && seen[i] * 60 > n) {
            return letters[i].code;
        }
    }
    return code;
}

/* The language of the script that most words are in, NULL where that is Latin. */
static const char *by_script(struct sw_text text, const struct token *tokens, uint32_t n_tokens)
{
    uint32_t counts[N_SCRIPTS] = {0}, seen[N_LETTERS] = {0}, latin = 0;
    for (uint32_t i = 0; i < n_tokens; i++) {
        const char *end = text.at + tokens[i].end;
        uint32_t n = 0;
        if ((tokens[i].flags & TOKEN_NON_ASCII) == 0) {
            latin += tokens[i].kind == TOKEN_WORD ? tokens[i].end - tokens[i].start : 0;
            continue;
        }
        for (const char *at = text.at + tokens[i].start; at < end && n < 32; n++) {
            uint32_t len, code = utf8_read(at, end, &len);
            latin += code < 0x250 && tokens[i].kind == TOKEN_WORD;
            for (uint32_t s = 0; s < N_SCRIPTS && code >= scripts[s].first; s++) {
                counts[s] += code <= scripts[s].last;
            }
            for (uint32_t l = 0; l < N_LETTERS && code >= 0x370; l++) {
                seen[l] += code == letters[l].letter;
            }
            at += len;
        }
    }
    uint32_t best = 0;
    for (uint32_t s = 1; s < N_SCRIPTS; s++) {
        /* Kana stand among Han in Japanese, never the other way round. */
        bool kana = strcmp(scripts[best].code, "ja") == 0 && counts[best] * 20 > counts[s];
        best = counts[s] > counts[best] && !kana ? s : best;
    }
    /* An ideograph is a word, and a letter is not. */
    bool ideographs = scripts[best].first >= 0x3040 && scripts[best].first < 0xAC00;
    uint32_t weight = counts[best] * (ideographs ? 4 : 1);
    return weight > latin ? refine(scripts[best].code, seen, counts[best]) : NULL;
}

/* The code table's own string for a claim such as "it_IT"; NULL if none. */
static const char *known_code(const char *claimed)
{
    if (claimed == NULL || claimed[0] == '\0' || claimed[1] == '\0' ||
        (claimed[2] != '\0' && claimed[2] != '-' && claimed[2] != '_')) {
        return NULL;
    }
    char code[2] = {(char)(claimed[0] | 0x20), (char)(claimed[1] | 0x20)};
    for (size_t i = 0; i < N_CODES + N_OTHERS; i++) {
        const char *known = i < N_CODES ? codes[i] : others[i - N_CODES];
        if (memcmp(known, code, 2) == 0) {
            return known;
        }
    }
    return NULL;
}

const char *language_detect(const struct lexicons *lexicons, struct sw_text text,
                            const struct token *tokens, uint32_t n_tokens, const char *claimed)
{
    uint32_t hits[N_CODES] = {0}, n_words = 0, best = 0;
    uint32_t n = n_tokens < TOKENS_MAX ? n_tokens : TOKENS_MAX;
    const char *script = by_script(text, tokens, n);
    if (script != NULL) {
        return script;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (tokens[i].kind != TOKEN_WORD) {
            continue;
        }
        const struct lexicon_entry *entry = lexicon_match(lexicons->languages, tokens, i, i + 1);
        n_words++;
        for (uint32_t bits = entry != NULL ? entry->value : 0, code = 0; bits != 0; code++) {
            hits[code] += bits & 1;
            bits >>= 1;
        }
    }
    for (uint32_t code = 1; code < N_CODES; code++) {
        best = hits[code] > hits[best] ? code : best;
    }
    const char *known = known_code(claimed);
    /* One word in eight is a function word of its own language in any running text. */
    bool plain = hits[best] >= 4 && hits[best] * 8 > n_words && hits[best] >= 2 * hits[0];
    bool english = best == 0 && hits[0] >= 6 && hits[0] * 6 > n_words;
    if (best != 0 && plain) {
        return codes[best];
    }
    return known != NULL && !english ? known : codes[0];
}
