"""Fields of the console's requests, read or refused with a sentence that fits below the field."""

from __future__ import annotations

import json
from typing import Any, cast

from ..dispatch.api_errors import bad_request
from ..dispatch.http import Request
from ..phone_numbers import e164

ANONYMOUS = "anonymous"


def json_object(request: Request) -> dict[str, Any]:
    """The JSON object a request carries; an empty one when it carries nothing.

    Raises:
        Refusal: 400.
    """
    try:
        value: Any = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise bad_request("The request body is not a JSON object")
    return cast("dict[str, Any]", value)


def text(body: dict[str, Any], name: str, default: str = "", *, longest: int = 5000) -> str:
    """A text.

    Raises:
        Refusal: 400 for anything else, or a longer one.
    """
    value = body.get(name)
    value = default if value is None else value
    if not isinstance(value, str):
        raise bad_request(f"{name} is not a text", f"/{name}")
    if len(value) > longest:
        raise bad_request(f"{name} is longer than {longest} characters", f"/{name}")
    return value


def texts(body: dict[str, Any], name: str) -> list[str]:
    """A list of texts; an empty one when it is absent.

    Raises:
        Refusal: 400.
    """
    value: Any = body.get(name)
    value = [] if value is None else value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in cast("list[Any]", value)):
        raise bad_request(f"{name} is not a list of texts", f"/{name}")
    return cast("list[str]", value)


def whole(body: dict[str, Any], name: str, default: int | None, least: int, most: int) -> int:
    """A whole number in a range, which must be there when it has no default.

    Raises:
        Refusal: 400.
    """
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise bad_request(f"{name} is not a whole number from {least} to {most}", f"/{name}")
    return value


def switch(body: dict[str, Any], name: str, *, default: bool) -> bool:
    """True or false.

    Raises:
        Refusal: 400.
    """
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise bad_request(f"{name} is neither true nor false", f"/{name}")
    return value


def sender(body: dict[str, Any], *, anonymous: bool = True) -> str:
    """Who it comes from (`from`): a number in E.164, or `anonymous` where that is possible.

    Raises:
        Refusal: 400.
    """
    written = text(body, "from").strip()
    if anonymous and written.lower() == ANONYMOUS:
        return ANONYMOUS
    number = e164(written)
    if number is None:
        raise bad_request("from is not a telephone number", "/from")
    return number
