"""Bulk writes: concurrent, slower after a 429, and sent again only if sipgate reported that a write had no effect."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar

from sipgate_api.types import Request

from sipgate_tools._backends.async_ import for_each, sleep
from sipgate_tools._backends.rate_limiter import RateLimiter
from sipgate_tools.errors import (
    ConnectionFailed,
    CredentialsMissing,
    InsufficientFunds,
    NotAuthenticated,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    ServerError,
    SipgateError,
)
from sipgate_tools.models.bulk import BulkReport
from sipgate_tools.models.bulk_progress import BulkState, Job, ProgressCallback, WriteOutcome, until_halted
from sipgate_tools.values import whole_number

from .resource import AsyncResource

KeyT = TypeVar("KeyT")
Settle: TypeAlias = Callable[[WriteOutcome, SipgateError | None], None]

MAX_CONCURRENCY: Final = 64
# How often one write is sent if each response is a 429.
_MAX_ATTEMPTS: Final = 10
# Errors that the next write would cause as well.
_FATAL: Final = (NotAuthenticated, CredentialsMissing, InsufficientFunds, ConnectionFailed)


async def write_all(
    resource: AsyncResource, jobs: Iterable[Job[KeyT]], state: BulkState[KeyT], *, concurrency: int
) -> None:
    """Send the requests of all jobs, and record the outcome of each in the state.

    Jobs are taken from the iterator as capacity permits. Sending stops when continuing is pointless (invalid
    credentials, insufficient funds, no connection, persistent 429, or 403 before the first success) or when the state's
    `progress` callback returns `False`. The state contains the reason.
    """
    await write_each(resource, until_halted(state, jobs), state, concurrency=concurrency)


async def write_each(
    resource: AsyncResource,
    jobs: Iterable[Job[KeyT]] | AsyncIterator[Job[KeyT]],
    state: BulkState[KeyT],
    *,
    concurrency: int,
) -> None:
    """Send the requests of jobs like `write_all`. The iterator `jobs` must end when the state is halted."""
    writer = AsyncWriter(resource, state)

    async def write(job: Job[KeyT]) -> None:
        await writer.write(job.request, lambda outcome, error: state.settle(job.keys, outcome, error))

    try:
        await for_each(jobs, write, concurrency=concurrency)
    except Exception as error:
        state.ended = f"The run failed with {type(error).__name__}."
        raise
    except BaseException:
        state.ended = "The run was cancelled."
        raise


async def write_reported(
    resource: AsyncResource,
    jobs: Iterable[Job[str]],
    ids: tuple[str, ...],
    *,
    concurrency: int,
    progress: ProgressCallback | None,
) -> BulkReport:
    """Send the requests of all jobs and report the outcome for each id; see `write_all`.

    Args:
        resource: The resource that sends the requests.
        jobs: The requests, with ids as their keys.
        ids: All ids, in the order of the report.
        concurrency: Maximum number of concurrent requests.
        progress: A callback that is called after every request, or `None`.

    Raises:
        SipgateError: The error that stopped the run, if no write was done or has an unknown outcome.
    """
    state = BulkState[str](progress, total=len(ids))
    try:
        await write_all(resource, jobs, state, concurrency=concurrency)
    except BaseException as failure:
        report = report_of(state, ids)
        failure.add_note(
            f"The bulk write ended early: {len(report.done)} done, {len(report.skipped)} not tried."
        )
        state.notify(report)
        raise
    if state.stopped is not None and not state.done and not state.unknown:
        raise state.stopped
    report = report_of(state, ids)
    state.notify(report)
    return report


def report_of(state: BulkState[str], ids: tuple[str, ...]) -> BulkReport:
    """Return a report with the outcome for each id of a state."""
    unknown = tuple(key for key, _ in state.unknown)
    attempted = {*state.done, *unknown, *(key for key, _ in state.refused)}
    skipped = tuple(key for key in ids if key not in attempted)
    done = set(state.done)  # reported in the order of `ids`, not in that of the responses
    in_order = tuple(key for key in ids if key in done)
    return BulkReport(in_order, tuple(state.refused), unknown, skipped, state.why_halted)


def checked_concurrency(concurrency: int) -> int:
    """Return the maximum number of concurrent requests (the public argument `at_once`) after checking its range.

    Raises:
        InvalidInput: The number is not a whole number between 1 and 64.
    """
    hint = f"Use a number from 1 to {MAX_CONCURRENCY}."
    return whole_number(concurrency, argument="at_once", minimum=1, maximum=MAX_CONCURRENCY, hint=hint)


@dataclass
class AsyncWriter:
    """Sends writes through one rate limiter until the state is halted."""

    resource: AsyncResource
    state: BulkState[Any]
    rate_limiter: RateLimiter = field(default_factory=RateLimiter)

    async def write(self, request: Request[Any], settle: Settle) -> None:
        """Send one write and call `settle` once with its outcome, even if the task is cancelled."""
        outcome: WriteOutcome = WriteOutcome.NOT_SENT
        error: SipgateError | None = None
        try:
            for _ in range(_MAX_ATTEMPTS):
                pause = self.rate_limiter.reserve(time.monotonic())
                if pause:
                    await sleep(pause)
                if self.state.halted:
                    return
                sent_at = time.monotonic()
                outcome = WriteOutcome.UNKNOWN  # until its response has arrived
                outcome, error = await self._attempt(request)
                if not isinstance(error, RateLimited):
                    self.rate_limiter.accepted()
                    return
                if not self.rate_limiter.rejected(sent_at, time.monotonic(), error.retry_after):
                    break
            self.state.stopped = error
        finally:
            settle(outcome, error)

    async def _attempt(self, request: Request[Any]) -> tuple[WriteOutcome, SipgateError | None]:
        try:
            await self.resource.confirm(request)
        except RateLimited as error:
            return WriteOutcome.NOT_SENT, error  # the request had no effect
        except (OutcomeUnknown, ServerError) as error:
            return WriteOutcome.UNKNOWN, error
        except _FATAL as error:
            self.state.stopped = error
            return WriteOutcome.NOT_SENT, error
        except SipgateError as error:
            if isinstance(error, PermissionDenied) and not self.state.done:
                self.state.stopped = error
                return WriteOutcome.NOT_SENT, error
            return WriteOutcome.REFUSED, error
        return WriteOutcome.DONE, None
