"""Queries for the ids of a user, made of the operations that list ids (`x-lists` in the spec), and their responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sipgate_tools.spec import IdList, Operation, Spec


@dataclass(frozen=True)
class OwnershipQuery:
    """An operation that lists the ids of one kind.

    Attributes:
        operation: The id of the operation.
        parent: The kind of the last id in the operation's path, whose ids are listed, or `user`.
        parameter: The name of the path parameter for an id of this kind in nested listings; "" if there are none.
        in_query: Whether the user id is a query parameter instead of a path parameter.
        lists: The location of the ids in the response.
    """

    operation: str
    parent: str
    parameter: str
    in_query: bool
    lists: IdList


@cache
def ownership_queries(spec: Spec) -> Mapping[str, tuple[OwnershipQuery, ...]]:
    """Return the queries for the ids of a user, by kind.

    Queries for the user's own ids come before queries for the ids of the user's groups.
    """
    listing = [
        (one, one.lists)
        for one in spec.operations.values()
        if one.lists and one.lists.of in ("user", "groups")
    ]
    below = {kind: name for one, _ in listing for kind, name in _path_ids(one).items()}
    queries: dict[str, list[OwnershipQuery]] = {}
    for operation, lists in listing:
        path = list(_path_ids(operation))
        query = OwnershipQuery(
            operation=operation.id,
            parent=path[-1] if path else "user",
            parameter=below.get(lists.kind, ""),
            in_query=not path,
            lists=lists,
        )
        queries.setdefault(lists.kind, []).append(query)
    return {kind: tuple(sorted(some, key=lambda one: one.in_query)) for kind, some in queries.items()}


def _path_ids(operation: Operation) -> dict[str, str]:
    """Return the kinds of the ids in a path with the names of their parameters, in the order of the path."""
    return {one.id_kind: one.name for one in operation.parameters if one.location == "path" and one.id_kind}


def account_list(operation: Operation) -> IdList | None:
    """Return the location of the ids in a response that lists items of the whole account, or `None`.

    With user access, such a response is reduced to the user's own items.
    """
    lists = operation.lists
    return lists if lists is not None and lists.of != "user" else None


def values_of(response: Any, lists: IdList) -> Iterator[str]:
    """Yield the ids of the items in a response."""
    for item in items_of(response):
        if (value := item.get(lists.key)) is not None:
            yield str(value)
        if lists.parts:
            yield from values_of(item.get(lists.parts), lists)


def keep_owned(response: Any, lists: IdList, is_own: Callable[[str], bool]) -> Any:
    """Return a response with only the user's own items. If the response is not a list, the result is empty."""
    if isinstance(response, list):
        kept = [_keep_owned_item(item, lists, is_own) for item in items_of(response)]
        return [item for item in kept if item is not None]
    if isinstance(response, Mapping):
        held = cast("Mapping[str, Any]", response)
        for key in ("items", "data"):
            if isinstance(held.get(key), list):
                return {key: keep_owned(held[key], lists, is_own)}
    return {"items": []}


def _keep_owned_item(
    item: Mapping[str, Any], lists: IdList, is_own: Callable[[str], bool]
) -> Mapping[str, Any] | None:
    if (value := item.get(lists.key)) is not None and is_own(str(value)):
        return item
    parts: list[Any] = keep_owned(item.get(lists.parts) or [], lists, is_own) if lists.parts else []
    return {**item, lists.parts: parts} if parts else None


def items_of(response: Any) -> list[Mapping[str, Any]]:
    """Return the items of a list response, which are in the response itself, in `items` or in `data`."""
    if isinstance(response, Mapping):
        held = cast("Mapping[str, Any]", response)
        response = held.get("items") or held.get("data")
    if not isinstance(response, list):
        return []
    return [
        cast("Mapping[str, Any]", item) for item in cast("list[Any]", response) if isinstance(item, Mapping)
    ]


def ids_of(response: Any) -> list[str]:
    """Return the `id` of each item of a list response."""
    return [str(item["id"]) for item in items_of(response) if item.get("id") is not None]


def nested_ids(response: Any) -> list[str]:
    """Return each `id` at any depth, because notifications are grouped by kind and endpoint."""
    if isinstance(response, list):
        return [value for item in cast("list[Any]", response) for value in nested_ids(item)]
    if not isinstance(response, Mapping):
        return []
    found: list[str] = []
    for key, value in cast("Mapping[str, Any]", response).items():
        found.extend([str(value)] if key == "id" else nested_ids(value))
    return found
