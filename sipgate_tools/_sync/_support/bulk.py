# Made by scripts/make_sync.py from sipgate_tools/_async/_support/bulk.py: edit that file.
"""Many writes: several at once, slower after a 429, none sent twice unless sipgate said that it was not carried out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar

from sipgate_api.types import Request

from sipgate_tools._backends.rate_limiter import RateLimiter
from sipgate_tools._backends.sync import for_each, sleep
from sipgate_tools.errors import (
    ConnectionFailed,
    CredentialsMissing,
    InsufficientFunds,
    InvalidInput,
    NotAuthenticated,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    ServerError,
    SipgateError,
)
from sipgate_tools.models.bulk import BulkReport
from sipgate_tools.models.bulk_progress import BulkState, Job, ProgressCallback, WriteOutcome, until_halted

from .resource import SyncResource

KeyT = TypeVar("KeyT")
Settle: TypeAlias = Callable[[WriteOutcome, SipgateError | None], None]

MOST_AT_ONCE: Final = 64
# How often one write is sent when each time the answer is 429.
_TRIES: Final = 10
# What the next write would meet as well.
_HOPELESS: Final = (NotAuthenticated, CredentialsMissing, InsufficientFunds, ConnectionFailed)


def write_all(
    session: SyncResource, jobs: Iterable[Job[KeyT]], tally: BulkState[KeyT], *, at_once: int
) -> None:
    """Send the requests of all jobs, taken as there is room, and note in the tally what became of each.

    It stops where going on makes no sense (no credentials, no money, no connection, 429 without end, 403 before
    anything was done) and where the tally's `progress` says so; the tally says why.
    """
    write_each(session, until_halted(tally, jobs), tally, at_once=at_once)


def write_each(
    session: SyncResource,
    jobs: Iterable[Job[KeyT]] | Iterator[Job[KeyT]],
    tally: BulkState[KeyT],
    *,
    at_once: int,
) -> None:
    """Send the requests of jobs as `write_all` does; `jobs` ends by itself when the tally is halted."""
    writer = SyncWriter(session, tally)

    def write(job: Job[KeyT]) -> None:
        writer.write(job.request, lambda outcome, error: tally.settle(job.keys, outcome, error))

    try:
        for_each(jobs, write, at_once=at_once)
    except Exception as error:
        tally.ended = f"It broke off with {type(error).__name__}."
        raise
    except BaseException:
        tally.ended = "It was cancelled."
        raise


def write_reported(
    session: SyncResource,
    jobs: Iterable[Job[str]],
    ids: tuple[str, ...],
    *,
    at_once: int,
    progress: ProgressCallback | None,
) -> BulkReport:
    """Send the requests of all jobs and report what became of each id; see `write_all`.

    Args:
        session: Of the client.
        jobs: Whose keys are the ids.
        ids: All of them.
        at_once: How many requests may be under way.
        progress: Told after every request.

    Raises:
        SipgateError: What stopped it, when nothing was done at all.
    """
    tally = BulkState[str](progress, total=len(ids))
    try:
        write_all(session, jobs, tally, at_once=at_once)
    except BaseException as failure:
        report = report_of(tally, ids)
        failure.add_note(f"It ended early: {len(report.done)} done, {len(report.skipped)} not tried.")
        tally.notify(report)
        raise
    if tally.stopped is not None and not tally.done and not tally.unknown:
        raise tally.stopped
    report = report_of(tally, ids)
    tally.notify(report)
    return report


def report_of(tally: BulkState[str], ids: tuple[str, ...]) -> BulkReport:
    """Return what became of each id of a tally."""
    unknown = tuple(key for key, _ in tally.unknown)
    settled = {*tally.done, *unknown, *(key for key, _ in tally.refused)}
    skipped = tuple(key for key in ids if key not in settled)
    done = set(tally.done)  # in the order in which they were given, not in that of the answers
    in_order = tuple(key for key in ids if key in done)
    return BulkReport(in_order, tuple(tally.refused), unknown, skipped, tally.why_halted)


def checked_concurrency(at_once: int) -> int:
    """Return how many requests may be under way.

    Raises:
        InvalidInput: It is not 1 to 64.
    """
    if not 1 <= at_once <= MOST_AT_ONCE:
        raise InvalidInput("at_once is out of range.", hint=f"It is 1 to {MOST_AT_ONCE}.")
    return at_once


@dataclass
class SyncWriter:
    """Sends writes that share one pace, until the tally is halted."""

    session: SyncResource
    tally: BulkState[Any]
    pace: RateLimiter = field(default_factory=RateLimiter)

    def write(self, request: Request[Any], settle: Settle) -> None:
        """Send one write; `settle` is told once what became of it, also when it is cancelled."""
        outcome: WriteOutcome = WriteOutcome.NOT_SENT
        error: SipgateError | None = None
        try:
            for _ in range(_TRIES):
                pause = self.pace.reserve(time.monotonic())
                if pause:
                    sleep(pause)
                if self.tally.halted:
                    return
                sent_at = time.monotonic()
                outcome = WriteOutcome.UNKNOWN  # until its answer is here
                outcome, error = self._attempt(request)
                if not isinstance(error, RateLimited):
                    self.pace.accepted()
                    return
                if not self.pace.rejected(sent_at, time.monotonic(), error.retry_after):
                    break
            self.tally.stopped = error
        finally:
            settle(outcome, error)

    def _attempt(self, request: Request[Any]) -> tuple[WriteOutcome, SipgateError | None]:
        try:
            self.session.confirm(request)
        except RateLimited as error:
            return WriteOutcome.NOT_SENT, error  # sipgate says that it did not carry it out
        except (OutcomeUnknown, ServerError) as error:
            return WriteOutcome.UNKNOWN, error
        except _HOPELESS as error:
            self.tally.stopped = error
            return WriteOutcome.NOT_SENT, error
        except SipgateError as error:
            if isinstance(error, PermissionDenied) and not self.tally.done:
                self.tally.stopped = error
                return WriteOutcome.NOT_SENT, error
            return WriteOutcome.REFUSED, error
        return WriteOutcome.DONE, None
