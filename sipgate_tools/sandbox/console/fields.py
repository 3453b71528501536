"""Validates the fields of console requests. Error messages are sentences that a form can show."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from ..dispatch.api_errors import bad_request
from ..dispatch.http import Request
from ..phone_numbers import e164

ANONYMOUS: Final = "anonymous"


def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request, or an empty object if the body is empty.

    Raises:
        ApiError: 400, if the body is not a JSON object.
    """
    try:
        value: Any = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise bad_request("The request body must be a JSON object")
    return cast("dict[str, Any]", value)


def string(body: dict[str, Any], name: str, default: str = "", *, max_length: int = 5000) -> str:
    """Return a string field.

    Raises:
        ApiError: 400, if the value is not a string, or is longer than `max_length` characters.
    """
    value = body.get(name)
    value = default if value is None else value
    if not isinstance(value, str):
        raise bad_request(f"{name} must be a string", f"/{name}")
    if len(value) > max_length:
        raise bad_request(f"{name} must not be longer than {max_length} characters", f"/{name}")
    return value


def strings(body: dict[str, Any], name: str) -> list[str]:
    """Return a list of strings, or an empty list if the field is absent.

    Raises:
        ApiError: 400, if the value is not a list of strings.
    """
    value: Any = body.get(name)
    value = [] if value is None else value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in cast("list[Any]", value)):
        raise bad_request(f"{name} must be a list of strings", f"/{name}")
    return cast("list[str]", value)


def integer(body: dict[str, Any], name: str, default: int | None, minimum: int, maximum: int) -> int:
    """Return an integer in a range. If `default` is None, the field is required.

    Raises:
        ApiError: 400, if the value is not an integer from `minimum` to `maximum`.
    """
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
        raise bad_request(f"{name} must be a whole number from {minimum} to {maximum}", f"/{name}")
    return value


def boolean(body: dict[str, Any], name: str, *, default: bool) -> bool:
    """Return a boolean field.

    Raises:
        ApiError: 400, if the value is not a boolean.
    """
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise bad_request(f"{name} must be true or false", f"/{name}")
    return value


def sender(body: dict[str, Any], *, anonymous: bool = True) -> str:
    """Return the sender from the field `from`: a number in E.164, or `anonymous` if `anonymous` is true.

    Raises:
        ApiError: 400, if the value is not a telephone number.
    """
    value = string(body, "from").strip()
    if anonymous and value.lower() == ANONYMOUS:
        return ANONYMOUS
    number = e164(value)
    if number is None:
        raise bad_request("from must be a telephone number", "/from")
    return number
