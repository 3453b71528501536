"""Lists in answers."""

from __future__ import annotations

from typing import Any, cast

from sipgate_tools.errors import UnexpectedAnswer


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
    for name in names or ("items",):
        found = holder.get(name)
        if isinstance(found, list):
            return _objects(cast("list[Any]", found))
    return []


def total_of(payload: object) -> int | None:
    """Return the `totalCount` of a list answer, which may be missing."""
    count = cast("dict[str, Any]", payload).get("totalCount") if isinstance(payload, dict) else None
    return count if isinstance(count, int) else None


def _objects(found: list[Any]) -> list[Any]:
    return [item for item in found if isinstance(item, dict)]
