# Made by scripts/make_sync.py from sipgate_tools/_async/_support/rwlock.py: edit that file.
"""A readers-writer lock."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sipgate_tools._backends.sync import Condition, Lock, shielded


@dataclass(frozen=True)
class SyncRWLock:
    """A readers-writer lock that prefers writers, so that a stream of readers cannot starve them.

    Messages that use the default sender of an SMS extension share the lock. A message that changes the default sender
    holds the lock exclusively.
    """

    _turn: Lock = field(default_factory=Lock)
    _reader_left: Condition = field(default_factory=Condition)
    _readers: set[object] = field(default_factory=set[object])

    @contextmanager
    def shared(self) -> Generator[None]:
        """Acquire the shared side of the lock."""
        reader = object()
        with self._turn:
            self._readers.add(reader)
        try:
            yield
        finally:
            # Also when cancelled: otherwise a writer would wait for this reader forever.
            with shielded():
                with self._reader_left:
                    self._readers.discard(reader)
                    self._reader_left.notify_all()

    @contextmanager
    def exclusive(self) -> Generator[None]:
        """Acquire the lock exclusively."""
        with self._turn:
            with self._reader_left:
                while self._readers:
                    self._reader_left.wait()
            yield
