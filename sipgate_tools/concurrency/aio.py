"""Waiting in the async client, on asyncio and trio alike."""

from __future__ import annotations

from anyio import CancelScope, Lock, sleep

__all__ = ["Lock", "shielded", "sleep"]


def shielded() -> CancelScope:
    """Return a scope in which a cancelled task may still put things in order."""
    return CancelScope(shield=True)
