"""JSON-RPC batches, which only protocol 2025-03-26 supports. An array of requests receives an array of responses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class _Batch:
    waiting: list[str | int]
    responses: list[str]

    def render(self) -> str:
        return f"[{','.join(self.responses)}]"


@dataclass
class Batches:
    """The batches of one connection that are still waiting for responses. This class is thread-safe."""

    _open: list[_Batch] = field(default_factory=list[_Batch])
    _lock: Lock = field(default_factory=Lock)

    def begin(self, ids: Iterable[str | int], refused: Iterable[str]) -> str | None:
        """Add a batch.

        Args:
            ids: The ids of the requests that will receive a response.
            refused: The error responses, as JSON, to the requests that were refused.

        Returns:
            The array of responses if it is already complete and not empty, otherwise `None`.
        """
        batch = _Batch(list(ids), list(refused))
        if batch.waiting:
            with self._lock:
                self._open.append(batch)
            return None
        return batch.render() if batch.responses else None

    def complete(self, request_id: str | int | None, response: str | None) -> tuple[bool, str | None]:
        """Record the response to a request of a batch.

        Args:
            request_id: The id of the request.
            response: The response as JSON, or `None` if the request was canceled and has no response.

        Returns:
            Whether the request belongs to a batch, and the batch's array of responses if it is now complete.
        """
        with self._lock:
            for batch in self._open:
                if request_id is not None and request_id in batch.waiting:
                    batch.waiting.remove(request_id)
                    batch.responses += [] if response is None else [response]
                    if batch.waiting:
                        return True, None
                    self._open.remove(batch)
                    return True, batch.render() if batch.responses else None
        return False, None

    def abandon(self) -> list[str]:
        """Remove all batches; return the responses that each has so far."""
        with self._lock:
            batches, self._open = self._open, []
        return [batch.render() for batch in batches if batch.responses]
