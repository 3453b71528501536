"""A store in one SQLite file, for all processes of one machine."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, cast

from sipgate_tools.errors import InvalidInput, StoreFailed

from . import sqlite_statements as statements
from .base import ChangeNotifier, Store, Subscription
from .commits import GroupCommit
from .records import Claim, Delivery, FollowUp, FollowUpState, StoredEvent, validated_cursor
from .sqlite_file import Identity, SqliteFile, identity
from .sqlite_statements import EVENT, FOLLOW_UP, read_follow_up, stored_event

T = TypeVar("T")

_log: Final = logging.getLogger("sipgate_tools.webhooks")


class SqliteStore(Store):
    """Keeps events in one file that many processes of one machine may share.

    What was answered is in the file before the answer leaves: killing the process loses nothing. With
    `synchronous="FULL"` a power cut loses nothing either, and each commit waits for the disk. When the file has
    been deleted, moved or replaced, nothing more is acknowledged until it is open again.

    Args:
        path: The file; it is made, readable by its owner only, when it is missing.
        synchronous: `NORMAL` survives the end of the process, `FULL` the end of the machine.
        create: Whether a missing file is made; `False` for those who only read.

    Raises:
        InvalidInput: The path is none, or `synchronous` is neither of the two.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        synchronous: Literal["NORMAL", "FULL"] = "NORMAL",
        create: bool = True,
    ) -> None:
        if synchronous not in {"NORMAL", "FULL"}:
            raise InvalidInput("synchronous is neither 'NORMAL' nor 'FULL'.")
        self.path = _path(path)
        self._synchronous = synchronous
        self._create = create
        self._folder: Identity | None = None
        self._commits: GroupCommit | None = None
        self._openings = 0
        self._opening_lock = threading.Lock()
        self._opening: asyncio.Future[GroupCommit] | None = None
        self._bells: set[ChangeNotifier] = set()

    async def open(self) -> None:
        """Open the file, and make it when it is missing.

        Raises:
            InvalidInput: It was written by a newer version of this package, or is no such file.
            StoreFailed: It cannot be opened now.
        """
        await self._opened()

    async def _opened(self) -> GroupCommit:
        commits = self._commits
        if commits is not None and not commits.file.lost:
            return commits
        loop = asyncio.get_running_loop()
        opening = self._opening
        if opening is None or opening.done() or opening.get_loop() is not loop:
            opening = self._opening = loop.run_in_executor(None, self._open)
            # Those who wait may have given up before it fails.
            opening.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(opening)

    def _open(self) -> GroupCommit:
        with self._opening_lock:
            former = self._commits
            if former is not None and not former.file.lost:
                return former
            create = self._create
            if former is not None:
                former.close(former.file.close_lost)
                self._commits = None
            if self._folder is not None:
                # Where the folder is another one (a disk is not mounted), a new file would be hidden or lost later.
                create = create and identity(self.path.parent) == self._folder
            file = SqliteFile(self.path, synchronous=self._synchronous, create=create)
            if self._folder is None:
                self._folder = identity(self.path.parent)
            else:
                _log.warning("%s was opened again after it had been deleted, moved or replaced", self.path)
            self._openings += 1
            self._commits = GroupCommit(file, str(self._openings))
            return self._commits

    async def close(self) -> None:
        """Close the file."""
        commits, self._commits, self._folder = self._commits, None, None
        if commits is not None:
            file = commits.file
            await asyncio.to_thread(commits.close, file.close_lost if file.lost else file.close)

    async def check(self) -> None:
        """Raise whatever keeps deliveries from being written.

        Raises:
            StoreFailed: The disk is full, the file is locked, or no longer at its path.
        """
        await self._write(statements.write_and_remove)

    async def events(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events in the order they came; the arguments are those of `Store.events`."""
        conditions, chosen = ["id > ?"], cast("list[Any]", [int(validated_cursor(after))])
        for column, value in (("call_id", call_id), ("event", event)):
            if value is not None:
                conditions.append(f"{column} = ?")
                chosen.append(value)
        query = f"{EVENT} WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?"
        return [stored_event(row) for row in await self._read(query, (*chosen, limit))]

    async def latest_id(self) -> str:
        """Return the id of the newest event."""
        return str((await self._read("SELECT max(id) FROM events"))[0][0] or 0)

    async def follow_ups(self, *, state: FollowUpState | None = None, limit: int = 100) -> list[FollowUp]:
        """Return what is or was to be done with calls, the earliest due first."""
        where = "" if state is None else " WHERE state = ?"
        values = () if state is None else (state,)
        rows = await self._read(f"{FOLLOW_UP}{where} ORDER BY due_at LIMIT ?", (*values, limit))
        return [read_follow_up(row) for row in rows]

    async def _recent_calls(self, limit: int) -> Collection[str]:
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

    def _listening(self) -> Subscription:
        return ChangeNotifier(self._bells)

    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Keep a delivery and say whose business it is."""
        commits = await self._opened()
        claim = await commits.run(partial(statements.claim, delivery, delivery.received_at + lease_seconds))
        if claim.acquired:
            for bell in self._bells:
                bell.notify()
        return replace(claim, position=commits.opening)

    async def finish(
        self, claim: Claim, answer: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Keep the answer of a claimed delivery, and with it what is to be done later."""
        commits = await self._opened()
        if claim.position != commits.opening:
            # The same id names another delivery in another file.
            raise StoreFailed(f"The store {self.path} was replaced before the answer could be kept.")
        return await commits.run(partial(statements.finish, int(claim.id), answer, gathers, follow_up))

    async def answer_of(self, claim: Claim) -> bytes | None:
        """Return the answer of a delivery, once there is one."""
        rows = await self._read("SELECT answer FROM events WHERE id = ?", (int(claim.id),))
        return rows[0][0] if rows else None

    async def next_due(self) -> float | None:
        """Return when the next follow-up is due."""
        return (await self._read("SELECT min(due_at) FROM follow_ups WHERE state = 'waiting'"))[0][0]

    async def start_follow_up(self, follow_up_id: str, now: float) -> bool:
        """Mark one as started: `True` for exactly one of all who ask."""
        return await self._write(partial(statements.start_follow_up, int(follow_up_id), now))

    async def settle_follow_up(self, follow_up_id: str, state: FollowUpState, outcome: str) -> None:
        """Keep how a follow-up ended."""
        change = "UPDATE follow_ups SET state = ?, outcome = ? WHERE id = ?"
        await self._write(lambda connection: connection.execute(change, (state, outcome, int(follow_up_id))))

    async def interrupted_follow_ups(self, started_before: float) -> list[FollowUp]:
        """Return those that were started before that time and never settled."""
        query = f"{FOLLOW_UP} WHERE state = 'started' AND started_at < ?"
        return [read_follow_up(row) for row in await self._read(query, (started_before,))]

    async def resolve_follow_up(self, follow_up_id: str, started_before: float, *, again: bool) -> bool:
        """Let an interrupted one wait again, or mark it as `unknown`."""
        return await self._write(
            partial(statements.resolve_follow_up, int(follow_up_id), started_before, again)
        )

    async def is_over(self, call_id: str) -> bool:
        """Whether the call is known to have ended."""
        query = "SELECT 1 FROM events WHERE call_id = ? AND event = 'hangup' LIMIT 1"
        return bool(await self._read(query, (call_id,)))

    async def prune(self, before: float) -> int:
        """Forget events and settled follow-ups older than that time; return how many events."""
        removed = 0
        # In small steps: whoever waits for an answer meanwhile shall not notice.
        while some := await self._write(partial(statements.prune, before)):
            removed += some
        return removed

    async def _write(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        return await (await self._opened()).run(operation)

    async def _read(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        return await self._read_with(lambda connection: connection.execute(query, values).fetchall())

    async def _read_with(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        file = (await self._opened()).file
        if not file.is_in_place():
            file.lost = True
            file = (await self._opened()).file
        return await asyncio.to_thread(file.read, operation)


def _path(path: object) -> Path:
    text: object = os.fspath(cast("os.PathLike[str]", path)) if isinstance(path, str | os.PathLike) else None
    if not isinstance(text, str) or not text or "\0" in text or text == ":memory:":
        raise InvalidInput(
            "A store is the path of a file, or a URL of Redis.", hint="None keeps events in memory."
        )
    return Path(text)
