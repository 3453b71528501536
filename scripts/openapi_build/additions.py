"""Puts what the published document does not know into it: ``openapi/corrections/additions.json``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .corrections import ADDITIONS
from .failures import BuildFailure
from .layout import read_json
from .steps import open_enums
from .walk import Endpoint, endpoints, endpoints_by_id

Complain = Callable[[str], None]


def apply_additions(document: dict[str, Any], folder: Path) -> None:
    """Add operations, schemas, fields, parameters, bodies and answers, and mark what is deprecated or optional.

    Every entry must add something: one that upstream has by now, or whose place is gone, fails the run.

    Raises:
        BuildFailure: Names every entry that does not fit, with the edit to make.
    """
    added: dict[str, Any] = read_json(folder / ADDITIONS)
    problems: list[str] = []
    unknown = set(added) - {"reason", *_PARTS}
    problems += [f"{key!r} is none of the known parts: {', '.join(_PARTS)}" for key in sorted(unknown)]
    for part, apply in _PARTS.items():
        if part in added:
            apply(document, added[part], problems.append)
    problems += _without_reason(added)
    # Our own enums in answers are as open as the published ones; how many there are is nobody's claim.
    open_enums(document, {})
    if problems:
        raise BuildFailure("\n".join(f"{ADDITIONS}: {problem}" for problem in problems))


def _schemas(document: dict[str, Any], entries: dict[str, Any], complain: Complain) -> None:
    for name, schema in entries.items():
        if name in document["components"]["schemas"]:
            complain(f"the schema {name} is published by now: compare and delete it here")
        document["components"]["schemas"][name] = schema


def _schema_fields(document: dict[str, Any], entries: dict[str, Any], complain: Complain) -> None:
    for name, fields in entries.items():
        schema = document["components"]["schemas"].get(name)
        if schema is None:
            complain(f"there is no schema {name} to add fields to: delete them or correct the name")
            continue
        for field, shape in fields.items():
            if schema.setdefault("properties", {}).get(field) == shape:
                complain(f"the field {name}.{field} is published like this by now: delete it here")
            schema["properties"][field] = shape


def _paths(document: dict[str, Any], entries: dict[str, Any], complain: Complain) -> None:
    ids = set(endpoints_by_id(document))
    for path, item in entries.items():
        for method, operation in item.items():
            if method in document["paths"].get(path, {}):
                complain(f"{method.upper()} {path} is published by now: compare and delete it here")
            elif operation["operationId"] in ids:
                complain(f"the operationId {operation['operationId']} is taken: choose another")
            document["paths"].setdefault(path, {})[method] = operation


def _parameters(document: dict[str, Any], entries: dict[str, Any], complain: Complain) -> None:
    for endpoint, added in _known(document, entries, complain):
        present = endpoint.operation.setdefault("parameters", [])
        for parameter in added:
            if any((one["in"], one["name"]) == (parameter["in"], parameter["name"]) for one in present):
                complain(f"{endpoint.id} has the parameter {parameter['name']} by now: delete it here")
            else:
                present.append(parameter)


def _request_bodies(document: dict[str, Any], entries: dict[str, Any], complain: Complain) -> None:
    for endpoint, body in _known(document, entries, complain):
        if "requestBody" in endpoint.operation:
            complain(f"{endpoint.id} has a request body by now: compare and delete it here")
        endpoint.operation["requestBody"] = body


def _responses(document: dict[str, Any], entries: dict[str, Any], complain: Complain) -> None:
    for endpoint, answers in _known(document, entries, complain):
        for status, answer in answers.items():
            if endpoint.operation["responses"].get(status, {}).get("content"):
                complain(f"{endpoint.id} declares an answer {status} by now: compare and delete it here")
            endpoint.operation["responses"][status] = answer


def _deprecated(document: dict[str, Any], entries: list[str], complain: Complain) -> None:
    markable: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints(document):
        markable[endpoint.id] = endpoint.operation
        for parameter in endpoint.operation.get("parameters", []):
            markable[f"{endpoint.id}.{parameter['name']}"] = parameter
    for entry in entries:
        if entry not in markable or markable[entry].get("deprecated"):
            complain(f'"deprecated": {entry} does not exist, or is deprecated by now: delete it here')
        else:
            markable[entry]["deprecated"] = True


def _optional(document: dict[str, Any], entries: list[str], complain: Complain) -> None:
    for entry in entries:
        name, _, field = entry.partition(".")
        schema = document["components"]["schemas"].get(name, {})
        if field not in schema.get("required", []):
            complain(f'"optional": {entry} does not exist, or is optional by now: delete it here')
            continue
        schema["required"].remove(field)
        if not schema["required"]:
            del schema["required"]


_PARTS: dict[str, Callable[[dict[str, Any], Any, Complain], None]] = {
    "schemas": _schemas,
    "schema_fields": _schema_fields,
    "paths": _paths,
    "parameters": _parameters,
    "request_bodies": _request_bodies,
    "responses": _responses,
    "deprecated": _deprecated,
    "optional": _optional,
}


def _known(
    document: dict[str, Any], entries: dict[str, Any], complain: Complain
) -> list[tuple[Endpoint, Any]]:
    """Return the entries with their operations; complain of those whose operation does not exist."""
    known = endpoints_by_id(document)
    for name in entries:
        if name not in known:
            complain(f"there is no operation {name}: delete its entry or correct the name")
    return [(known[name], entry) for name, entry in entries.items() if name in known]


def _without_reason(added: dict[str, Any]) -> list[str]:
    """Say which additions lack a reason, and which reasons belong to nothing."""
    reasons: dict[str, str] = added.get("reason", {})
    wanted = {one["operationId"] for item in added.get("paths", {}).values() for one in item.values()}
    wanted |= {
        f"{name}.{field}" for name, fields in added.get("schema_fields", {}).items() for field in fields
    }
    wanted |= {f"{name}.{one['name']}" for name, some in added.get("parameters", {}).items() for one in some}
    wanted |= set(added.get("request_bodies", {})) | set(added.get("responses", {}))
    wanted |= set(added.get("deprecated", [])) | set(added.get("optional", []))
    return [f'give {name} a "reason"' for name in sorted(wanted - set(reasons))] + [
        f'the "reason" of {name} belongs to nothing: delete it' for name in sorted(set(reasons) - wanted)
    ]
