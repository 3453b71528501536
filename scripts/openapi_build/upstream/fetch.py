"""Fetches the published document from a URL or a file, within limits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from ..failures import BuildFailure

PUBLISHED_AT: Final = "https://api.sipgate.com/v2/swagger.json"
_LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Limits:
    """The limits for a fetch.

    Attributes:
        size_bytes: The maximum size of the document. The current document has about 300,000 bytes.
        seconds: Maximum duration of the whole fetch.
        redirects: Maximum number of redirects.
    """

    size_bytes: int = 20_000_000
    seconds: float = 60
    redirects: int = 3


def fetch(source: str, limits: Limits | None = None) -> bytes:
    """Return the content of a URL (https, or http on loopback) or a file.

    Raises:
        BuildFailure: The content cannot be fetched, is too large, or takes too long.
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
    """Return the content of a URL, following redirects."""
    import httpx2  # noqa: PLC0415 - a run without --fetch needs no network

    deadline = time.monotonic() + limits.seconds
    with httpx2.Client(timeout=limits.seconds, headers={"Accept": "application/json, */*;q=0.5"}) as client:
        for _ in range(limits.redirects + 1):
            _check_address(url)
            try:
                with client.stream("GET", url) as response:
                    if not response.has_redirect_location:
                        return _body(response, limits, deadline)
                    url = urljoin(url, response.headers["location"])
            except httpx2.TransportError as problem:
                raise BuildFailure(
                    f"{redacted_source(url)} cannot be fetched: {type(problem).__name__} {problem}"
                ) from None
    raise BuildFailure(f"{redacted_source(url)} redirects more than {limits.redirects} times")


def _body(response: object, limits: Limits, deadline: float) -> bytes:
    """Return the body of a successful response."""
    import httpx2  # noqa: PLC0415 - as above

    assert isinstance(response, httpx2.Response)
    if response.status_code != 200:
        raise BuildFailure(
            f"{redacted_source(str(response.url))} returned {response.status_code} instead of a document"
        )
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        _short_enough(content, limits)
        if time.monotonic() > deadline:
            raise BuildFailure(
                f"{redacted_source(str(response.url))} takes more than {limits.seconds:g} seconds"
            )
    return bytes(content)


def _short_enough(content: bytes | bytearray, limits: Limits) -> bytes:
    """Return the content after checking its size."""
    if len(content) > limits.size_bytes:
        raise BuildFailure(
            f"the document has more than {limits.size_bytes} bytes, too many for sipgate's API"
        )
    return bytes(content)


def _check_address(url: str) -> None:
    """Raise an error for a URL whose response could be forged on the network."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise BuildFailure(
        f"{redacted_source(url)} is neither https nor on this machine: download it yourself and name the file"
    )


def redacted_source(url: str) -> str:
    """Return a source without user name, password and query, which can be secret."""
    if "://" not in url:
        return url
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
