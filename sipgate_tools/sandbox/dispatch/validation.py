"""Validates requests and responses against the spec.

Validation is strict, except for values that sipgate's own library sends and that the real service therefore accepts:
null for an absent field, `{"defaultNumber": "true"}`, a fractional `sendAt`, and a contact as returned by the API in
the request that updates the contact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, cast
from urllib.parse import parse_qsl

from sipgate_tools.spec import Operation, Parameter, load

from .api_errors import ApiError, bad_request, not_found
from .http import Request, Response
from .schemas import Check

Schema = dict[str, Any]

_WHOLE: Final = re.compile(r"-?\d{1,19}\Z")
_PLAIN_KEYWORDS: Final = {"type", "default", "format", "description", "example", "items", "title"}


@lru_cache(maxsize=1024)
def _body_schema(operation_id: str) -> Schema | None:
    operation = load().operations[operation_id]
    if operation.body is None:
        return None
    return _lenient(load().inline(operation.body, keep_marks=True))


@lru_cache(maxsize=1024)
def _body_validator(operation_id: str) -> Check:
    return Check(_body_schema(operation_id) or {})


def _lenient(schema: Any) -> Any:
    """Return a plain JSON Schema that also allows the values that the real service accepts.

    `x-also-accepts` lists additional types. With an enum, `string` allows any string. For a required field, `null`
    allows the field to be absent. Every optional field can be null, which has the same meaning as absent.
    """
    if isinstance(schema, list):
        return [_lenient(item) for item in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    result = {key: _lenient(value) for key, value in cast("Schema", schema).items()}
    also = result.get("x-also-accepts", [])
    if result.get("type") == "boolean" and "string" in also:
        return {"enum": [True, False, "true", "false"], "x-read-as": "boolean"}
    if "enum" in result and "string" in also:
        result.pop("enum")
    if result.get("type") == "integer" and "number" in also:
        result |= {"type": "number", "x-read-as": "integer"}
    properties = result.get("properties")
    if isinstance(properties, dict):
        named = cast("Schema", properties)
        required = [
            name
            for name in result.get("required", [])
            if "null" not in named.get(name, {}).get("x-also-accepts", [])
        ]
        result["required"] = required
        for name in named.keys() - set(required):
            named[name] = {"anyOf": [{"type": "null"}, named[name]]}
    return result


def read_body(operation: Operation, request: Request) -> Any:
    """Return the validated body of the request, without nulls, or None if the request has no body.

    Raises:
        ApiError: 400, if a required body is missing, or the body is not JSON or is invalid; 415, if the media type is
            not JSON.
    """
    schema = _body_schema(operation.id)
    if schema is None:
        return None
    if not request.body:
        if operation.body_required:
            raise bad_request("The request must have a body")
        return None
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise ApiError(415, f"The Content-Type must be application/json, not {media_type or '(none)'}")
    try:
        value = _parse_json(request.body)
    except (ValueError, RecursionError):
        raise ApiError(400, "The request body is not valid JSON", name="INVALID_JSON") from None
    problem = _body_validator(operation.id).first_problem(value)
    if problem is not None:
        raise bad_request(problem[1], problem[0])
    return _normalize(value, schema)


def _parse_json(body: bytes) -> Any:
    """Return the JSON value in a body.

    Raises:
        ValueError: The body is not JSON, or contains lone surrogates, which cannot be encoded in a response.
    """
    value = json.loads(body)
    if b"\\u" in body or not body.isascii():
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _normalize(value: Any, schema: Any) -> Any:
    """Return the value without nulls, and with leniently accepted values converted to the declared types."""
    for choice in schema.get("anyOf", ()):
        if choice != {"type": "null"}:
            schema = choice
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        items = cast("Schema", value).items()
        return {key: _normalize(item, properties.get(key, {})) for key, item in items if item is not None}
    if isinstance(value, list):
        return [_normalize(item, schema.get("items", {})) for item in cast("list[Any]", value)]
    match schema.get("x-read-as"):
        case "boolean":
            return value in (True, "true")
        case "integer":
            return int(value)
        case _:
            return value


def read_query(operation: Operation, request: Request) -> dict[str, Any]:
    """Return the declared query parameters, converted to their types.

    An absent parameter has its default, or else None. Undeclared parameters are ignored.

    Raises:
        ApiError: 400, if a value is invalid or a required parameter is missing.
    """
    sent: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        sent.setdefault(name.removesuffix("[]"), []).append(value)
    values: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location != "query":
            continue
        given = sent.get(parameter.name)
        if given is None:
            if parameter.required:
                raise bad_request(f"The parameter {parameter.name} is missing", parameter.name)
            values[parameter.name] = _schema(parameter).get("default")
        else:
            values[parameter.name] = _typed(parameter, given)
    return values


def read_path(operation: Operation, sent: Mapping[str, str]) -> dict[str, Any]:
    """Return the path parameters, converted to their types.

    Raises:
        ApiError: 404, if an integer parameter has a value that is not an integer.
    """
    values: dict[str, Any] = dict(sent)
    for parameter in operation.parameters:
        if parameter.location == "path" and _schema(parameter).get("type") == "integer":
            text = sent[parameter.name]
            if not _WHOLE.match(text):
                raise not_found(parameter.name)
            values[parameter.name] = int(text)
    return values


_parameter_schemas: dict[int, tuple[Parameter, Schema, Check | None]] = {}


def _prepared(parameter: Parameter) -> tuple[Parameter, Schema, Check | None]:
    entry = _parameter_schemas.get(id(parameter))
    if entry is None:
        schema = _lenient(load().inline(parameter.schema))
        checked = schema.get("items", schema) if schema.get("type") == "array" else schema
        validator = Check(checked) if checked.keys() - _PLAIN_KEYWORDS else None
        entry = _parameter_schemas[id(parameter)] = (parameter, schema, validator)
    return entry


def _schema(parameter: Parameter) -> Schema:
    return _prepared(parameter)[1]


def _typed(parameter: Parameter, given: list[str]) -> Any:
    _, schema, validator = _prepared(parameter)
    if schema.get("type") == "array":
        return [_one(parameter, schema.get("items", {}), validator, text) for text in given if text]
    return _one(parameter, schema, validator, given[-1])


def _one(parameter: Parameter, schema: Schema, validator: Check | None, text: str) -> Any:
    value: Any = text
    kind = schema.get("type")
    if kind == "integer":
        value = int(text) if _WHOLE.match(text) else None
    elif kind == "boolean":
        value = {"true": True, "false": False}.get(text.lower())
    if value is None or (validator is not None and not validator.fits(value)):
        raise bad_request(f"The value of the parameter {parameter.name} is not allowed", parameter.name)
    return value


@lru_cache(maxsize=4096)
def _response_validator(operation_id: str, status: str) -> Check | None:
    response = load().operations[operation_id].raw["responses"][status]
    content = response.get("content", {}).get("application/json")
    return Check(load().inline(content["schema"])) if content else None


def response_problems(operation: Operation, response: Response) -> list[str]:
    """Return the contradictions between a response and the spec.

    An undeclared error status is allowed. An undeclared success status is a contradiction.
    """
    responses = operation.raw["responses"]
    candidates = (str(response.status), f"{response.status // 100}XX", "default")
    status = next((key for key in candidates if key in responses), None)
    if status is None:
        return [] if response.status >= 400 else [f"{operation.id}: status {response.status} is not declared"]
    validator = _response_validator(operation.id, status)
    if validator is None or "json" not in response.headers.get("content-type", ""):
        return []
    return [f"{operation.id} {response.status}: {problem}" for problem in validator.problems(response.json())]
