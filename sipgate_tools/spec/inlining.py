"""Converts schemas in the spec, with references and OpenAPI keywords, to plain JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

_SCHEMA_PREFIX: Final = "#/components/schemas/"
_NOT_JSON_SCHEMA: Final = {"nullable", "discriminator", "xml", "externalDocs", "example"}


def inline(
    schema: Mapping[str, Any],
    schemas: Mapping[str, Mapping[str, Any]],
    *,
    keep_marks: bool = False,
    within: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return the schema with all references replaced by their targets.

    Args:
        schema: The schema to inline.
        schemas: The named schemas that references point to.
        keep_marks: Whether to keep keys that start with `x-`.
        within: The names of the enclosing schemas. A reference to one of them becomes a description without fields.
    """
    target = cast("str | None", schema.get("$ref"))
    if target is not None:
        name = target.removeprefix(_SCHEMA_PREFIX)
        if name in within:
            return {"description": f"Again a {name}."}
        return inline(schemas[name], schemas, keep_marks=keep_marks, within=(*within, name))
    plain: dict[str, Any] = {}
    for key, value in schema.items():
        if key not in _NOT_JSON_SCHEMA and (keep_marks or not key.startswith("x-")):
            plain[key] = _inline_value(key, value, schemas, keep_marks=keep_marks, within=within)
    if len(plain.get("allOf", ())) == 1:
        plain = {**plain.pop("allOf")[0], **plain}
    if schema.get("x-open-enum"):
        _open(plain)
    if schema.get("nullable"):
        _allow_null(plain)
    return plain


def _inline_value(key: str, value: Any, schemas: Mapping[str, Mapping[str, Any]], **options: Any) -> Any:
    """Return the value of a keyword with the schemas in it inlined."""
    if key == "properties":
        return {name: inline(field, schemas, **options) for name, field in value.items()}
    if key in ("allOf", "anyOf", "oneOf"):
        return [inline(part, schemas, **options) for part in value]
    if key in ("items", "additionalProperties", "not") and isinstance(value, Mapping):
        return inline(cast("Mapping[str, Any]", value), schemas, **options)
    return list(cast("list[Any]", value)) if isinstance(value, list) else value


def _open(plain: dict[str, Any]) -> None:
    """Move the values of an open enum into the description."""
    remark = f"Usually one of {', '.join(map(str, plain.pop('enum')))}."
    plain["description"] = f"{plain['description']} {remark}" if "description" in plain else remark


def _allow_null(plain: dict[str, Any]) -> None:
    """Add null to the types of a schema."""
    if "type" in plain:
        plain["type"] = [plain["type"], "null"]
        if "enum" in plain:
            plain["enum"] = [*plain["enum"], None]
    elif plain:
        wrapped = dict(plain)
        plain.clear()
        plain["anyOf"] = [wrapped, {"type": "null"}]
