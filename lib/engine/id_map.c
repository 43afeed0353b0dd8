#include "id_map.h"

#include <string.h>

#include "hash.h"

bool id_map_init(struct id_map *map, uint32_t n, struct sw_arena *arena)
{
    map->n_slots = 16;
    while (map->n_slots < n + (uint64_t)n / 2) {
        map->n_slots *= 2;
    }
    map->keys = sw_arena_alloc(arena, map->n_slots * sizeof *map->keys);
    map->values = sw_arena_alloc(arena, map->n_slots * sizeof *map->values);
    if (map->keys == NULL || map->values == NULL) {
        return false;
    }
    id_map_clear(map);
    return true;
}

void id_map_clear(struct id_map *map)
{
    memset(map->keys, 0, map->n_slots * sizeof *map->keys);
}

/* The slot of a key, or the empty one where it belongs. */
static uint32_t id_map_slot(const struct id_map *map, uint64_t key)
{
    uint32_t i = (uint32_t)(hash_mix(key, 0) & (map->n_slots - 1));
    while (map->keys[i] != 0 && map->keys[i] != key) {
        i = (i + 1) & (map->n_slots - 1);
    }
    return i;
}

uint32_t *id_map_at(struct id_map *map, uint64_t key)
{
    key += key == 0;
    uint32_t i = id_map_slot(map, key);
    if (map->keys[i] == 0) {
        map->keys[i] = key;
        map->values[i] = NO_FORM;
    }
    return &map->values[i];
}

uint32_t id_map_find(const struct id_map *map, uint64_t key)
{
    key += key == 0;
    uint32_t i = id_map_slot(map, key);
    return map->keys[i] != 0 ? map->values[i] : NO_FORM;
}
