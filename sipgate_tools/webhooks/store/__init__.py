"""Where events are kept: SQLite for one machine, Redis for several, memory while the process lives."""

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
"""The environment variable that says where events are kept by those who are not told."""

_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_REDIS: Final = frozenset({"redis", "rediss", "unix"})

StoreLocation: TypeAlias = str | PathLike[str]
"""A path of an SQLite file, or a URL such as `redis://localhost:6379/0`."""


def default_location() -> str:
    """Return where the command line keeps events: `SIPGATE_WEBHOOK_STORE`, or a file among the user's data."""
    import platformdirs

    chosen = os.environ.get(STORE_VARIABLE)
    return chosen or str(platformdirs.user_data_path("sipgate-tools", appauthor=False) / "webhooks.db")


def open_store(location: StoreLocation | Store | None, *, create: bool = True) -> Store:
    """Return the store at a location; use it as an async context manager.

    Args:
        location: A path: SQLite, in this file. `redis://`, `rediss://` or `unix://`: Redis. `None`: memory.
            A store: itself.
        create: Whether a file that is missing is made when the store is opened; `False` for those who only read.

    Raises:
        InvalidInput: It is a URL of something else, or no path.
        MissingExtra: It is Redis, and the package `redis` is not installed.
    """
    if location is None:
        return MemoryStore()
    if isinstance(location, Store):
        return location
    scheme = _URL.match(location) if isinstance(location, str) else None
    if scheme is not None and scheme[1].lower() not in _REDIS:
        raise InvalidInput(
            f"There is no store of the kind {scheme[1]}://.",
            hint="Give the path of a file, or redis://host:port/database.",
        )
    if scheme is not None:
        from .redis import RedisStore

        return RedisStore(str(location))
    from .sqlite import SqliteStore

    return SqliteStore(location, create=create)
