#include "scanner.h"

#include <string.h>

/* Longest look ahead for a host or the name before an @: keeps the scan linear. */
#define HOST_MAX 96

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char small(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Whether the bytes at `at` are `word` (small letters), whatever their case. */
static bool starts_with(const char *at, const char *end, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(end - at) < len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (small(at[i]) != word[i]) {
            return false;
        }
    }
    return true;
}

/* To the end of a URL: the next space or quote mark, without closing punctuation. */
static const char *path_end(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && (unsigned char)*at > ' ' && (unsigned char)*at != 0x7F &&
           strchr("\"<>|\\^`{}", *at) == NULL) {
        uint32_t code, len;
        enum char_class kind = scan_peek(at, end, &code, &len);
        if (code >= 128 && kind != CHAR_SMALL && kind != CHAR_CAPITAL && kind != CHAR_IDEOGRAPH) {
            break;
        }
        at += len;
    }
    while (at > start && strchr(".,;:!?')]*", at[-1]) != NULL) {
        at--;
    }
    return at;
}

const char *scan_url(const char *at, const char *end)
{
    static const char *const starts[] = {"http://", "https://", "ftp://", "www."};
    char first = small(*at);
    if (first != 'h' && first != 'f' && first != 'w') {
        return NULL;
    }
    bool maybe = end - at > 4 &&
                 (at[3] == '.' || at[3] == ':' || at[4] == ':' || at[4] == 's' || at[4] == 'S');
    if (!maybe) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        const char *rest = at + strlen(starts[i]);
        if (starts_with(at, end, starts[i]) && rest < end && is_alnum(*rest)) {
            return path_end(at, end);
        }
    }
    return NULL;
}

/* Top-level domains of news and companies; those that are also words are left out. */
static const char top_levels[][8] = {
    "com", "org", "net", "gov", "edu", "mil",  "int",   "info",  "biz",  "io",     "tv",  "co",
    "uk",  "ru",  "eu",  "de",  "it",  "fr",   "es",    "nl",    "pl",   "ua",     "by",  "cz",
    "sk",  "hu",  "ro",  "bg",  "gr",  "tr",   "pt",    "se",    "fi",   "dk",     "ch",  "cn",
    "jp",  "kr",  "br",  "mx",  "au",  "nz",   "ca",    "za",    "ng",   "ke",     "il",  "ir",
    "iq",  "ly",  "ee",  "lv",  "lt",  "news", "press", "media", "live", "online", "site"};

static bool is_top_level(const char *at, size_t len)
{
    char word[8] = {0};
    if (len < 2 || len >= sizeof word) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        word[i] = small(at[i]);
    }
    for (size_t i = 0; i < sizeof top_levels / sizeof top_levels[0]; i++) {
        if (memcmp(top_levels[i], word, sizeof word) == 0) {
            return true;
        }
    }
    return false;
}

const char *scan_host(const char *at, const char *end, bool *plain)
{
    const char *p = at, *label = at;
    uint32_t n_points = 0;
    while (p < end && p - at < HOST_MAX && (is_alnum(*p) || *p == '-' || *p == '.')) {
        if (*p == '.') {
            if (p == label || p + 1 == end || !is_alnum(p[1])) {
                break;
            }
            label = p + 1;
            n_points++;
        }
        p++;
    }
    bool known = n_points > 0 && is_top_level(label, (size_t)(p - label)) &&
                 !char_is_word(scan_class(p, end));
    if (!known) {
        return NULL;
    }
    *plain = n_points == 1;
    if (p < end && *p == '/' && p + 1 < end && is_alnum(p[1])) {
        *plain = false;
        return path_end(p, end);
    }
    return p;
}

const char *scan_email(const char *at, const char *end)
{
    const char *p = at;
    while (p < end && p - at < HOST_MAX && (is_alnum(*p) || (*p != '\0' && strchr("._%+-", *p)))) {
        p++;
    }
    if (p == at || p == end || *p != '@') {
        return NULL;
    }
    const char *host = ++p;
    uint32_t n_points = 0;
    while (p < end && p - host < HOST_MAX &&
           (is_alnum(*p) || ((*p == '-' || *p == '.') && p + 1 < end && is_alnum(p[1])))) {
        n_points += *p == '.';
        p++;
    }
    return n_points > 0 ? p : NULL;
}

/* Cloudflare puts this in place of an e-mail address; the space may be a hard one. */
static const char *scan_hidden_email(const char *at, const char *end)
{
    static const char *const forms[] = {"[email protected]", "[email\xC2\xA0protected]",
                                        "[email&#160;protected]"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (starts_with(at, end, forms[i])) {
            return at + strlen(forms[i]);
        }
    }
    return NULL;
}

const char *scan_tag(const char *at, const char *end)
{
    if (*at == '[') {
        return scan_hidden_email(at, end);
    }
    const char *p = at + 1;
    bool letter = false;
    for (;;) {
        uint32_t code, len;
        enum char_class kind = scan_peek(p, end, &code, &len);
        if (!char_is_word(kind) && code != '_') {
            break;
        }
        letter |= kind != CHAR_DIGIT;
        p += len;
    }
    return letter ? p : NULL;
}
