"""Protects the console and the admin path from other web pages in the browser of the same user.

The console and the admin path need no credentials: any program that reaches the port may use them. A browser reaches
it on behalf of every page it shows, so requests are checked:

- `Host` must be an address of this machine or localhost. A page whose own name was pointed to this machine (DNS
  rebinding) sends that name.
- Writing requests must come from the console itself: the `Origin`, which browsers always send with them, must match
  `Host` (cross-site request forgery), and a body must be JSON, which forms cannot send.

Programs other than browsers send no `Origin` and pass.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from ..dispatch.api_errors import ApiError
from ..dispatch.http import Request, Response
from ..serving.addresses import SandboxAddress, hostname

_READING: Final = ("GET", "HEAD")


def check(request: Request, address: SandboxAddress) -> None:
    """Refuse a request that another web page may have caused.

    Args:
        request: A request below `/console` or `/admin`.
        address: The address of the sandbox.

    Raises:
        ApiError: 403 for another host or origin, 415 for a body that is not JSON.
    """
    host = request.headers.get("host", "")
    if not address.owns(hostname(host)):
        raise ApiError(
            403, "The request names a host that is not this sandbox. Open it by address or as localhost."
        )
    if request.method in _READING:
        return
    origin = request.headers.get("origin")
    if origin is not None and _host_of(origin) != host.lower():
        raise ApiError(403, "The request comes from another web page.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ApiError(403, "The request comes from another web page.")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.body and media_type != "application/json":
        raise ApiError(415, "The request body is not application/json.")


def refusal_for(request: Request, address: SandboxAddress) -> Response | None:
    """Return the error response to a request that another web page may have caused; None if it is allowed."""
    try:
        check(request, address)
    except ApiError as error:
        return error.response("v2")
    return None


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
