"""SQLite files that several processes use concurrently."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Final

_POLL_SECONDS: Final = 0.01


def open_shared(path: Path | str, *, timeout_seconds: float) -> sqlite3.Connection:
    """Return a connection to an SQLite file in WAL mode.

    In this mode, one process can write while others read, and a crash leaves no partial writes.

    Args:
        path: The path of the file, which is created if it does not exist.
        timeout_seconds: Maximum time in seconds for which opening the file and each later statement wait for other
            processes to release their locks.

    Raises:
        sqlite3.DatabaseError: The file is not an SQLite file, cannot be opened, or is locked by other processes.
    """
    connection = sqlite3.connect(path, timeout=timeout_seconds, isolation_level=None, check_same_thread=False)
    try:
        _enable_wal(connection, until=time.monotonic() + timeout_seconds)
    except BaseException:
        connection.close()
        raise
    return connection


def _enable_wal(connection: sqlite3.Connection, *, until: float) -> None:
    # SQLite's timeout does not apply to the lock that switches a new file to WAL: of several processes that open it
    # at the same time, all but one would fail immediately.
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_POLL_SECONDS)
        else:
            return
