"""The retry policy, without I/O.

Reads are retried after connection errors and after the statuses 429, 502, 503 and 504. Writes are retried only if no
part of the request was sent: a write whose response was lost may have happened, and is never sent twice.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

RETRYABLE_STATUSES: Final = frozenset({429, 502, 503, 504})


@dataclass(frozen=True)
class RetryPolicy:
    """The conditions for retries, their number, and the pauses between them.

    Attributes:
        retries: Maximum number of retries after the first attempt, at least 0.
        backoff_seconds: Pause before the first retry, in seconds. The pause doubles with each retry. Up to 25% random
            jitter is added so that many clients do not retry at the same time.
        longest_pause_seconds: Maximum pause, in seconds. If sipgate's `Retry-After` is longer, the request is not
            retried and the error is raised; `RateLimited.retry_after` contains the value.
    """

    retries: int = 3
    backoff_seconds: float = 0.25
    longest_pause_seconds: float = 30.0

    def pause_after_status(
        self, attempt: int, status: int, retry_after: float | None, *, writes: bool
    ) -> float | None:
        """Return the seconds to wait before retrying after an error response, or `None` if there is no retry.

        Args:
            attempt: The number of the attempt that failed, counting from 1.
            status: The HTTP status of the response.
            retry_after: The result of `retry_after_seconds` for the response headers.
            writes: Whether the request is a write, which is never retried after a response.
        """
        if writes or attempt > self.retries or status not in RETRYABLE_STATUSES:
            return None
        if retry_after is None:
            return self._backoff(attempt)
        return retry_after if retry_after <= self.longest_pause_seconds else None

    def pause_after_failure(self, attempt: int, *, writes: bool, sent: bool) -> float | None:
        """Return the seconds to wait before retrying after a connection failure, or `None` if there is no retry.

        Args:
            attempt: The number of the attempt that failed, counting from 1.
            writes: Whether the request is a write.
            sent: Whether any part of the request may have been sent.
        """
        if attempt > self.retries or (writes and sent):
            return None
        return self._backoff(attempt)

    def _backoff(self, attempt: int) -> float:
        pause = self.backoff_seconds * 2 ** (attempt - 1) * random.uniform(1, 1.25)  # noqa: S311 - not security-relevant
        return min(pause, self.longest_pause_seconds)


def retry_after_seconds(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds to wait according to a `Retry-After` header (a number of seconds or an HTTP date).

    Args:
        headers: The response headers, with names in lower case.
        now: The current time; by default the system's time.

    Returns:
        The seconds, at least 0, or `None` if the header is missing or malformed.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        retry_at = parsedate_to_datetime(text)
    except ValueError:
        return None
    if retry_at.tzinfo is None:
        retry_at = retry_at.replace(tzinfo=UTC)
    return max(0.0, (retry_at - (now or datetime.now(UTC))).total_seconds())
