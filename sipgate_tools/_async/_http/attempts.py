"""The retry loop, through which every request is sent."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from sipgate_tools._backends.async_ import sleep
from sipgate_tools._http.messages import READING_METHODS, HttpResponse, NetworkFault
from sipgate_tools._http.requests import log_attempt
from sipgate_tools.retry import RetryPolicy, retry_after_seconds
from sipgate_tools.telemetry import record_response

if TYPE_CHECKING:
    from sipgate_api.types import Request

Send: TypeAlias = Callable[[float], Awaitable[HttpResponse]]


async def send_with_retries(
    request: Request[Any], send: Send, retry: RetryPolicy, *, deadline_seconds: float, span: Any = None
) -> HttpResponse | NetworkFault:
    """Send a request, retry it as its policy allows, and return the final response or network fault.

    A fault is returned instead of raised, so that it does not become the context of the exception raised for it.

    Args:
        request: The request, for errors and the log.
        send: The function that makes one attempt. Its argument is the end of the deadline in `time.monotonic` seconds.
        retry: The retry policy.
        deadline_seconds: Time limit in seconds for all attempts together, excluding the pauses between them.
        span: The span of the request from `request_span`, or `None`.
    """
    writes = request.method not in READING_METHODS
    ends_at = time.monotonic() + deadline_seconds
    attempt = 0
    while True:
        attempt += 1
        started = time.perf_counter()
        outcome = await _try_send(send, ends_at)
        if isinstance(outcome, NetworkFault):
            log_attempt(request, outcome.kind, attempt, started)
            pause = _pause_after_fault(outcome, retry, attempt, writes=writes)
        else:
            log_attempt(request, outcome.status_code, attempt, started)
            record_response(span, outcome.status_code, attempt)
            if outcome.is_success:
                return outcome
            wait = retry_after_seconds(outcome.headers)
            pause = retry.pause_after_status(attempt, outcome.status_code, wait, writes=writes)
        if pause is None:
            return outcome
        await sleep(pause)
        ends_at += pause


def seconds_until(ends_at: float) -> float:
    """Return the seconds until a deadline.

    Args:
        ends_at: The end of the deadline in `time.monotonic` seconds.

    Raises:
        NetworkFault: The deadline has passed.
    """
    left = ends_at - time.monotonic()
    if left <= 0:
        raise NetworkFault("DeadlinePassed", sent=False, timed_out=True, deadline=True)
    return left


async def _try_send(send: Send, ends_at: float) -> HttpResponse | NetworkFault:
    try:
        return await send(ends_at)
    except NetworkFault as fault:
        return fault


def _pause_after_fault(
    fault: NetworkFault, retry: RetryPolicy, attempt: int, *, writes: bool
) -> float | None:
    if fault.deadline or fault.too_large is not None:
        return None
    if fault.sent and fault.timed_out:
        return None  # a read timeout is not retried: that would quadruple the wait
    return retry.pause_after_failure(attempt, writes=writes, sent=fault.sent)
