"""Adds our data on parameters and fields to the document: texts, and `x-` data on ids, recipients and secrets.

The key of an entry is `name` (a parameter of every operation) or `operationId.name`, `*.name` (a field of every schema)
or `Schema.name`. The longer key takes precedence. An entry has a `description`, and `id_kind`, `recipient`, `secret`,
`text` or `phone_number` where they apply. If a field or a parameter seems to contain an id or a number
but does not, `harmless` describes what it contains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from ..problems import Problem
from ..walk import endpoints
from .correction_set import CorrectionSet
from .entries import Entry, entries

_MARKS: Final = {
    "id_kind": "x-id-kind",
    "recipient": "x-recipient",
    "secret": "x-secret",
    "text": "x-text",
    "phone_number": "x-phone-number",
}
_ALLOWED: Final = {
    "recipient": {True},
    "secret": {True},
    "text": {"message", "outsider"},
    "phone_number": {"e164", "digits", "part", "any"},
}
HARMLESS: Final = "x-harmless"
"""The key that marks, during the build only, values that are known to be neither ids nor numbers."""


def apply_values(document: dict[str, Any], ours: CorrectionSet) -> list[Problem]:
    """Add texts and `x-` data to parameters and fields, and return the unused and invalid entries."""
    problems: list[Problem] = []
    parameters = _parameters(document)
    for part, kind in (("parameters", "parameter"), ("fields", "field")):
        for entry in sorted(entries(ours, part), key=_precedence):
            nodes = (
                parameters.get(entry.key, []) if kind == "parameter" else list(_fields(document, entry.key))
            )
            if not nodes:
                # Deleting more than a text is not safe if the target may have been renamed.
                only_text = set(entry.value) <= {"description"}
                problems.append(entry.belongs_to_nothing(kind, unless_new="" if only_text else kind))
            problems += _problems(entry, document)
            for node in nodes:
                _mark(node, entry.value)
    return problems


def _precedence(entry: Entry) -> bool:
    """Return whether an entry applies to one operation or one schema. Such entries are applied last."""
    return "." in entry.key and not entry.key.startswith("*.")


def _parameters(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the parameters by the keys of entries: their names, and their names in one operation."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for endpoint in endpoints(document):
        for parameter in endpoint.operation.get("parameters", []):
            for key in (parameter["name"], f"{endpoint.id}.{parameter['name']}"):
                found[key].append(parameter)
    return found


def _fields(document: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """Yield the fields with this name in every schema, or in one schema."""
    name, _, field = key.partition(".")
    for schema_name, schema in document["components"]["schemas"].items():
        properties = schema.get("properties", {})
        if name in ("*", schema_name) and field in properties:
            if "$ref" in properties[field]:
                # OpenAPI 3.0 ignores all keys next to a $ref.
                properties[field] = {"allOf": [properties[field]]}
            yield properties[field]


def _mark(node: dict[str, Any], value: dict[str, Any]) -> None:
    """Add the values of an entry to its parameter or field."""
    node.update({mark: value[key] for key, mark in _MARKS.items() if key in value})
    if value.get("description"):
        node["description"] = value["description"]
    if value.get("harmless"):
        node[HARMLESS] = value["harmless"]


def _problems(entry: Entry, document: dict[str, Any]) -> list[Problem]:
    """Return the problems with an entry."""
    problems: list[Problem] = []
    if unknown := sorted(set(entry.value) - {*_MARKS, "description", "harmless"}):
        problems.append(entry.problem(f"has the unknown keys {', '.join(unknown)}"))
    allowed: dict[str, Any] = {**_ALLOWED, "id_kind": document["x-id-kinds"]}
    problems += [
        entry.problem(
            f'needs as "{key}" one of {", ".join(sorted(map(str, allowed[key])))}, not {entry.value[key]!r}'
        )
        for key in _MARKS
        if key in entry.value and entry.value[key] not in allowed[key]
    ]
    return problems
