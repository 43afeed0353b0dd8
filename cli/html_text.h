/*
 * html_text.h: writes text of strangers into HTML so that it stays text.
 *
 * Everything between tags and inside attributes goes through here: & < > " ' become entities,
 * control characters that HTML has no place for become U+FFFD. Input is valid UTF-8.
 */
#ifndef CLI_HTML_TEXT_H
#define CLI_HTML_TEXT_H

#include <stancewire/stancewire.h>

#include <stdio.h>

void html_text(FILE *out, struct sw_text text);
/* The same of a string. */
void html_string(FILE *out, const char *text);
/* The first max_bytes or so of a text, cut between code points, with an ellipsis where cut. */
void html_excerpt(FILE *out, struct sw_text text, size_t max_bytes);

/* Whether an address may stand in href: http or https and nothing else. */
bool html_is_web_address(struct sw_text address);
/* Whether an id is Wikidata's: Q and digits. */
bool html_is_wikidata_id(struct sw_text id);

#endif
