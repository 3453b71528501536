"""The steps that a correction can apply to the document. The corrections themselves are data in `openapi/`.

Each step changes the document in place and returns the labels of the changed places, whose expected number is part of
the correction. `at` is a list of keys (see `walk.nodes_at`) that starts at the document, or, with `operations`, at each
named operation, or, with `schemas`, at each named schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from ..failures import BuildFailure
from ..walk import (
    METHODS,
    copy_json,
    endpoints,
    endpoints_by_id,
    is_array,
    is_object,
    nodes_at,
    request_schemas,
    response_schemas,
    schema_nodes,
)

Document = dict[str, Any]
Step = dict[str, Any]


def rename_key(document: Document, step: Step) -> list[str]:
    """Rename the key `from` of the objects at a place to `to`."""
    changed: list[str] = []
    for label, node in places(document, step):
        if step["from"] in node:
            node[step["to"]] = node.pop(step["from"])
            changed.append(label)
    return changed


def set_keys(document: Document, step: Step) -> list[str]:
    """Set the keys in `value` of the objects at a place. An object that already has them does not count."""
    changed: list[str] = []
    for label, node in places(document, step):
        if any(node.get(key, KeyError) != value for key, value in step["value"].items()):
            node.update(copy_json(step["value"]))
            changed.append(label)
    return changed


def remove_keys(document: Document, step: Step) -> list[str]:
    """Remove `keys` from the objects at a place. An object that has none of them does not count."""
    changed: list[str] = []
    for label, node in places(document, step):
        if any(key in node for key in step["keys"]):
            for key in step["keys"]:
                node.pop(key, None)
            changed.append(label)
    return changed


def remove_items(document: Document, step: Step) -> list[str]:
    """Remove the objects with all of `matching` from the arrays at a place. An array can become empty."""
    changed: list[str] = []
    for label, array in places(document, step):
        for item in [one for one in array if step["matching"].items() <= one.items()]:
            array.remove(item)
            changed.append(label)
    return changed


def prefix_paths(document: Document, step: Step) -> list[str]:
    """Add `prefix` to every path that lacks it, and remove it from the end of the server's URL."""
    prefix: str = step["prefix"]
    for server in document["servers"]:
        server["url"] = server["url"].removesuffix(prefix)
    changed = [path for path in document["paths"] if not path.startswith(prefix + "/")]
    for path in changed:
        document["paths"][prefix + path] = document["paths"].pop(path)
    return changed


def offer_security(document: Document, step: Step) -> list[str]:
    """Add `alternative` to the security of every operation that needs credentials."""
    changed: list[str] = []
    for endpoint in endpoints(document):
        demanded = endpoint.operation.get("security")
        if demanded and step["alternative"] not in demanded:
            demanded.append(copy_json(step["alternative"]))
            changed.append(endpoint.id)
    return changed


def add_success(document: Document, step: Step) -> list[str]:
    """Add `responses` to every operation without a 2xx response, and remove an empty `default`."""
    changed: list[str] = []
    for endpoint in endpoints(document):
        responses = endpoint.operation["responses"]
        if not any(status.startswith("2") for status in responses):
            if not responses.get("default", {}).get("content"):
                responses.pop("default", None)
            responses.update(copy_json(step["responses"]))
            changed.append(endpoint.id)
    return changed


def relax_responses(document: Document, _step: Step) -> list[str]:
    """Remove `required` from the schemas that are used only in responses."""
    changed: list[str] = []
    for name in sorted(response_schemas(document) - request_schemas(document)):
        if document["components"]["schemas"][name].pop("required", None):
            changed.append(name)
    return changed


def split_response_schema(document: Document, step: Step) -> list[str]:
    """Give responses their own copy, named `to`, of the schema `schema`, which requests use as well."""
    schemas = document["components"]["schemas"]
    before, after = (f"#/components/schemas/{step[key]}" for key in ("schema", "to"))
    reached = response_schemas(document) - request_schemas(document)
    users: list[tuple[str, Any]] = [(each.id, each.operation["responses"]) for each in endpoints(document)]
    users += [(name, schemas[name]) for name in sorted(reached)]
    changed = [label for label, node in users for _ in range(_point_elsewhere(node, before, after))]
    if changed:
        schemas[step["to"]] = copy_json(schemas[step["schema"]])
    return changed


def open_enums(document: Document, _step: Step) -> list[str]:
    """Mark every enum in schemas of responses with `x-open-enum`, because other values can appear."""
    changed: list[str] = []
    for name in sorted(response_schemas(document)):
        for label, node in schema_nodes(document["components"]["schemas"][name], name):
            if "enum" in node and not node.get("x-open-enum"):
                node["x-open-enum"] = True
                changed.append(label)
    return changed


def require_bodies(document: Document, _step: Step) -> list[str]:
    """Declare every request body as required."""
    changed: list[str] = []
    for endpoint in endpoints(document):
        body = endpoint.operation.get("requestBody")
        if body is not None and not body.get("required"):
            body["required"] = True
            changed.append(endpoint.id)
    return changed


STEPS: Final[dict[str, tuple[Callable[[Document, Step], list[str]], frozenset[str]]]] = {
    "rename_key": (rename_key, frozenset({"from", "to"})),
    "set_keys": (set_keys, frozenset({"value"})),
    "remove_keys": (remove_keys, frozenset({"keys"})),
    "remove_items": (remove_items, frozenset({"matching"})),
    "prefix_paths": (prefix_paths, frozenset({"prefix"})),
    "offer_security": (offer_security, frozenset({"alternative"})),
    "add_success": (add_success, frozenset({"responses"})),
    "relax_responses": (relax_responses, frozenset()),
    "split_response_schema": (split_response_schema, frozenset({"schema", "to"})),
    "open_enums": (open_enums, frozenset()),
    "require_bodies": (require_bodies, frozenset()),
}
"""Every step by its name in the data, with the keys that it needs besides `step`."""


def places(document: Document, step: Step) -> Iterator[tuple[str, Any]]:
    """Yield the places that a step refers to, with labels.

    Raises:
        BuildFailure: The step names an operation or a schema that does not exist.
    """
    path: list[str] = step.get("at", [])
    if "operations" in step:
        by_id = endpoints_by_id(document)
        for name in step["operations"]:
            if name not in by_id:
                raise BuildFailure(f'there is no operation {name!r}: remove it from "operations"')
            yield from nodes_at(by_id[name].operation, path, name)
    elif "schemas" in step:
        for name in step["schemas"]:
            if name not in document["components"]["schemas"]:
                raise BuildFailure(f'there is no schema {name!r}: remove it from "schemas"')
            yield from nodes_at(document["components"]["schemas"][name], path, name)
    elif path[:1] == ["paths"] and len(path) > 2 and path[2] == "*":
        for method in METHODS:
            yield from nodes_at(document, [*path[:2], method, *path[3:]])
    else:
        yield from nodes_at(document, path)


def _point_elsewhere(node: Any, before: str, after: str) -> int:
    """Replace references in a part of the document, and return their number."""
    if is_array(node):
        return sum(_point_elsewhere(item, before, after) for item in node)
    if not is_object(node):
        return 0
    found = sum(_point_elsewhere(value, before, after) for value in node.values())
    if node.get("$ref") == before:
        node["$ref"] = after
        found += 1
    return found
