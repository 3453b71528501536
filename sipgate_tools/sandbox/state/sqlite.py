"""A state in a file: SQLite, so that what was answered is there after a restart, whatever ended the process.

The state itself stays in memory, where requests read it. What a request changed is written in one transaction before
its answer leaves: the file holds all of a request or nothing. The write-ahead log is handed to the operating system at
each commit, and to the disk from time to time: the end of the process loses nothing, a power failure may lose the last
requests, each of them whole.

One sandbox holds the file: SQLite's exclusive lock, which the system takes back from a process that is gone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from ..clock import Setting
from . import State
from .snapshot import UnreadableSnapshot, row_of, row_text
from .tables import TableChange, TableRow

APPLICATION = int.from_bytes(b"SGBS")
"""Marks our files in SQLite's header."""
VERSION = 1
"""Of what is in the file; goes up when older files cannot be read any more."""
PATIENCE_SECONDS = 0.5
"""How long a file may still be held by a process that is just ending."""
_TABLES = (
    # `number` is the order in which rows were first put, which their tables keep.
    "CREATE TABLE rows (number INTEGER PRIMARY KEY, kind TEXT, id TEXT, row TEXT, UNIQUE (kind, id))",
    "CREATE TABLE clock (number INTEGER PRIMARY KEY, stopped_at TEXT, ahead_microseconds INTEGER)",
)
_PUT = "INSERT INTO rows (kind, id, row) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET row = excluded.row"
_REMOVE = "DELETE FROM rows WHERE kind = ? AND id = ?"
_MICROSECOND = timedelta(microseconds=1)

Key = tuple[str, str]


class StateFileError(ValueError):
    """A file that this sandbox cannot keep its state in, and why."""


class StateFile:
    """The file of one account.

    Args:
        path: where it is; made when there is none.

    Attributes:
        path: the file.
        is_new: whether there is nothing in it yet; `replace` fills it.

    Raises:
        StateFileError: it is something else, of another version, held by another sandbox, or cannot be opened.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = RLock()
        try:
            self._connection = sqlite3.connect(
                self.path, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise StateFileError(self._sentence(error)) from None
        try:
            self.is_new = self._take_hold()
        except sqlite3.Error as error:
            self.close()
            raise StateFileError(self._sentence(error)) from None
        except StateFileError:
            self.close()
            raise

    def __repr__(self) -> str:
        return f"StateFile({str(self.path)!r})"

    def read(self) -> tuple[State, Setting]:
        """The account and how its clock was set.

        Raises:
            StateFileError: it holds what this version does not know.
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
                raise StateFileError(self._unknown(error.place)) from None
        if not (len(state.tables["accounts"]) and len(state.tokens)):
            raise StateFileError(f"{self.path} holds no account with a token. Choose another file.")
        stopped_at = datetime.fromisoformat(clock[0]) if clock[0] else None
        return state, Setting(stopped_at, timedelta(microseconds=clock[1]))

    def replace(self, state: State, clock: Setting) -> None:
        """Keep this account instead of whatever was kept so far.

        Raises:
            OSError: it could not be written; what was kept so far still is.
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

    def keep(self, changes: Iterable[TableChange]) -> None:
        """Write what changed, all of it or nothing; it is there when this returns.

        Raises:
            OSError: it could not be written, and nothing of it was.
        """
        removed, put = _in_effect(changes)
        rows = [(*key, _text(row)) for key, row in put.items()]
        with self._transaction() as connection:
            if removed:
                connection.executemany(_REMOVE, removed)
            connection.executemany(_PUT, rows)

    def keep_clock(self, clock: Setting) -> None:
        """Write how the clock was set.

        Raises:
            OSError: it could not be written.
        """
        with self._transaction() as connection:
            _write_clock(connection, clock)

    def close(self) -> None:
        """Let go of the file; another sandbox may have it then. Closing again does nothing."""
        with self._lock:
            self._connection.close()

    def _take_hold(self) -> bool:
        """Lock the file, and look whether it is ours; returns whether it is empty."""
        ask = self._connection.execute
        ask("PRAGMA locking_mode = EXCLUSIVE")
        ask("BEGIN EXCLUSIVE")
        (application,), (version,) = *ask("PRAGMA application_id"), *ask("PRAGMA user_version")
        (tables,) = ask("SELECT count(*) FROM sqlite_master").fetchone()
        ask("COMMIT")
        is_new = (application, version, tables) == (0, 0, 0)
        if not is_new and application != APPLICATION:
            raise StateFileError(
                f"{self.path} is something else than a sandbox's state. Choose another file."
            )
        if not is_new and version != VERSION:
            raise StateFileError(
                f"{self.path} was written by another version of sipgate-tools: it has state version {version}, "
                f"this one knows {VERSION}. Choose another file."
            )
        ask("PRAGMA journal_mode = WAL")
        ask("PRAGMA synchronous = NORMAL")
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
            return f"{self.path} is in use by another sandbox. Stop that one, or choose another file."
        if name == "SQLITE_NOTADB":
            return f"{self.path} is something else than a sandbox's state. Choose another file."
        return f"The state cannot be kept in {self.path}: {error}."

    def _unknown(self, what: str) -> str:
        return (
            f"{self.path} was written by another version of sipgate-tools: this one cannot read {what} in it. "
            "Choose another file."
        )


def _in_effect(changes: Iterable[TableChange]) -> tuple[list[Key], dict[Key, Any]]:
    """What is to be removed, and then to be put, so that rows get the order they have in memory.

    A row that was removed and put again stands behind the others, one that was only put again stays where it is.
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
