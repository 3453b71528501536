"""State and progress of bulk writes that run concurrently in tasks or threads."""

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
    """The outcome of one write."""

    DONE = auto()
    REFUSED = auto()
    UNKNOWN = auto()
    NOT_SENT = auto()


@dataclass(frozen=True)
class BulkProgress:
    """Progress of a bulk operation.

    Attributes:
        done: Number of items that sipgate confirmed or, in an export, that were written.
        total: Number of all items, or `None` if it is not known in advance.
        failed: Number of items that sipgate rejected.
        unknown: Number of items for which the response was lost; the write may have happened.
        skipped: Number of items that were skipped, such as duplicates.
        report: The final report in the last call, otherwise `None`. The last call is also made after a cancellation.
    """

    done: int
    total: int | None = None
    failed: int = 0
    unknown: int = 0
    skipped: int = 0
    report: Any = field(default=None, repr=False)


ProgressCallback: TypeAlias = Callable[[BulkProgress], object]
"""A function that is called after every step, never concurrently. If it returns `False`, a bulk write stops."""


@dataclass
class BulkState(Generic[KeyT]):
    """The outcomes of a bulk write so far, which several threads can record.

    Attributes:
        progress: The callback for progress, which is called after every step.
        total: Number of all keys, or `None` if unknown.
        done: Keys that sipgate confirmed.
        refused: Pairs of a key that sipgate rejected and the error.
        unknown: Pairs of a key with an unknown outcome and the error, if any.
        not_sent: Keys whose job was started but whose request was not sent, because the run ended.
        failed_before: Number of items that were rejected before a request was built.
        skipped: Number of items that were skipped before a request was built.
        stopped: The error that makes further requests pointless, or `None`.
        stopped_by_caller: Whether `progress` returned `False`.
        ended: The reason why an exception or a cancellation ended the run, as a sentence, or `None`.
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
        """Whether no further requests must be started."""
        return self.stopped is not None or self.stopped_by_caller or self.ended is not None

    @property
    def why_halted(self) -> str | None:
        """The reason why the run ended early, as a sentence, or `None`."""
        if self.stopped is not None:
            return self.stopped.message
        return self.ended or ("The progress callback returned False." if self.stopped_by_caller else None)

    def settle(self, keys: tuple[KeyT, ...], outcome: WriteOutcome, error: SipgateError | None) -> None:
        """Record the outcome for the keys of one request, and call `progress`."""
        with self._lock:
            match outcome:
                case WriteOutcome.DONE:
                    self.done.extend(keys)
                case WriteOutcome.REFUSED:
                    assert error is not None  # noqa: S101 - only a response rejects
                    self.refused.extend((key, error) for key in keys)
                case WriteOutcome.UNKNOWN:
                    self.unknown.extend((key, error) for key in keys)
                case WriteOutcome.NOT_SENT:
                    self.not_sent.extend(keys)
            self.notify()

    def notify(self, report: object = None) -> None:
        """Call `progress` with the current counts."""
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
    """One request of a bulk write.

    Attributes:
        keys: The keys of the items that the request writes.
        request: The request.
    """

    keys: tuple[KeyT, ...]
    request: Request[Any]


def until_halted(state: BulkState[KeyT], jobs: Iterable[Job[KeyT]]) -> Iterator[Job[KeyT]]:
    """Yield jobs until the run is halted."""
    jobs_left = iter(jobs)
    while not state.halted:
        job = next(jobs_left, None)
        if job is None:
            return
        yield job
