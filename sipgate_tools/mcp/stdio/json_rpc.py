"""Read JSON-RPC messages so that none with an id stays without an answer: what is wrong with one, and what its id is.

The SDK's stdio transport drops what it cannot read, and takes a request whose id it does not like for a notification.
A host then waits for its own time limit. Here a message is judged before the SDK gets it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, NoReturn, cast

__all__ = [
    "INVALID_REQUEST",
    "PARSE_ERROR",
    "NotJson",
    "Unreadable",
    "is_notification",
    "problem_of",
    "read_message",
    "refusal",
]

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600

# An unterminated string ends with the text. Possessive: a string is looked at once, however it ends.
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_ID: Final = re.compile(r'-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\]|\\.)*+"', re.DOTALL)
_HALF_PAIR: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Unreadable:
    """A message, or an entry of a batch, that cannot be served.

    Attributes:
        raw_id: Its id as it stands in the message, as JSON; `null` where there is none to be found.
        code: Of the JSON-RPC error.
        reason: What is wrong with it, for the host's log.
        is_response: Whether it is the answer to a request of ours.
    """

    raw_id: str
    code: int
    reason: str
    is_response: bool = False


class NotJson(Exception):
    """A text is no JSON.

    Attributes:
        problems: One for each message that can be told in it, at least one.
    """

    def __init__(self, problems: list[Unreadable]) -> None:
        super().__init__(problems[0].reason)
        self.problems = problems


def read_message(text: str) -> Any:
    """Return the JSON of a message, or of a batch; what is in it is judged by `problem_of`.

    Raises:
        NotJson: The text is none, or nested too deeply.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        reason = "The message is nested too deeply."
    except ValueError:
        reason = "The message is not JSON."
    raise NotJson(list(_scanned(text, reason)) or [Unreadable("null", PARSE_ERROR, reason)])


def problem_of(message: Any, *, has_escapes: bool = True) -> Unreadable | None:
    """Return what is wrong with a message, or `None`; whether it wants an answer, `is_notification` tells.

    Args:
        message: What `read_message` returned, or an entry of it.
        has_escapes: Whether its text had escapes of surrogates; looking for halves takes as long as reading it.
    """
    if not isinstance(message, dict):
        return Unreadable("null", INVALID_REQUEST, "A message is a JSON object.")
    held = cast("dict[str, Any]", message)
    is_response = "method" not in held and ("result" in held or "error" in held)
    number = held.get("id")
    usable = isinstance(number, int | str) and not isinstance(number, bool)
    raw_id = json.dumps(number) if usable or (isinstance(number, float) and isfinite(number)) else "null"
    reason, code = None, INVALID_REQUEST
    if has_escapes and _has_half_pair(held):
        reason, code = "A text has half of a surrogate pair, which is no character.", PARSE_ERROR
    elif held.get("jsonrpc") != "2.0":
        reason = 'jsonrpc must be "2.0".'
    elif is_response:
        reason = None if usable or "error" in held else "The id of a response is a number or a text."
    elif not isinstance(held.get("method"), str):
        reason = "method must be a text."
    elif "id" in held and not usable:
        reason = "id must be a whole number or a text."
    elif not isinstance(held.get("params", {}), dict | None):
        reason = "params must be an object."
    return None if reason is None else Unreadable(raw_id, code, reason, is_response)


def is_notification(message: Any) -> bool:
    """Return whether a message wants no answer: it names a method and has no id."""
    return isinstance(message, dict) and "method" in message and "id" not in message


def refusal(unreadable: Unreadable) -> str:
    """Return the JSON-RPC error that answers an unreadable request."""
    error = json.dumps({"code": unreadable.code, "message": f"{unreadable.reason} Nothing was done."})
    # The id goes back as it came: a number that is too large for us is not for the host.
    return f'{{"jsonrpc":"2.0","id":{unreadable.raw_id},"error":{error}}}'


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _has_half_pair(message: dict[str, Any]) -> bool:
    try:
        text = json.dumps(message, ensure_ascii=False)
    except RecursionError:
        return False
    return _HALF_PAIR.search(text) is not None


def _scanned(text: str, reason: str) -> Iterator[Unreadable]:
    """Find the messages in a text that is no JSON: objects at its top, or in an array at its top, and their ids."""
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
                yield _found(names, reason)
                names = {}
        before, last = last, part
    if names:
        yield _found(names, reason)


def _found(names: dict[str, str], reason: str) -> Unreadable:
    number = names.get('"id"', "")
    is_response = '"method"' not in names and bool({'"result"', '"error"'} & names.keys())
    return Unreadable(number if _ID.fullmatch(number) else "null", PARSE_ERROR, reason, is_response)
