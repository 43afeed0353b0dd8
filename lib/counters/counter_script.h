/* counter_script.h: the Lua scripts that Redis runs; counter_script.c says what they take. */
#ifndef COUNTERS_COUNTER_SCRIPT_H
#define COUNTERS_COUNTER_SCRIPT_H

extern const char counter_script_apply[];
extern const char counter_script_open[];
extern const char counter_script_swap[];

#endif
