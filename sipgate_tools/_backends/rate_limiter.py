"""A rate limiter that tasks or threads with concurrent requests share. It does no I/O and never waits by itself.

Requests are not delayed until sipgate responds with 429. Then, all requests wait as long as `Retry-After` requires, and
continue one at a time with gaps between them. The gaps become shorter with every accepted request.
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
    """Calculates the delays for requests that share a rate limit. All times are seconds on a monotonic clock.

    Attributes:
        longest_pause_seconds: Maximum pause after a 429. If `Retry-After` is longer, requests are not sent again.
        gap_seconds: The current gap between two requests.
    """

    longest_pause_seconds: float = 300.0
    gap_seconds: float = 0.0
    _free_at: float = 0.0
    _slowed_at: float = float("-inf")
    _lock: Lock = field(default_factory=Lock, repr=False)

    def reserve(self, now: float) -> float:
        """Reserve the next slot, and return the seconds to wait for it."""
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
        """Slow down after a 429, and return whether the pause is at most `longest_pause_seconds`.

        Args:
            sent_at: The time when the rejected request was sent. If this was before the last slowdown, the gap stays
                the same.
            now: The current time.
            retry_after: The seconds from the `Retry-After` header, or `None`.
        """
        with self._lock:
            if sent_at >= self._slowed_at:
                self._slowed_at = now
                self.gap_seconds = min(max(2 * self.gap_seconds, FIRST_GAP_SECONDS), MAX_GAP_SECONDS)
            pause = max(DEFAULT_PAUSE_SECONDS, 10 * self.gap_seconds) if retry_after is None else retry_after
            self._free_at = max(self._free_at, now + pause)
            return pause <= self.longest_pause_seconds
