/*
 * html_style.h: the style sheet of the page, with one rule a marker type.
 */
#ifndef CLI_HTML_STYLE_H
#define CLI_HTML_STYLE_H

#include <stdio.h>

void html_style(FILE *out);

#endif
