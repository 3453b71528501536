"""Traversal of an OpenAPI document: its operations, its schemas, and their use in requests and responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeGuard

METHODS: Final = ("get", "put", "post", "delete", "patch", "head", "options")
SCHEMA_PREFIX: Final = "#/components/schemas/"


def is_object(node: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether a node of a document is an object."""
    return isinstance(node, dict)


def is_array(node: Any) -> TypeGuard[list[Any]]:
    """Return whether a node of a document is an array."""
    return isinstance(node, list)


def copy_json(node: Any) -> Any:
    """Return a copy of JSON that shares no object or array with it (several times as fast as `deepcopy`)."""
    if is_object(node):
        return {key: copy_json(value) for key, value in node.items()}
    if is_array(node):
        return [copy_json(value) for value in node]
    return node


class Endpoint(NamedTuple):
    """One operation with its path and method."""

    path: str
    method: str
    operation: dict[str, Any]

    @property
    def id(self) -> str:
        """The operationId."""
        return self.operation["operationId"]


def endpoints(document: Mapping[str, Any]) -> Iterator[Endpoint]:
    """Yield every operation of the document, sorted by path and method."""
    for path in sorted(document["paths"]):
        item = document["paths"][path]
        for method in METHODS:
            if method in item:
                yield Endpoint(path, method, item[method])


def endpoints_by_id(document: Mapping[str, Any]) -> dict[str, Endpoint]:
    """Return the operations by operationId."""
    return {endpoint.id: endpoint for endpoint in endpoints(document)}


def references(node: Any) -> Iterator[str]:
    """Yield the names of the schemas that a node refers to directly."""
    todo = [node]
    for part in todo:  # grows while it is read; a build comes here some ten thousand times
        if is_object(part):
            target = part.get("$ref")
            if isinstance(target, str) and target.startswith(SCHEMA_PREFIX):
                yield target.removeprefix(SCHEMA_PREFIX)
            todo += part.values()
        elif is_array(part):
            todo += part


def schemas_reached(document: Mapping[str, Any], starts: Iterator[Any]) -> set[str]:
    """Return the names of all schemas that nodes refer to, directly or indirectly."""
    schemas = document["components"]["schemas"]
    open_ends = [name for start in starts for name in references(start)]
    reached: set[str] = set()
    while open_ends:
        name = open_ends.pop()
        if name not in reached:
            reached.add(name)
            open_ends.extend(references(schemas.get(name, {})))
    return reached


def response_schemas(document: Mapping[str, Any]) -> set[str]:
    """Return the names of the schemas that are used in responses."""
    return schemas_reached(document, (each.operation["responses"] for each in endpoints(document)))


def request_schemas(document: Mapping[str, Any]) -> set[str]:
    """Return the names of the schemas that are used in request bodies."""
    return schemas_reached(document, (each.operation.get("requestBody") for each in endpoints(document)))


def body_schema(operation: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the schema of the request body of an operation, or `None` without a body."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        return media["schema"]
    return None


def nodes_at(node: Any, steps: list[str], label: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each node at a path of keys, with a label for messages. A path that does not exist yields nothing.

    `*` matches every key or item, `a|b` both keys. Items of an array are selected by a value: `name:from|to`.
    """
    if not steps:
        yield label, node
        return
    first, rest = steps[0], steps[1:]
    if is_array(node):
        key, _, values = first.partition(":")
        for position, item in enumerate(node):
            if first == "*" or item.get(key) in values.split("|"):
                yield from nodes_at(item, rest, f"{label}[{item.get('name', position)}]")
    elif is_object(node):
        for key in sorted(node) if first == "*" else first.split("|"):
            if key in node:
                yield from nodes_at(node[key], rest, f"{label} {key}".strip())


def schema_nodes(node: Any, label: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a schema and every schema nested in it (fields, items), with labels. References are not followed."""
    if not is_object(node):
        return
    yield label, node
    for key, field in sorted(node.get("properties", {}).items()):
        yield from schema_nodes(field, f"{label}.{key}")
    for key in ("items", "additionalProperties"):
        yield from schema_nodes(node.get(key), label)
    for key in ("allOf", "anyOf", "oneOf"):
        for part in node.get(key, []):
            yield from schema_nodes(part, label)
