"""What comes over the wire and what goes back, without any server or HTTP library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

Ending = Literal["answered", "refused", "dropped", "cut", "hung"]
"""How an exchange ends: with an answer, refused before anything was read, dropped without an answer, cut in the
middle of the body, or never."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Attributes:
        method: upper case.
        path: as sent, percent-encoded, without the query.
        query: as sent, percent-encoded, without the question mark.
        headers: by lower-case name.
        body: the raw bytes.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; `delay_seconds` is what a fault makes the other side wait for it."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    connection_outcome: Ending = "answered"
    delay_seconds: float = 0.0

    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def json_response(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """An answer whose body is this value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, {"content-type": JSON, **(headers or {})})


def text_response(status: int, text: str, media_type: str = TEXT) -> Response:
    """An answer whose body is text."""
    return Response(status, text.encode(), {"content-type": media_type})


def bytes_response(content: bytes, media_type: str, filename: str) -> Response:
    """An answer that is a file."""
    disposition = f'inline; filename="{filename}"'
    return Response(200, content, {"content-type": media_type, "content-disposition": disposition})
