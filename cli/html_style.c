#include "html_style.h"

#include <stancewire/stancewire.h>

/* Colour and line of each marker type, in the order of enum sw_marker_type. */
static const struct {
    const char *colour, *line;
} marker_lines[SW_N_MARKER_TYPES] = {
    [SW_ACKNOWLEDGE] = {"#8a8f98", "solid"}, [SW_DISTANCE] = {"#b26a00", "dashed"},
    [SW_ENDORSE] = {"#00796b", "solid"},     [SW_BOOST] = {"#6a1b9a", "solid"},
    [SW_CONCUR] = {"#00796b", "dotted"},     [SW_HEDGE] = {"#1e6fd9", "wavy"},
    [SW_DENY] = {"#c62828", "solid"},        [SW_COUNTER] = {"#795548", "dashed"},
    [SW_EVALUATE] = {"#ad1457", "double"},   [SW_SCARE_QUOTE] = {"#b26a00", "wavy"},
    [SW_FAVOR] = {"#2e7d32", "double"},      [SW_AGAINST] = {"#c62828", "double"},
    [SW_OBLIGATION] = {"#37474f", "dashed"}, [SW_INTENT] = {"#283593", "dotted"},
};

static const char sheet[] =
    "body{font:16px/1.75 Georgia,serif;color:#1c1c1c;background:#fff;max-width:54em;margin:1em "
    "auto;"
    "padding:0 1em}\n"
    "h2,h3,table,.legend,.about{font-family:system-ui,sans-serif}\n"
    "h2{font-size:1.35em;line-height:1.3;margin:1.6em 0 .2em}h3{font-size:1em;margin:1.6em 0 "
    ".3em}\n"
    ".about{color:#666;font-size:.8em;margin:0}\n"
    ".legend{font-size:.8em;position:sticky;top:0;background:#fff;border-bottom:1px solid #ddd;"
    "z-index:1}.legend p{margin:.3em 0}.legend span{margin-right:.35em}\n"
    ".text{overflow-wrap:anywhere}.text p{margin:.7em "
    "0;white-space:pre-line;unicode-bidi:isolate}\n"
    ".s-title{font-weight:bold}.s-caption{font-size:.85em;color:#555}"
    ".s-boilerplate,.s-repeat{color:#999;font-size:.85em}.s-dateline{color:#555}\n"
    ".content{background:#fff6d9;box-decoration-break:clone;border-radius:.2em}"
    ".content .content{background:#ffe9b0}.content .content .content{background:#ffdb85}\n"
    ".content[data-who]::before{content:attr(data-who);font:600 .62em/1 system-ui,sans-serif;"
    "color:#7a5a00;background:#ffe9b0;border-radius:.3em;padding:.1em .35em;margin-right:.3em;"
    "vertical-align:.35em;white-space:nowrap}\n"
    ".source{border-bottom:1px solid #d9b650}.cue{font-style:italic}\n"
    ".e{border-radius:.2em;padding:0 .12em;color:inherit;text-decoration-line:none}"
    "a.e{text-decoration-line:none}a.e:hover{outline:1px solid #555}\n"
    ".e-PER{background:#d6e8ff}.e-ORG{background:#dff3d8}.e-LOC{background:#fde0d2}"
    ".e-NORP{background:#ece0fa}.e-EVENT{background:#d5f2f2}\n"
    ".m{text-decoration-line:underline;text-decoration-thickness:2px;text-underline-offset:3px;"
    "text-decoration-skip-ink:none}.m.in{text-underline-offset:7px}\n"
    ".text .pos::after,.text .neg::after{font:600 .7em/1 system-ui,sans-serif;vertical-align:.4em}"
    ".text .pos::after{content:'+';color:#2e7d32}.text "
    ".neg::after{content:'\\2212';color:#c62828}\n"
    "table{border-collapse:collapse;font-size:.82em;line-height:1.4;width:100%}"
    "th{text-align:left;color:#666;font-weight:600}td,th{padding:.25em .6em .25em 0;"
    "border-bottom:1px solid "
    "#eee;vertical-align:top;overflow-wrap:break-word;max-width:32em}"
    ".n{text-align:right}\n"
    "@media print{.legend{position:static}}\n";

void html_style(FILE *out)
{
    fputs(sheet, out);
    for (int type = 0; type < SW_N_MARKER_TYPES; type++) {
        fprintf(out, ".m-%s{text-decoration-color:%s;text-decoration-style:%s}\n",
                sw_marker_type_name((enum sw_marker_type)type), marker_lines[type].colour,
                marker_lines[type].line);
    }
}
