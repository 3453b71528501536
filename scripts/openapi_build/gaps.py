"""Finds what is missing in our data, and the files where to add it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from .corrections.entries import SHARED, homes_of_schemas, tag_file
from .corrections.values import HARMLESS
from .walk import endpoints, is_object, request_schemas

_MARKS: Final = ("x-id-kind", "x-recipient", "x-secret", "x-text", "enum", HARMLESS)
_WHAT_IT_IS: Final = (
    'add "id_kind", "recipient", "secret" or "text", or "harmless" with what it contains instead of an id or '
    "a number"
)


class Gap(NamedTuple):
    """Something that is missing.

    Attributes:
        name: The operation, parameter, field, tag or scope.
        text: The file, and what to write into it.
        policy: Whether an operation has no entry at all: it gets the most restrictive policy.
    """

    name: str
    text: str
    policy: bool = False


def fill_gaps(document: dict[str, Any]) -> list[Gap]:
    """Return what is missing, and set a placeholder as summary of operations without one."""
    homes = homes_of_schemas(document)
    gaps = [
        *_operation_gaps(document),
        *_parameter_gaps(document),
        *_tag_and_scope_gaps(document),
        *_field_gaps(document, homes),
    ]
    _remove_harmless(document)
    return gaps


def _operation_gaps(document: dict[str, Any]) -> Iterator[Gap]:
    for endpoint in endpoints(document):
        operation, where = endpoint.operation, f'{tag_file(endpoint.operation["tags"][0])}, "operations": '
        if operation.get("x-policy") == "default":
            text = f'{where}give {endpoint.id} an entry with "effect", "cost", "reach" and "platforms"'
            yield Gap(endpoint.id, text, policy=True)
        if "summary" not in operation:
            operation["summary"] = f"{endpoint.id}, not described yet"
            yield Gap(endpoint.id, f'{where}give {endpoint.id} a "summary"')
        operation.setdefault("security", [])


def _parameter_gaps(document: dict[str, Any]) -> Iterator[Gap]:
    for endpoint in endpoints(document):
        for parameter in endpoint.operation.get("parameters", []):
            name = f"{endpoint.id}.{parameter['name']}"
            where = f'{tag_file(endpoint.operation["tags"][0])}, "parameters": '
            if "description" not in parameter:
                yield Gap(name, f'{where}give "{name}" a "description"')
            if parameter["name"].endswith(("Id", "Ids")) and "x-id-kind" not in parameter:
                yield Gap(name, f'{where}give "{name}" an "id_kind"')
            elif parameter["in"] != "header" and _is_unmarked(parameter, parameter["schema"]):
                yield Gap(name, f'{where}to "{name}" {_WHAT_IT_IS}')


def _field_gaps(document: dict[str, Any], homes: dict[str, str]) -> Iterator[Gap]:
    schemas = document["components"]["schemas"]
    for schema in sorted(request_schemas(document) & set(schemas)):
        for field, shape in schemas[schema].get("properties", {}).items():
            name, where = f"{schema}.{field}", f'{homes[schema]}, "fields": '
            if "description" not in shape:
                yield Gap(name, f'{where}give "{name}" a "description"')
            if _is_unmarked(shape, shape):
                yield Gap(name, f'{where}to "{name}" {_WHAT_IT_IS}')


def _is_unmarked(holder: dict[str, Any], shape: Any) -> bool:
    """Return whether a parameter or a field may contain an id or a number, and has no mark."""
    return not any(mark in holder for mark in _MARKS) and _may_hold_an_id(shape)


def _may_hold_an_id(shape: Any) -> bool:
    """Return whether a schema without a mark takes texts or numbers; references have marks of their own."""
    if not is_object(shape) or "$ref" in shape or any(mark in shape for mark in _MARKS):
        return False
    below = [*shape.get("properties", {}).values(), shape.get("items"), shape.get("additionalProperties")]
    below += [part for key in ("allOf", "anyOf", "oneOf") for part in shape.get(key, [])]
    return shape.get("type") in ("string", "integer", "number") or any(
        _may_hold_an_id(part) for part in below
    )


def _tag_and_scope_gaps(document: dict[str, Any]) -> Iterator[Gap]:
    for tag in document["tags"]:
        if "description" not in tag:
            yield Gap(tag["name"], f'{tag_file(tag["name"])}: write a "description" of the tag')
    for flow in document["components"]["securitySchemes"].get("oauth2", {}).get("flows", {}).values():
        for scope, text in flow["scopes"].items():
            if not text:
                yield Gap(scope, f'{SHARED}, "scopes": describe {scope}')


def _remove_harmless(document: dict[str, Any]) -> None:
    for endpoint in endpoints(document):
        for parameter in endpoint.operation.get("parameters", []):
            parameter.pop(HARMLESS, None)
    for schema in document["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            field.pop(HARMLESS, None)
