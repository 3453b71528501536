"""JSON from bytes: as fast as it can be read, and read although it is slightly wrong."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def decoded(content: bytes) -> Any:
    """Return the value that bytes hold as JSON.

    Raises:
        ValueError: They are not JSON. `RecursionError`: it is nested too deeply.
    """
    try:
        return msgspec.json.decode(content)
    except ValueError:
        # It is stricter than sipgate: half of a surrogate pair in one name must not cost a whole page.
        return json.loads(content)


def decoded_part(content: bytes) -> Any:
    """Return the value of a part of an answer that was read as a whole before.

    A reader that passes over unknown fields does not look into their texts: bytes that are not UTF-8 are replaced.
    """
    try:
        return decoded(content)
    except UnicodeDecodeError:
        return json.loads(content.decode("utf-8", errors="replace"))
