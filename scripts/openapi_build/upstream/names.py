"""Rejects names that could inject code or paths into the generated client.

Operations, tags and schemas become files; parameters, fields and values become code. The generator escapes its output;
this additional check rejects malformed and malicious documents before it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ..failures import BuildFailure
from ..walk import SCHEMA_PREFIX, endpoints, is_array, is_object, schema_nodes

_MOST_NAMED: Final = 12
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}", re.ASCII)
_FORMS: Final = {
    "operationId": _NAME,
    "tag": re.compile(r"[A-Za-z][A-Za-z0-9 _-]{0,59}", re.ASCII),
    "schema": re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}", re.ASCII),
    "field": re.compile(r"[_$@]?[A-Za-z][A-Za-z0-9_.:-]{0,99}", re.ASCII),
    "parameter": re.compile(r"[_$@]?[A-Za-z][A-Za-z0-9_.:\[\]-]{0,99}", re.ASCII),
    "path": re.compile(r"/|(?:/(?!\.+(?:/|$))(?:[A-Za-z0-9._~-]+|\{[A-Za-z][A-Za-z0-9_]*\})+)+/?", re.ASCII),
    "media type": re.compile(r"[A-Za-z0-9*][A-Za-z0-9.+*-]*/[A-Za-z0-9*][A-Za-z0-9.+*-]*", re.ASCII),
    "status": re.compile(r"[1-5](?:[0-9]{2}|XX)|default", re.ASCII),
    "scope": re.compile(r"[A-Za-z][A-Za-z0-9:._-]{0,99}", re.ASCII),
    "security scheme": _NAME,
    "format": re.compile(r"[A-Za-z][A-Za-z0-9-]{0,39}", re.ASCII),
    "reference": re.compile(re.escape(SCHEMA_PREFIX) + r"[A-Za-z][A-Za-z0-9_.-]{0,99}", re.ASCII),
}
# What the generated code calls its own things: an argument or an attribute of that name would take their place.
_TAKEN: Final = {
    "field": {"to_dict", "from_dict", "additional_properties", "additional_keys"},
    "parameter": {"body", "build_request", "build_response", "headers", "params", "quote"},
}
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")


def check_names(document: dict[str, Any]) -> None:
    """Check every name and every value in a normalized document.

    Raises:
        BuildFailure: Names or values are invalid or would overwrite each other. The message lists them.
    """
    found = list(_names_in(document))
    problems = [f"{kind} {name!r}" for kind, name in found if not _FORMS[kind].fullmatch(name)]
    problems += [f"value {value!r}" for value in _values(document) if not _harmless(value)]
    problems += [f"{kind} {name!r}" for kind, name in found if _snake(name) in _TAKEN.get(kind, ())]
    for kind in ("operationId", "tag", "schema"):
        problems += _clashes(kind, {name for one, name in found if one == kind})
    for schema in _schemas(document):
        problems += _clashes("field", schema.get("properties", {}))
    for endpoint in endpoints(document):
        problems += _clashes("parameter", [one["name"] for one in endpoint.operation.get("parameters", [])])
    if problems:
        listed = ", ".join(dict.fromkeys(problems[:_MOST_NAMED]))
        raise BuildFailure(f"the document has invalid names, so nothing was generated: {listed}")


def _names_in(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every name with its kind."""
    for endpoint in endpoints(document):
        yield "path", endpoint.path
        yield "operationId", endpoint.id
        yield from (("tag", tag) for tag in endpoint.operation["tags"])
        yield from (("parameter", one["name"]) for one in endpoint.operation.get("parameters", []))
        yield from (("status", status) for status in endpoint.operation["responses"])
        for demand in endpoint.operation.get("security", []):
            yield from (("security scheme", name) for name in demand)
            yield from (("scope", scope) for scopes in demand.values() for scope in scopes)
        holders = [endpoint.operation.get("requestBody", {}), *endpoint.operation["responses"].values()]
        yield from (("media type", media) for holder in holders for media in holder.get("content", {}))
    yield from (("schema", name) for name in document["components"]["schemas"])
    for schema in _schemas(document):
        yield from (("field", name) for name in schema.get("properties", {}))
        for key, kind in {"format": "format", "$ref": "reference"}.items():
            if key in schema:
                yield kind, str(schema[key])


def _schemas(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every schema, including nested and inline ones."""
    starts: list[Any] = list(document["components"]["schemas"].values())
    for endpoint in endpoints(document):
        starts += [one["schema"] for one in endpoint.operation.get("parameters", [])]
        for holder in (endpoint.operation.get("requestBody", {}), *endpoint.operation["responses"].values()):
            starts += [media["schema"] for media in holder.get("content", {}).values()]
    for start in starts:
        yield from (schema for _, schema in schema_nodes(start))


def _values(document: dict[str, Any]) -> Iterator[Any]:
    """Yield the values that become code or a part of a URL."""
    yield document["servers"][0]["url"]
    for schema in _schemas(document):
        yield from schema.get("enum", [])
        yield from schema.get("required", [])
        if "default" in schema:
            yield schema["default"]


def _harmless(value: Any) -> bool:
    """Return whether a value is a number, a boolean, null, or a short plain string."""
    if is_array(value) or is_object(value):
        return not value
    return not isinstance(value, str) or (
        len(value) <= 200 and value.isprintable() and not set(value) & set("\"'`\\{}<>")
    )


def _clashes(kind: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the names that would become the same file."""
    seen: dict[str, str] = {}
    for name in sorted(names):
        twin = seen.setdefault(_snake(name), name)
        if twin != name:
            yield f"{kind} {twin!r} beside {kind} {name!r}"


def _snake(name: str) -> str:
    """Return a name in the form for files and arguments (snake case)."""
    return "_".join(part.lower() for part in _HUMP.split(name) if part)
