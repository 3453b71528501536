"""Compact JSON schemas for models, without titles, nulls and definitions, which cost tokens."""

from __future__ import annotations

from typing import Any, Final, cast

from pydantic import BaseModel, TypeAdapter

Schema = dict[str, Any]
_PREFIX: Final = "#/$defs/"


# Many hosts drop these keywords, and some reject them, so the descriptions state the limits.
_LIMITS: Final = ("default", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")


def compact_input(schema: Schema) -> Schema:
    """Return the schema of a tool's arguments without references, in which each optional argument can be null.

    Strict hosts make models write every argument. Without null, a model would have to invent values.
    """
    compact = _inline(schema)
    required = compact.get("required", ())
    compact["properties"] = {
        name: _without_limits(argument) if name in required else _nullable(_without_limits(argument))
        for name, argument in compact.get("properties", {}).items()
    }
    return compact


def _without_limits(argument: Schema) -> Schema:
    return {key: value for key, value in argument.items() if key not in _LIMITS}


def _nullable(argument: Schema) -> Schema:
    """Return the schema of an argument that can be null, with the values in its description instead of in `enum`.

    JSON Schema allows null only if it is in `enum`, where Gemini rejects it.
    """
    kept = {key: value for key, value in argument.items() if key != "enum"}
    return {**kept, "type": [argument["type"], "null"]}


def compact_output(result: type[BaseModel]) -> Schema:
    """Return the schema of a tool's result, in which fields that can be missing are optional and never null."""
    return _without_restrictions(_inline(TypeAdapter(result).json_schema(mode="validation")))


def _without_restrictions(node: Any) -> Any:
    """Return the schema without defaults and `additionalProperties`, which readers of results do not need."""
    if isinstance(node, list):
        return [_without_restrictions(item) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    held = cast("Schema", node)
    return {
        key: {name: _without_restrictions(field) for name, field in value.items()}
        if key == "properties"
        else _without_restrictions(value)
        for key, value in held.items()
        if not (
            (key == "additionalProperties" and value is False)
            or key == "default"
            or (key == "type" and "const" in held)
        )
    }


def _inline(schema: Schema) -> Schema:
    """Return the schema without references, which some hosts do not resolve."""
    return _compact(schema, cast("dict[str, Schema]", schema.pop("$defs", {})))


def _compact(node: Schema, definitions: dict[str, Schema]) -> Schema:
    node = dict(node)
    if isinstance(reference := node.get("$ref"), str):
        name = reference.removeprefix(_PREFIX)
        node = {**definitions[name], **{key: value for key, value in node.items() if key != "$ref"}}
    alternatives = [one for one in node.get("anyOf", ()) if one.get("type") != "null"]
    if "anyOf" in node and len(alternatives) == 1:
        del node["anyOf"]
        node = {**_compact(alternatives[0], definitions), **node}
    elif "anyOf" in node:
        node["anyOf"] = [_compact(one, definitions) for one in alternatives]
    node.pop("title", None)
    if isinstance(node.get("const"), str):
        node["enum"] = [node.pop("const")]  # all hosts support `enum`
    if node.get("default", ...) in (None, [], {}, ""):
        del node["default"]
    if node.get("type") == "object" and "description" in node and "properties" in node:
        del node["description"]  # the docstring of a model is for maintainers
    if "properties" in node:
        node["properties"] = {
            name: _compact(value, definitions) for name, value in node["properties"].items()
        }
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            node[key] = _compact(node[key], definitions)
    return node
