"""A readers-writer lock."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sipgate_tools._backends.async_ import Condition, Lock, shielded


@dataclass(frozen=True)
class AsyncRWLock:
    """A readers-writer lock that prefers writers, so that a stream of readers cannot starve them.

    Messages that use the default sender of an SMS extension share the lock. A message that changes the default sender
    holds the lock exclusively.
    """

    _turn: Lock = field(default_factory=Lock)
    _reader_left: Condition = field(default_factory=Condition)
    _readers: set[object] = field(default_factory=set[object])

    @asynccontextmanager
    async def shared(self) -> AsyncGenerator[None]:
        """Acquire the shared side of the lock."""
        reader = object()
        async with self._turn:
            self._readers.add(reader)
        try:
            yield
        finally:
            # Also when cancelled: otherwise a writer would wait for this reader forever.
            with shielded():
                async with self._reader_left:
                    self._readers.discard(reader)
                    self._reader_left.notify_all()

    @asynccontextmanager
    async def exclusive(self) -> AsyncGenerator[None]:
        """Acquire the lock exclusively."""
        async with self._turn:
            async with self._reader_left:
                while self._readers:
                    await self._reader_left.wait()
            yield
