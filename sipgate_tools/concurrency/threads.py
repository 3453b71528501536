"""Waiting in the sync client, which many threads may share."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from time import sleep

__all__ = ["Lock", "shielded", "sleep"]


def shielded() -> AbstractContextManager[None]:
    """Return a scope that does nothing: a thread is not cancelled."""
    return nullcontext()
