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

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from ..refusals import Refusal
from ..wire import Answer, Request

_READING = ("GET", "HEAD")
_NAME = re.compile(r"[a-z0-9_-]+\Z")


def check(request: Request, base_url: str) -> None:
    """Refuse a request that another web page may have had sent.

    Args:
        request: below `/console` or `/admin`.
        base_url: where the sandbox is served.

    Raises:
        Refusal: 403 for another host or origin, 415 for a body that is not JSON.
    """
    host = request.headers.get("host", "")
    if not _is_ours(_hostname(host), _hostname(urlsplit(base_url).netloc)):
        raise Refusal(
            403, "The request names a host that is not this sandbox. Open it by address or as localhost."
        )
    if request.method in _READING:
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        raise Refusal(403, "The request comes from another web page.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refusal(403, "The request comes from another web page.")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.body and media_type != "application/json":
        raise Refusal(415, "The request body is not application/json.")


def refused(request: Request, base_url: str) -> Answer | None:
    """The answer to a request that another web page may have had sent; None for one that is good."""
    try:
        check(request, base_url)
    except Refusal as refusal:
        return refusal.answer("v2")
    return None


def _hostname(netloc: str) -> str:
    try:
        return (urlsplit(f"//{netloc}").hostname or "").removesuffix(".")
    except ValueError:
        return ""


def _is_ours(asked: str, served: str) -> bool:
    """Whether a host name cannot be one that somebody else points at this machine."""
    if _is_address(asked) or asked in ("localhost", served) or asked.endswith(".localhost"):
        return bool(asked)
    # Opened to a network on purpose it is also reached by names of that network, such as those of containers:
    # a single word, or Docker's name for the machine. Names that anybody can register have a dot.
    opened = not (_is_address(served) and ip_address(served).is_loopback)
    return opened and (bool(_NAME.match(asked)) or asked == "host.docker.internal")


def _is_address(hostname: str) -> bool:
    try:
        ip_address(hostname)
    except ValueError:
        return False
    return True
