/* foreign.c: what a user's own program does first with the installed engine. */
#include <stancewire/stancewire.h>

#include <stdio.h>

int main(void)
{
    struct sw_engine *engine = NULL;
    struct sw_error err = {0};
    int status = sw_engine_new(&engine, NULL, 0, &err);
    /* No model files: either an engine that knows nothing, or a refusal that says why. */
    if (status != SW_OK && err.text[0] == '\0') {
        return 1;
    }
    sw_engine_free(engine);
    printf("stancewire %s, %s, %s\n", sw_engine_version(), sw_marker_type_name(SW_HEDGE), SW_SCHEMA);
    return 0;
}
