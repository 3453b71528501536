"""Converts Swagger 2.0 to OpenAPI 3.0, because sipgate has published both formats.

The maintained converter, swagger2openapi, needs Node.js, which a maintainer should not need for an update. This one
supports the parts of Swagger 2.0 that such an API uses; the tests compare it with swagger2openapi.
"""

from __future__ import annotations

from typing import Any, Final

from ..failures import BuildFailure
from ..walk import METHODS, is_array, is_object

_FLOWS: Final = {
    "accessCode": "authorizationCode",
    "application": "clientCredentials",
    "implicit": "implicit",
    "password": "password",
}
_STYLES: Final[dict[str, dict[str, Any]]] = {
    "csv": {"explode": False},
    "multi": {},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
}
_NOT_SCHEMA: Final = {
    "name",
    "in",
    "required",
    "description",
    "collectionFormat",
    "allowEmptyValue",
    "deprecated",
}


def from_swagger2(document: dict[str, Any]) -> dict[str, Any]:
    """Return a Swagger 2.0 document as OpenAPI 3.0, with shared parameters and responses inlined.

    Raises:
        BuildFailure: The document uses a feature without a counterpart.
    """
    host, base = document.get("host", ""), document.get("basePath", "/").rstrip("/")
    scheme = "https" if "https" in document.get("schemes", ["https"]) else document["schemes"][0]
    return {
        "openapi": "3.0.1",
        "info": document.get("info", {}),
        "servers": [{"url": f"{scheme}://{host}{base}" if host else base}],
        "paths": {path: _path_item(document, item) for path, item in document["paths"].items()},
        "components": {
            "schemas": {name: _schema(one) for name, one in document.get("definitions", {}).items()},
            "securitySchemes": {
                name: _security_scheme(one) for name, one in document.get("securityDefinitions", {}).items()
            },
        },
        **({"security": document["security"]} if "security" in document else {}),
    }


def _path_item(document: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    shared = [_resolve(document, one) for one in item.get("parameters", [])]
    return {
        method: _operation(document, operation, shared)
        for method, operation in item.items()
        if method in METHODS
    }


def _operation(document: dict[str, Any], operation: dict[str, Any], shared: list[Any]) -> dict[str, Any]:
    """Return one operation with its body separate from the parameters, and with contents by media type."""
    own = [_resolve(document, one) for one in operation.get("parameters", [])]
    places = {(one["in"], one["name"]) for one in own}
    given = [one for one in shared if (one["in"], one["name"]) not in places] + own
    produces = operation.get("produces", document.get("produces")) or ["*/*"]
    consumes = operation.get("consumes", document.get("consumes")) or ["*/*"]
    body = _body(given, consumes)
    kept = ("operationId", "tags", "deprecated", "security", "summary", "description")
    return {
        **{key: operation[key] for key in kept if key in operation},
        "parameters": [_parameter(one) for one in given if one["in"] not in ("body", "formData")],
        **({"requestBody": body} if body else {}),
        "responses": {
            status: _response(_resolve(document, one), produces)
            for status, one in operation.get("responses", {}).items()
            if not status.startswith("x-")
        },
    }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    """Return a parameter with its type in a schema."""
    kept = {key: parameter[key] for key in ("name", "in", "required", "description") if key in parameter}
    schema = {key: value for key, value in parameter.items() if key not in _NOT_SCHEMA}
    styled: dict[str, Any] = {}
    if schema.get("type") == "array" and parameter["in"] in ("query", "formData"):
        form = parameter.get("collectionFormat", "csv")
        if form not in _STYLES:
            raise BuildFailure(
                f"the parameter {parameter['name']} is joined by {form}, which OpenAPI 3.0 does not support"
            )
        styled = _STYLES[form]
    return {**kept, **styled, "schema": _schema(schema)}


def _body(parameters: list[dict[str, Any]], consumes: list[str]) -> dict[str, Any] | None:
    """Return the request body for the body and form parameters, or `None`."""
    for parameter in parameters:
        if parameter["in"] == "body":
            schema = _schema(parameter["schema"])
            required = {"required": True} if parameter.get("required") else {}
            return {"content": {media: {"schema": schema} for media in consumes}, **required}
    fields = [one for one in parameters if one["in"] == "formData"]
    if not fields:
        return None
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {one["name"]: _parameter(one)["schema"] for one in fields},
    }
    required_names = [one["name"] for one in fields if one.get("required")]
    if required_names:
        schema["required"] = required_names
    plain = "application/x-www-form-urlencoded"
    media = "multipart/form-data" if any(one.get("type") == "file" for one in fields) else plain
    return {"content": {media: {"schema": schema}}, **({"required": True} if required_names else {})}


def _response(response: dict[str, Any], produces: list[str]) -> dict[str, Any]:
    """Return a response with a content for each media type."""
    kept: dict[str, Any] = {"description": response.get("description", "")}
    if "schema" in response:
        kept["content"] = {media: {"schema": _schema(response["schema"])} for media in produces}
    return kept


def _security_scheme(scheme: dict[str, Any]) -> dict[str, Any]:
    """Return a security scheme with the new names of the OAuth flows."""
    if scheme["type"] == "basic":
        return {"type": "http", "scheme": "basic"}
    if scheme["type"] != "oauth2":
        return {key: scheme[key] for key in ("type", "name", "in") if key in scheme}
    flow = {key: scheme[key] for key in ("authorizationUrl", "tokenUrl") if key in scheme}
    return {"type": "oauth2", "flows": {_FLOWS[scheme["flow"]]: {**flow, "scopes": scheme.get("scopes", {})}}}


def _schema(node: Any, *, names: bool = False) -> Any:
    """Return a schema with the new references and keywords."""
    if is_array(node):
        return [_schema(one) for one in node]
    if not is_object(node):
        return node
    built = {key: _schema(value, names=not names and key == "properties") for key, value in node.items()}
    if names:
        return built
    if isinstance(built.get("$ref"), str):
        built["$ref"] = built["$ref"].replace("#/definitions/", "#/components/schemas/", 1)
    if isinstance(built.get("discriminator"), str):
        built["discriminator"] = {"propertyName": built["discriminator"]}
    if "x-nullable" in built:
        built["nullable"] = built.pop("x-nullable")
    if built.get("type") == "file":
        built |= {"type": "string", "format": "binary"}
    return built


def _resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Return the target of a reference to a shared parameter or response."""
    target = node.get("$ref")
    if target is None:
        return node
    _, place, name = target.split("/")
    return document[place][name]
