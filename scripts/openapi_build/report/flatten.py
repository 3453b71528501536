"""Converts a document to a flat list of things and their facets, for comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ..walk import endpoints, is_object, references, request_schemas, response_schemas, schema_nodes

LIMITS: Final = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"),
    *("pattern", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
)
_POLICY: Final = ("effect", "cost", "reach", "platforms")


class Thing(NamedTuple):
    """A part of a document: its kind, its owner, and its name.

    An `operation` and a `schema` have their id as owner and no name. Names of parameters have the form `query limit`,
    names of fields the form `address.city`, and the name of a `response` is its status.
    """

    kind: str
    owner: str
    name: str = ""


Facets = dict[str, Any]
"""The facets of a thing: `type`, `required`, `enum`, `scopes`, ..."""


class Facts(NamedTuple):
    """All things of a document.

    Attributes:
        things: Every thing with its facets.
        users: For each schema, the ids of the operations that use it.
        sides: For each schema, `request`, `response` or `both`.
    """

    things: dict[Thing, Facets]
    users: dict[str, set[str]]
    sides: dict[str, str]


def facts_of(document: Mapping[str, Any]) -> Facts:
    """Return the things of a built document."""
    things: dict[Thing, Facets] = {}
    users: dict[str, set[str]] = defaultdict(set)
    inside = {name: set(references(schema)) for name, schema in document["components"]["schemas"].items()}
    for endpoint in endpoints(document):
        things.update(_operation(endpoint.id, endpoint.path, endpoint.method, endpoint.operation))
        for name in _reached(set(references(endpoint.operation)), inside):
            users[name].add(endpoint.id)
    for name, schema in document["components"]["schemas"].items():
        things[Thing("schema", name)] = _shape(schema)
        for field, shape, required in _fields(schema):
            things[Thing("field", name, field)] = {**_shape(shape), "required": required}
    for scheme in document["components"].get("securitySchemes", {}).values():
        for flow in scheme.get("flows", {}).values():
            things.update({Thing("scope", scope): {} for scope in flow.get("scopes", {})})
    in_requests, in_responses = request_schemas(document), response_schemas(document)
    sides = {
        name: "both"
        if name in in_requests & in_responses
        else "request"
        if name in in_requests
        else "response"
        for name in document["components"]["schemas"]
    }
    return Facts(things, dict(users), sides)


def _reached(names: set[str], inside: dict[str, set[str]]) -> set[str]:
    """Return schemas with all schemas that they refer to, directly or indirectly."""
    reached: set[str] = set()
    while names - reached:
        reached |= names
        names = {one for name in names for one in inside.get(name, ())}
    return reached


def _operation(
    name: str, path: str, method: str, operation: dict[str, Any]
) -> Iterator[tuple[Thing, Facets]]:
    """Yield an operation, its parameters, its body and its responses."""
    yield (
        Thing("operation", name),
        {
            "path": f"{method.upper()} {path}",
            "tag": operation["tags"][0],
            "deprecated": bool(operation.get("deprecated")),
            "scopes": _scopes(operation.get("security", [])),
            **{key: operation.get(f"x-{key}") for key in _POLICY if f"x-{key}" in operation},
        },
    )
    for parameter in operation.get("parameters", []):
        required = parameter["in"] == "path" or bool(parameter.get("required"))
        stated = {
            **_shape(parameter["schema"]),
            "required": required,
            "deprecated": bool(parameter.get("deprecated")),
        }
        style = {key: parameter[key] for key in ("style", "explode") if key in parameter}
        yield Thing("parameter", name, f"{parameter['in']} {parameter['name']}"), {**stated, **style}
        yield from _nested("parameter", name, f"{parameter['in']} {parameter['name']}", parameter["schema"])
    body = operation.get("requestBody")
    if body:
        yield Thing("body", name), {**_content(body), "required": bool(body.get("required"))}
        yield from _nested("body", name, "", next(iter(body["content"].values()))["schema"])
    for status, response in operation["responses"].items():
        yield Thing("response", name, status), _content(response)
        for media in list(response.get("content", {}).values())[:1]:
            yield from _nested("response", name, status, media["schema"])


def _nested(kind: str, owner: str, name: str, schema: dict[str, Any]) -> Iterator[tuple[Thing, Facets]]:
    """Yield the fields of an inline schema."""
    for field, shape, required in _fields(schema):
        yield Thing(kind, owner, f"{name} {field}".strip()), {**_shape(shape), "required": required}


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield every field of a schema: its dotted path, its schema, and whether it is required."""
    for prefix, node in schema_nodes(schema, ""):
        for name, shape in node.get("properties", {}).items():
            yield f"{prefix}.{name}".strip("."), shape, name in node.get("required", [])


def _content(holder: dict[str, Any]) -> Facets:
    """Return the facets of a body or a response."""
    content = holder.get("content", {})
    shape = _shape(next(iter(content.values()))["schema"]) if content else {}
    return {"media": tuple(sorted(content)), **shape}


def _shape(schema: Any) -> Facets:
    """Return the facets of a value: its type as one string, its enum, limits and default."""
    stated: Facets = {"type": _type(schema)}
    inner = _innermost(schema)
    if "enum" in inner:
        stated["enum"] = list(inner["enum"])
    if "default" in schema:
        stated["default"] = schema["default"]
    stated["nullable"] = bool(schema.get("nullable"))
    stated["deprecated"] = bool(schema.get("deprecated"))
    limits = {key: node[key] for node in (inner, schema) for key in LIMITS if key in node}
    return {**stated, **limits}


def _innermost(schema: Any) -> dict[str, Any]:
    """Return the schema of the innermost items of nested lists."""
    while is_object(schema) and is_object(schema.get("items")):
        schema = schema["items"]
    return schema if is_object(schema) else {}


def _type(schema: Any) -> str:
    """Return a type as one string: `string date-time`, `[HistoryEntryResponse]`."""
    if not is_object(schema) or not schema:
        return "anything"
    if "$ref" in schema:
        return next(references(schema), str(schema["$ref"]))
    for key, sign in {"allOf": " & ", "anyOf": " | ", "oneOf": " | "}.items():
        if key in schema:
            return sign.join(_type(part) for part in schema[key])
    if schema.get("type") == "array" or "items" in schema:
        return f"[{_type(schema.get('items', {}))}]"
    if is_object(schema.get("additionalProperties")):
        return f"map of {_type(schema['additionalProperties'])}"
    kind = schema.get("type", "object" if "properties" in schema else "anything")
    return f"{kind} {schema['format']}" if "format" in schema else kind


def _scopes(security: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the alternative requirements as sorted strings, or no strings if no login is needed."""
    return tuple(
        sorted(
            " and ".join(
                f"{name} {' '.join(sorted(scopes))}".strip() for name, scopes in sorted(demand.items())
            )
            for demand in security
        )
    )
