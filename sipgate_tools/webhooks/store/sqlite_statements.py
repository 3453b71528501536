"""The tables of the SQLite store, and what is done to them within a transaction."""

from __future__ import annotations

import sqlite3

from ..events import parse_event
from .records import INTERRUPTED, Claim, Delivery, FollowUp, FollowUpState, StoredEvent, moment

VERSION = 1
SCHEMA = f"""
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
ADDED_LATER = "ALTER TABLE events ADD COLUMN occurred_at REAL"
"""What files of the first days lack; programs that do not know it can use the file all the same."""

EVENT = "SELECT id, received_at, body, answer, occurred_at FROM events"
FOLLOW_UP = "SELECT call_id, due_at, number, attended, id, state, outcome FROM follow_ups"


def claim(delivery: Delivery, lease_until: float, connection: sqlite3.Connection) -> Claim:
    """Keep a delivery and say whose business it is."""
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
    known = "SELECT id, answer, lease_until FROM events WHERE call_id = ? AND digest = ? AND turn = ?"
    number, answer, held_until = connection.execute(known, (event.call_id, digest, turn)).fetchone()
    mine = answer is None and held_until < delivery.received_at
    if mine:
        connection.execute("UPDATE events SET lease_until = ? WHERE id = ?", (lease_until, number))
    return Claim(str(number), acquired=mine, answer=answer)


def finish(
    number: int, answer: bytes, gathers: bool, follow_up: FollowUp | None, connection: sqlite3.Connection
) -> bytes:
    """Keep the answer of a claimed delivery and what is to be done later; return the answer that counts."""
    change = "UPDATE events SET answer = ?, gathers = ? WHERE id = ? AND answer IS NULL"
    if connection.execute(change, (answer, gathers, number)).rowcount == 0:
        row = connection.execute("SELECT answer FROM events WHERE id = ?", (number,)).fetchone()
        return row[0] if row else answer
    if follow_up is not None:
        connection.execute(
            "INSERT INTO follow_ups (id, call_id, due_at, number, attended, state)"
            " VALUES (?, ?, ?, ?, ?, 'waiting')",
            (number, follow_up.call_id, follow_up.due_at, follow_up.number, follow_up.attended),
        )
    return answer


def start_follow_up(number: int, now: float, connection: sqlite3.Connection) -> bool:
    """Mark a follow-up as started; whether it was still waiting."""
    change = "UPDATE follow_ups SET state = 'started', started_at = ? WHERE id = ? AND state = 'waiting'"
    return connection.execute(change, (now, number)).rowcount == 1


def resolve_follow_up(
    number: int, started_before: float, again: bool, connection: sqlite3.Connection
) -> bool:
    """Let an interrupted follow-up wait again, or mark it as unknown; whether it was still interrupted."""
    change = (
        "UPDATE follow_ups SET state = ?, outcome = ? WHERE id = ? AND state = 'started' AND started_at < ?"
    )
    state, outcome = ("waiting", None) if again else ("unknown", INTERRUPTED)
    return connection.execute(change, (state, outcome, number, started_before)).rowcount == 1


def write_and_remove(connection: sqlite3.Connection) -> None:
    """Write as much as a delivery takes, and remove it within the same transaction: raises when that fails."""
    added = connection.execute(
        "INSERT INTO events (call_id, digest, turn, original_call_id, event, received_at, body, lease_until)"
        " VALUES ('', randomblob(16), 0, '', '', 0, zeroblob(2048), 0)"
    )
    connection.execute("DELETE FROM events WHERE id = ?", (added.lastrowid,))


def prune(before: float, connection: sqlite3.Connection) -> int:
    """Forget some hundred events older than a time; return how many."""
    # The newest row stays: ids go on from it, and who reads `after` an id must not meet it twice.
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
    """Return a row of `EVENT` as an event."""
    number, received_at, body, answer, occurred_at = row
    occurred = None if occurred_at is None else moment(occurred_at)
    return StoredEvent(str(number), moment(received_at), parse_event(body), answer, occurred)


def read_follow_up(row: tuple[str, float, str | None, int, int, FollowUpState, str | None]) -> FollowUp:
    """Return a row of `FOLLOW_UP` as a follow-up."""
    call_id, due_at, number, attended, identity, state, outcome = row
    return FollowUp(call_id, due_at, number, bool(attended), str(identity), state, outcome)
