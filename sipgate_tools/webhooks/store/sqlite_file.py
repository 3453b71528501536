"""An open SQLite file: its connections, and the check that it is still the file at its path.

SQLite keeps writing to a file that was deleted, moved or replaced, and these changes are lost. Before it reports that
data is stored, the store therefore checks that the path still has the device and inode of the open file.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final, TypeVar

from sipgate_tools._io.sqlite import open_shared
from sipgate_tools.errors import InvalidInput, StoreFailed

from .sqlite_statements import ADD_OCCURRED_AT, SCHEMA, VERSION

try:
    import fcntl
except ImportError:  # Windows, where an open file can be neither deleted nor replaced
    fcntl = None

T = TypeVar("T")
Identity = tuple[int, int]

_BUSY_TIMEOUT_SECONDS: Final = 20.0
_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "another process has locked it",
    sqlite3.SQLITE_LOCKED: "another process has locked it",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_NOTADB: "it is not an SQLite file",
}
_FOREIGN: Final = "{} is the database of another program."
_OTHER_FILE: Final = "Use another file for the store."


class SqliteFile:
    """An open file with one connection for writing and one for reading.

    Args:
        path: The path of the file.
        synchronous: The level of durability, `NORMAL` or `FULL`.
        create: Whether to create a missing file, and the tables of an empty one.

    Raises:
        InvalidInput: The file is missing, cannot be used, or was written by another program or a newer version.
        StoreFailed: The file cannot be opened at the moment.
    """

    def __init__(self, path: Path, *, synchronous: str, create: bool) -> None:
        self.path = path
        self.lost = False
        self._synchronous = synchronous
        self._reading = threading.Lock()
        found = _prepare(path, create=create)
        try:
            _inspect(path, create=create)
            self.writer = self._reader = self._connect()
        except sqlite3.Error as error:
            if _code(error) == sqlite3.SQLITE_NOTADB:
                raise InvalidInput(f"{path} is not an SQLite file.", hint=_OTHER_FILE) from error
            raise failure(path, error) from error
        try:
            _make_tables(self.writer)
            self._reader = self._connect()
        except sqlite3.Error as error:
            self.close()
            raise failure(path, error) from error
        self._log, self._index = path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
        self._identities = (found, identity(self._log))
        self._index_identity = identity(self._index)
        self._pinned_index: int | None = None
        if not self.is_in_place():
            self.close()
            raise StoreFailed(f"{path} was replaced while it was being opened.")

    def is_in_place(self) -> bool:
        """Return whether the path still refers to this file and its write-ahead log."""
        return (identity(self.path), identity(self._log)) == self._identities

    def read(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        """Return the result of an operation on the connection for reading.

        Raises:
            StoreFailed: The file cannot be read, or its content is damaged.
        """
        try:
            with self._reading:
                return operation(self._reader)
        except sqlite3.Error as error:
            raise failure(self.path, error) from error
        except (TypeError, ValueError, OverflowError) as error:
            raise StoreFailed(f"The store {self.path} cannot be used: it is damaged.") from error

    def close(self) -> None:
        """Close both connections."""
        with self._reading:
            self._reader.close()
        self.writer.close()

    def close_lost(self) -> None:
        """Close a file that is no longer at its path, so that another file can be opened there.

        Raises:
            StoreFailed: Only the log was deleted, and other processes still use the file. `close_lost` can be called
                again later.
        """
        with _folder_locked(self.path.parent):
            if identity(self.path) == self._identities[0]:
                # Only the log was deleted. The last connection to close writes the log into the file and removes
                # the index; before that, a new log would not match the index that others use.
                if self._pinned_index is None:
                    self._pinned_index = _pin_inode(self._index)
                self.close()
                if identity(self._index) == self._index_identity is not None:
                    raise StoreFailed(
                        f"The log of {self.path} was deleted while several processes used it.",
                        hint="Restart all of them.",
                    )
                if self._pinned_index is not None:
                    os.close(self._pinned_index)
                    self._pinned_index = None
                return
            # Write everything that was acknowledged into the file, wherever it is now.
            with contextlib.suppress(sqlite3.Error):
                self.writer.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self.close()
            # SQLite would use the remaining log for the next file at this path.
            if self._identities[1] is not None and identity(self._log) == self._identities[1]:
                self._log.unlink()
            if self._index_identity is not None and identity(self._index) == self._index_identity:
                self._index.unlink()

    def _connect(self) -> sqlite3.Connection:
        connection = open_shared(self.path, timeout_seconds=_BUSY_TIMEOUT_SECONDS)
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        # Fewer, larger checkpoints: during each one, the event loop waits for the disk.
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        return connection


def identity(path: Path) -> Identity | None:
    """Return the device and inode numbers of a file, or `None` if it does not exist or cannot be examined."""
    try:
        found = os.stat(path)  # noqa: PTH116 - runs before every commit
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def failure(path: Path, error: Exception) -> StoreFailed:
    """Return the `StoreFailed` for an error of SQLite or of the file system."""
    return StoreFailed(f"The store {path} cannot be used: {_REASONS.get(_code(error)) or error}.")


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _prepare(path: Path, *, create: bool) -> Identity:
    """Create the file if it is missing and `create` is `True`, and return its device and inode."""
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Events show who called whom, so only the owner may ever read the file. An existing file is not opened
            # here: closing it would release the locks of other connections of this process.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        found = path.stat()
    except FileNotFoundError:
        raise InvalidInput(
            f"The store {path} does not exist.", hint="`sipgate-tools webhooks serve` creates it."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InvalidInput(f"{path} cannot be used as a store: {reason}.", hint=_OTHER_FILE) from None
    if not stat.S_ISREG(found.st_mode):
        raise InvalidInput(f"{path} cannot be used as a store: it is not a file.", hint=_OTHER_FILE)
    return found.st_dev, found.st_ino


def _pin_inode(path: Path) -> int | None:
    """Keep a file open to prevent reuse of its inode, and return the descriptor, or `None` if unsupported."""
    with contextlib.suppress(OSError):
        if hasattr(os, "O_PATH"):
            return os.open(path, os.O_PATH)
    return None


def _inspect(path: Path, *, create: bool) -> None:
    """Raise an error if the file is not a store of this version, before anything is written to it."""
    connecting = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_SECONDS, isolation_level=None)
    with contextlib.closing(connecting) as connection:
        connection.execute("BEGIN")  # another process may be creating the tables: see all of them or none
        version = _version(connection)
        if version > VERSION:
            raise InvalidInput(
                f"{path} was written by a newer version.", hint="Update sipgate-tools, or use another file."
            )
        if version == 0:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise InvalidInput(_FOREIGN.format(path), hint=_OTHER_FILE)
            if not create:
                raise InvalidInput(f"{path} contains no webhook events.")
            return
        try:
            connection.execute("SELECT id, call_id, digest, turn, received_at, body FROM events LIMIT 0")
            connection.execute("SELECT id, call_id, due_at, state FROM follow_ups LIMIT 0")
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_ERROR:
                raise
            raise InvalidInput(_FOREIGN.format(path), hint=_OTHER_FILE) from error


def _make_tables(writer: sqlite3.Connection) -> None:
    if _is_complete(writer):
        return
    writer.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have created them meanwhile.
        if _version(writer) == 0:
            for statement in SCHEMA.split(";"):
                writer.execute(statement)
        elif not _is_complete(writer):
            writer.execute(ADD_OCCURRED_AT)
        writer.execute("COMMIT")
    except BaseException:
        if writer.in_transaction:
            writer.execute("ROLLBACK")
        raise


def _is_complete(connection: sqlite3.Connection) -> bool:
    columns = connection.execute("SELECT name FROM pragma_table_info('events')").fetchall()
    return ("occurred_at",) in columns


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


@contextlib.contextmanager
def _folder_locked(folder: Path) -> Generator[None]:
    """Lock the folder, so that only one process at a time removes the remains of a lost file."""
    if fcntl is None:
        yield
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield  # the folder is gone, so there is nothing to remove
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
