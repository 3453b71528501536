"""Requests and responses, independent of any server or HTTP library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

JSON: Final = "application/json; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"

ConnectionOutcome = Literal["answered", "refused", "dropped", "cut", "hung"]
"""The end of a connection: with a response ("answered"), before the request ("refused"), without a response
("dropped"), in the middle of the body ("cut"), or never ("hung")."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Attributes:
        method: The HTTP method in upper case.
        path: The percent-encoded path as sent, without the query.
        query: The percent-encoded query as sent, without the question mark.
        headers: The headers by lowercase name.
        body: The body as raw bytes.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """One response. Faults set `delay_seconds` and `connection_outcome`."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    connection_outcome: ConnectionOutcome = "answered"
    delay_seconds: float = 0.0

    def json(self) -> Any:
        """Return the body decoded as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body decoded as UTF-8."""
        return self.body.decode()


def json_response(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """Return a response with a value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, {"content-type": JSON, **(headers or {})})


def text_response(status: int, text: str, media_type: str = TEXT) -> Response:
    """Return a response with a string, by default as plain text."""
    return Response(status, text.encode(), {"content-type": media_type})


def bytes_response(content: bytes, media_type: str, filename: str) -> Response:
    """Return a 200 response with a file, which browsers display rather than save."""
    disposition = f'inline; filename="{filename}"'
    return Response(200, content, {"content-type": media_type, "content-disposition": disposition})
