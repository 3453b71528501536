"""Validate JSON-RPC messages and find their ids, so that every request gets a response.

The SDK's stdio transport drops messages that it cannot parse, and treats a request with an invalid id as a
notification. The host then waits until its own timeout. These functions check a message before the SDK gets it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, NoReturn, cast

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600

# An unterminated string ends with the text. The possessive quantifier prevents backtracking.
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_ID: Final = re.compile(r'-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\]|\\.)*+"', re.DOTALL)
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Unreadable:
    """A message, or an entry of a batch, that cannot be served.

    Attributes:
        raw_id: The id as JSON, exactly as in the message; `null` if no id was found.
        code: The code of the JSON-RPC error.
        reason: The error message, for the host's log.
        is_response: Whether the message is the response to a request from this server.
    """

    raw_id: str
    code: int
    reason: str
    is_response: bool = False


class NotJson(Exception):
    """A string is not valid JSON.

    Attributes:
        problems: The problems, one for each message that was recognized in the string. There is at least one.
    """

    def __init__(self, problems: list[Unreadable]) -> None:
        super().__init__(problems[0].reason)
        self.problems = problems


def read_message(text: str) -> Any:
    """Parse a message or a batch; `problem_of` validates its content.

    Raises:
        NotJson: `text` is not valid JSON, or is nested too deeply.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        reason = "The message is nested too deeply."
    except ValueError:
        reason = "The message is not JSON."
    raise NotJson(list(_scan(text, reason)) or [Unreadable("null", PARSE_ERROR, reason)])


def problem_of(message: Any, *, has_escapes: bool = True) -> Unreadable | None:
    """Return the problem with an invalid message, or `None` if the message is valid.

    Args:
        message: The result of `read_message`, or an entry of that result.
        has_escapes: Whether the message contains escaped surrogates. If not, the search for lone surrogates, which
            takes as long as parsing, is skipped.
    """
    if not isinstance(message, dict):
        return Unreadable("null", INVALID_REQUEST, "A message must be a JSON object.")
    held = cast("dict[str, Any]", message)
    is_response = "method" not in held and ("result" in held or "error" in held)
    number = held.get("id")
    usable = isinstance(number, int | str) and not isinstance(number, bool)
    raw_id = json.dumps(number) if usable or (isinstance(number, float) and isfinite(number)) else "null"
    reason, code = None, INVALID_REQUEST
    if has_escapes and _has_lone_surrogate(held):
        reason, code = "A string contains a lone surrogate.", PARSE_ERROR
    elif held.get("jsonrpc") != "2.0":
        reason = 'jsonrpc must be "2.0".'
    elif is_response:
        reason = None if usable or "error" in held else "The id of a response must be an integer or a string."
    elif not isinstance(held.get("method"), str):
        reason = "method must be a string."
    elif "id" in held and not usable:
        reason = "id must be an integer or a string."
    elif not isinstance(held.get("params", {}), dict | None):
        reason = "params must be an object."
    return None if reason is None else Unreadable(raw_id, code, reason, is_response)


def is_notification(message: Any) -> bool:
    """Return whether a message is a notification, which has a method but no id, and receives no response."""
    return isinstance(message, dict) and "method" in message and "id" not in message


def refusal(unreadable: Unreadable) -> str:
    """Return the JSON-RPC error response to an invalid request."""
    error = json.dumps({"code": unreadable.code, "message": f"{unreadable.reason} Nothing was done."})
    # The id is returned verbatim: the host may support larger numbers than Python's float.
    return f'{{"jsonrpc":"2.0","id":{unreadable.raw_id},"error":{error}}}'


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _has_lone_surrogate(message: dict[str, Any]) -> bool:
    try:
        text = json.dumps(message, ensure_ascii=False)
    except RecursionError:
        return False
    return _LONE_SURROGATE.search(text) is not None


def _scan(text: str, reason: str) -> Iterator[Unreadable]:
    """Yield the messages in invalid JSON with their ids. These are objects at the top level or in a top-level array."""
    depth, base = 0, 1
    names: dict[str, str] = {}
    before = last = ""
    for number, match in enumerate(_TOKEN.finditer(text)):
        part = match[0]
        if number == 0 and part == "[":
            base = 2
        if last == ":" and depth == base:
            names[before] = part
        if part in "{[":
            depth += 1
            names = {} if depth == base else names
        elif part in "}]":
            depth -= 1
            if depth == base - 1 and names:
                yield _unreadable(names, reason)
                names = {}
        before, last = last, part
    if names:
        yield _unreadable(names, reason)


def _unreadable(names: dict[str, str], reason: str) -> Unreadable:
    number = names.get('"id"', "")
    is_response = '"method"' not in names and bool({'"result"', '"error"'} & names.keys())
    return Unreadable(number if _ID.fullmatch(number) else "null", PARSE_ERROR, reason, is_response)
