"""The file of the journal: its tables, and whether the path still leads to the file that is open."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["FileIdentity", "identity_of", "open_file"]

FileIdentity = tuple[int, int]
"""Device and inode: the same file under whatever name."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, action TEXT NOT NULL, event TEXT NOT NULL,
    tool TEXT, operation TEXT, effect TEXT, charged INTEGER, meter TEXT, amount INTEGER, recipients TEXT,
    fingerprint TEXT, confirmed TEXT, detail TEXT);
CREATE INDEX IF NOT EXISTS journal_at ON journal (at);
CREATE INDEX IF NOT EXISTS journal_action ON journal (action);
CREATE TABLE IF NOT EXISTS secret (value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS used_question (question TEXT PRIMARY KEY, action TEXT NOT NULL);
"""
_APPEND_ONLY = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{change} BEFORE {change} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""


def open_file(path: Path | None) -> tuple[Connection, bytes]:
    """Open or make a journal; `None` for one in memory.

    Returns:
        The connection, and the key under which the journal seals fingerprints.

    Raises:
        sqlite3.Error: It is no journal, or others keep it locked.
        OSError: It cannot be made.
    """
    from sipgate_tools._io.sqlite import open_shared

    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = open_shared(path or ":memory:", timeout_seconds=5)
    try:
        # Before a request leaves, its row must have reached the disk, not only the system's cache.
        database.execute("PRAGMA synchronous = FULL")
        database.executescript(_SCHEMA)
        for table in ("journal", "used_question"):
            for change in ("update", "delete"):
                database.execute(_APPEND_ONLY.format(table=table, change=change))
        return database, _key(database)
    except BaseException:
        database.close()
        raise


def identity_of(path: Path) -> FileIdentity | None:
    """Return which file a path leads to, `None` for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _key(database: Connection) -> bytes:
    database.execute("BEGIN IMMEDIATE")
    row = database.execute("SELECT value FROM secret").fetchone()
    if row is None:
        row = (secrets.token_hex(32),)
        database.execute("INSERT INTO secret VALUES (?)", row)
    database.execute("COMMIT")
    return bytes.fromhex(row[0])
