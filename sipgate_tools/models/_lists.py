"""Lists in answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypedDict, TypeVar, cast

import msgspec

from sipgate_tools.errors import UnexpectedAnswer
from sipgate_tools.models._rows import RecordT, Rows

T = TypeVar("T")

_ITEMS: Final = "items"
_TOTAL: Final = "totalCount"


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """What a list answer says.

    Attributes:
        items: The objects in it.
        total: How many there are in all, or `None` where sipgate did not say.
    """

    items: tuple[T, ...]
    total: int | None


def listing_in(content: bytes, rows: Rows[RecordT], *names: str) -> Listing[RecordT] | None:
    """Return a list straight from the bytes of an answer; `None` where it is not in an object, or not readable so.

    Args:
        content: The answer.
        rows: How its objects are read.
        names: Where the list may be; `items` when none is named.
    """
    try:
        holder = _holder(names or (_ITEMS,)).decode(content)
        found = next((holder[name] for name in names or (_ITEMS,) if holder.get(name)), ())
        return Listing(rows.read(found), holder.get(_TOTAL))
    except (ValueError, RecursionError):
        return None


def listing_of(payload: object, rows: Rows[RecordT], *names: str) -> Listing[RecordT]:
    """Return a list that was decoded before, in whatever form; arguments and errors as for `items_of`."""
    items = tuple([rows.read_payload(item) for item in items_of(payload, *names)])
    return Listing(items, total_of(payload))


def items_of(payload: object, *names: str) -> list[Any]:
    """Return the objects of a list answer, whatever wraps them; a null or absent list is empty.

    Args:
        payload: The decoded JSON: an object that holds the list, or the list itself.
        names: Where the list may be; `items` when none is named.

    Raises:
        UnexpectedAnswer: It is neither an object nor a list.
    """
    if isinstance(payload, list):
        return _objects(cast("list[Any]", payload))
    if not isinstance(payload, dict):
        raise UnexpectedAnswer(
            "sipgate answered with something that is not a list.",
            hint="The API may have changed; please report it.",
        )
    holder = cast("dict[str, Any]", payload)
    for name in names or (_ITEMS,):
        found = holder.get(name)
        if isinstance(found, list):
            return _objects(cast("list[Any]", found))
    return []


def total_of(payload: object) -> int | None:
    """Return the `totalCount` of a list answer, which may be missing."""
    count = cast("dict[str, Any]", payload).get(_TOTAL) if isinstance(payload, dict) else None
    return count if isinstance(count, int) else None


def _objects(found: list[Any]) -> list[Any]:
    return [item for item in found if isinstance(item, dict)]


@cache
def _holder(names: tuple[str, ...]) -> msgspec.json.Decoder[dict[str, Any]]:
    fields = dict.fromkeys(names, list[msgspec.Raw] | None) | {_TOTAL: int | None}
    holder: Any = TypedDict("Holder", fields, total=False)  # pyright: ignore
    return msgspec.json.Decoder(holder)
