#include "html_text.h"

#include <string.h>

static const char *escape(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f ? "\xEF\xBF\xBD" : NULL;
    }
}

void html_text(FILE *out, struct sw_text text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *instead = escape((unsigned char)text.at[i]);
        if (instead != NULL) {
            fwrite(text.at + from, 1, i - from, out);
            fputs(instead, out);
            from = i + 1;
        }
    }
    if (text.len > from) {
        fwrite(text.at + from, 1, text.len - from, out);
    }
}

void html_string(FILE *out, const char *text)
{
    html_text(out, (struct sw_text){text, strlen(text)});
}

void html_excerpt(FILE *out, struct sw_text text, size_t max_bytes)
{
    if (text.len <= max_bytes) {
        html_text(out, text);
        return;
    }
    size_t len = max_bytes;
    while (len > 0 && ((unsigned char)text.at[len] & 0xC0u) == 0x80u) {
        len--;
    }
    html_text(out, (struct sw_text){text.at, len});
    fputs("\xE2\x80\xA6", out);
}

bool html_is_web_address(struct sw_text address)
{
    return (address.len > 8 && memcmp(address.at, "https://", 8) == 0) ||
           (address.len > 7 && memcmp(address.at, "http://", 7) == 0);
}

bool html_is_wikidata_id(struct sw_text id)
{
    if (id.len < 2 || id.len > 20 || id.at[0] != 'Q') {
        return false;
    }
    for (size_t i = 1; i < id.len; i++) {
        if (id.at[i] < '0' || id.at[i] > '9') {
            return false;
        }
    }
    return true;
}
