"""Protects the console and the admin path from other web pages in the user's browser.

The console and the admin path require no credentials, so every program that can connect to the port can use them. A
browser sends requests on behalf of every page that it shows. Therefore, requests are checked:

- `Host` must be an address of this machine or localhost. This prevents DNS rebinding, where a page's own host name
  resolves to this machine: the page's requests contain that host name.
- Writing requests must come from the console itself. This prevents cross-site request forgery: `Origin`, which browsers
  always send with such requests, must match `Host`, and a body must be JSON, which forms cannot send.

Programs other than browsers send no `Origin`, so they pass this check.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from ..dispatch.api_errors import ApiError
from ..dispatch.http import Request, Response
from ..serving.addresses import SandboxAddress, hostname

_READING: Final = ("GET", "HEAD")


def check(request: Request, address: SandboxAddress) -> None:
    """Refuse a request that another web page might have caused.

    Args:
        request: A request below `/console` or `/admin`.
        address: The address of the sandbox.

    Raises:
        ApiError: 403 for another host or origin, 415 for a body that is not JSON.
    """
    host = request.headers.get("host", "")
    if not address.owns(hostname(host)):
        raise ApiError(
            403,
            "The Host of the request is not this sandbox. Open the sandbox by IP address or as localhost.",
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
        raise ApiError(415, "The Content-Type of the request must be application/json.")


def refusal_for(request: Request, address: SandboxAddress) -> Response | None:
    """Return the error response to a request that another web page might have caused, or None for other requests."""
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
