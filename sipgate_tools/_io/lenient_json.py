"""Fast JSON decoding that tolerates small errors."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def decode(content: bytes) -> Any:
    """Return the value of a JSON document.

    A lone surrogate, a byte that is not UTF-8, or an extremely long number does not make the whole document fail: the
    surrogate is kept, the byte is replaced, and the number becomes a string.

    Raises:
        ValueError: `content` is not JSON.
        RecursionError: `content` is nested too deeply.
    """
    try:
        return msgspec.json.decode(content)
    except ValueError:
        pass
    try:
        return json.loads(content, parse_int=_integer)
    except UnicodeDecodeError:
        return json.loads(content.decode("utf-8", errors="replace"), parse_int=_integer)


def _integer(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:  # Python converts 4,300 digits at most
        return digits
