"""Validates the fields of console requests; errors are sentences that a form can show."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from ..dispatch.api_errors import bad_request
from ..dispatch.http import Request
from ..phone_numbers import e164

ANONYMOUS: Final = "anonymous"


def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request; an empty one without a body.

    Raises:
        ApiError: 400, if the body is not a JSON object.
    """
    try:
        value: Any = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise bad_request("The request body is not a JSON object")
    return cast("dict[str, Any]", value)


def string(body: dict[str, Any], name: str, default: str = "", *, max_length: int = 5000) -> str:
    """Return a string field.

    Raises:
        ApiError: 400, if it is not a string or is too long.
    """
    value = body.get(name)
    value = default if value is None else value
    if not isinstance(value, str):
        raise bad_request(f"{name} is not a string", f"/{name}")
    if len(value) > max_length:
        raise bad_request(f"{name} is longer than {max_length} characters", f"/{name}")
    return value


def strings(body: dict[str, Any], name: str) -> list[str]:
    """Return a list of strings; an empty one if the field is absent.

    Raises:
        ApiError: 400, if it is not a list of strings.
    """
    value: Any = body.get(name)
    value = [] if value is None else value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in cast("list[Any]", value)):
        raise bad_request(f"{name} is not a list of strings", f"/{name}")
    return cast("list[str]", value)


def integer(body: dict[str, Any], name: str, default: int | None, minimum: int, maximum: int) -> int:
    """Return an integer in a range; without a default the field is required.

    Raises:
        ApiError: 400, if it is not an integer in the range.
    """
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
        raise bad_request(f"{name} is not a whole number from {minimum} to {maximum}", f"/{name}")
    return value


def boolean(body: dict[str, Any], name: str, *, default: bool) -> bool:
    """Return a boolean field.

    Raises:
        ApiError: 400, if it is not a boolean.
    """
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise bad_request(f"{name} is neither true nor false", f"/{name}")
    return value


def sender(body: dict[str, Any], *, anonymous: bool = True) -> str:
    """Return the sender (`from`): a number in E.164, or `anonymous` if that is allowed.

    Raises:
        ApiError: 400, if it is not a telephone number.
    """
    value = string(body, "from").strip()
    if anonymous and value.lower() == ANONYMOUS:
        return ANONYMOUS
    number = e164(value)
    if number is None:
        raise bad_request("from is not a telephone number", "/from")
    return number
