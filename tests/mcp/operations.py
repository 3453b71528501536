"""Arguments for every operation, made from the document: with any value for any one of its ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sipgate_tools.mcp.policy.ownership_queries import ownership_queries
from sipgate_tools.spec import Operation, Spec, load

NUMBER = "+4915799912345"
TEXTS = {"date-time": "2026-12-01T12:00:00+01:00", r"^\+?[1-9]\d{1,14}$": NUMBER}
OWNED_KINDS = {*ownership_queries(load()), "user", "number", "routedNumber", "channel", "call", "entry"}
"""Kinds of ids whose owner the server finds out: by lists, the last six in other ways."""


class Arguments(NamedTuple):
    """What a request carries."""

    path: dict[str, Any]
    query: dict[str, Any]
    body: Any


class Slot(NamedTuple):
    """One place of an operation that takes an id: a parameter, or a way into the body."""

    kind: str
    parameter: str
    way: tuple[str | int, ...] = ()


def arguments(document: Spec, operation: Operation, ids: Mapping[str, str]) -> Arguments:
    """A full request whose ids are those of `ids` by kind."""
    path: dict[str, Any] = {}
    query: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location == "header":
            continue
        value = _example({**document.inline(parameter.schema), "x-id-kind": parameter.id_kind}, ids)
        (path if parameter.location == "path" else query)[parameter.name] = value
    body = None if operation.body is None else _example(document.inline(operation.body, keep_marks=True), ids)
    return Arguments(path, query, body)


def slots(document: Spec, operation: Operation) -> Iterator[Slot]:
    """Every place that takes an id."""
    for parameter in operation.parameters:
        if parameter.id_kind and parameter.location != "header":
            yield Slot(parameter.id_kind, parameter.name)
    if operation.body is not None:
        yield from _body_slots(document.inline(operation.body, keep_marks=True), ())


def with_id(given: Arguments, slot: Slot, value: str) -> Arguments:
    """The same request with another id in one place."""
    if slot.way or slot.parameter == "":
        return given._replace(body=_replaced(given.body, slot.way, value))
    if slot.parameter in given.path:
        return given._replace(path={**given.path, slot.parameter: value})
    listed = isinstance(given.query[slot.parameter], list)
    return given._replace(query={**given.query, slot.parameter: [value] if listed else value})


def _example(schema: Mapping[str, Any], ids: Mapping[str, str]) -> Any:
    kind = schema.get("x-id-kind")
    kinds: Any = schema.get("type", "object")
    sort = kinds if isinstance(kinds, str) else kinds[0]
    if sort == "array":
        below = {**schema.get("items", {})}
        if kind:
            below["x-id-kind"] = kind
        return [_example(below, ids)] * max(1, schema.get("minItems", 1))
    if kind and sort in ("string", "integer"):
        value = ids.get(kind, "1")
        return int(value) if sort == "integer" and value.isdigit() else value
    if "enum" in schema:
        return schema["enum"][0]
    if sort == "object":
        return {name: _example(field, ids) for name, field in schema.get("properties", {}).items()}
    if sort in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    return True if sort == "boolean" else TEXTS.get(schema.get("format") or schema.get("pattern", ""), NUMBER)


def _body_slots(schema: Mapping[str, Any], way: tuple[str | int, ...]) -> Iterator[Slot]:
    if kind := schema.get("x-id-kind"):
        inside = (*way, 0) if schema.get("type") == "array" else way
        yield Slot(kind, "", inside)
        return
    if schema.get("type") == "array":
        yield from _body_slots(schema.get("items", {}), (*way, 0))
    for name, field in schema.get("properties", {}).items():
        yield from _body_slots(field, (*way, name))


def _replaced(value: Any, way: tuple[str | int, ...], new: str) -> Any:
    if not way:
        return int(new) if isinstance(value, int) and new.isdigit() else new
    first, *rest = way
    if isinstance(first, int):
        return [_replaced(value[first], tuple(rest), new)]
    return {**value, first: _replaced(value[first], tuple(rest), new)}
