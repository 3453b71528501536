"""Files of SQLite that several processes use at once."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Final

_AGAIN_AFTER_SECONDS: Final = 0.01


def shared_file(path: Path | str, *, patience_seconds: float) -> sqlite3.Connection:
    """Return a connection with a write-ahead log: one writes while others read, and a crash leaves nothing half done.

    Args:
        path: Where the file is; made when it is missing.
        patience_seconds: How long a statement waits for others, and how long this does.

    Raises:
        sqlite3.DatabaseError: It is no such file, or others keep it locked.
    """
    connection = sqlite3.connect(
        path, timeout=patience_seconds, isolation_level=None, check_same_thread=False
    )
    try:
        _keep_log(connection, until=time.monotonic() + patience_seconds)
    except BaseException:
        connection.close()
        raise
    return connection


def _keep_log(connection: sqlite3.Connection, *, until: float) -> None:
    # For every lock SQLite waits as long as it was told, but not for the one of a new file that gets its log: of
    # several processes that begin together, all but one would fail at once.
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_AGAIN_AFTER_SECONDS)
        else:
            return
