"""Many writes at once: how they are divided, and what came of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sipgate_tools.errors import InvalidInput, SipgateError

T = TypeVar("T")


class HasId(Protocol):
    """Anything that sipgate gave an id."""

    @property
    def id(self) -> str:
        """The id."""
        ...


@dataclass(frozen=True)
class BulkReport:
    """What became of many writes.

    Attributes:
        done: Ids that sipgate confirmed.
        failed: Ids that sipgate refused, with the error.
        unknown: Ids whose answer was lost: it may have happened.
        skipped: Ids for which nothing was sent: nothing to change, or stopped before.
        stopped: Why it ended before all were tried, or `None`.
        notes: What else one should know, such as a default that was not restored.
        done_before: Those of `done` that an earlier run had confirmed, by its journal: nothing was sent for them now.
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
        """Those of `done` that this run sent."""
        before = set(self.done_before)
        return tuple(one for one in self.done if one not in before)

    @property
    def complete(self) -> bool:
        """Whether everything that was to be sent was confirmed."""
        return not self.failed and not self.unknown and self.stopped is None


def chunks_by_length(ids: tuple[str, ...], *, overhead: int, longest: int = 4000) -> list[list[str]]:
    """Divide ids so that each part makes a query string of a safe length.

    Args:
        ids: What to divide.
        overhead: Characters that each id costs beside itself (`&id=`).
        longest: Characters of a query string; servers and proxies begin to refuse at 8,000.
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
    """Return what was given as a list.

    Raises:
        InvalidInput: It is one text, which would be taken for a list of letters, or no list at all.
    """
    if isinstance(given, str):
        raise InvalidInput("A list was expected, not one text.", hint="Write [entry_id].")
    if not isinstance(given, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("A list was expected.", hint="Give entries, or their ids.")
    return given


def as_ids(given: Iterable[str | HasId]) -> tuple[str, ...]:
    """Return the ids of a list of ids or of things that have one, in order, each once.

    Raises:
        InvalidInput: The list is empty: sipgate would take that for "everything".
    """
    texts = [single if isinstance(single, str) else single.id for single in checked_list(given)]
    if not texts:
        raise InvalidInput(
            "The list of ids is empty; nothing was sent.", hint="An empty list would mean everything."
        )
    return tuple(dict.fromkeys(texts))
