/*
 * evaluate_commands.h: what stancewire-evaluate can measure. A command is a file, a line here and a row of
 * the table in main.c.
 */
#ifndef EVALUATE_COMMANDS_H
#define EVALUATE_COMMANDS_H

/* Each takes the arguments after its name, and returns an exit status: 0, 2 for usage, 4. */
int evaluate_attribution(int argc, char **argv);
int evaluate_entities(int argc, char **argv);
int evaluate_markers(int argc, char **argv);
int evaluate_names(int argc, char **argv);
int evaluate_syntax(int argc, char **argv);

#endif
