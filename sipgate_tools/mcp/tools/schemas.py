"""JSON schemas for models to read: without the titles, nulls and definitions that only cost."""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel, TypeAdapter

__all__ = ["compact_input", "compact_output"]

Schema = dict[str, Any]
_PREFIX = "#/$defs/"


def compact_input(schema: Schema) -> Schema:
    """The schema of a tool's arguments; an argument that may be left out is not also nullable."""
    return _inlined(schema)


def compact_output(result: type[BaseModel]) -> Schema:
    """The schema of a tool's result: fields that can be missing are optional, never null."""
    return _open(_inlined(TypeAdapter(result).json_schema(mode="validation")))


def _open(node: Any) -> Any:
    """The same without what a reader of results does not need: defaults, and "nothing else"."""
    if isinstance(node, list):
        return [_open(item) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    held = cast("Schema", node)
    return {
        key: {name: _open(field) for name, field in value.items()} if key == "properties" else _open(value)
        for key, value in held.items()
        if not (
            (key == "additionalProperties" and value is False)
            or key == "default"
            or (key == "type" and "const" in held)
        )
    }


def _inlined(schema: Schema) -> Schema:
    definitions = cast("dict[str, Schema]", schema.pop("$defs", {}))
    uses: dict[str, int] = {}
    _count(schema, definitions, uses)
    kept = {name for name, count in uses.items() if count > 1 and len(str(definitions[name])) > 120}
    compact = _compact(schema, definitions, kept)
    if kept:
        compact["$defs"] = {name: _compact(definitions[name], definitions, kept) for name in sorted(kept)}
    return compact


def _count(node: Any, definitions: dict[str, Schema], uses: dict[str, int]) -> None:
    if isinstance(node, dict):
        held = cast("Schema", node)
        if isinstance(reference := held.get("$ref"), str):
            name = reference.removeprefix(_PREFIX)
            uses[name] = uses.get(name, 0) + 1
            if uses[name] == 1:
                _count(definitions[name], definitions, uses)
        for value in held.values():
            _count(value, definitions, uses)
    elif isinstance(node, list):
        for value in cast("list[Any]", node):
            _count(value, definitions, uses)


def _compact(node: Schema, definitions: dict[str, Schema], kept: set[str]) -> Schema:
    node = dict(node)
    if isinstance(reference := node.get("$ref"), str):
        name = reference.removeprefix(_PREFIX)
        if name in kept:
            return {"$ref": reference}
        node = {**definitions[name], **{key: value for key, value in node.items() if key != "$ref"}}
    alternatives = [one for one in node.get("anyOf", ()) if one.get("type") != "null"]
    if "anyOf" in node and len(alternatives) == 1:
        del node["anyOf"]
        node = {**_compact(alternatives[0], definitions, kept), **node}
    elif "anyOf" in node:
        node["anyOf"] = [_compact(one, definitions, kept) for one in alternatives]
    node.pop("title", None)
    if node.get("default", ...) in (None, [], {}, ""):
        del node["default"]
    if node.get("type") == "object" and "description" in node and "properties" in node:
        del node["description"]  # the docstring of a model speaks to maintainers
    if "properties" in node:
        node["properties"] = {
            name: _compact(value, definitions, kept) for name, value in node["properties"].items()
        }
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            node[key] = _compact(node[key], definitions, kept)
    return node
