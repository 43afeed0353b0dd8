/* Standard input: JSON Lines where --input-format does not say otherwise. */
#include <unistd.h>

#include "source.h"

static int open_stdin(struct source *source, struct sw_error *err)
{
    const struct source_type *type = source_type_of("-", source->format);
    (void)err;
    source->name = "standard input";
    source->type = type != NULL ? type : &source_lines_type;
    source->fd = STDIN_FILENO;
    return source->type->open(source, err);
}

/* Only open is ever called: it hands over to the type that reads. */
static int next_stdin(struct source *source, struct item *out, struct sw_error *err)
{
    (void)source, (void)out, (void)err;
    return SOURCE_END;
}

static void close_stdin(struct source *source)
{
    (void)source;
}

const struct source_type source_stdin_type = {"", "", open_stdin, next_stdin, close_stdin};
