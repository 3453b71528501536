"""Stores the state in an SQLite file, so that every completed request survives the end of the process.

Requests read the state in memory. The changes of a request are written in one transaction before the response is sent,
so the file contains either all changes of a request or none. The write-ahead log is passed to the operating system at
each commit, and written to the disk from time to time. Therefore, a crash of the process loses nothing, and a power
failure can lose only the last requests, each as a whole.

Only one sandbox at a time can use the file because of SQLite's exclusive lock, which the operating system releases when
a process ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Final

from ..clock import Setting
from . import State
from .snapshot import UnreadableSnapshot, row_of, row_text
from .tables import TableChange, TableRow

APPLICATION: Final = int.from_bytes(b"SGBS")
"""Identifies sandbox state files in SQLite's header."""
VERSION: Final = 1
"""The version of the file format, which is incremented when older files can no longer be read."""
LOCK_TIMEOUT_SECONDS: Final = 0.5
"""The time to wait for a file that is locked by a process that is about to end."""
_TABLES: Final = (
    # `number` is the order in which rows were first put; tables in memory have the same order.
    "CREATE TABLE rows (number INTEGER PRIMARY KEY, kind TEXT, id TEXT, row TEXT, UNIQUE (kind, id))",
    "CREATE TABLE clock (number INTEGER PRIMARY KEY, stopped_at TEXT, ahead_microseconds INTEGER)",
)
_PUT: Final = (
    "INSERT INTO rows (kind, id, row) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET row=excluded.row"
)
_REMOVE: Final = "DELETE FROM rows WHERE kind = ? AND id = ?"
_MICROSECOND: Final = timedelta(microseconds=1)

Key = tuple[str, str]


class StateFileError(ValueError):
    """A file cannot be used for the state. The message contains the reason."""


class StateFile:
    """The state file of one account.

    Args:
        path: The path of the file, which is created if it does not exist.

    Attributes:
        path: The path of the file.
        is_new: Whether the file is empty because `replace` has not been called yet.

    Raises:
        StateFileError: The file is not a state file, has another version, is in use, or cannot be opened.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = RLock()
        try:
            self._connection = sqlite3.connect(
                self.path, timeout=LOCK_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise StateFileError(self._sentence(error)) from None
        try:
            self.is_new = self._lock_file()
        except sqlite3.Error as error:
            self.close()
            raise StateFileError(self._sentence(error)) from None
        except StateFileError:
            self.close()
            raise

    def __repr__(self) -> str:
        return f"StateFile({str(self.path)!r})"

    def read(self) -> tuple[State, Setting]:
        """Return the account and the setting of its clock.

        Raises:
            StateFileError: The file cannot be read, contains tables or fields that are unknown to this version, or
                contains no account with a token.
        """
        state = State()
        with self._lock:
            try:
                for kind, text in self._connection.execute("SELECT kind, row FROM rows ORDER BY number"):
                    table = state.tables[kind]
                    table.load(row_of(table.kind, text))
                (clock,) = self._connection.execute("SELECT stopped_at, ahead_microseconds FROM clock")
            except sqlite3.Error as error:
                raise StateFileError(self._sentence(error)) from None
            except KeyError as error:
                raise StateFileError(self._unknown(f"the table {error}")) from None
            except UnreadableSnapshot as error:
                raise StateFileError(self._unknown(error.location)) from None
        if not (len(state.tables["accounts"]) and len(state.tokens)):
            raise StateFileError(f"{self.path} contains no account with a token. Choose another file.")
        stopped_at = datetime.fromisoformat(clock[0]) if clock[0] else None
        return state, Setting(stopped_at, timedelta(microseconds=clock[1]))

    def replace(self, state: State, clock: Setting) -> None:
        """Store this account in place of the previous content.

        Raises:
            OSError: The account could not be written. The file is unchanged.
        """
        with self._transaction() as connection:
            if self.is_new:
                for statement in _TABLES:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("DELETE FROM rows")
            connection.executemany(
                _PUT,
                ((name, row.id, _text(row)) for name, table in state.tables.items() for row in table),
            )
            _write_clock(connection, clock)
        self.is_new = False

    def save(self, changes: Iterable[TableChange]) -> None:
        """Write changes in one transaction, which is committed when this method returns.

        Raises:
            OSError: The changes could not be written. The file is unchanged.
        """
        removed, put = _net_changes(changes)
        rows = [(*key, _text(row)) for key, row in put.items()]
        with self._transaction() as connection:
            if removed:
                connection.executemany(_REMOVE, removed)
            connection.executemany(_PUT, rows)

    def save_clock(self, clock: Setting) -> None:
        """Write the setting of the clock.

        Raises:
            OSError: The setting could not be written.
        """
        with self._transaction() as connection:
            _write_clock(connection, clock)

    def close(self) -> None:
        """Close the file and release its lock. Closing again does nothing."""
        with self._lock:
            self._connection.close()

    def _lock_file(self) -> bool:
        """Lock the file, check that it is a state file, and return whether it is empty."""
        execute = self._connection.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        execute("BEGIN EXCLUSIVE")
        (application,), (version,) = *execute("PRAGMA application_id"), *execute("PRAGMA user_version")
        (tables,) = execute("SELECT count(*) FROM sqlite_master").fetchone()
        execute("COMMIT")
        is_new = (application, version, tables) == (0, 0, 0)
        if not is_new and application != APPLICATION:
            raise StateFileError(f"{self.path} is not a sandbox state file. Choose another file.")
        if not is_new and version != VERSION:
            raise StateFileError(
                f"{self.path} was written by another version of sipgate-tools. The file has state version {version}, "
                f"but this version of sipgate-tools reads {VERSION}. Choose another file."
            )
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = NORMAL")
        return is_new

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                finally:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
            except sqlite3.Error as error:
                raise OSError(f"The state cannot be written to {self.path}: {error}.") from error

    def _sentence(self, error: sqlite3.Error) -> str:
        name: str = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_BUSY"):
            return f"{self.path} is in use by another sandbox. Stop that sandbox, or choose another file."
        if name == "SQLITE_NOTADB":
            return f"{self.path} is not a sandbox state file. Choose another file."
        return f"The state cannot be stored in {self.path}: {error}."

    def _unknown(self, what: str) -> str:
        return (
            f"{self.path} was written by another version of sipgate-tools. This version cannot read {what}. "
            "Choose another file."
        )


def _net_changes(changes: Iterable[TableChange]) -> tuple[list[Key], dict[Key, Any]]:
    """Return the keys to delete first, and then the rows to put, so that the file has the same order as the memory.

    A row that was removed and put again moves to the end. A row that was only replaced keeps its position.
    """
    removed: dict[Key, None] = {}
    put: dict[Key, Any] = {}
    for change in changes:
        key = (change.table, change.key)
        if change.after is None:
            put.pop(key, None)
            removed[key] = None
        else:
            put[key] = change.after
    return list(removed), put


def _text(row: TableRow) -> str:
    try:
        return row_text(row)
    except ValueError as error:
        raise OSError(f"A row cannot be written as JSON: {error}.") from error


def _write_clock(connection: sqlite3.Connection, clock: Setting) -> None:
    stopped_at = clock.stopped_at.isoformat() if clock.stopped_at else None
    connection.execute(
        "INSERT OR REPLACE INTO clock VALUES (1, ?, ?)", (stopped_at, clock.ahead // _MICROSECOND)
    )
