"""Puts what an operation does into the document as ``x-`` data: ``openapi/corrections/policy/*.json``.

``operations.json``: for each operationId its ``effect``, ``cost``, ``reach`` and ``platforms``.
``fields.json``: the kinds of ids of parameters and fields, the telephone numbers that something is sent to,
the secrets, and the texts written by people. An entry for something that does not exist fails the run.
"""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any

from .failures import BuildFailure
from .layout import read_json
from .walk import Endpoint, endpoints

# What counts for an operation of which nothing is known yet: the most careful reading.
CAREFUL: dict[str, Any] = {
    "effect": "destructive",
    "cost": "charged",
    "reach": "account",
    "platforms": ["classic", "neo"],
}
_ALLOWED = {
    "effect": {"read", "write", "destructive"},
    "cost": {"none", "charged"},
    "reach": {"own", "account"},
    "platforms": {"classic", "neo"},
    "text": {"message", "outsider"},
}
_ID_KINDS = frozenset(
    (
        *(
            "user",
            "device",
            "phoneline",
            "faxline",
            "sms",
            "smsCallerId",
            "number",
            "entry",
            "call",
            "contact",
        ),
        *(
            "group",
            "voicemail",
            "greeting",
            "notification",
            "parallelForwarding",
            "address",
            "porting",
            "client",
        ),
        *("event", "label", "channel", "connection", "extension", "blockedNumber", "simId", "data"),
    )
)


def apply_policy(document: dict[str, Any], folder: Path) -> set[str]:
    """Write ``x-effect``, ``x-cost``, ``x-reach``, ``x-platforms``, ``x-id-kind`` and the like.

    Returns:
        The operationIds without an entry of their own, which got the most careful one.

    Raises:
        BuildFailure: Names every entry that belongs to nothing or says something unknown.
    """
    problems: list[str] = []
    operations = _read(folder / "operations.json")
    fields = _read(folder / "fields.json")
    without = _operations(document, operations, problems)
    kinds = fields.get("id_kinds", {})
    _parameter_kinds(document, kinds, problems)
    _mark_fields(document, kinds.get("fields", {}), "x-id-kind", _ID_KINDS, problems)
    for key, mark in {"recipients": "x-recipient", "secrets": "x-secret"}.items():
        _mark_fields(document, dict.fromkeys(fields.get(key, []), True), mark, {True}, problems)
    _mark_fields(document, fields.get("texts", {}), "x-text", _ALLOWED["text"], problems)
    _secret_parameters(document, fields.get("secret_parameters", []), problems)
    unknown = set(fields) - {"reason", "id_kinds", "recipients", "secrets", "secret_parameters", "texts"}
    problems += [f"fields.json: {key!r} is none of the known parts" for key in sorted(unknown)]
    if problems:
        raise BuildFailure("\n".join(f"policy/{problem}" for problem in problems))
    return without


def _operations(document: dict[str, Any], entries: dict[str, Any], problems: list[str]) -> set[str]:
    """Mark the operations; return those that nobody has said anything about."""
    known = {endpoint.id for endpoint in endpoints(document)}
    problems += [
        f"operations.json: there is no operation {name}, delete its entry or correct the name"
        for name in sorted(set(entries) - known)
    ]
    for endpoint in endpoints(document):
        said: dict[str, Any] = entries.get(endpoint.id, CAREFUL)
        for key, careful in CAREFUL.items():
            value = said.get(key)
            values: set[Any] = set(value or ()) if isinstance(careful, list) else {value}
            if not value or not values <= _ALLOWED[key]:
                allowed = ", ".join(sorted(_ALLOWED[key]))
                problems.append(f'operations.json: {endpoint.id} needs a "{key}", one of {allowed}')
            endpoint.operation[f"x-{key}"] = value
    return known - set(entries)


def _parameter_kinds(document: dict[str, Any], kinds: dict[str, Any], problems: list[str]) -> None:
    """Mark the parameters that are ids, by their name and, stronger, by operation and name."""
    by_name: dict[str, str] = kinds.get("parameters", {})
    by_operation: dict[str, str] = kinds.get("operation_parameters", {})
    used: set[str] = set()
    for endpoint in endpoints(document):
        used |= _mark_parameters(endpoint, by_name, by_operation)
    for key, kind in {**by_name, **by_operation}.items():
        if key not in used:
            problems.append(f"fields.json: there is no parameter {key}, delete it or correct the name")
        if kind not in _ID_KINDS:
            problems.append(f"fields.json: {kind!r} (of {key}) is no kind of id")


def _mark_parameters(endpoint: Endpoint, by_name: dict[str, str], by_operation: dict[str, str]) -> set[str]:
    """Mark the parameters of one operation; return the keys that were of use."""
    used: set[str] = set()
    for parameter in endpoint.operation.get("parameters", []):
        for key, kinds in (
            (parameter["name"], by_name),
            (f"{endpoint.id}.{parameter['name']}", by_operation),
        ):
            if key in kinds:
                parameter["x-id-kind"] = kinds[key]
                used.add(key)
    return used


def _secret_parameters(document: dict[str, Any], keys: list[str], problems: list[str]) -> None:
    """Mark the parameters, named ``operationId.parameter``, that are secrets."""
    parameters = {
        f"{endpoint.id}.{parameter['name']}": parameter
        for endpoint in endpoints(document)
        for parameter in endpoint.operation.get("parameters", [])
    }
    for key in keys:
        if key in parameters:
            parameters[key]["x-secret"] = True
        else:
            problems.append(f"fields.json: there is no parameter {key}, delete it or correct the name")


def _mark_fields(
    document: dict[str, Any], entries: dict[str, Any], mark: str, allowed: Set[Any], problems: list[str]
) -> None:
    """Write one ``x-`` mark on fields named ``Schema.field``; ``*.field`` means that field of every schema."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    for key, value in entries.items():
        name, _, field = key.partition(".")
        shapes = [
            schema["properties"]
            for one, schema in schemas.items()
            if name in ("*", one) and field in schema.get("properties", {})
        ]
        if not shapes:
            problems.append(f"fields.json: there is no field {key}, delete it or correct the name")
        if value not in allowed:
            problems.append(f"fields.json: {value!r} (of {key}) is not a value of {mark}")
        for properties in shapes:
            if "$ref" in properties[field]:
                properties[field] = {"allOf": [properties[field]]}
            properties[field][mark] = value


def _read(path: Path) -> dict[str, Any]:
    """Return the entries of one file; a file that is not there has none."""
    return read_json(path) if path.exists() else {}
