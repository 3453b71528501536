"""How fast many requests may leave together: pure decisions, for tasks and threads alike.

Nothing is held back until sipgate answers 429. Then all wait as long as it said, go on one after the other with a gap
between them, and the gap shrinks with every request that is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Final

FIRST_GAP_SECONDS: Final = 0.05
WIDEST_GAP_SECONDS: Final = 5.0
NARROWEST_GAP_SECONDS: Final = 0.01
UNANNOUNCED_PAUSE_SECONDS: Final = 1.0


@dataclass
class RateLimiter:
    """The pace of requests that share one limit; times are those of a monotonic clock, in seconds.

    Attributes:
        longest_pause_seconds: A `Retry-After` beyond this is not waited for.
        gap_seconds: What lies between two requests at present.
    """

    longest_pause_seconds: float = 300.0
    gap_seconds: float = 0.0
    _free_at: float = 0.0
    _slowed_at: float = float("-inf")
    _lock: Lock = field(default_factory=Lock, repr=False)

    def reserve(self, now: float) -> float:
        """Return the seconds that the next request has to wait; its turn is taken."""
        with self._lock:
            start = max(now, self._free_at)
            self._free_at = start + self.gap_seconds
            return start - now

    def accepted(self) -> None:
        """Note that a request was not refused for its haste."""
        with self._lock:
            narrower = self.gap_seconds * 0.9
            self.gap_seconds = narrower if narrower >= NARROWEST_GAP_SECONDS else 0.0

    def rejected(self, sent_at: float, now: float, retry_after: float | None) -> bool:
        """Slow down after a 429; return whether the wait is one that is worth it.

        Args:
            sent_at: When the refused request left. Those that left before the last slowing down do not widen the gap.
            now: The time.
            retry_after: Seconds to wait as sipgate said, or `None`.
        """
        with self._lock:
            if sent_at >= self._slowed_at:
                self._slowed_at = now
                self.gap_seconds = min(max(2 * self.gap_seconds, FIRST_GAP_SECONDS), WIDEST_GAP_SECONDS)
            pause = (
                max(UNANNOUNCED_PAUSE_SECONDS, 10 * self.gap_seconds) if retry_after is None else retry_after
            )
            self._free_at = max(self._free_at, now + pause)
            return pause <= self.longest_pause_seconds
