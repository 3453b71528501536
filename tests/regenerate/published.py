"""Documents as sipgate might publish them, made from the present one."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PRESENT: dict[str, Any] = json.loads((ROOT / "openapi" / "upstream.json").read_text("utf-8"))
Change = Callable[[dict[str, Any]], Any]
_FLOWS = {"authorizationCode": "accessCode"}


def with_changes(*changes: Change) -> dict[str, Any]:
    """Return the present document with changes made."""
    document = deepcopy(PRESENT)
    for change in changes:
        change(document)
    return document


def operation(document: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an operation by its id."""
    return next(
        one for item in document["paths"].values() for one in item.values() if one["operationId"] == name
    )


def properties(document: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the fields of a schema."""
    return document["components"]["schemas"][name]["properties"]


def parameter(document: dict[str, Any], name: str, of: str) -> dict[str, Any]:
    """Return a parameter of an operation."""
    return next(one for one in operation(document, of)["parameters"] if one["name"] == name)


def response_with(reference: str) -> dict[str, Any]:
    """Return answers that hold one schema."""
    schema = {"$ref": f"#/components/schemas/{reference}"}
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}


def a_new_operation(document: dict[str, Any]) -> None:
    """Messages with pictures: a body declared as */*, no success declared, like its neighbors."""
    sms = deepcopy(operation(document, "sendWebSms"))
    sms["operationId"] = "sendMms"
    document["paths"]["/sessions/mms"] = {"post": sms}


def an_operation_less(document: dict[str, Any]) -> None:
    """No number can be ported back any more."""
    del document["paths"]["/portings/{portingId}"]["delete"]


def a_circular_schema(document: dict[str, Any]) -> None:
    """A tree of folders: a schema that holds itself, and another that holds it and is held by it."""
    document["components"]["schemas"] |= {
        "Folder": {
            "type": "object",
            "properties": {
                "folders": {"type": "array", "items": {"$ref": "#/components/schemas/Folder"}},
                "parent": {"$ref": "#/components/schemas/FolderOwner"},
            },
        },
        "FolderOwner": {"type": "object", "properties": {"root": {"$ref": "#/components/schemas/Folder"}}},
    }
    tree = {"operationId": "getFolders", "tags": ["folders"], "responses": response_with("Folder")}
    document["paths"]["/folders"] = {"get": {**tree, "security": [{"oauth2": ["all"]}]}}


def anything_everywhere(document: dict[str, Any]) -> None:
    """Every body and every answer is declared as */* again."""
    for item in document["paths"].values():
        for one in item.values():
            for holder in (one.get("requestBody", {}), *one["responses"].values()):
                if holder.get("content"):
                    holder["content"] = {"*/*": next(iter(holder["content"].values()))}


def as_swagger2(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.0 document as Swagger 2.0."""
    text = json.dumps(document["components"]["schemas"]).replace("#/components/schemas/", "#/definitions/")
    return {
        "swagger": "2.0",
        "info": document["info"],
        "host": "api.sipgate.com",
        "basePath": "/v2",
        "schemes": ["https"],
        "definitions": json.loads(text),
        "securityDefinitions": {
            name: _definition(one) for name, one in document["components"]["securitySchemes"].items()
        },
        "paths": {
            path: {method: _operation2(one) for method, one in item.items()}
            for path, item in document["paths"].items()
        },
    }


def _definition(scheme: dict[str, Any]) -> dict[str, Any]:
    flow, stated = next(iter(scheme["flows"].items()))
    return {"type": "oauth2", "flow": _FLOWS[flow], **stated}


def _operation2(one: dict[str, Any]) -> dict[str, Any]:
    old: dict[str, Any] = json.loads(json.dumps(one).replace("#/components/schemas/", "#/definitions/"))
    body = old.pop("requestBody", None)
    flat = [_parameter2(given) for given in old.pop("parameters", [])]
    if body:
        ((media, content),) = body["content"].items()
        old["consumes"] = [media]
        flat.append({"in": "body", "name": "body", "schema": content["schema"]})
    for stated in old["responses"].values():
        for media, content in stated.pop("content", {}).items():
            old["produces"] = [media]
            stated["schema"] = content["schema"]
    return {**old, "parameters": flat}


def _parameter2(given: dict[str, Any]) -> dict[str, Any]:
    schema = given.pop("schema")
    joined = {"collectionFormat": "multi"} if schema.get("type") == "array" else {}
    return {**given, **schema, **joined}
