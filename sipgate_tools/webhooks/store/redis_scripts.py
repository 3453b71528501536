"""The atomic operations of the Redis store, in Lua.

Each call has a hash with the fields `turns` (how many responses have collected digits), `over` (set when the call has
ended) and, for each delivery, three fields with the prefix `<digest>:<turn>:`: `id`, `until` (the end of the lease)
and `answer` (the response). The field names are the storage format: do not rename them.
"""

from __future__ import annotations

from typing import Final

CLAIM: Final = """
local events, call, recent, of_call, of_original = unpack(KEYS)
local body, at, until_, digest, by_turn, call_id, original, over, occurred = unpack(ARGV)
local turn = by_turn == '1' and (redis.call('HGET', call, 'turns') or '0') or '0'
local prefix = digest .. ':' .. turn .. ':'
local id = redis.call('HGET', call, prefix .. 'id')
if id then
    local response = redis.call('HGET', call, prefix .. 'answer')
    local acquired = 0
    if not response and tonumber(redis.call('HGET', call, prefix .. 'until')) < tonumber(at) then
        redis.call('HSET', call, prefix .. 'until', until_)
        acquired = 1
    end
    return {id, acquired, response, prefix}
end
id = redis.call('XADD', events, '*', 'body', body, 'at', at, 'call', call_id, 'place', prefix,
    'occurred', occurred)
redis.call('HSET', call, prefix .. 'id', id, prefix .. 'until', until_)
if over == '1' then redis.call('HSET', call, 'over', '1') end
redis.call('ZADD', recent, at, call_id)
redis.call('RPUSH', of_call, id)
if original ~= call_id then
    redis.call('RPUSH', of_original, id)
    redis.call('ZADD', recent, at, original)
end
return {id, 1, false, prefix}
"""
"""Store and claim a delivery, and return its id, whether the claim was acquired, the response and the prefix."""

FINISH: Final = """
local call, waiting, follow_up = unpack(KEYS)
local prefix, response, gathers, id, call_id, due_at, number, attended = unpack(ARGV)
local earlier = redis.call('HGET', call, prefix .. 'answer')
if earlier then return earlier end
redis.call('HSET', call, prefix .. 'answer', response)
if gathers == '1' then redis.call('HINCRBY', call, 'turns', 1) end
if due_at then
    redis.call('HSET', follow_up, 'id', id, 'call_id', call_id, 'due_at', due_at, 'number', number,
        'attended', attended, 'state', 'waiting')
    redis.call('ZADD', waiting, due_at, id)
end
return response
"""
"""Store a response and its follow-up, and return the response that was stored first."""

START: Final = """
local waiting, started, follow_up = unpack(KEYS)
local id, now = unpack(ARGV)
if redis.call('ZREM', waiting, id) == 0 then return 0 end
redis.call('ZADD', started, now, id)
redis.call('HSET', follow_up, 'state', 'started')
return 1
"""
"""Mark a waiting follow-up as started, and return 1. Return 0 if it is no longer waiting."""

RESOLVE: Final = """
local started, to, follow_up = unpack(KEYS)
local id, before, state, outcome = unpack(ARGV)
local since = redis.call('ZSCORE', started, id)
if not since or tonumber(since) >= tonumber(before) then return 0 end
redis.call('ZREM', started, id)
redis.call('HSET', follow_up, 'state', state, 'outcome', outcome)
redis.call('ZADD', to, redis.call('HGET', follow_up, 'due_at'), id)
return 1
"""
"""Set an interrupted follow-up to `waiting` or `unknown`, and return 1. Return 0 if it is not interrupted."""

SETTLE: Final = """
local started, waiting, settled, follow_up = unpack(KEYS)
local id, state, outcome = unpack(ARGV)
redis.call('ZREM', started, id)
redis.call('ZREM', waiting, id)
redis.call('HSET', follow_up, 'state', state, 'outcome', outcome)
redis.call('ZADD', settled, redis.call('HGET', follow_up, 'due_at'), id)
return 1
"""
"""Store the final state and the outcome of a follow-up."""

KEY_TYPES: Final = {
    "events": "stream",
    "recent": "zset",
    "waiting": "zset",
    "started": "zset",
    "settled": "zset",
}
"""The keys that every store has, and their types."""

CHECK: Final = """
for index = 1, #KEYS do
    local kind = redis.call('TYPE', KEYS[index]).ok
    if kind ~= 'none' and kind ~= ARGV[index] then return KEYS[index] end
end
return false
"""
"""Return the first key that has the wrong type."""
