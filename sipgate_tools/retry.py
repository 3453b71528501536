"""When a request is sent again, and after how long: pure decisions.

Reads are repeated after connection errors, 429 and 502 to 504. Writes are repeated only when nothing of them
was sent; a write whose answer was lost may have happened, and is never sent twice.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

REPEATABLE_STATUSES: Final = frozenset({429, 502, 503, 504})


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how patiently a request is repeated.

    Attributes:
        retries: How often a request is sent again after the first time, at least 0.
        backoff_seconds: The pause before the first repetition; it doubles each time, with up to a quarter added
            at random so that many clients do not come back at the same moment.
        longest_pause_seconds: A `Retry-After` beyond this is not waited for: the error is raised, with the wait in it.
    """

    retries: int = 3
    backoff_seconds: float = 0.25
    longest_pause_seconds: float = 30.0

    def pause_after_status(
        self, attempt: int, status: int, retry_after: float | None, *, writes: bool
    ) -> float | None:
        """Return the seconds to wait before repeating after an answer, or `None` to stop.

        Args:
            attempt: How often the request was sent, from 1.
            status: The status of the answer.
            retry_after: What `retry_after_seconds` made of the answer's headers.
            writes: Whether the request changes anything; then it is never repeated after an answer.
        """
        if writes or attempt > self.retries or status not in REPEATABLE_STATUSES:
            return None
        if retry_after is None:
            return self._backoff(attempt)
        return retry_after if retry_after <= self.longest_pause_seconds else None

    def pause_after_failure(self, attempt: int, *, writes: bool, sent: bool) -> float | None:
        """Return the seconds to wait before repeating after a broken connection, or `None` to stop.

        Args:
            attempt: How often the request was sent, from 1.
            writes: Whether the request changes anything.
            sent: Whether anything of it may have left.
        """
        if attempt > self.retries or (writes and sent):
            return None
        return self._backoff(attempt)

    def _backoff(self, attempt: int) -> float:
        pause = self.backoff_seconds * 2 ** (attempt - 1) * random.uniform(1, 1.25)  # noqa: S311 - no secret in it
        return min(pause, self.longest_pause_seconds)


def retry_after_seconds(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds of a `Retry-After` header (seconds or HTTP date), or `None` without a readable one."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
