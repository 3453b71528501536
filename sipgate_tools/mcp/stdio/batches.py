"""Batches of JSON-RPC, which only protocol 2025-03-26 has: several requests in one array, one array of answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

__all__ = ["Batches"]


@dataclass
class _Batch:
    waiting: list[str | int]
    answers: list[str]

    def rendered(self) -> str:
        return f"[{','.join(self.answers)}]"


@dataclass
class Batches:
    """The batches of one connection whose answers are not complete. Safe to use from several threads."""

    _open: list[_Batch] = field(default_factory=list[_Batch])
    _lock: Lock = field(default_factory=Lock)

    def begin(self, ids: Iterable[str | int], refused: Iterable[str]) -> str | None:
        """Take up a batch.

        Args:
            ids: Ids of the requests that will be answered.
            refused: Answers, as JSON, to those that will not be served.

        Returns:
            The array of answers when none has to be waited for; `None` too where nothing is to be answered at all.
        """
        batch = _Batch(list(ids), list(refused))
        if batch.waiting:
            with self._lock:
                self._open.append(batch)
            return None
        return batch.rendered() if batch.answers else None

    def take(self, number: str | int | None, answer: str | None) -> tuple[bool, str | None]:
        """Take an answer to a request of a batch.

        Args:
            number: The id of the request.
            answer: The answer as JSON, or `None` when there will be none: the request was cancelled.

        Returns:
            Whether the request is one of a batch, and the batch's array of answers where that is complete now.
        """
        with self._lock:
            for batch in self._open:
                if number is not None and number in batch.waiting:
                    batch.waiting.remove(number)
                    batch.answers += [] if answer is None else [answer]
                    if batch.waiting:
                        return True, None
                    self._open.remove(batch)
                    return True, batch.rendered() if batch.answers else None
        return False, None

    def abandon(self) -> list[str]:
        """Give up waiting; what was answered of each batch so far."""
        with self._lock:
            batches, self._open = self._open, []
        return [batch.rendered() for batch in batches if batch.answers]
