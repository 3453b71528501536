"""Adds the texts of `openapi/corrections/texts/*.json` to the document.

`operations.json` has a `summary` for each operationId, optionally a `description` and texts for `parameters`.
`parameters.json` has texts for all parameters of a name; `fields.json` for `Schema.field` or `*.field`; `schemas.json`,
`tags.json` and `scopes.json` for schemas, tags and OAuth scopes. A text for something unknown fails the run.
"""

from __future__ import annotations

from typing import Any, Final

from .correction_set import CorrectionSet
from .problems import Edit, Problem
from .walk import endpoints

_FILES: Final = ("operations", "parameters", "fields", "schemas", "tags", "scopes")


def apply_texts(document: dict[str, Any], ours: CorrectionSet) -> list[Problem]:
    """Add summaries and descriptions to the document, and return a problem for every unused text."""
    texts: dict[str, dict[str, Any]] = {name: ours.get(f"texts/{name}.json", {}) for name in _FILES}
    used: dict[str, set[str]] = {name: set() for name in _FILES}
    _operations(document, texts, used)
    _fields(document, texts["fields"], used["fields"])
    for name, schema in document["components"]["schemas"].items():
        _describe(schema, texts["schemas"], used["schemas"], name)
    names = {tag for endpoint in endpoints(document) for tag in endpoint.operation["tags"]}
    document["tags"] = [{"name": name} for name in sorted(names)]
    for tag in document["tags"]:
        _describe(tag, texts["tags"], used["tags"], tag["name"])
    _scopes(document, texts["scopes"], used["scopes"])
    problems = [
        Problem(
            f"texts/{name}.json: {key!r} belongs to nothing, delete it or correct the name",
            Edit(f"texts/{name}.json", (key,)),
        )
        for name in _FILES
        for key in sorted(set(texts[name]) - used[name])
    ]
    return problems + _unknown_parameters(document, texts["operations"])


def _operations(document: dict[str, Any], texts: dict[str, Any], used: dict[str, set[str]]) -> None:
    """Add the texts of operations and their parameters."""
    for endpoint in endpoints(document):
        text = texts["operations"].get(endpoint.id, {})
        if text:
            used["operations"].add(endpoint.id)
        for key in ("summary", "description"):
            if key in text:
                endpoint.operation[key] = text[key]
        for parameter in endpoint.operation.get("parameters", []):
            _describe(parameter, texts["parameters"], used["parameters"], parameter["name"])
            if parameter["name"] in text.get("parameters", {}):
                parameter["description"] = text["parameters"][parameter["name"]]


def _fields(document: dict[str, Any], texts: dict[str, str], used: set[str]) -> None:
    """Add the texts of fields; a text for `Schema.field` takes precedence over one for `*.field`."""
    for name, schema in document["components"]["schemas"].items():
        for field, shape in schema.get("properties", {}).items():
            if "$ref" in shape:
                used |= {key for key in (f"*.{field}", f"{name}.{field}") if key in texts}
                if f"{name}.{field}" in texts or f"*.{field}" in texts:
                    # OpenAPI 3.0 ignores all keys next to a $ref.
                    schema["properties"][field] = shape = {"allOf": [dict(shape)]}
            _describe(shape, texts, used, f"*.{field}")
            _describe(shape, texts, used, f"{name}.{field}")


def _scopes(document: dict[str, Any], texts: dict[str, str], used: set[str]) -> None:
    """Add every scope that an operation needs, with its text."""
    needed = {
        scope
        for endpoint in endpoints(document)
        for demand in endpoint.operation.get("security", [])
        for scope in demand.get("oauth2", [])
    }
    scheme: dict[str, Any] = document["components"]["securitySchemes"].get("oauth2", {})
    for flow in scheme.get("flows", {}).values():
        flow["scopes"] = {scope: texts.get(scope, "") for scope in sorted(needed | set(flow["scopes"]))}
        used |= set(flow["scopes"]) & set(texts)


def _describe(node: dict[str, Any], texts: dict[str, str], used: set[str], key: str) -> None:
    """Add one description, if there is a text for it."""
    if key in texts:
        used.add(key)
        node["description"] = texts[key]


def _unknown_parameters(document: dict[str, Any], texts: dict[str, Any]) -> list[Problem]:
    """Return a problem for each text of a parameter that its operation does not have."""
    return [
        Problem(
            f"texts/operations.json: {endpoint.id} has no parameter {name!r}, delete it or correct the name",
            Edit("texts/operations.json", (endpoint.id, "parameters", name)),
        )
        for endpoint in endpoints(document)
        for name in sorted(
            set(texts.get(endpoint.id, {}).get("parameters", {}))
            - {parameter["name"] for parameter in endpoint.operation.get("parameters", [])}
        )
    ]
