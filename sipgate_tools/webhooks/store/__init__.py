"""Where events are kept: SQLite for one machine, Redis for several, memory while the process lives."""

from __future__ import annotations

import os
from os import PathLike
from typing import Final, TypeAlias

from sipgate_tools.webhooks.store.base import Store
from sipgate_tools.webhooks.store.calls import CallLeg, StoredCall, tell_calls
from sipgate_tools.webhooks.store.memory import MemoryStore
from sipgate_tools.webhooks.store.records import FollowUp, StoredEvent

__all__ = [
    "STORE_VARIABLE",
    "CallLeg",
    "FollowUp",
    "MemoryStore",
    "Store",
    "StoreLocation",
    "StoredCall",
    "StoredEvent",
    "default_location",
    "open_store",
    "tell_calls",
]

STORE_VARIABLE: Final = "SIPGATE_WEBHOOK_STORE"
"""The environment variable that says where events are kept by those who are not told."""

StoreLocation: TypeAlias = str | PathLike[str]
"""A path of an SQLite file, or a URL such as `redis://localhost:6379/0`."""


def default_location() -> str:
    """Return where the command line keeps events: `SIPGATE_WEBHOOK_STORE`, or a file among the user's data."""
    import platformdirs

    chosen = os.environ.get(STORE_VARIABLE)
    return chosen or str(platformdirs.user_data_path("sipgate-tools", appauthor=False) / "webhooks.db")


def open_store(location: StoreLocation | Store | None) -> Store:
    """Return the store at a location; use it as an async context manager.

    Args:
        location: A path: SQLite, in this file. `redis://`, `rediss://` or `unix://`: Redis. `None`: memory.
            A store: itself.

    Raises:
        MissingExtra: It is Redis, and the package `redis` is not installed.
    """
    if location is None:
        return MemoryStore()
    if isinstance(location, Store):
        return location
    if isinstance(location, str) and location.startswith(("redis://", "rediss://", "unix://")):
        from sipgate_tools.webhooks.store.redis import RedisStore

        return RedisStore(location)
    from sipgate_tools.webhooks.store.sqlite import SqliteStore

    return SqliteStore(location)
