"""Keeps other web pages from driving or reading the sandbox through the browser of whoever runs it.

The console and the admin path ask for no credentials: whoever reaches the port may use them. A browser reaches it
for every page it shows, so what a browser sends is looked at:

- `Host` must name this machine by an address or as localhost. A page whose own name was pointed at this machine
  (DNS rebinding) sends that name.
- What changes something must come from the console itself: the `Origin`, which browsers always send then, must be
  the host that was asked (cross-site request forgery), and a body must be JSON, which no form can send.

Programs that are no browsers send no `Origin` and pass.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ..dispatch.api_errors import ApiError
from ..dispatch.http import Request, Response
from ..serving.addresses import SandboxAddress, hostname

_READING = ("GET", "HEAD")


def check(request: Request, address: SandboxAddress) -> None:
    """Refuse a request that another web page may have had sent.

    Args:
        request: below `/console` or `/admin`.
        address: where the sandbox is served.

    Raises:
        Refusal: 403 for another host or origin, 415 for a body that is not JSON.
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
    """The answer to a request that another web page may have had sent; None for one that is good."""
    try:
        check(request, address)
    except ApiError as refusal:
        return refusal.response("v2")
    return None


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
