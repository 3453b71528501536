"""Who may use the default sender of an SMS extension: many senders at once, or one that changes it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sipgate_tools._backends.async_ import Condition, Lock, shielded


@dataclass(frozen=True)
class AsyncRWLock:
    """Lets messages with the default sender pass together, and one with a chosen sender alone.

    Who waits to be alone goes before those who come later, so that a stream of messages cannot keep it waiting.
    """

    _turn: Lock = field(default_factory=Lock)
    _changed: Condition = field(default_factory=Condition)
    _inside: set[object] = field(default_factory=set[object])

    @asynccontextmanager
    async def shared(self) -> AsyncGenerator[None]:
        """Enter with others, once nobody is alone inside."""
        visit = object()
        async with self._turn:
            self._inside.add(visit)
        try:
            yield
        finally:
            # Also when cancelled: who did not leave would be waited for without end.
            with shielded():
                async with self._changed:
                    self._inside.discard(visit)
                    self._changed.notify_all()

    @asynccontextmanager
    async def exclusive(self) -> AsyncGenerator[None]:
        """Enter once nobody is inside; nobody else does until it is left."""
        async with self._turn:
            async with self._changed:
                while self._inside:
                    await self._changed.wait()
            yield
