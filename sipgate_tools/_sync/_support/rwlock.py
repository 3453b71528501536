# Made by scripts/make_sync.py from sipgate_tools/_async/_support/rwlock.py: edit that file.
"""Who may use the default sender of an SMS extension: many senders at once, or one that changes it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sipgate_tools._backends.sync import Condition, Lock, shielded


@dataclass(frozen=True)
class SyncRWLock:
    """Lets messages with the default sender pass together, and one with a chosen sender alone.

    Who waits to be alone goes before those who come later, so that a stream of messages cannot keep it waiting.
    """

    _turn: Lock = field(default_factory=Lock)
    _changed: Condition = field(default_factory=Condition)
    _inside: set[object] = field(default_factory=set[object])

    @contextmanager
    def shared(self) -> Generator[None]:
        """Enter with others, once nobody is alone inside."""
        visit = object()
        with self._turn:
            self._inside.add(visit)
        try:
            yield
        finally:
            # Also when cancelled: who did not leave would be waited for without end.
            with shielded():
                with self._changed:
                    self._inside.discard(visit)
                    self._changed.notify_all()

    @contextmanager
    def exclusive(self) -> Generator[None]:
        """Enter once nobody is inside; nobody else does until it is left."""
        with self._turn:
            with self._changed:
                while self._inside:
                    self._changed.wait()
            yield
