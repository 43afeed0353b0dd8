#include "counter_script.h"

/*
 * KEYS: state, window, then one hash for each bucket and kind.
 * ARGV: expected position ("" for none yet), first, next, window size, n lines, the lines, then for
 *       each hash: expiry in seconds since 1970 (0: none), n fields, and field, delta n times.
 * Returns {1}, or {0, next, base} as Redis has them ("" where it has none) and changes nothing.
 * An error reply comes before the first change: types and old values are checked first, and Redis
 * itself refuses a script at its first write when memory is full. Numbers stay below 2^53.
 */
const char counter_script_apply[] =
    "local function wrong(key, what)\n"
    "  return redis.error_reply('WRONGTYPE key ' .. key .. ' ' .. what)\n"
    "end\n"
    "local function is(key, want)\n"
    "  local t = redis.call('TYPE', key).ok\n"
    "  return t == 'none' or t == want\n"
    "end\n"
    "if not is(KEYS[1], 'hash') then return wrong(KEYS[1], 'is no hash') end\n"
    "if not is(KEYS[2], 'list') then return wrong(KEYS[2], 'is no list') end\n"
    "local stored = redis.call('HMGET', KEYS[1], 'next', 'base')\n"
    "if (stored[1] or '') ~= ARGV[1] then\n"
    "  return {0, stored[1] or '', stored[2] or ''}\n"
    "end\n"
    "local lines = tonumber(ARGV[5])\n"
    "local at = 6 + lines\n"
    "for k = 3, #KEYS do\n"
    "  if not is(KEYS[k], 'hash') then return wrong(KEYS[k], 'is no hash') end\n"
    "  local n = tonumber(ARGV[at + 1])\n"
    "  at = at + 2\n"
    "  for from = 0, n - 1, 1000 do\n"
    "    local fields, size = {}, math.min(1000, n - from)\n"
    "    for i = 0, size - 1 do fields[i + 1] = ARGV[at + 2 * (from + i)] end\n"
    "    local old = redis.call('HMGET', KEYS[k], unpack(fields))\n"
    "    for i = 0, size - 1 do\n"
    "      local j = at + 2 * (from + i) + 1\n"
    "      local sum = tonumber(old[i + 1] or '0')\n"
    "      if not sum then return wrong(KEYS[k], 'has a value that is no number') end\n"
    "      ARGV[j] = string.format('%.0f', sum + tonumber(ARGV[j]))\n"
    "    end\n"
    "  end\n"
    "  at = at + 2 * n\n"
    "end\n"
    "redis.call('HSET', KEYS[1], 'next', ARGV[3])\n"
    "if ARGV[1] == '' then redis.call('HSET', KEYS[1], 'base', ARGV[2]) end\n"
    "for i = 6, 5 + lines, 1000 do\n"
    "  redis.call('RPUSH', KEYS[2], unpack(ARGV, i, math.min(i + 999, 5 + lines)))\n"
    "end\n"
    "if lines > 0 then redis.call('LTRIM', KEYS[2], -tonumber(ARGV[4]), -1) end\n"
    "at = 6 + lines\n"
    "for k = 3, #KEYS do\n"
    "  local expiry, last = ARGV[at], at + 1 + 2 * tonumber(ARGV[at + 1])\n"
    "  for i = at + 2, last, 1000 do\n"
    "    redis.call('HSET', KEYS[k], unpack(ARGV, i, math.min(i + 999, last)))\n"
    "  end\n"
    "  if expiry ~= '0' then redis.call('EXPIREAT', KEYS[k], expiry) end\n"
    "  at = last + 1\n"
    "end\n"
    "return {1}\n";

/* KEYS: state, window. Returns {next, base, {lines}}, "" where there is none. */
const char counter_script_open[] =
    "local function want(key, type)\n"
    "  local t = redis.call('TYPE', key).ok\n"
    "  if t ~= 'none' and t ~= type then return 'WRONGTYPE key ' .. key .. ' is no ' .. type end\n"
    "end\n"
    "local bad = want(KEYS[1], 'hash') or want(KEYS[2], 'list')\n"
    "if bad then return redis.error_reply(bad) end\n"
    "local s = redis.call('HMGET', KEYS[1], 'next', 'base')\n"
    "return {s[1] or '', s[2] or '', redis.call('LRANGE', KEYS[2], 0, -1)}\n";

/*
 * KEYS: n live keys (ARGV[1]), which go, then the keys that take their place, each followed in
 * KEYS by its new name.
 */
const char counter_script_swap[] =
    "local n = tonumber(ARGV[1])\n"
    "for i = 1, n do redis.call('DEL', KEYS[i]) end\n"
    "for i = n + 1, #KEYS, 2 do redis.call('RENAME', KEYS[i], KEYS[i + 1]) end\n"
    "return {1}\n";
