"""Converts a document to a canonical form, so that only changes in the API itself appear as differences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from ..failures import BuildFailure
from ..normalize import bare, normalize
from ..walk import METHODS, is_array, is_object
from .fetch import PUBLISHED_AT

_FALSE_SAYS_NOTHING: Final = {
    *("deprecated", "required", "nullable", "readOnly", "writeOnly", "uniqueItems", "allowEmptyValue"),
    *("exclusiveMinimum", "exclusiveMaximum", "allowReserved"),
}
_SILENT_IN_SCHEMA: Final = {"xml", "externalDocs", "$comment"}
_STYLE_WITHOUT_WORDS: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_WORD: Final = re.compile(r"[A-Za-z0-9]+")


def canonicalize(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.0 document in the form of `upstream.json`.

    Shared parameters, bodies and responses are inlined, settings of a path or of the whole document are moved to each
    operation, and explicit defaults, prose and extensions are removed.

    Raises:
        BuildFailure: A reference points outside of the document, or two operations have the same id.
    """
    plain: dict[str, Any] = bare(document)
    components: dict[str, Any] = plain.get("components", {})
    servers = plain.get("servers") or [{"url": "/"}]
    built = {
        "openapi": "3.0.1",
        "info": document.get("info", {}),
        "servers": [{"url": urljoin(PUBLISHED_AT, servers[0]["url"]).rstrip("/")}],
        "paths": {path: _path_item(plain, path, item) for path, item in plain["paths"].items()},
        "components": {
            "schemas": {name: _schema(one) for name, one in components.get("schemas", {}).items()},
            "securitySchemes": components.get("securitySchemes", {}),
        },
    }
    _name_operations(built)
    return normalize(built)


def _path_item(document: dict[str, Any], path: str, item: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in item:
        raise BuildFailure(f"{path} is defined elsewhere ({item['$ref']}): only whole documents are read")
    shared = [_resolve(document, one) for one in item.get("parameters", [])]
    return {method: _operation(document, path, item[method], shared) for method in METHODS if method in item}


def _operation(
    document: dict[str, Any], path: str, operation: dict[str, Any], shared: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return one operation with all settings that apply to it."""
    own = [_resolve(document, one) for one in operation.get("parameters", [])]
    places = {(one["in"], one["name"]) for one in own}
    parameters = [one for one in shared if (one["in"], one["name"]) not in places] + own
    security = operation.get("security", document.get("security", []))
    body = _resolve(document, operation.get("requestBody", {}))
    built: dict[str, Any] = {
        "tags": operation.get("tags") or [_first_word(path)],
        "responses": {
            status: _response(_resolve(document, one))
            for status, one in operation.get("responses", {}).items()
        },
    }
    if "operationId" in operation:
        built["operationId"] = operation["operationId"]
    if parameters:
        built["parameters"] = [_parameter(one) for one in parameters]
    if body.get("content"):
        built["requestBody"] = _without_false(
            {"content": _content(body["content"]), "required": body.get("required", False)}
        )
    if security:
        built["security"] = security
    if operation.get("deprecated"):
        built["deprecated"] = True
    return built


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    """Return a parameter without explicit defaults."""
    kept = _without_false(
        {key: value for key, value in parameter.items() if key not in ("schema", "content")}
    )
    if "content" in parameter:
        schema = next(iter(parameter["content"].values())).get("schema", {})
    else:
        schema = parameter.get("schema", {})
    if kept.get("style") == _STYLE_WITHOUT_WORDS.get(parameter["in"]):
        del kept["style"]
    if kept.get("explode") is (kept.get("style", _STYLE_WITHOUT_WORDS[parameter["in"]]) == "form"):
        del kept["explode"]
    if _schema(schema).get("type") != "array":
        kept.pop("explode", None)
    return {**kept, "schema": _schema(schema)}


def _response(response: dict[str, Any]) -> dict[str, Any]:
    content = _content(response.get("content", {}))
    return {"description": "", **({"content": content} if content else {})}


def _content(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content by media type, without parameters such as the character set."""
    return {
        media.partition(";")[0].strip(): {"schema": _schema(one.get("schema", {}))}
        for media, one in content.items()
    }


def _schema(schema: Any, *, names: bool = False) -> Any:
    """Return a schema without explicit defaults."""
    if is_array(schema):
        return [_schema(one) for one in schema]
    if not is_object(schema):
        return schema
    if names:
        return {name: _schema(one) for name, one in schema.items()}
    return {
        key: _schema(value, names=key == "properties") if key not in ("enum", "default") else value
        for key, value in _without_false(schema).items()
        if key not in _SILENT_IN_SCHEMA and not (key == "required" and value == [])
    }


def _without_false(node: dict[str, Any]) -> dict[str, Any]:
    """Return an object without flags that are false by default."""
    return {key: value for key, value in node.items() if not (value is False and key in _FALSE_SAYS_NOTHING)}


def _resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Return the target of a reference to a shared component."""
    for _ in range(10):
        target = node.get("$ref")
        if target is None:
            return node
        start, components, place, name = target.split("/")
        if (start, components) != ("#", "components"):
            break
        node = document["components"][place][name]
    raise BuildFailure(f"the reference {node.get('$ref')} leads nowhere in this document")


def _name_operations(document: dict[str, Any]) -> None:
    """Set the operationId of operations without one, and reject duplicates."""
    seen: dict[str, str] = {}
    for label, path, method, operation in _operations(document):
        named = operation.setdefault("operationId", method + "".join(map(_title, _WORD.findall(path))))
        if named in seen:
            raise BuildFailure(f"{seen[named]} and {label} have the same operationId {named!r}")
        seen[named] = label


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", path, method, operation


def _title(word: str) -> str:
    return word[:1].upper() + word[1:]


def _first_word(path: str) -> str:
    """Return the tag of an operation without one: the first fixed part of its path."""
    return next((part for part in path.split("/") if part and part[0] != "{"), "default")
