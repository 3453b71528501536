"""The files of the console's page, which are included in the package so that the page works offline."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from ..dispatch.api_errors import not_found
from ..dispatch.http import Response

_FOLDER: Final = Path(__file__).with_name("page")
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
HEADERS: Final = {
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    # Everything comes from this origin, text is never markup or code, and the page cannot be framed. Frames and media
    # show the faxes and recordings of this sandbox.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; object-src 'self'; media-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
}


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    return {
        f"/console/{path.name}": (path.read_bytes(), _TYPES[path.suffix])
        for path in sorted(_FOLDER.iterdir())
        if path.suffix in _TYPES
    }


def respond(path: str) -> Response:
    """Return the file at a path. The page itself is at `/console`; `/` and `/console/` redirect to it.

    Raises:
        ApiError: 404, if the file does not exist.
    """
    if path in ("/", "/console/"):
        # A temporary redirect: another program may use this port tomorrow.
        return Response(307, b"", {"location": "/console"})
    found = _files().get("/console/index.html" if path == "/console" else path)
    if found is None:
        raise not_found(path)
    content, media_type = found
    return Response(200, content, {"content-type": media_type, **HEADERS})
