"""The store in an SQLite file, for all processes of one machine."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, cast

from sipgate_tools.errors import InvalidInput, StoreFailed

from . import sqlite_statements as statements
from .base import ChangeNotifier, Store, Subscription
from .commits import GroupCommit
from .records import (
    Claim,
    Delivery,
    FollowUp,
    FollowUpState,
    StoredEvent,
    sample_delivery,
    validated_cursor,
)
from .sqlite_file import Identity, SqliteFile, identity
from .sqlite_statements import EVENT, FOLLOW_UP, read_follow_up, stored_event

T = TypeVar("T")

_log: Final = logging.getLogger("sipgate_tools.webhooks")


class SqliteStore(Store):
    """A store in one SQLite file that several processes of one machine can share.

    A response is in the file before it is sent, so killing the process loses nothing. With `synchronous="FULL"`, a
    power failure loses nothing either, but each commit waits for the disk. If the file was deleted, moved or replaced,
    deliveries fail until it is open again.

    Args:
        path: The path of the file. A missing file is created, and only its owner can read it.
        synchronous: `NORMAL` to survive a crash of the process, or `FULL` to survive a power failure, too.
        create: Whether to create a missing file. Pass `False` to only read.

    Raises:
        InvalidInput: The path is invalid, or `synchronous` is neither `NORMAL` nor `FULL`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        synchronous: Literal["NORMAL", "FULL"] = "NORMAL",
        create: bool = True,
    ) -> None:
        if synchronous not in {"NORMAL", "FULL"}:
            raise InvalidInput("synchronous must be 'NORMAL' or 'FULL'.")
        self.path = _path(path)
        self._synchronous = synchronous
        self._create = create
        self._folder: Identity | None = None
        self._commits: GroupCommit | None = None
        self._generation = 0
        self._opening_lock = threading.Lock()
        self._opening: asyncio.Future[GroupCommit] | None = None
        self._subscribers: set[ChangeNotifier] = set()

    async def open(self) -> None:
        """Open the file. A missing file is created if `create` is `True`.

        Raises:
            InvalidInput: The file is missing and `create` is `False`, the file was written by a newer version, or
                it is not a store.
            StoreFailed: The file cannot be opened at the moment.
        """
        await self._ensure_open()

    async def _ensure_open(self) -> GroupCommit:
        commits = self._commits
        if commits is not None and not commits.file.lost:
            return commits
        loop = asyncio.get_running_loop()
        opening = self._opening
        if opening is None or opening.done() or opening.get_loop() is not loop:
            opening = self._opening = loop.run_in_executor(None, self._open)
            # Retrieve the exception: the waiting coroutines may have been cancelled before it is raised.
            opening.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(opening)

    def _open(self) -> GroupCommit:
        with self._opening_lock:
            previous = self._commits
            if previous is not None and not previous.file.lost:
                return previous
            create = self._create
            if previous is not None:
                previous.close(previous.file.close_lost)
                self._commits = None
            if self._folder is not None:
                # In another folder (a disk is not mounted), a new file would be hidden or lost later.
                create = create and identity(self.path.parent) == self._folder
            file = SqliteFile(self.path, synchronous=self._synchronous, create=create)
            if self._folder is None:
                self._folder = identity(self.path.parent)
            else:
                _log.warning("%s was opened again after it had been deleted, moved or replaced", self.path)
            self._generation += 1
            self._commits = GroupCommit(file, str(self._generation))
            return self._commits

    async def close(self) -> None:
        """Close the file."""
        commits, self._commits, self._folder = self._commits, None, None
        if commits is not None:
            file = commits.file
            await asyncio.to_thread(commits.close, file.close_lost if file.lost else file.close)

    async def check(self) -> None:
        """Claim and finish a sample delivery and remove it in the same transaction.

        Raises:
            StoreFailed: The disk is full, or the file is locked, damaged or no longer at its path.
        """
        await self._write(partial(statements.claim_and_remove, sample_delivery(time.time())))

    async def events(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events in the order they were received; see `Store.events`."""
        conditions, values = ["id > ?"], cast("list[Any]", [int(validated_cursor(after))])
        for column, value in (("call_id", call_id), ("event", event)):
            if value is not None:
                conditions.append(f"{column} = ?")
                values.append(value)
        query = f"{EVENT} WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?"
        return [stored_event(row) for row in await self._read(query, (*values, limit))]

    async def latest_id(self) -> str:
        """Return the id of the newest event, or `0` if there is none."""
        return str((await self._read("SELECT max(id) FROM events"))[0][0] or 0)

    async def follow_ups(self, *, state: FollowUpState | None = None, limit: int = 100) -> list[FollowUp]:
        """Return follow-ups, the earliest due first."""
        where = "" if state is None else " WHERE state = ?"
        values = () if state is None else (state,)
        rows = await self._read(f"{FOLLOW_UP}{where} ORDER BY due_at LIMIT ?", (*values, limit))
        return [read_follow_up(row) for row in rows]

    async def _recent_call_ids(self, limit: int) -> Collection[str]:
        def newest(connection: sqlite3.Connection) -> set[str]:
            found: set[str] = set()
            rows = connection.execute("SELECT original_call_id FROM events ORDER BY id DESC")
            while len(found) < limit and (row := rows.fetchone()) is not None:
                found.add(row[0])
            rows.close()
            return found

        return await self._read_with(newest)

    async def _events_of(self, call_ids: Collection[str]) -> list[StoredEvent]:
        found: list[StoredEvent] = []
        ids = list(call_ids)
        for start in range(0, len(ids), 400):
            some = ids[start : start + 400]
            marks = ",".join("?" * len(some))
            query = (
                f"{EVENT} WHERE call_id IN ({marks}) UNION"
                f" {EVENT} WHERE original_call_id IN ({marks}) AND original_call_id <> call_id ORDER BY id"
            )
            found += [stored_event(row) for row in await self._read(query, (*some, *some))]
        return list({one.id: one for one in found}.values())

    def _subscribe(self) -> Subscription:
        return ChangeNotifier(self._subscribers)

    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Store a delivery, and claim it for this app; see `Store.claim`."""
        commits = await self._ensure_open()
        claim = await commits.run(partial(statements.claim, delivery, delivery.received_at + lease_seconds))
        if claim.acquired:
            for subscriber in self._subscribers:
                subscriber.notify()
        return replace(claim, position=commits.generation)

    async def finish(
        self, claim: Claim, response: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Store the response to a claimed delivery together with its follow-up; see `Store.finish`."""
        commits = await self._ensure_open()
        if claim.position != commits.generation:
            # In another file, the same id belongs to another delivery.
            raise StoreFailed(f"The store {self.path} was replaced before the response could be stored.")
        return await commits.run(partial(statements.finish, int(claim.id), response, gathers, follow_up))

    async def response_of(self, claim: Claim) -> bytes | None:
        """Return the response to a delivery, or `None` until it is stored."""
        rows = await self._read("SELECT answer FROM events WHERE id = ?", (int(claim.id),))
        return rows[0][0] if rows else None

    async def next_due(self) -> float | None:
        """Return the time when the next follow-up is due, in seconds since the epoch, or `None` if there is none."""
        return (await self._read("SELECT min(due_at) FROM follow_ups WHERE state = 'waiting'"))[0][0]

    async def start_follow_up(self, follow_up_id: str, now: float) -> bool:
        """Mark a waiting follow-up as started; see `Store.start_follow_up`."""
        return await self._write(partial(statements.start_follow_up, int(follow_up_id), now))

    async def settle_follow_up(self, follow_up_id: str, state: FollowUpState, outcome: str) -> None:
        """Store the final state and the outcome of a follow-up."""
        change = "UPDATE follow_ups SET state = ?, outcome = ? WHERE id = ?"
        await self._write(lambda connection: connection.execute(change, (state, outcome, int(follow_up_id))))

    async def interrupted_follow_ups(self, started_before: float) -> list[FollowUp]:
        """Return follow-ups that were started before a time and have no outcome."""
        query = f"{FOLLOW_UP} WHERE state = 'started' AND started_at < ?"
        return [read_follow_up(row) for row in await self._read(query, (started_before,))]

    async def resolve_follow_up(self, follow_up_id: str, started_before: float, *, retry: bool) -> bool:
        """Set an interrupted follow-up to `waiting` or `unknown`; see `Store.resolve_follow_up`."""
        return await self._write(
            partial(statements.resolve_follow_up, int(follow_up_id), started_before, retry)
        )

    async def is_over(self, call_id: str) -> bool:
        """Return whether a hangup event for the call was received."""
        query = "SELECT 1 FROM events WHERE call_id = ? AND event = 'hangup' LIMIT 1"
        return bool(await self._read(query, (call_id,)))

    async def prune(self, before: float) -> int:
        """Remove old events with their follow-ups, and return the number of removed events; see `Store.prune`.

        The newest event is kept, and so are events whose follow-up is waiting or started.
        """
        removed = 0
        # In small steps, so that deliveries are not delayed.
        while some := await self._write(partial(statements.prune, before)):
            removed += some
        return removed

    async def _write(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        return await (await self._ensure_open()).run(operation)

    async def _read(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        return await self._read_with(lambda connection: connection.execute(query, values).fetchall())

    async def _read_with(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        file = (await self._ensure_open()).file
        if not file.is_in_place():
            file.lost = True
            file = (await self._ensure_open()).file
        return await asyncio.to_thread(file.read, operation)


def _path(path: object) -> Path:
    text: object = os.fspath(cast("os.PathLike[str]", path)) if isinstance(path, str | os.PathLike) else None
    if not isinstance(text, str) or not text or "\0" in text or text == ":memory:":
        raise InvalidInput(
            "The location of a store must be the path of a file or a Redis URL.",
            hint="Pass None to keep events in memory.",
        )
    return Path(text)
