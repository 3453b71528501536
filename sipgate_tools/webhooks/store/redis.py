"""A store in Redis, for apps on several machines."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Collection, Iterable
from typing import Any, Final, Self, cast
from weakref import WeakKeyDictionary

from sipgate_tools.errors import MissingExtra, StoreFailed

from ..events import HangUp
from .base import Store, Subscription
from .records import (
    INTERRUPTED,
    Claim,
    Delivery,
    FollowUp,
    FollowUpState,
    StoredEvent,
    validated_cursor,
)
from .redis_entries import StreamEntry, entries_of, follow_up_of, order_of, sorted_set_for
from .redis_errors import checked_url, errors_are_ours
from .redis_scripts import CHECK, CLAIM, FINISH, KEY_TYPES, RESOLVE, SETTLE, START

_BATCH: Final = 500


@errors_are_ours
class RedisStore(Store):
    """Keeps events in a stream, and lets exactly one of many apps answer each and do each follow-up.

    What is answered is in Redis before the answer leaves; that it survives the end of Redis is Redis's business
    (`appendonly yes`).

    Args:
        url: `redis://`, `rediss://` or `unix://`.
        prefix: What all keys begin with; apps that share it share their events.

    Raises:
        InvalidInput: The URL is not one of Redis.
        MissingExtra: The package `redis` is not installed.
    """

    def __init__(self, url: str, *, prefix: str = "sipgate-webhooks") -> None:
        try:
            from redis import asyncio as redis
        except ImportError as error:
            raise MissingExtra(
                "A store in Redis needs the package redis.",
                hint="Install it: pip install 'sipgate-tools[redis]'",
            ) from error
        self._connect: Any = cast("Any", redis.Redis).from_url
        self._url = checked_url(url)
        # The braces keep all keys in one slot of a cluster: scripts touch several of them.
        self._prefix = f"{{{prefix}}}"
        # A connection belongs to the event loop that made it.
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()
        self._scripts: dict[str, Any] = {}

    async def open(self) -> None:
        """Connect."""
        await self._redis.ping()

    async def close(self) -> None:
        """Close the connections of this event loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.aclose()

    async def check(self) -> None:
        """Raise whatever keeps deliveries from being written: write a key, and look at the types of the others.

        Raises:
            StoreFailed: Redis cannot be reached or is full, or a key of the store belongs to another program.
        """
        keys = [self._key(name) for name in (*KEY_TYPES, "health")]
        wrong = await self._run(CHECK, keys, [*KEY_TYPES.values(), repr(time.time())])
        if wrong:
            raise StoreFailed(
                f"The key {wrong.decode()} in Redis belongs to another program.",
                hint="Choose another prefix: RedisStore(url, prefix=...).",
            )

    async def events(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events in the order they came; the arguments are those of `Store.events`."""
        found: list[StoredEvent] = []
        last = validated_cursor(after, r"\d{1,18}(-\d{1,18})?")
        while len(found) < limit:
            entries = await self._redis.xrange(self._key("events"), min=f"({last}", count=max(limit, _BATCH))
            if not entries:
                break
            last = entries[-1][0].decode()
            some = [StreamEntry.read(entry) for entry in entries]
            wanted = [
                one
                for one in some
                if call_id in {None, one.event.call_id} and event in {None, one.event.event}
            ]
            found += await self._with_answers(wanted[: limit - len(found)])
        return found

    async def latest_id(self) -> str:
        """Return the id of the newest event."""
        entries = await self._redis.xrevrange(self._key("events"), count=1)
        return entries[0][0].decode() if entries else "0"

    async def read_group(
        self,
        group: str,
        consumer: str,
        *,
        limit: int = 100,
        timeout_seconds: float = 1.0,
        again_after_seconds: float = 60.0,
    ) -> list[StoredEvent]:
        """Return events that nobody else of a group has, each to be acknowledged when it has been dealt with.

        Args:
            group: Who shares the work; a group begins with the oldest event.
            consumer: Who asks.
            limit: At most so many.
            timeout_seconds: How long to wait for one.
            again_after_seconds: What another consumer took and has not acknowledged for so long is given again.
        """
        stream = self._key("events")
        await self._make_group(group)
        taken = await self._redis.xautoclaim(
            stream, group, consumer, min_idle_time=int(again_after_seconds * 1000), count=limit
        )
        entries = [entry for entry in taken[1] if entry[1]]
        if not entries:
            wait = max(1, int(timeout_seconds * 1000))
            answer = await self._redis.xreadgroup(group, consumer, {stream: ">"}, count=limit, block=wait)
            entries = entries_of(answer)
        return await self._with_answers([StreamEntry.read(entry) for entry in entries])

    async def acknowledge(self, group: str, events: Iterable[StoredEvent]) -> None:
        """Say that a group has dealt with events."""
        ids = [one.id for one in events]
        if ids:
            await self._redis.xack(self._key("events"), group, *ids)

    async def _make_group(self, group: str) -> None:
        from redis.exceptions import ResponseError

        try:
            await self._redis.xgroup_create(self._key("events"), group, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def follow_ups(self, *, state: FollowUpState | None = None, limit: int = 100) -> list[FollowUp]:
        """Return what is or was to be done with calls, the earliest due first."""
        names = ["waiting", "started", "settled"] if state is None else [sorted_set_for(state)]
        found: dict[str, FollowUp] = {}
        # In the order that they move: one that moves meanwhile is seen twice and kept once.
        for name in names:
            ids = await self._redis.zrange(self._key(name), 0, -1 if state is None else limit * 10)
            found |= {one.id: one for one in await self._read_follow_ups(ids)}
        wanted = [one for one in found.values() if state in {None, one.state}]
        return sorted(wanted, key=lambda one: one.due_at)[:limit]

    async def _read_follow_ups(self, ids: Iterable[bytes]) -> list[FollowUp]:
        pipe = self._redis.pipeline(transaction=False)
        for one in ids:
            pipe.hgetall(self._key("follow_up", one.decode()))
        return [follow_up_of(values) for values in await pipe.execute() if values]

    async def _recent_calls(self, limit: int) -> Collection[str]:
        return [one.decode() for one in await self._redis.zrevrange(self._key("recent"), 0, limit - 1)]

    async def _events_of(self, call_ids: Collection[str]) -> list[StoredEvent]:
        pipe = self._redis.pipeline(transaction=False)
        for call_id in call_ids:
            pipe.lrange(self._key("of", call_id), 0, -1)
        ids = sorted({one for some in await pipe.execute() for one in some}, key=order_of)
        for one in ids:
            pipe.xrange(self._key("events"), min=one, max=one)
        entries = [entry for some in await pipe.execute() for entry in some]
        return await self._with_answers([StreamEntry.read(entry) for entry in entries])

    def _listening(self) -> Subscription:
        return _Blocking(self)

    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Keep a delivery and say whose business it is."""
        event = delivery.event
        keys = [
            self._key("events"),
            self._key("call", event.call_id),
            self._key("recent"),
            self._key("of", event.call_id),
            self._key("of", event.original_call_id),
        ]
        values = [
            delivery.body,
            repr(delivery.received_at),
            repr(delivery.received_at + lease_seconds),
            delivery.digest.hex(),
            int(delivery.by_turn),
            event.call_id,
            event.original_call_id,
            int(isinstance(event, HangUp)),
            "" if delivery.occurred_at is None else repr(delivery.occurred_at),
        ]
        found, mine, answer, place = await self._run(CLAIM, keys, values)
        return Claim(found.decode(), bool(mine), answer, f"{event.call_id}\n{place.decode()}")

    async def finish(
        self, claim: Claim, answer: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Keep the answer of a claimed delivery, and with it what is to be done later."""
        call_id, _, place = claim.position.rpartition("\n")
        keys = [self._key("call", call_id), self._key("waiting"), self._key("follow_up", claim.id)]
        values: list[Any] = [place, answer, int(gathers), claim.id]
        if follow_up is not None:
            values += [
                follow_up.call_id,
                repr(follow_up.due_at),
                follow_up.number or "",
                int(follow_up.attended),
            ]
        return await self._run(FINISH, keys, values)

    async def answer_of(self, claim: Claim) -> bytes | None:
        """Return the answer of a delivery, once there is one."""
        call_id, _, place = claim.position.rpartition("\n")
        return await self._redis.hget(self._key("call", call_id), f"{place}answer")

    async def next_due(self) -> float | None:
        """Return when the next follow-up is due."""
        first = await self._redis.zrange(self._key("waiting"), 0, 0, withscores=True)
        return first[0][1] if first else None

    async def start_follow_up(self, follow_up_id: str, now: float) -> bool:
        """Mark one as started: `True` for exactly one of all who ask."""
        keys = [self._key("waiting"), self._key("started"), self._key("follow_up", follow_up_id)]
        return bool(await self._run(START, keys, [follow_up_id, repr(now)]))

    async def settle_follow_up(self, follow_up_id: str, state: FollowUpState, outcome: str) -> None:
        """Keep how a follow-up ended."""
        shelves = [self._key(name) for name in ("started", "waiting", "settled")]
        keys = [*shelves, self._key("follow_up", follow_up_id)]
        await self._run(SETTLE, keys, [follow_up_id, state, outcome])

    async def interrupted_follow_ups(self, started_before: float) -> list[FollowUp]:
        """Return those that were started before that time and never settled."""
        ids = await self._redis.zrangebyscore(self._key("started"), "-inf", f"({started_before!r}")
        return await self._read_follow_ups(ids)

    async def resolve_follow_up(self, follow_up_id: str, started_before: float, *, again: bool) -> bool:
        """Let an interrupted one wait again, or mark it as `unknown`."""
        to = self._key("waiting" if again else "settled")
        keys = [self._key("started"), to, self._key("follow_up", follow_up_id)]
        state, outcome = ("waiting", "") if again else ("unknown", INTERRUPTED)
        return bool(await self._run(RESOLVE, keys, [follow_up_id, repr(started_before), state, outcome]))

    async def is_over(self, call_id: str) -> bool:
        """Whether the call is known to have ended."""
        return bool(await self._redis.hexists(self._key("call", call_id), "over"))

    async def prune(self, before: float) -> int:
        """Forget events and settled follow-ups older than that time; return how many events."""
        removed = 0
        while entries := await self._redis.xrange(self._key("events"), count=_BATCH):
            old = [name for name, values in entries if float(values[b"at"]) < before]
            if old:
                removed += await self._redis.xdel(self._key("events"), *old)
            if len(old) < len(entries):
                break
        # A call is remembered as a whole, until its last event is too old.
        for shelf, kinds in (("recent", ("call", "of")), ("settled", ("follow_up",))):
            ids = await self._redis.zrangebyscore(self._key(shelf), "-inf", f"({before!r}")
            for one in ids:
                await self._redis.delete(*(self._key(kind, one.decode()) for kind in kinds))
                await self._redis.zrem(self._key(shelf), one)
        return removed

    @property
    def _redis(self) -> Any:
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            client = self._clients[loop] = self._connect(self._url)
        return client

    def _key(self, *parts: str) -> str:
        return ":".join((self._prefix, *parts))

    async def _run(self, script: str, keys: list[str], values: list[Any]) -> Any:
        client = self._redis
        known = self._scripts.get(script)
        if known is None:
            known = self._scripts[script] = client.register_script(script)
        return await cast("Awaitable[Any]", known(keys=keys, args=values, client=client))

    async def _with_answers(self, entries: list[StreamEntry]) -> list[StoredEvent]:
        pipe = self._redis.pipeline(transaction=False)
        for one in entries:
            pipe.hget(self._key("call", one.event.call_id), f"{one.place}answer")
        answers = await pipe.execute()
        return [one.stored(answer) for one, answer in zip(entries, answers, strict=True)]


@errors_are_ours
class _Blocking(Subscription):
    """Waits in Redis for the next entry of the stream."""

    def __init__(self, store: RedisStore) -> None:
        self._store = store
        self._last = "0"

    async def __aenter__(self) -> Self:
        self._last = await self._store.latest_id()
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def wait(self, timeout_seconds: float) -> None:
        """Return when there is one, or when the time is over."""
        stream = self._store._key("events")  # pyright: ignore[reportPrivateUsage]
        wait = max(1, int(timeout_seconds * 1000))
        await self._store._redis.xread({stream: self._last}, count=1, block=wait)  # pyright: ignore[reportPrivateUsage]
