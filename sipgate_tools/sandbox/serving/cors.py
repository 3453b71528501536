"""CORS: pages of all origins can use the API, the token endpoint and the media files.

This is safe because credentials are in a header that the page itself sets, never in cookies. The console, the admin
path and the login page are excluded because they require no credentials (see `console/origin_check.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ..dispatch.http import Request, Response
from ..events.media import MEDIA_PATH
from .static_documents import KEY_PATH

_OPEN: Final = re.compile(
    rf"/+v[23](?:/|\Z)|{MEDIA_PATH}/|{re.escape(KEY_PATH)}\Z"
    r"|/(?:auth/realms|login)/[^/]+/(?:protocol/openid-connect/(?:token|userinfo|logout)|\.well-known/.*)\Z"
)
_ALWAYS: Final = {"access-control-allow-origin": "*", "access-control-expose-headers": "*"}
MAX_AGE_SECONDS: Final = 600
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def is_cors_request(request: Request) -> bool:
    """Return whether a request has an `Origin` header, and its path is open to all origins."""
    return "origin" in request.headers and _OPEN.match(request.path) is not None


def preflight(request: Request, methods: Iterable[str]) -> Response | None:
    """Return the response to a preflight request, or None for any other request.

    Args:
        request: A request for which `is_cors_request` is true.
        methods: The HTTP methods of the operations at the path. If empty, all methods are allowed, so that the actual
            request receives the 404 response.
    """
    if request.method != "OPTIONS" or "access-control-request-method" not in request.headers:
        return None
    headers = {
        "access-control-allow-methods": ", ".join(sorted(methods) or METHODS),
        "access-control-max-age": str(MAX_AGE_SECONDS),
    }
    requested_headers = request.headers.get("access-control-request-headers", "")
    if requested_headers:
        headers["access-control-allow-headers"] = requested_headers
    return Response(204, headers=headers)


def with_cors_headers(response: Response) -> Response:
    """Return a copy of a response with the headers that allow pages of all origins to read it."""
    return replace(response, headers={**response.headers, **_ALWAYS})
