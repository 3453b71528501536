"""Gets the published document, from its address or from a file, within limits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from ..failures import BuildFailure

PUBLISHED_AT = "https://api.sipgate.com/v2/swagger.json"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Limits:
    """How much a fetch may take.

    Attributes:
        size_bytes: The longest document that is read; today's has about 0.3 million bytes.
        seconds: How long the whole fetch may take.
        redirects: How often the address may send us elsewhere.
    """

    size_bytes: int = 20_000_000
    seconds: float = 60
    redirects: int = 3


def fetch(source: str, limits: Limits | None = None) -> bytes:
    """Return what is at an address (https, or http on this machine) or in a file.

    Raises:
        BuildFailure: It cannot be had, is too long, or takes too long.
    """
    allowed = limits or Limits()
    if "://" in source:
        return _download(source, allowed)
    try:
        with Path(source).open("rb") as file:
            content = file.read(allowed.size_bytes + 1)
    except OSError as problem:
        raise BuildFailure(f"{source} cannot be read: {problem.strerror}") from None
    return _short_enough(content, allowed)


def _download(url: str, limits: Limits) -> bytes:
    """Return what an address answers, following a few redirects."""
    import httpx2  # a run without --fetch needs no network

    deadline = time.monotonic() + limits.seconds
    with httpx2.Client(timeout=limits.seconds, headers={"Accept": "application/json, */*;q=0.5"}) as client:
        for _ in range(limits.redirects + 1):
            _check_address(url)
            try:
                with client.stream("GET", url) as answer:
                    if not answer.has_redirect_location:
                        return _body(answer, limits, deadline)
                    url = urljoin(url, answer.headers["location"])
            except httpx2.TransportError as problem:
                raise BuildFailure(
                    f"{shown(url)} cannot be fetched: {type(problem).__name__} {problem}"
                ) from None
    raise BuildFailure(f"{shown(url)} redirects more than {limits.redirects} times")


def _body(answer: object, limits: Limits, deadline: float) -> bytes:
    """Return the body of an answer that is a success."""
    import httpx2

    assert isinstance(answer, httpx2.Response)
    if answer.status_code != 200:
        raise BuildFailure(f"{shown(str(answer.url))} answers {answer.status_code}, not a document")
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        _short_enough(content, limits)
        if time.monotonic() > deadline:
            raise BuildFailure(f"{shown(str(answer.url))} takes more than {limits.seconds:g} seconds")
    return bytes(content)


def _short_enough(content: bytes | bytearray, limits: Limits) -> bytes:
    """Return the content unless it is too long."""
    if len(content) > limits.size_bytes:
        raise BuildFailure(f"the document has more than {limits.size_bytes} bytes: that is not the interface")
    return bytes(content)


def _check_address(url: str) -> None:
    """Refuse an address from which anybody on the way could send what he likes."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise BuildFailure(
        f"{shown(url)} is neither https nor on this machine: download it yourself and name the file"
    )


def shown(url: str) -> str:
    """Return a source without what may be a secret in it."""
    if "://" not in url:
        return url
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
