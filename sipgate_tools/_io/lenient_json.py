"""JSON from bytes: as fast as it can be read, and read although it is slightly wrong."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def decoded(content: bytes) -> Any:
    """Return the value that bytes hold as JSON.

    Half of a surrogate pair, a byte that is not UTF-8, or a number of absurd length in one field must not cost a whole
    page: the first stays as it is, the second is replaced, the third is a text.

    Raises:
        ValueError: They are not JSON. `RecursionError`: it is nested too deeply.
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
