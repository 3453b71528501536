"""The SQLite file of the audit log, with its tables and its key, and the identity of a file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite3 import Connection

FileIdentity = tuple[int, int]
"""The device and inode, which identify a file under any name."""

# The table keeps the name of the `journal` setting: a renamed one would reset all limits of existing files.
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, action TEXT NOT NULL, event TEXT NOT NULL,
    tool TEXT, operation TEXT, effect TEXT, charged INTEGER, meter TEXT, amount INTEGER, recipients TEXT,
    fingerprint TEXT, confirmed TEXT, detail TEXT);
CREATE INDEX IF NOT EXISTS journal_at ON journal (at);
CREATE INDEX IF NOT EXISTS journal_action ON journal (action);
CREATE TABLE IF NOT EXISTS secret (value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS used_question (question TEXT PRIMARY KEY, action TEXT NOT NULL);
"""
_APPEND_ONLY: Final = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{change} BEFORE {change} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""


def open_file(path: Path | None) -> tuple[Connection, bytes]:
    """Open an audit log, or create it if it does not exist.

    Args:
        path: The path of the file, or `None` for a log in memory.

    Returns:
        The connection, and the key for the HMAC of fingerprints.

    Raises:
        sqlite3.Error: The file is not an SQLite database, or another process has locked it for more than five seconds.
        OSError: The file cannot be created.
    """
    from sipgate_tools._io.sqlite import open_shared  # sqlite3, 20 ms

    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = open_shared(path or ":memory:", timeout_seconds=5)
    try:
        # The row must be on disk, not only in the system's cache, before its request leaves.
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
    """Return the identity of the file behind a path, or `None` if it does not exist."""
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
