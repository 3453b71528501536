"""Converts OpenAPI 3.1 to OpenAPI 3.0, the version that our tools are tested with."""

from __future__ import annotations

from typing import Any, Final

from ..failures import BuildFailure
from ..walk import is_array, is_object

_UNSAYABLE: Final = {
    *("$defs", "$dynamicRef", "if", "then", "else", "prefixItems", "contains", "patternProperties"),
    *("propertyNames", "dependentSchemas", "dependentRequired", "unevaluatedProperties", "unevaluatedItems"),
}
_WITHOUT_MEANING: Final = {"$schema", "$id", "$comment", "$anchor", "contentMediaType", "contentEncoding"}
_BOUNDS: Final = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def from_openapi31(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document as OpenAPI 3.0.

    Raises:
        BuildFailure: A schema uses a feature that OpenAPI 3.0 does not have.
    """
    built = _schemas_in({key: value for key, value in document.items() if key != "webhooks"})
    built["openapi"] = "3.0.1"
    return built


def _schemas_in(node: Any) -> Any:
    """Convert all schemas in a document."""
    if is_array(node):
        return [_schemas_in(one) for one in node]
    if not is_object(node):
        return node
    built: dict[str, Any] = {}
    for key, value in node.items():
        if key == "schema":
            built[key] = _schema(value)
        elif key == "schemas" and is_object(value):
            built[key] = {name: _schema(one) for name, one in value.items()}
        else:
            built[key] = _schemas_in(value)
    return built


def _schema(schema: Any) -> dict[str, Any]:
    """Return one schema with the keywords of OpenAPI 3.0."""
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    built: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _UNSAYABLE:
            raise BuildFailure(
                f"a schema has {key!r}, which OpenAPI 3.0 does not support: see upstream/openapi31.py"
            )
        if key == "properties":
            built[key] = {name: _schema(one) for name, one in value.items()}
        elif key in ("items", "not") or (key == "additionalProperties" and is_object(value)):
            built[key] = _schema(value)
        elif key in ("allOf", "anyOf", "oneOf"):
            built[key] = [_schema(one) for one in value]
        elif key not in _WITHOUT_MEANING:
            built[key] = value
    if schema.get("contentEncoding") == "base64":
        built.setdefault("format", "byte")
    return _reference_alone(_bounds(_null(_types(_constant(built)))))


def _constant(schema: dict[str, Any]) -> dict[str, Any]:
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    return schema


def _types(schema: dict[str, Any]) -> dict[str, Any]:
    """Replace a list of types with alternatives, and the type null with `nullable`."""
    kinds = schema.get("type")
    if not is_array(kinds):
        return schema
    others = [kind for kind in kinds if kind != "null"]
    if len(others) < len(kinds):
        schema["nullable"] = True
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]
    if len(others) == 1:
        schema["type"] = others[0]
    else:
        del schema["type"]
        schema["anyOf"] = [{"type": kind} for kind in others]
    return schema


def _null(schema: dict[str, Any]) -> dict[str, Any]:
    """Replace the alternative null with `nullable`, and unwrap a single remaining alternative."""
    for key in ("anyOf", "oneOf"):
        options = schema.get(key, [])
        others = [one for one in options if one.get("type") != "null"]
        if len(others) < len(options):
            del schema[key]
            schema["nullable"] = True
            if len(others) > 1:
                schema[key] = others
            elif others and "$ref" in others[0]:
                schema["allOf"] = others
            elif others:
                schema = {**others[0], **schema}
    return schema


def _bounds(schema: dict[str, Any]) -> dict[str, Any]:
    """Replace an exclusive bound, which is a number in 3.1, with the bound and the boolean keyword of 3.0."""
    for exclusive, bound in _BOUNDS.items():
        limit = schema.get(exclusive)
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            schema |= {bound: limit, exclusive: True}
    return schema


def _reference_alone(schema: dict[str, Any]) -> dict[str, Any]:
    """Move a reference into `allOf` if the schema has other keywords, which 3.0 would ignore."""
    if "$ref" in schema and len(schema) > 1:
        return {"allOf": [{"$ref": schema.pop("$ref")}], **schema}
    return schema
