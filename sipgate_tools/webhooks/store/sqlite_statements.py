"""The SQL of the SQLite store: its tables, and the operations that run within a transaction."""

from __future__ import annotations

import sqlite3
from typing import Final

from ..events import parse_event
from .records import INTERRUPTED, Claim, Delivery, FollowUp, FollowUpState, StoredEvent, utc_time

VERSION: Final = 1
SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY,
    call_id TEXT NOT NULL,
    digest BLOB NOT NULL,
    turn INTEGER NOT NULL,
    original_call_id TEXT NOT NULL,
    event TEXT NOT NULL,
    received_at REAL NOT NULL,
    body BLOB NOT NULL,
    lease_until REAL NOT NULL,
    answer BLOB,
    gathers INTEGER NOT NULL DEFAULT 0,
    occurred_at REAL,
    UNIQUE (call_id, digest, turn)
);
CREATE INDEX IF NOT EXISTS transferred ON events (original_call_id) WHERE original_call_id <> call_id;
CREATE TABLE IF NOT EXISTS follow_ups (
    id INTEGER PRIMARY KEY REFERENCES events (id),
    call_id TEXT NOT NULL,
    due_at REAL NOT NULL,
    number TEXT,
    attended INTEGER NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    started_at REAL
);
CREATE INDEX IF NOT EXISTS due ON follow_ups (state, due_at);
PRAGMA user_version = {VERSION};
"""
ADD_OCCURRED_AT: Final = "ALTER TABLE events ADD COLUMN occurred_at REAL"
"""The migration of files without this column. Programs that do not know the column can still use the file."""

EVENT: Final = "SELECT id, received_at, body, answer, occurred_at FROM events"
FOLLOW_UP: Final = "SELECT call_id, due_at, number, attended, id, state, outcome FROM follow_ups"


def claim(delivery: Delivery, lease_until: float, connection: sqlite3.Connection) -> Claim:
    """Store a delivery, and claim it for this app."""
    event, digest, turn = delivery.event, delivery.digest, 0
    if delivery.by_turn:
        turns = "SELECT count(*) FROM events WHERE call_id = ? AND gathers"
        turn = connection.execute(turns, (event.call_id,)).fetchone()[0]
    added = connection.execute(
        "INSERT OR IGNORE INTO events"
        " (call_id, digest, turn, original_call_id, event, received_at, body, lease_until, occurred_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.call_id,
            digest,
            turn,
            event.original_call_id,
            event.event,
            delivery.received_at,
            delivery.body,
            lease_until,
            delivery.occurred_at,
        ),
    )
    if added.rowcount == 1:
        return Claim(str(added.lastrowid), acquired=True)
    query = "SELECT id, answer, lease_until FROM events WHERE call_id = ? AND digest = ? AND turn = ?"
    number, response, leased_until = connection.execute(query, (event.call_id, digest, turn)).fetchone()
    acquired = response is None and leased_until < delivery.received_at
    if acquired:
        connection.execute("UPDATE events SET lease_until = ? WHERE id = ?", (lease_until, number))
    return Claim(str(number), acquired=acquired, response=response)


def finish(
    number: int, response: bytes, gathers: bool, follow_up: FollowUp | None, connection: sqlite3.Connection
) -> bytes:
    """Store the response to a claimed delivery and its follow-up, and return the response that was stored first."""
    change = "UPDATE events SET answer = ?, gathers = ? WHERE id = ? AND answer IS NULL"
    if connection.execute(change, (response, gathers, number)).rowcount == 0:
        row = connection.execute("SELECT answer FROM events WHERE id = ?", (number,)).fetchone()
        return row[0] if row else response
    if follow_up is not None:
        connection.execute(
            "INSERT INTO follow_ups (id, call_id, due_at, number, attended, state)"
            " VALUES (?, ?, ?, ?, ?, 'waiting')",
            (number, follow_up.call_id, follow_up.due_at, follow_up.number, follow_up.attended),
        )
    return response


def start_follow_up(number: int, now: float, connection: sqlite3.Connection) -> bool:
    """Mark a follow-up as started, and return whether it was still waiting."""
    change = "UPDATE follow_ups SET state = 'started', started_at = ? WHERE id = ? AND state = 'waiting'"
    return connection.execute(change, (now, number)).rowcount == 1


def resolve_follow_up(
    number: int, started_before: float, retry: bool, connection: sqlite3.Connection
) -> bool:
    """Set an interrupted follow-up to `waiting` or `unknown`, and return whether it was still interrupted."""
    change = (
        "UPDATE follow_ups SET state = ?, outcome = ? WHERE id = ? AND state = 'started' AND started_at < ?"
    )
    state, outcome = ("waiting", None) if retry else ("unknown", INTERRUPTED)
    return connection.execute(change, (state, outcome, number, started_before)).rowcount == 1


def claim_and_remove(delivery: Delivery, connection: sqlite3.Connection) -> None:
    """Claim a delivery, finish it with a follow-up, and remove all of it."""
    number = int(claim(delivery, delivery.received_at, connection).id)
    finish(number, b"", False, FollowUp("", delivery.received_at), connection)
    connection.execute("DELETE FROM follow_ups WHERE id = ?", (number,))
    connection.execute("DELETE FROM events WHERE id = ?", (number,))


def prune(before: float, connection: sqlite3.Connection) -> int:
    """Remove up to 500 events received before a time (seconds since the epoch), and return their number."""
    # The newest row stays, so that its id is not used again: ids are cursors.
    oldest = (
        "SELECT id FROM events WHERE received_at < ? AND id < (SELECT max(id) FROM events)"
        " AND id NOT IN (SELECT id FROM follow_ups WHERE state IN ('waiting', 'started'))"
        " ORDER BY id LIMIT 500"
    )
    rows = connection.execute(oldest, (before,)).fetchall()
    connection.executemany("DELETE FROM follow_ups WHERE id = ?", rows)
    connection.executemany("DELETE FROM events WHERE id = ?", rows)
    return len(rows)


def stored_event(row: tuple[int, float, bytes, bytes | None, float | None]) -> StoredEvent:
    """Return the event in a row of `EVENT`."""
    number, received_at, body, response, occurred_at = row
    occurred = None if occurred_at is None else utc_time(occurred_at)
    return StoredEvent(str(number), utc_time(received_at), parse_event(body), response, occurred)


def read_follow_up(row: tuple[str, float, str | None, int, int, FollowUpState, str | None]) -> FollowUp:
    """Return the follow-up in a row of `FOLLOW_UP`."""
    call_id, due_at, number, attended, identity, state, outcome = row
    return FollowUp(call_id, due_at, number, bool(attended), str(identity), state, outcome)
