"""The few things a correction can do to the document. Corrections themselves are data and live in ``openapi/``.

Each step changes the document in place and returns the labels of the places it changed; how many there must be is
written beside the correction. ``at`` is a list of keys (see ``walk.nodes_at``); it starts at the document, or, with
``operations``, at each named operation, or, with ``schemas``, at each named schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .failures import BuildFailure
from .walk import (
    METHODS,
    answer_schemas,
    copy_json,
    endpoints,
    endpoints_by_id,
    is_array,
    is_object,
    nodes_at,
    request_schemas,
    schema_nodes,
)

Document = dict[str, Any]
Step = dict[str, Any]


def rename_key(document: Document, step: Step) -> list[str]:
    """Rename a key of the objects at a place: ``from``, ``to``."""
    changed: list[str] = []
    for label, node in places(document, step):
        if step["from"] in node:
            node[step["to"]] = node.pop(step["from"])
            changed.append(label)
    return changed


def set_keys(document: Document, step: Step) -> list[str]:
    """Set keys of the objects at a place: ``value``; an object that has them already does not count."""
    changed: list[str] = []
    for label, node in places(document, step):
        if any(node.get(key, KeyError) != value for key, value in step["value"].items()):
            node.update(copy_json(step["value"]))
            changed.append(label)
    return changed


def remove_keys(document: Document, step: Step) -> list[str]:
    """Remove ``keys`` from the objects at a place; an object that has none of them does not count."""
    changed: list[str] = []
    for label, node in places(document, step):
        if any(key in node for key in step["keys"]):
            for key in step["keys"]:
                node.pop(key, None)
            changed.append(label)
    return changed


def remove_items(document: Document, step: Step) -> list[str]:
    """Remove from the arrays at a place the objects that have all of ``matching``; an emptied array may stay."""
    changed: list[str] = []
    for label, array in places(document, step):
        for item in [one for one in array if step["matching"].items() <= one.items()]:
            array.remove(item)
            changed.append(label)
    return changed


def prefix_paths(document: Document, step: Step) -> list[str]:
    """Put ``prefix`` in front of every path that lacks it, and take it off the end of the server's address."""
    prefix: str = step["prefix"]
    for server in document["servers"]:
        server["url"] = server["url"].removesuffix(prefix)
    changed = [path for path in document["paths"] if not path.startswith(prefix + "/")]
    for path in changed:
        document["paths"][prefix + path] = document["paths"].pop(path)
    return changed


def offer_security(document: Document, step: Step) -> list[str]:
    """Add ``alternative`` to the security of every operation that wants a credential at all."""
    changed: list[str] = []
    for endpoint in endpoints(document):
        demanded = endpoint.operation.get("security")
        if demanded and step["alternative"] not in demanded:
            demanded.append(copy_json(step["alternative"]))
            changed.append(endpoint.id)
    return changed


def add_success(document: Document, step: Step) -> list[str]:
    """Add ``answers`` to every operation that declares no 2xx; a bare ``default`` goes, it said nothing."""
    changed: list[str] = []
    for endpoint in endpoints(document):
        answers = endpoint.operation["responses"]
        if not any(status.startswith("2") for status in answers):
            if not answers.get("default", {}).get("content"):
                answers.pop("default", None)
            answers.update(copy_json(step["answers"]))
            changed.append(endpoint.id)
    return changed


def relax_answers(document: Document, _step: Step) -> list[str]:
    """Drop ``required`` from the schemas that occur in answers and nowhere else."""
    changed: list[str] = []
    for name in sorted(answer_schemas(document) - request_schemas(document)):
        if document["components"]["schemas"][name].pop("required", None):
            changed.append(name)
    return changed


def split_answer_schema(document: Document, step: Step) -> list[str]:
    """Give the answers their own copy, named ``to``, of the schema ``schema`` that requests use as well."""
    schemas = document["components"]["schemas"]
    before, after = (f"#/components/schemas/{step[key]}" for key in ("schema", "to"))
    reached = answer_schemas(document) - request_schemas(document)
    users: list[tuple[str, Any]] = [(each.id, each.operation["responses"]) for each in endpoints(document)]
    users += [(name, schemas[name]) for name in sorted(reached)]
    changed = [label for label, node in users for _ in range(_point_elsewhere(node, before, after))]
    if changed:
        schemas[step["to"]] = copy_json(schemas[step["schema"]])
    return changed


def open_enums(document: Document, _step: Step) -> list[str]:
    """Mark every enum in a schema that occurs in answers with ``x-open-enum``: other values may come."""
    changed: list[str] = []
    for name in sorted(answer_schemas(document)):
        for label, node in schema_nodes(document["components"]["schemas"][name], name):
            if "enum" in node and not node.get("x-open-enum"):
                node["x-open-enum"] = True
                changed.append(label)
    return changed


def require_bodies(document: Document, _step: Step) -> list[str]:
    """Declare every request body as required that is not; an empty request would mean nothing."""
    changed: list[str] = []
    for endpoint in endpoints(document):
        body = endpoint.operation.get("requestBody")
        if body is not None and not body.get("required"):
            body["required"] = True
            changed.append(endpoint.id)
    return changed


STEPS: dict[str, tuple[Callable[[Document, Step], list[str]], frozenset[str]]] = {
    "rename_key": (rename_key, frozenset({"from", "to"})),
    "set_keys": (set_keys, frozenset({"value"})),
    "remove_keys": (remove_keys, frozenset({"keys"})),
    "remove_items": (remove_items, frozenset({"matching"})),
    "prefix_paths": (prefix_paths, frozenset({"prefix"})),
    "offer_security": (offer_security, frozenset({"alternative"})),
    "add_success": (add_success, frozenset({"answers"})),
    "relax_answers": (relax_answers, frozenset()),
    "split_answer_schema": (split_answer_schema, frozenset({"schema", "to"})),
    "open_enums": (open_enums, frozenset()),
    "require_bodies": (require_bodies, frozenset()),
}
"""Every step by its name in the data, and the keys it needs beside ``step``."""


def places(document: Document, step: Step) -> Iterator[tuple[str, Any]]:
    """Yield the places a step speaks of.

    Raises:
        BuildFailure: It names an operation or a schema that does not exist.
    """
    way: list[str] = step.get("at", [])
    if "operations" in step:
        known = endpoints_by_id(document)
        for name in step["operations"]:
            if name not in known:
                raise BuildFailure(f'there is no operation {name!r}: take it out of "operations"')
            yield from nodes_at(known[name].operation, way, name)
    elif "schemas" in step:
        for name in step["schemas"]:
            if name not in document["components"]["schemas"]:
                raise BuildFailure(f'there is no schema {name!r}: take it out of "schemas"')
            yield from nodes_at(document["components"]["schemas"][name], way, name)
    elif way[:1] == ["paths"] and len(way) > 2 and way[2] == "*":
        for method in METHODS:
            yield from nodes_at(document, [*way[:2], method, *way[3:]])
    else:
        yield from nodes_at(document, way)


def _point_elsewhere(node: Any, before: str, after: str) -> int:
    """Rewrite references inside a piece of the document; return how many there were."""
    if is_array(node):
        return sum(_point_elsewhere(item, before, after) for item in node)
    if not is_object(node):
        return 0
    found = sum(_point_elsewhere(value, before, after) for value in node.values())
    if node.get("$ref") == before:
        node["$ref"] = after
        found += 1
    return found
