/*
 * commands.h: the commands of `stancewire`. A file and a row in stancewire.c each.
 *
 * argv[0] is the command's name. Each returns an exit status (exit_status.h).
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

int cmd_annotate(int argc, char **argv);
int cmd_broker(int argc, char **argv);
int cmd_counters(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_dead_letter(int argc, char **argv);
int cmd_version(int argc, char **argv);

#endif
