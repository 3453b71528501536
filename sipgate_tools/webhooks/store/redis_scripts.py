"""What has to happen in Redis in one go, as Lua.

A call has one hash: `turns` (how often digits were asked for), `over` (it has ended), and for each delivery
`<digest>:<turn>:` with `id`, `until` (when its lease ends) and `answer`.
"""

from __future__ import annotations

from typing import Final

CLAIM: Final = """
local events, call, recent, of_call, of_original = unpack(KEYS)
local body, at, until_, digest, by_turn, call_id, original, over, occurred = unpack(ARGV)
local turn = by_turn == '1' and (redis.call('HGET', call, 'turns') or '0') or '0'
local place = digest .. ':' .. turn .. ':'
local id = redis.call('HGET', call, place .. 'id')
if id then
    local answer = redis.call('HGET', call, place .. 'answer')
    local mine = 0
    if not answer and tonumber(redis.call('HGET', call, place .. 'until')) < tonumber(at) then
        redis.call('HSET', call, place .. 'until', until_)
        mine = 1
    end
    return {id, mine, answer, place}
end
id = redis.call('XADD', events, '*', 'body', body, 'at', at, 'call', call_id, 'place', place,
    'occurred', occurred)
redis.call('HSET', call, place .. 'id', id, place .. 'until', until_)
if over == '1' then redis.call('HSET', call, 'over', '1') end
redis.call('ZADD', recent, at, call_id)
redis.call('RPUSH', of_call, id)
if original ~= call_id then
    redis.call('RPUSH', of_original, id)
    redis.call('ZADD', recent, at, original)
end
return {id, 1, false, place}
"""
"""Keep a delivery; answer its id, whether it is the caller's, its answer, and where it is kept."""

FINISH: Final = """
local call, waiting, follow_up = unpack(KEYS)
local place, answer, gathers, id, call_id, due_at, number, attended = unpack(ARGV)
local earlier = redis.call('HGET', call, place .. 'answer')
if earlier then return earlier end
redis.call('HSET', call, place .. 'answer', answer)
if gathers == '1' then redis.call('HINCRBY', call, 'turns', 1) end
if due_at then
    redis.call('HSET', follow_up, 'id', id, 'call_id', call_id, 'due_at', due_at, 'number', number,
        'attended', attended, 'state', 'waiting')
    redis.call('ZADD', waiting, due_at, id)
end
return answer
"""
"""Keep an answer and what it promised; answer the one that counts."""

START: Final = """
local waiting, started, follow_up = unpack(KEYS)
local id, now = unpack(ARGV)
if redis.call('ZREM', waiting, id) == 0 then return 0 end
redis.call('ZADD', started, now, id)
redis.call('HSET', follow_up, 'state', 'started')
return 1
"""
"""Take one from those that wait; answer 1 to exactly one who asks."""

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
"""Let an interrupted one wait again or be unknown; answer 0 when it is not interrupted (any more)."""

SETTLE: Final = """
local started, waiting, settled, follow_up = unpack(KEYS)
local id, state, outcome = unpack(ARGV)
redis.call('ZREM', started, id)
redis.call('ZREM', waiting, id)
redis.call('HSET', follow_up, 'state', state, 'outcome', outcome)
redis.call('ZADD', settled, redis.call('HGET', follow_up, 'due_at'), id)
return 1
"""
"""Keep how one ended."""

KEY_TYPES: Final = {
    "events": "stream",
    "recent": "zset",
    "waiting": "zset",
    "started": "zset",
    "settled": "zset",
}
"""The keys that every store has, and what is in them."""

CHECK: Final = """
for place = 1, #KEYS - 1 do
    local kind = redis.call('TYPE', KEYS[place]).ok
    if kind ~= 'none' and kind ~= ARGV[place] then return KEYS[place] end
end
redis.call('SET', KEYS[#KEYS], ARGV[#ARGV], 'EX', 3600)
return false
"""
"""Write a key that expires; answer the first key that holds something else than it should."""
