"""Normalizes the published document for comparison with a new one: sorted, and without prose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from .walk import is_array, is_object

# Below these keys, names are data rather than OpenAPI keywords: a property may be called "description".
_NAMES_BELOW: Final = {
    "properties",
    "schemas",
    "scopes",
    "paths",
    "responses",
    "securitySchemes",
    "parameters",
    "content",
}
_PROSE: Final = {
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "externalDocs",
    "contact",
    "termsOfService",
}


def normalize(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document without prose, in a fixed order.

    Responses and scopes keep an empty `description`, because OpenAPI requires one. Path parameters come first, in the
    order of the path, and then all others by location and name.
    """
    plain: dict[str, Any] = _strip(document)
    plain["info"] = {
        "title": document["info"].get("title", ""),
        "version": document["info"].get("version", ""),
    }
    for path, item in plain["paths"].items():
        for operation in item.values():
            if "parameters" in operation:
                operation["parameters"].sort(key=_parameter_order(path))
            for response in operation["responses"].values():
                response["description"] = ""
    for schema in plain["components"]["schemas"].values():
        if "required" in schema:
            schema["required"].sort()
    for scheme in plain["components"].get("securitySchemes", {}).values():
        for flow in scheme.get("flows", {}).values():
            flow["scopes"] = dict.fromkeys(flow["scopes"], "")
    return _sort(plain)


def bare(node: Any) -> Any:
    """Return a part of a document (not a map of names) without prose and without our `x-` keys."""
    return _strip(node, marks=False)


def _strip(node: Any, *, names: bool = False, marks: bool = True) -> Any:
    """Return a node without prose and, unless `marks` is set, without `x-` keys. Names of fields and schemas stay."""
    if is_array(node):
        return [_strip(item, marks=marks) for item in node]
    if not is_object(node):
        return node
    return {
        key: _strip(value, names=not names and key in _NAMES_BELOW and is_object(value), marks=marks)
        for key, value in node.items()
        if names or (key not in _PROSE and (marks or not key.startswith("x-")))
    }


def _sort(node: Any) -> Any:
    """Return a node with the keys of all objects sorted. Arrays are not changed."""
    if is_array(node):
        return [_sort(item) for item in node]
    if is_object(node):
        return {key: _sort(node[key]) for key in sorted(node)}
    return node


def _parameter_order(path: str) -> Callable[[Mapping[str, Any]], tuple[int, str, str]]:
    """Return the sort key of parameters: path parameters by position, then all others by location and name."""

    def key(parameter: Mapping[str, Any]) -> tuple[int, str, str]:
        if parameter["in"] == "path":
            return path.find("{" + parameter["name"] + "}"), "", ""
        return len(path), parameter["in"], parameter["name"]

    return key
