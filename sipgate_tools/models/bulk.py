"""Bulk writes: how ids are divided into requests, and the report of the outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sipgate_tools.errors import InvalidInput, SipgateError

T = TypeVar("T")


class HasId(Protocol):
    """An object with an id."""

    @property
    def id(self) -> str:
        """The id."""
        ...


@dataclass(frozen=True)
class BulkReport:
    """The outcomes of a bulk write.

    Attributes:
        done: Ids that sipgate confirmed.
        failed: Ids that sipgate rejected, with the error.
        unknown: Ids whose response was lost: the write may have happened.
        skipped: Ids for which no request was sent, because nothing was to change or the run stopped before.
        stopped: Why the run stopped early, or `None`.
        notes: Remarks, such as a default sender that was not restored.
        done_before: The ids of `done` that an earlier run had confirmed, according to its journal (checkpoint file).
            No request was sent for them in this run.
    """

    done: tuple[str, ...] = ()
    failed: tuple[tuple[str, SipgateError], ...] = ()
    unknown: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    stopped: str | None = None
    notes: tuple[str, ...] = ()
    done_before: tuple[str, ...] = ()

    @property
    def done_now(self) -> tuple[str, ...]:
        """The ids of `done` that this run sent."""
        before = set(self.done_before)
        return tuple(one for one in self.done if one not in before)

    @property
    def complete(self) -> bool:
        """Whether every write of the run was confirmed."""
        return not self.failed and not self.unknown and self.stopped is None


def chunks_by_length(ids: tuple[str, ...], *, overhead: int, longest: int = 4000) -> list[list[str]]:
    """Divide ids into chunks that fit into a query string of a safe length.

    Args:
        ids: The ids to divide.
        overhead: Additional characters per id (`&id=`).
        longest: Maximum characters of a query string; servers and proxies reject longer ones from 8,000 on.
    """
    parts: list[list[str]] = []
    room = 0
    for single in ids:
        cost = len(single) + overhead
        if not parts or cost > room:
            parts.append([])
            room = longest
        parts[-1].append(single)
        room -= cost
    return parts


def checked_list(given: Iterable[T] | str) -> Iterable[T]:
    """Return the argument after checking that it is a list.

    Raises:
        InvalidInput: It is a string, which would be read as a list of characters, or not iterable.
    """
    if isinstance(given, str):
        raise InvalidInput("A list was expected, not a string.", hint="Write [entry_id].")
    if not isinstance(given, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("A list was expected.", hint="Pass entries, or their ids.")
    return given


def as_ids(given: Iterable[str | HasId]) -> tuple[str, ...]:
    """Return the ids of a list of ids or objects with an id, in order, without duplicates.

    Raises:
        InvalidInput: The list is empty, which sipgate would read as "everything".
    """
    texts = [single if isinstance(single, str) else single.id for single in checked_list(given)]
    if not texts:
        raise InvalidInput(
            "The list of ids is empty; nothing was sent.", hint="sipgate reads an empty list as everything."
        )
    return tuple(dict.fromkeys(texts))
