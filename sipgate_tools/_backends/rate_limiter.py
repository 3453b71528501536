"""Rate limiter for concurrent requests, for tasks and threads: pure functions.

Requests are not delayed until sipgate responds with 429. Then all of them wait for its `Retry-After` and
continue one by one with a gap in between, which shrinks with every accepted request.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Final

FIRST_GAP_SECONDS: Final = 0.05
MAX_GAP_SECONDS: Final = 5.0
MIN_GAP_SECONDS: Final = 0.01
DEFAULT_PAUSE_SECONDS: Final = 1.0


@dataclass
class RateLimiter:
    """Delays requests that share a rate limit. Times are seconds of a monotonic clock.

    Attributes:
        longest_pause_seconds: A longer `Retry-After` is not worth waiting for.
        gap_seconds: Current gap between two requests.
    """

    longest_pause_seconds: float = 300.0
    gap_seconds: float = 0.0
    _free_at: float = 0.0
    _slowed_at: float = float("-inf")
    _lock: Lock = field(default_factory=Lock, repr=False)

    def reserve(self, now: float) -> float:
        """Reserve the next slot and return the seconds until then."""
        with self._lock:
            start = max(now, self._free_at)
            self._free_at = start + self.gap_seconds
            return start - now

    def accepted(self) -> None:
        """Record that a request was not rejected with 429."""
        with self._lock:
            narrower = self.gap_seconds * 0.9
            self.gap_seconds = narrower if narrower >= MIN_GAP_SECONDS else 0.0

    def rejected(self, sent_at: float, now: float, retry_after: float | None) -> bool:
        """Slow down after a 429, and return whether the pause is short enough to wait for.

        Args:
            sent_at: When the rejected request was sent. If that was before the last slowdown, the gap stays the same.
            now: The current time.
            retry_after: Seconds of the `Retry-After` header, or `None`.
        """
        with self._lock:
            if sent_at >= self._slowed_at:
                self._slowed_at = now
                self.gap_seconds = min(max(2 * self.gap_seconds, FIRST_GAP_SECONDS), MAX_GAP_SECONDS)
            pause = max(DEFAULT_PAUSE_SECONDS, 10 * self.gap_seconds) if retry_after is None else retry_after
            self._free_at = max(self._free_at, now + pause)
            return pause <= self.longest_pause_seconds
