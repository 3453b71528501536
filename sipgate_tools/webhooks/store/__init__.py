"""Stores for webhook events: SQLite for one machine, Redis for several, memory for one process."""

from __future__ import annotations

import os
import re
from os import PathLike
from typing import Final, TypeAlias

from sipgate_tools.errors import InvalidInput

from .base import Store
from .calls import CallLeg, StoredCall, build_calls
from .memory import MemoryStore
from .records import FollowUp, StoredEvent

__all__ = [
    "STORE_VARIABLE",
    "CallLeg",
    "FollowUp",
    "MemoryStore",
    "Store",
    "StoreLocation",
    "StoredCall",
    "StoredEvent",
    "build_calls",
    "default_location",
    "open_store",
]

STORE_VARIABLE: Final = "SIPGATE_WEBHOOK_STORE"
"""The environment variable that sets the default store of the command line."""

_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_REDIS: Final = frozenset({"redis", "rediss", "unix"})

StoreLocation: TypeAlias = str | PathLike[str]
"""The path of an SQLite file, or a URL such as `redis://localhost:6379/0`."""


def default_location() -> str:
    """Return the default store of the command line: `SIPGATE_WEBHOOK_STORE`, or a file in the user's data folder."""
    import platformdirs  # imported here: only the command line needs it

    chosen = os.environ.get(STORE_VARIABLE)
    return chosen or str(platformdirs.user_data_path("sipgate-tools", appauthor=False) / "webhooks.db")


def open_store(location: StoreLocation | Store | None, *, create: bool = True) -> Store:
    """Return the store for a location, to be used as an async context manager.

    Args:
        location: A path for SQLite, a URL with `redis://`, `rediss://` or `unix://` for Redis, `None` for memory, or
            a store, which is returned unchanged.
        create: Whether opening the store creates a missing SQLite file. Pass `False` to only read.

    Raises:
        InvalidInput: `location` is an invalid URL, a URL with another scheme, or an invalid path.
        MissingExtra: `location` is a Redis URL and the package `redis` is not installed.
    """
    if location is None:
        return MemoryStore()
    if isinstance(location, Store):
        return location
    scheme = _URL.match(location) if isinstance(location, str) else None
    if scheme is not None and scheme[1].lower() not in _REDIS:
        raise InvalidInput(
            f"A store cannot be opened with the scheme {scheme[1]}://.",
            hint="Use the path of a file, or redis://host:port/database.",
        )
    if scheme is not None:
        from .redis import RedisStore  # imported here: an optional extra

        return RedisStore(str(location))
    from .sqlite import SqliteStore  # imported here: apps with another store do not need it

    return SqliteStore(location, create=create)
