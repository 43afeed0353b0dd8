/*
 * format_html.h: draws annotated articles for a person, as one HTML page.
 *
 *     format_html_begin, format_html_article for each, format_html_end
 *
 * The page needs nothing from outside and runs no script (its policy forbids both); all text of
 * the article is escaped. Entities are coloured by type and linked to Wikidata, attributed content
 * is shaded and headed by its speaker, markers are underlined by type with a tooltip; tables of
 * stances, entities and attributions follow. Write errors stay in the stream (ferror).
 */
#ifndef CLI_FORMAT_HTML_H
#define CLI_FORMAT_HTML_H

#include <stancewire/record.h>

#include <stdio.h>

void format_html_begin(FILE *out);
/* number counts the articles from 1; it makes the anchors. SW_ENOMEM. */
int format_html_article(FILE *out, size_t number, const struct sw_article *article,
                        const struct sw_annotations *annotations, struct sw_error *err);
void format_html_end(FILE *out);

#endif
