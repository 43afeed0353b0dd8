/*
 * names_seen.h: how the words of a text are written in all of it.
 *
 *     looks --names_mark_seen--> flags: seen in small letters, seen with a capital elsewhere, initials
 *                                that the text explains; the longest run that the word stands in
 *
 * One open table of the capitalised words, in the arena; a word is one slot. Linear time.
 */
#ifndef ENGINE_NAMES_SEEN_H
#define ENGINE_NAMES_SEEN_H

#include "names_look.h"

/* Sets these flags and `longest` of the capitalised words. SW_ENOMEM. */
int names_mark_seen(struct names_view *view, struct sw_arena *arena, struct sw_error *err);

#endif
