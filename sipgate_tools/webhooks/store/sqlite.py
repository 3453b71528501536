"""A store in one SQLite file, for all processes of one machine."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from sipgate_tools.errors import InvalidInput
from sipgate_tools.sqlite_files import shared_file
from sipgate_tools.webhooks.store import sqlite_statements as statements
from sipgate_tools.webhooks.store.base import Bell, Listening, Store
from sipgate_tools.webhooks.store.commits import GroupCommit
from sipgate_tools.webhooks.store.records import (
    Claim,
    Delivery,
    FollowUp,
    FollowUpState,
    StoredEvent,
    checked_place,
)
from sipgate_tools.webhooks.store.sqlite_statements import (
    EVENT,
    FOLLOW_UP,
    SCHEMA,
    VERSION,
    read_follow_up,
    stored_event,
)

T = TypeVar("T")


class SqliteStore(Store):
    """Keeps events in one file that many processes of one machine may share.

    What was answered is in the file before the answer leaves: killing the process loses nothing. With
    `synchronous="FULL"` a power cut loses nothing either, and each commit waits for the disk.

    Args:
        path: The file; it is made, readable by its owner only, when it is missing.
        synchronous: `NORMAL` survives the end of the process, `FULL` the end of the machine.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, synchronous: Literal["NORMAL", "FULL"] = "NORMAL"
    ) -> None:
        if synchronous not in {"NORMAL", "FULL"}:
            raise InvalidInput("synchronous is neither 'NORMAL' nor 'FULL'.")
        self.path = Path(path)
        self._synchronous = synchronous
        self._commits: GroupCommit | None = None
        self._reader: sqlite3.Connection | None = None
        self._reading = threading.Lock()
        self._bells: set[Bell] = set()

    async def open(self) -> None:
        """Open the file, and make it when it is missing.

        Raises:
            InvalidInput: It was written by a newer version of this package, or is no such file.
        """
        if self._commits is None:
            await asyncio.to_thread(self._open)

    def _open(self) -> None:
        with self._reading:
            if self._commits is not None:
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Events tell who called whom: the file is its owner's alone from the first byte on.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            writer = self._connect()
            try:
                self._make_tables(writer)
                self._reader = self._connect()
            except BaseException:
                writer.close()
                raise
            self._commits = GroupCommit(writer)

    def _make_tables(self, writer: sqlite3.Connection) -> None:
        version = writer.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            writer.executescript(SCHEMA)
        if version > VERSION:
            raise InvalidInput(
                f"{self.path} was written by a newer version.",
                hint="Update sipgate-tools, or take another file.",
            )

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = shared_file(self.path, patience_seconds=20.0)
        except sqlite3.DatabaseError as error:
            raise InvalidInput(f"{self.path} cannot be used as a store: {error}.") from error
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        # Rarer and larger steps from the log into the file: each makes the event loop wait for the disk.
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        return connection

    async def close(self) -> None:
        """Close the file."""
        commits, reader = self._commits, self._reader
        self._commits = self._reader = None
        if commits is not None and reader is not None:
            with self._reading:
                reader.close()
            await asyncio.to_thread(commits.close)

    async def check(self) -> None:
        """Raise whatever keeps the file from being written."""
        await self._write(lambda connection: connection.execute("SELECT 1").fetchone())

    async def events(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events in the order they came; the arguments are those of `Store.events`."""
        conditions, chosen = ["id > ?"], cast("list[Any]", [int(checked_place(after))])
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

    def _listening(self) -> Listening:
        return Bell(self._bells)

    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Keep a delivery and say whose business it is."""
        claim = await self._write(partial(statements.claim, delivery, delivery.received_at + lease_seconds))
        if claim.mine:
            for bell in self._bells:
                bell.ring()
        return claim

    async def finish(
        self, claim: Claim, answer: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Keep the answer of a claimed delivery, and with it what is to be done later."""
        return await self._write(partial(statements.finish, int(claim.id), answer, gathers, follow_up))

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
        if self._commits is None:
            await self.open()
        assert self._commits is not None  # noqa: S101 - open() has just set it
        return await self._commits.run(operation)

    async def _read(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        return await self._read_with(lambda connection: connection.execute(query, values).fetchall())

    async def _read_with(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        if self._reader is None:
            await self.open()
        return await asyncio.to_thread(self._locked, operation)

    def _locked(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        with self._reading:
            if self._reader is None:
                raise InvalidInput("The store is closed.")
            return operation(self._reader)
