#include "producer_config.h"

static const struct option rows[] = {
    {.name = "output-topic",
     .fallback = "articles.raw",
     .value = "TOPIC",
     .help = "Topic to publish to"},
    {.name = "input-format",
     .type = OPTION_CHOICE,
     .fallback = "auto",
     .choices = "auto|jsonl|json|text",
     .help = "What files hold; auto goes by their names"},
    {.name = "key",
     .type = OPTION_CHOICE,
     .fallback = "url",
     .choices = "url|content",
     .help = "Key of a record: its URL (its content's digest where it has none), or the digest"},
    {.name = "source",
     .value = "NAME",
     .help = "Header stancewire.source of every record (default: file name and line)"},
    {.name = "check",
     .type = OPTION_SWITCH,
     .fallback = "true",
     .help = "Leave out what cannot be read as an article (--check=false publishes it)"},
    {.name = "dry-run",
     .type = OPTION_SWITCH,
     .fallback = "false",
     .help = "Read and check, publish nothing"},
    {.name = "quiet",
     .letter = 'q',
     .type = OPTION_SWITCH,
     .fallback = "false",
     .help = "No progress bar and no summary"},
};
static const struct option_group group = {"Producer", rows, sizeof rows / sizeof rows[0]};
static const struct option_group *const groups[] = {&group, &options_kafka, &options_record,
                                                    &options_log, NULL};

const struct options_program producer_program = {
    "stancewire-producer", "[FLAG…] [FILE|FOLDER…]",
    "Publishes articles: JSON Lines, a JSON object a file, plain text, folders of them, and "
    "standard\n"
    "input (no FILE, or -). What cannot be read is named on standard error, the rest goes on, and\n"
    "the exit status is 1.",
    groups};
