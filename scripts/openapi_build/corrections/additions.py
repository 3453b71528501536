"""Applies the `additions` in `openapi/corrections`: parts of the API that the published document lacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from ..normalize import bare
from ..problems import Edit, Problem
from ..walk import Endpoint, endpoints, endpoints_by_id
from .correction_set import CorrectionSet
from .entries import files_with_entries
from .steps import open_enums

Parts = dict[str, Any]
Problems = list[Problem]


class Section(NamedTuple):
    """The additions of one file."""

    file: str
    content: Parts

    def edit(self, *keys: str, **options: Any) -> Edit:
        """Return an edit that deletes one entry of the additions."""
        return Edit(self.file, ("additions", *keys), **options)


def apply_additions(document: dict[str, Any], ours: CorrectionSet) -> Problems:
    """Add operations, schemas, fields, parameters, bodies and responses, and mark deprecated and optional parts.

    Every entry must add something. An entry that has been published in the meantime, or whose target no longer exists,
    is a problem. A published field is also a problem, unless `replaces` contains the published form that ours replaces.
    """
    sections = [
        Section(file, ours[file]["additions"])
        for file in files_with_entries(ours)
        if "additions" in ours[file]
    ]
    problems = [
        Problem(f'{section.file}, "additions": {key!r} is not one of the known parts: {", ".join(_PARTS)}')
        for section in sections
        for key in sorted(set(section.content) - {"reason", "replaces", *_PARTS})
    ]
    # A part of all files before the next one: fields are added to the schemas of other files.
    for part, apply in _PARTS.items():
        for section in sections:
            problems += apply(document, section.content.get(part, {}), section)
    for section in sections:
        problems += _replacing_nothing(section) + _without_reason(section)
    # Our own enums in responses are open like the published ones; their number is not checked.
    open_enums(document, {})
    return problems


def _published(added: Section, what: str, same: bool, *keys: str) -> Problem:
    """Return the problem for an addition that is now published, with an edit that deletes ours if both are equal."""
    if same:
        return Problem(
            f"{added.file}: {what} is published by now, just like here: delete it here", added.edit(*keys)
        )
    return Problem(f"{added.file}: {what} is published by now: compare and delete it here")


def _schemas(document: dict[str, Any], entries: Parts, added: Section) -> Problems:
    schemas = document["components"]["schemas"]
    problems = [
        _published(added, f"the schema {name}", bare(schemas[name]) == bare(schema), "schemas", name)
        for name, schema in entries.items()
        if name in schemas
    ]
    schemas.update(entries)
    return problems


def _schema_fields(document: dict[str, Any], entries: Parts, added: Section) -> Problems:
    problems: Problems = []
    for name, fields in entries.items():
        schema = document["components"]["schemas"].get(name)
        if schema is None:
            text = (
                f"{added.file}: there is no schema {name} to add fields to: delete them or correct the name"
            )
            problems.append(Problem(text))
            continue
        present: dict[str, Any] = schema.setdefault("properties", {})
        for field, shape in fields.items():
            problems += _field_problem(f"{name}.{field}", present.get(field), shape, added)
            present[field] = shape
    return problems


def _field_problem(field: str, present: Any, shape: Any, added: Section) -> Problems:
    """Return the problems of one of our fields, compared with its published form."""
    keys = ("schema_fields", *field.split(".", 1))
    replaces: Parts = added.content.get("replaces", {})
    if present is None:
        if field not in replaces:
            return []
        return [
            Problem(f'{added.file}: the field {field} is no longer published: delete its entry in "replaces"')
        ]
    if bare(present) == bare(shape):
        text = f"{added.file}: the field {field} is published like this by now: delete it here"
        return [Problem(text, added.edit(*keys))]
    if present != replaces.get(field):
        text = (
            f"{added.file}: the field {field} is published as {present} by now: take into ours what is new in it, "
            'then write what is published into "replaces"'
        )
        return [Problem(text)]
    return []


def _paths(document: dict[str, Any], entries: Parts, added: Section) -> Problems:
    ids = set(endpoints_by_id(document))
    problems: Problems = []
    for path, item in entries.items():
        for method, operation in item.items():
            present = document["paths"].get(path, {}).get(method)
            if present is not None:
                same = _gist(present) == _gist(operation)
                problems.append(_published(added, f"{method.upper()} {path}", same, "paths", path, method))
            elif operation["operationId"] in ids:
                text = f"{added.file}: the operationId {operation['operationId']} is taken: choose another"
                problems.append(Problem(text))
                continue
            document["paths"].setdefault(path, {})[method] = operation
    return problems


def _gist(operation: dict[str, Any]) -> dict[str, Any]:
    """Return an operation without prose and error responses, for comparison."""
    gist = bare(operation)
    gist.setdefault("parameters", [])
    gist["responses"] = {
        status: response.get("content") for status, response in gist["responses"].items() if status[0] == "2"
    }
    return gist


def _parameters(document: dict[str, Any], entries: Parts, added: Section) -> Problems:
    problems = _unknown(document, entries, "parameters", added)
    for endpoint, parameters in _existing(document, entries):
        present = endpoint.operation.setdefault("parameters", [])
        for parameter in parameters:
            twin = next((one for one in present if _parameter_key(one) == _parameter_key(parameter)), None)
            if twin is None:
                present.append(parameter)
                continue
            keys = ("parameters", endpoint.id, parameter["name"])
            same = bare({"required": False, **twin}) == bare({"required": False, **parameter})
            problems.append(
                _published(added, f"the parameter {endpoint.id}.{parameter['name']}", same, *keys)
            )
    return problems


def _parameter_key(parameter: dict[str, Any]) -> tuple[str, str]:
    """Return the unique key of a parameter within its operation."""
    return parameter["in"], parameter["name"]


def _request_bodies(document: dict[str, Any], entries: Parts, added: Section) -> Problems:
    problems = _unknown(document, entries, "request_bodies", added)
    for endpoint, body in _existing(document, entries):
        present = endpoint.operation.get("requestBody")
        if present is not None:
            same = bare(present) == bare(body)
            problems.append(
                _published(added, f"the request body of {endpoint.id}", same, "request_bodies", endpoint.id)
            )
        endpoint.operation["requestBody"] = body
    return problems


def _responses(document: dict[str, Any], entries: Parts, added: Section) -> Problems:
    problems = _unknown(document, entries, "responses", added)
    for endpoint, responses in _existing(document, entries):
        for status, response in responses.items():
            present = endpoint.operation["responses"].get(status, {}).get("content")
            if present:
                same = bare(present) == bare(response.get("content"))
                what = f"the response {status} of {endpoint.id}"
                problems.append(_published(added, what, same, "responses", endpoint.id, status))
            endpoint.operation["responses"][status] = response
    return problems


def _deprecated(document: dict[str, Any], entries: list[str], added: Section) -> Problems:
    markable: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints(document):
        markable[endpoint.id] = endpoint.operation
        for parameter in endpoint.operation.get("parameters", []):
            markable[f"{endpoint.id}.{parameter['name']}"] = parameter
    problems: Problems = []
    for entry in entries:
        if entry not in markable or markable[entry].get("deprecated"):
            text = (
                f'{added.file}: "deprecated": {entry} does not exist, or is deprecated by now: delete it here'
            )
            problems.append(Problem(text, added.edit("deprecated", entry)))
        else:
            markable[entry]["deprecated"] = True
    return problems


def _optional(document: dict[str, Any], entries: list[str], added: Section) -> Problems:
    problems: Problems = []
    for entry in entries:
        name, _, field = entry.partition(".")
        schema = document["components"]["schemas"].get(name, {})
        if field not in schema.get("required", []):
            text = f'{added.file}: "optional": {entry} does not exist, or is optional by now: delete it here'
            safe = field in schema.get("properties", {})
            problems.append(Problem(text, added.edit("optional", entry, safe=safe)))
            continue
        schema["required"].remove(field)
        if not schema["required"]:
            del schema["required"]
    return problems


_PARTS: Final[dict[str, Callable[[dict[str, Any], Any, Section], Problems]]] = {
    "schemas": _schemas,
    "schema_fields": _schema_fields,
    "paths": _paths,
    "parameters": _parameters,
    "request_bodies": _request_bodies,
    "responses": _responses,
    "deprecated": _deprecated,
    "optional": _optional,
}


def _unknown(document: dict[str, Any], entries: Parts, part: str, added: Section) -> Problems:
    """Return a problem for each entry whose operation does not exist."""
    return [
        Problem(
            f"{added.file}: there is no operation {name}: delete its entry or correct the name",
            added.edit(part, name, unless_new="operation"),
        )
        for name in sorted(set(entries) - set(endpoints_by_id(document)))
    ]


def _existing(document: dict[str, Any], entries: Parts) -> list[tuple[Endpoint, Any]]:
    """Return the entries whose operation exists, each with its operation."""
    by_id = endpoints_by_id(document)
    return [(by_id[name], entry) for name, entry in entries.items() if name in by_id]


def _replacing_nothing(added: Section) -> Problems:
    """Return a problem for each entry in `replaces` that belongs to none of our fields."""
    fields = {
        f"{name}.{field}" for name, some in added.content.get("schema_fields", {}).items() for field in some
    }
    return [
        Problem(
            f'{added.file}: the "replaces" of {name} belongs to nothing: delete it',
            added.edit("replaces", name),
        )
        for name in sorted(set(added.content.get("replaces", {})) - fields)
    ]


def _without_reason(added: Section) -> Problems:
    """Return a problem for each addition without a reason, and for each unused reason."""
    reasons: dict[str, str] = added.content.get("reason", {})
    needed = {one["operationId"] for item in added.content.get("paths", {}).values() for one in item.values()}
    needed |= {
        f"{name}.{field}" for name, some in added.content.get("schema_fields", {}).items() for field in some
    }
    needed |= {
        f"{name}.{one['name']}" for name, some in added.content.get("parameters", {}).items() for one in some
    }
    needed |= set(added.content.get("request_bodies", {})) | set(added.content.get("responses", {}))
    needed |= set(added.content.get("deprecated", [])) | set(added.content.get("optional", []))
    return [
        Problem(f'{added.file}: give {name} a "reason"')
        for name in sorted(needed - {name for name, text in reasons.items() if text})
    ] + [
        Problem(
            f'{added.file}: the "reason" of {name} belongs to nothing: delete it',
            added.edit("reason", name),
        )
        for name in sorted(set(reasons) - needed)
    ]
