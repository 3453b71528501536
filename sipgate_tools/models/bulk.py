"""Bulk writes: division of ids into requests, and the report on the outcomes."""

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
        failed: Pairs of an id that sipgate rejected and the error.
        unknown: Ids for which the response was lost; the write may have happened.
        skipped: Ids for which no request was sent, because there was nothing to change or the run had stopped.
        stopped: The reason why the run stopped early, or `None`.
        notes: Remarks, such as a default sender that was not restored.
        done_before: The ids in `done` that an earlier run had sent, according to the checkpoint file. This run sent no
            request for them.
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
        """The ids in `done` that this run sent."""
        before = set(self.done_before)
        return tuple(one for one in self.done if one not in before)

    @property
    def complete(self) -> bool:
        """Whether the run was not stopped and sipgate confirmed every write."""
        return not self.failed and not self.unknown and self.stopped is None


def chunks_by_length(ids: tuple[str, ...], *, overhead: int, longest: int = 4000) -> list[list[str]]:
    """Divide ids into chunks, each of which fits into a query string of limited length.

    Args:
        ids: The ids to divide.
        overhead: Number of additional characters per id, such as 4 for `&id=`.
        longest: Maximum length of a query string, in characters. Some servers and proxies reject more than about 8,000.
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
        InvalidInput: `given` is a string, which would be treated as a list of characters, or is not iterable.
    """
    if isinstance(given, str):
        raise InvalidInput("A list was expected, not a string.", hint="Pass a list, such as [entry_id].")
    if not isinstance(given, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("A list was expected.", hint="Pass entries, or their ids.")
    return given


def as_ids(given: Iterable[str | HasId]) -> tuple[str, ...]:
    """Return the ids from a list of ids or objects with an id, in order and without duplicates.

    Raises:
        InvalidInput: `given` is not a list, has an item that is neither an id nor an object with one, or is empty,
            which sipgate would interpret as "everything".
    """
    ids: list[str] = []
    for position, single in enumerate(checked_list(given)):
        id_: object = single if isinstance(single, str) else getattr(single, "id", None)
        if not isinstance(id_, str):
            raise InvalidInput(
                f"Item {position} of the list has no id; nothing was sent.",
                hint="Pass ids, or objects with an id.",
            )
        ids.append(id_)
    if not ids:
        raise InvalidInput(
            "The list of ids is empty; nothing was sent.",
            hint="sipgate interprets an empty list as everything.",
        )
    return tuple(dict.fromkeys(ids))
