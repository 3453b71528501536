"""The request for any operation of the API, built from the spec, and the decoding of its response."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from sipgate_api.types import Request

    from sipgate_tools.spec import Operation


def operation_request(
    operation: Operation,
    *,
    path: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
) -> Request[Any]:
    """Return the request for any operation. The arguments are not validated.

    Args:
        operation: The operation.
        path: The path parameters by name.
        query: The query parameters by name. A list repeats the parameter.
        body: The JSON body, or `None` for no body.
    """
    from sipgate_api.types import UNSET, Request, read_anything  # on first use: keeps the start short

    url = operation.path
    for name, value in (path or {}).items():
        url = url.replace(f"{{{name}}}", quote(str(value), safe=""))
    return Request(
        operation_id=operation.id,
        method=operation.method,
        path_template=operation.path,
        url=url,
        params=dict(query or {}) or None,
        json=UNSET if body is None else body,
        headers={} if body is None else {"content-type": "application/json"},
        response_media=operation.success_media,
        parse=read_anything,
    )


def decoded_response(content: bytes) -> Any:
    """Return a response as decoded JSON, as a string if it is not JSON, or `None` if it is empty."""
    if not content.strip():
        return None
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", errors="replace")
