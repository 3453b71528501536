"""Keeping count while many writes are under way, in tasks or threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from threading import RLock
from typing import Any, Generic, TypeAlias, TypeVar

from sipgate_api.types import Request

from sipgate_tools.errors import SipgateError

KeyT = TypeVar("KeyT")


class WriteOutcome(Enum):
    """What became of one write."""

    DONE = auto()
    REFUSED = auto()
    UNKNOWN = auto()
    NOT_SENT = auto()


@dataclass(frozen=True)
class BulkProgress:
    """How far bulk work is.

    Attributes:
        done: How many are done: confirmed by sipgate, or written to the file.
        total: How many there are in all, or `None` where that is not known beforehand.
        failed: How many were refused.
        unknown: How many were sent without an answer: they may have happened.
        skipped: How many were left out, such as duplicates.
        report: The whole report, on the last call only, which also comes when the work is cancelled.
    """

    done: int
    total: int | None = None
    failed: int = 0
    unknown: int = 0
    skipped: int = 0
    report: Any = field(default=None, repr=False)


ProgressCallback: TypeAlias = Callable[[BulkProgress], object]
"""Called after every step, one call at a time. Bulk writes stop when it returns `False`."""


@dataclass
class BulkState(Generic[KeyT]):
    """What became of each key so far; may be told by several threads.

    Attributes:
        progress: Told after every step.
        total: How many keys there will be, where that is known.
        not_sent: Keys that were begun with but not sent, because the work ended.
        failed_before: How many were refused before they became work.
        skipped: How many were left out before they became work.
        stopped: What made going on pointless.
        stopped_by_caller: Whether `progress` said to stop.
        ended: How the work came to an early end from outside, as a sentence.
    """

    progress: ProgressCallback | None = None
    total: int | None = None
    done: list[KeyT] = field(default_factory=list[KeyT])
    refused: list[tuple[KeyT, SipgateError]] = field(default_factory=list[tuple[KeyT, SipgateError]])
    unknown: list[tuple[KeyT, SipgateError | None]] = field(
        default_factory=list[tuple[KeyT, SipgateError | None]]
    )
    not_sent: list[KeyT] = field(default_factory=list[KeyT])
    failed_before: int = 0
    skipped: int = 0
    stopped: SipgateError | None = None
    stopped_by_caller: bool = False
    ended: str | None = None
    _lock: RLock = field(default_factory=RLock, repr=False)

    @property
    def halted(self) -> bool:
        """Whether nothing new is to be begun."""
        return self.stopped is not None or self.stopped_by_caller or self.ended is not None

    @property
    def why_halted(self) -> str | None:
        """Why it ended early, as a sentence, or `None`."""
        if self.stopped is not None:
            return self.stopped.message
        return self.ended or ("The progress callback said so." if self.stopped_by_caller else None)

    def settle(self, keys: tuple[KeyT, ...], outcome: WriteOutcome, error: SipgateError | None) -> None:
        """Note what became of the keys of one request, and tell."""
        with self._lock:
            match outcome:
                case WriteOutcome.DONE:
                    self.done.extend(keys)
                case WriteOutcome.REFUSED:
                    assert error is not None  # noqa: S101 - only an answer refuses
                    self.refused.extend((key, error) for key in keys)
                case WriteOutcome.UNKNOWN:
                    self.unknown.extend((key, error) for key in keys)
                case WriteOutcome.NOT_SENT:
                    self.not_sent.extend(keys)
            self.notify()

    def notify(self, report: object = None) -> None:
        """Call `progress`."""
        if self.progress is None:
            return
        with self._lock:
            now = BulkProgress(
                len(self.done),
                self.total,
                len(self.refused) + self.failed_before,
                len(self.unknown),
                self.skipped,
                report,
            )
            if self.progress(now) is False:
                self.stopped_by_caller = True


@dataclass(frozen=True)
class Job(Generic[KeyT]):
    """One request and what it is for.

    Attributes:
        keys: What becomes done or not by it.
        request: The request.
    """

    keys: tuple[KeyT, ...]
    request: Request[Any]


def until_halted(tally: BulkState[KeyT], jobs: Iterable[Job[KeyT]]) -> Iterator[Job[KeyT]]:
    """Yield jobs as long as there is sense in it."""
    jobs_left = iter(jobs)
    while not tally.halted:
        job = next(jobs_left, None)
        if job is None:
            return
        yield job
