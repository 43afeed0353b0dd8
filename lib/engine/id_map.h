/*
 * id_map.h: a map from 64-bit keys to numbers, of a fixed number of slots, in an arena.
 */
#ifndef ENGINE_ID_MAP_H
#define ENGINE_ID_MAP_H

#include <stancewire/stancewire.h>

#define NO_FORM UINT32_MAX

struct id_map {
    uint64_t *keys;
    uint32_t *values;
    uint32_t n_slots; /* a power of two */
};

/* Room for n keys. false: no memory. */
bool id_map_init(struct id_map *map, uint32_t n, struct sw_arena *arena);
/* Forgets all keys. */
void id_map_clear(struct id_map *map);
/* The value of a key, NO_FORM at first; never more than n keys. */
uint32_t *id_map_at(struct id_map *map, uint64_t key);
/* The value of a key, NO_FORM where it has none; adds nothing. */
uint32_t id_map_find(const struct id_map *map, uint64_t key);

#endif
