"""Browser programs from other origins: the API, the token endpoint and the files may be read by every page.

Credentials travel in a header that a page sets itself, never in cookies, so nothing is given away by that. The console
and the admin path, which ask for no credentials, and the page of the login are left out (`console/guard.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..dispatch.http import Request, Response
from ..events.media import MEDIA_PATH
from .static_documents import KEY_PATH

_OPEN = re.compile(
    rf"/+v[23](?:/|\Z)|{MEDIA_PATH}/|{re.escape(KEY_PATH)}\Z"
    r"|/(?:auth/realms|login)/[^/]+/(?:protocol/openid-connect/(?:token|userinfo|logout)|\.well-known/.*)\Z"
)
_ALWAYS = {"access-control-allow-origin": "*", "access-control-expose-headers": "*"}
SECONDS_KEPT = 600
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def is_cors_request(request: Request) -> bool:
    """Whether a request comes from a page of another origin, and asks for what such a page may have."""
    return "origin" in request.headers and _OPEN.match(request.path) is not None


def preflight(request: Request, methods: Iterable[str]) -> Response | None:
    """Return the answer to a browser's question whether a request may be sent; None for any other request.

    Args:
        request: one that `concerns`.
        methods: those of the operations at its path; none when there are no operations, which the request itself
            is to find out.
    """
    if request.method != "OPTIONS" or "access-control-request-method" not in request.headers:
        return None
    headers = {
        "access-control-allow-methods": ", ".join(sorted(methods) or METHODS),
        "access-control-max-age": str(SECONDS_KEPT),
    }
    asked = request.headers.get("access-control-request-headers", "")
    if asked:
        headers["access-control-allow-headers"] = asked
    return Response(204, headers=headers)


def with_cors_headers(answer: Response) -> Response:
    """Return an answer that a page of any origin may read."""
    return replace(answer, headers={**answer.headers, **_ALWAYS})
