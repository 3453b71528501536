"""The store in Redis, for apps on several machines."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Collection, Iterable
from copy import copy
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
    sample_delivery,
    validated_cursor,
)
from .redis_entries import StreamEntry, entries_of, follow_up_of, order_of, sorted_set_for
from .redis_errors import checked_url, translate_errors
from .redis_scripts import CHECK, CLAIM, FINISH, KEY_TYPES, RESOLVE, SETTLE, START

_BATCH: Final = 500
_TIMEOUT_SECONDS: Final = 2.0
"""The time limit for connecting and for each reply, not longer than the default deadline for deliveries."""
_BLOCK_SECONDS: Final = 1.0
"""The duration of the longest blocking read, which is shorter than the time limit for a reply."""


@translate_errors
class RedisStore(Store):
    """A store in Redis, for apps on several machines.

    Exactly one of the apps determines the response to each delivery and runs each follow-up.
    A response is stored in Redis before it is sent. Whether it survives a restart of Redis depends on the
    configuration of Redis (`appendonly yes`).

    The time limit for connecting and for each reply is 2 seconds. The URL can set other limits in seconds
    (`?socket_connect_timeout=1&socket_timeout=5`).

    Args:
        url: A URL that starts with `redis://`, `rediss://` or `unix://`.
        prefix: The prefix of all keys. Apps with the same prefix share their events.

    Raises:
        InvalidInput: `url` is not a Redis URL, or sets `decode_responses`.
        MissingExtra: The package `redis` is not installed.
    """

    def __init__(self, url: str, *, prefix: str = "sipgate-webhooks") -> None:
        try:
            from redis import asyncio as redis  # imported here: an optional extra
        except ImportError as error:
            raise MissingExtra(
                "A store in Redis needs the package redis.",
                hint="Install it: pip install 'sipgate-tools[redis]'",
            ) from error
        self._connect: Any = cast("Any", redis.Redis).from_url
        self._options = _connection_options(redis.Redis)
        self._url = checked_url(url)
        # The braces keep all keys in one slot of a cluster: the scripts use several of them.
        self._prefix = f"{{{prefix}}}"
        # A connection belongs to the event loop that created it.
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()
        self._scripts: dict[str, Any] = {}

    async def open(self) -> None:
        """Connect to Redis.

        Raises:
            StoreFailed: Redis cannot be reached, or does not respond in time.
        """
        client = self._redis
        # Connecting consists of several requests, and each of them may take as long as this limit.
        async with asyncio.timeout(client.connection_pool.connection_kwargs["socket_timeout"]):
            await client.ping()

    async def close(self) -> None:
        """Close the connections of this event loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.aclose()

    async def check(self) -> None:
        """Check the types of the store's keys, and claim, finish and remove a sample delivery in other keys.

        Raises:
            StoreFailed: Redis cannot be reached, is full or denies a command, or another program uses a key.
        """
        keys = [self._key(name) for name in KEY_TYPES]
        wrong = await self._run(CHECK, keys, list(KEY_TYPES.values()))
        if wrong:
            raise StoreFailed(
                f"The key {wrong.decode()} in Redis is used by another program.",
                hint="Use another prefix: RedisStore(url, prefix=...).",
            )
        # Under a prefix of its own: a delivery in the stream would wake its readers.
        sample = copy(self)
        sample._prefix = self._key("check")
        delivery = sample_delivery(time.time())
        claim = await sample.claim(delivery, lease_seconds=0)
        await sample.finish(claim, b"", follow_up=FollowUp("", delivery.received_at))
        names = [("events",), ("recent",), ("waiting",), ("call", ""), ("of", ""), ("follow_up", claim.id)]
        await self._redis.delete(*(sample._key(*name) for name in names))

    async def events(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events in the order they were received; see `Store.events`."""
        found: list[StoredEvent] = []
        last = validated_cursor(after, r"\d{1,18}(-\d{1,18})?")
        while len(found) < limit:
            entries = await self._redis.xrange(self._key("events"), min=f"({last}", count=max(limit, _BATCH))
            if not entries:
                break
            last = entries[-1][0].decode()
            some = [StreamEntry.read(entry) for entry in entries]
            matching = [
                one
                for one in some
                if call_id in {None, one.event.call_id} and event in {None, one.event.event}
            ]
            found += await self._with_responses(matching[: limit - len(found)])
        return found

    async def latest_id(self) -> str:
        """Return the id of the newest event, or `0` if there is none."""
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
        """Return events for one consumer of a group, or an empty list after the timeout.

        Each event must be acknowledged after it was processed; see `acknowledge`.

        Args:
            group: The name of the consumer group that shares the work. A new group starts with the oldest event.
            consumer: The name of this consumer.
            limit: The maximum number of events.
            timeout_seconds: The time to wait for the first event, in seconds.
            again_after_seconds: The time in seconds after which an event that another consumer has not acknowledged
                is returned again.
        """
        stream = self._key("events")
        await self._make_group(group)
        taken = await self._redis.xautoclaim(
            stream, group, consumer, min_idle_time=int(again_after_seconds * 1000), count=limit
        )
        entries = [entry for entry in taken[1] if entry[1]]
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_seconds
        left = timeout_seconds
        while not entries:
            wait = max(1, int(min(left, _BLOCK_SECONDS) * 1000))
            streams = await self._redis.xreadgroup(group, consumer, {stream: ">"}, count=limit, block=wait)
            entries = entries_of(streams)
            left = deadline - loop.time()
            if left <= 0:
                break
        return await self._with_responses([StreamEntry.read(entry) for entry in entries])

    async def acknowledge(self, group: str, events: Iterable[StoredEvent]) -> None:
        """Acknowledge events that a group has processed."""
        ids = [one.id for one in events]
        if ids:
            await self._redis.xack(self._key("events"), group, *ids)

    async def _make_group(self, group: str) -> None:
        from redis.exceptions import ResponseError  # imported here: an optional extra

        try:
            await self._redis.xgroup_create(self._key("events"), group, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def follow_ups(self, *, state: FollowUpState | None = None, limit: int = 100) -> list[FollowUp]:
        """Return follow-ups, the earliest due first."""
        names = ["waiting", "started", "settled"] if state is None else [sorted_set_for(state)]
        found: dict[str, FollowUp] = {}
        # In the order that follow-ups move between the sets: one that moves meanwhile is read twice, kept once.
        for name in names:
            ids = await self._redis.zrange(self._key(name), 0, -1 if state is None else limit * 10)
            found |= {one.id: one for one in await self._read_follow_ups(ids)}
        matching = [one for one in found.values() if state in {None, one.state}]
        return sorted(matching, key=lambda one: one.due_at)[:limit]

    async def _read_follow_ups(self, ids: Iterable[bytes]) -> list[FollowUp]:
        pipe = self._redis.pipeline(transaction=False)
        for one in ids:
            pipe.hgetall(self._key("follow_up", one.decode()))
        return [follow_up_of(values) for values in await pipe.execute() if values]

    async def _recent_call_ids(self, limit: int) -> Collection[str]:
        return [one.decode() for one in await self._redis.zrevrange(self._key("recent"), 0, limit - 1)]

    async def _events_of(self, call_ids: Collection[str]) -> list[StoredEvent]:
        pipe = self._redis.pipeline(transaction=False)
        for call_id in call_ids:
            pipe.lrange(self._key("of", call_id), 0, -1)
        ids = sorted({one for some in await pipe.execute() for one in some}, key=order_of)
        for one in ids:
            pipe.xrange(self._key("events"), min=one, max=one)
        entries = [entry for some in await pipe.execute() for entry in some]
        return await self._with_responses([StreamEntry.read(entry) for entry in entries])

    def _subscribe(self) -> Subscription:
        return _Blocking(self)

    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Store a delivery, and claim it for this app; see `Store.claim`."""
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
        event_id, acquired, response, prefix = await self._run(CLAIM, keys, values)
        return Claim(event_id.decode(), bool(acquired), response, f"{event.call_id}\n{prefix.decode()}")

    async def finish(
        self, claim: Claim, response: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Store the response to a claimed delivery together with its follow-up; see `Store.finish`."""
        call_id, _, prefix = claim.position.rpartition("\n")
        keys = [self._key("call", call_id), self._key("waiting"), self._key("follow_up", claim.id)]
        values: list[Any] = [prefix, response, int(gathers), claim.id]
        if follow_up is not None:
            values += [
                follow_up.call_id,
                repr(follow_up.due_at),
                follow_up.number or "",
                int(follow_up.attended),
            ]
        return await self._run(FINISH, keys, values)

    async def response_of(self, claim: Claim) -> bytes | None:
        """Return the response to a delivery, or `None` until it is stored."""
        call_id, _, prefix = claim.position.rpartition("\n")
        return await self._redis.hget(self._key("call", call_id), f"{prefix}answer")

    async def next_due(self) -> float | None:
        """Return the time when the next follow-up is due, in seconds since the epoch, or `None` if there is none."""
        first = await self._redis.zrange(self._key("waiting"), 0, 0, withscores=True)
        return first[0][1] if first else None

    async def start_follow_up(self, follow_up_id: str, now: float) -> bool:
        """Mark a waiting follow-up as started; see `Store.start_follow_up`."""
        keys = [self._key("waiting"), self._key("started"), self._key("follow_up", follow_up_id)]
        return bool(await self._run(START, keys, [follow_up_id, repr(now)]))

    async def settle_follow_up(self, follow_up_id: str, state: FollowUpState, outcome: str) -> None:
        """Store the final state and the outcome of a follow-up."""
        sorted_sets = [self._key(name) for name in ("started", "waiting", "settled")]
        keys = [*sorted_sets, self._key("follow_up", follow_up_id)]
        await self._run(SETTLE, keys, [follow_up_id, state, outcome])

    async def interrupted_follow_ups(self, started_before: float) -> list[FollowUp]:
        """Return follow-ups that were started before a time and have no outcome."""
        ids = await self._redis.zrangebyscore(self._key("started"), "-inf", f"({started_before!r}")
        return await self._read_follow_ups(ids)

    async def resolve_follow_up(self, follow_up_id: str, started_before: float, *, retry: bool) -> bool:
        """Set an interrupted follow-up to `waiting` or `unknown`; see `Store.resolve_follow_up`."""
        to = self._key("waiting" if retry else "settled")
        keys = [self._key("started"), to, self._key("follow_up", follow_up_id)]
        state, outcome = ("waiting", "") if retry else ("unknown", INTERRUPTED)
        return bool(await self._run(RESOLVE, keys, [follow_up_id, repr(started_before), state, outcome]))

    async def is_over(self, call_id: str) -> bool:
        """Return whether a hangup event for the call was received."""
        return bool(await self._redis.hexists(self._key("call", call_id), "over"))

    async def prune(self, before: float) -> int:
        """Remove old events and old follow-ups, and return the number of removed events; see `Store.prune`."""
        removed = 0
        while entries := await self._redis.xrange(self._key("events"), count=_BATCH):
            old = [name for name, values in entries if float(values[b"at"]) < before]
            if old:
                removed += await self._redis.xdel(self._key("events"), *old)
            if len(old) < len(entries):
                break
        # The keys of a call are removed together, when its last event is too old.
        for sorted_set, kinds in (("recent", ("call", "of")), ("settled", ("follow_up",))):
            ids = await self._redis.zrangebyscore(self._key(sorted_set), "-inf", f"({before!r}")
            for one in ids:
                await self._redis.delete(*(self._key(kind, one.decode()) for kind in kinds))
                await self._redis.zrem(self._key(sorted_set), one)
        return removed

    @property
    def _redis(self) -> Any:
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            client = self._clients[loop] = self._connect(self._url, **self._options)
        return client

    def _key(self, *parts: str) -> str:
        return ":".join((self._prefix, *parts))

    async def _run(self, script: str, keys: list[str], values: list[Any]) -> Any:
        client = self._redis
        registered = self._scripts.get(script)
        if registered is None:
            registered = self._scripts[script] = client.register_script(script)
        return await cast("Awaitable[Any]", registered(keys=keys, args=values, client=client))

    async def _with_responses(self, entries: list[StreamEntry]) -> list[StoredEvent]:
        pipe = self._redis.pipeline(transaction=False)
        for one in entries:
            pipe.hget(self._key("call", one.event.call_id), f"{one.prefix}answer")
        responses = await pipe.execute()
        return [one.to_event(response) for one, response in zip(entries, responses, strict=True)]


def _connection_options(client: type[object]) -> dict[str, Any]:
    options: dict[str, Any] = {
        "socket_connect_timeout": _TIMEOUT_SECONDS,
        "socket_timeout": _TIMEOUT_SECONDS,
    }
    if "maint_notifications_config" in inspect.signature(client).parameters:  # redis-py 8.1 or newer
        from redis.maint_notifications import MaintNotificationsConfig  # imported here: an optional extra

        # With these notifications, the pool does not replace connections that Redis has closed in the meantime.
        # Nothing else can: a script is not repeated, because a repeated CLAIM would not acquire its own claim.
        options["maint_notifications_config"] = MaintNotificationsConfig(enabled=False)
    return options


@translate_errors
class _Blocking(Subscription):
    """Waits for the next entry of the stream with a blocking read."""

    def __init__(self, store: RedisStore) -> None:
        self._store = store
        self._last = "0"

    async def __aenter__(self) -> Self:
        self._last = await self._store.latest_id()
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def wait(self, timeout_seconds: float) -> None:
        """Return when the stream has a new entry, or after the timeout in seconds."""
        stream = self._store._key("events")  # pyright: ignore[reportPrivateUsage]
        wait = max(1, int(timeout_seconds * 1000))
        await self._store._redis.xread({stream: self._last}, count=1, block=wait)  # pyright: ignore[reportPrivateUsage]
