# Made by scripts/make_sync.py from sipgate_tools/_async/_public_files.py: edit that file.
"""Fetching files that somebody named by URL: with limits, and never from a private address unless that is allowed."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx2

from sipgate_tools.concurrency.threads import in_thread
from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.audio import MAX_BYTES, WavFacts, check_announcement
from sipgate_tools.values import web_url

_REDIRECTS: Final = 3
_PRIVATE_HINT: Final = (
    "Whoever plays it must be able to reach it; private addresses can be allowed explicitly."
)


def check_announcement_at(
    url: str, *, max_bytes: int = MAX_BYTES, timeout_seconds: float = 5.0, allow_private: bool = False
) -> WavFacts:
    """Fetch a sound and check that sipgate can play it: WAV, mono, 16-bit PCM, 8 kHz.

    Args:
        url: Where it is; up to three redirects are followed, each checked alike.
        max_bytes: How large it may be.
        timeout_seconds: How long connecting and each wait for bytes may take.
        allow_private: Whether it may lie on an address that is not public.

    Raises:
        InvalidInput: It cannot be fetched, is too large, on a private address, or of another format.
    """
    content = fetch_public(
        url, max_bytes=max_bytes, timeout_seconds=timeout_seconds, allow_private=allow_private
    )
    return check_announcement(content, max_bytes=max_bytes)


def fetch_public(url: str, *, max_bytes: int, timeout_seconds: float, allow_private: bool) -> bytes:
    """Return the content at a URL; see `check_announcement_at`."""
    try:
        # A proxy of the environment would resolve names by itself, past the check of addresses.
        with httpx2.Client(timeout=timeout_seconds, trust_env=False) as client:
            for _ in range(_REDIRECTS + 1):
                found = _read(client, web_url(url, argument="announcement URL"), max_bytes, allow_private)
                if isinstance(found, bytes):
                    return found
                url = urljoin(url, found)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise InvalidInput(f"The announcement cannot be fetched ({type(error).__name__}).") from None
    raise InvalidInput("The announcement's URL redirects too often.")


def _read(client: httpx2.Client, url: str, max_bytes: int, allow_private: bool) -> bytes | str:
    """Return what is at a URL, or where it redirects to."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    # The address that was checked is the one connected to: a name may resolve differently the next time.
    address = _address(host, parts.port or (443 if parts.scheme == "https" else 80), allow_private)
    target = httpx2.URL(url).copy_with(host=address)
    headers = {"host": parts.netloc.rpartition("@")[2]}
    with client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as response:
        if response.is_redirect and "location" in response.headers:
            return response.headers["location"]
        if response.status_code != 200:
            raise InvalidInput(f"The announcement's URL answers {response.status_code}.")
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > max_bytes:
                raise InvalidInput(f"The announcement is larger than {max_bytes} bytes.")
        return bytes(content)


def _address(host: str, port: int, allow_private: bool) -> str:
    try:
        found = in_thread(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        raise InvalidInput("The announcement's host cannot be found.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(_is_public(one) for one in addresses):
        raise InvalidInput("The announcement is on a private address.", hint=_PRIVATE_HINT)
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return found.is_global and not found.is_multicast
