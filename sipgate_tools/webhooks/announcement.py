"""How long a sound file at a URL is: fetched with care, checked, measured."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx2

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.audio import MAX_BYTES, check_announcement
from sipgate_tools.values import web_url

_TIMEOUT_SECONDS: Final = 5.0
_REDIRECTS: Final = 3
_REMEMBER_SECONDS: Final = 600.0
_REMEMBERED: Final = 256


class Announcements:
    """Measures sound files, and remembers their lengths for some minutes.

    Args:
        allow_private: Whether files may be fetched from addresses that are not public.
        max_bytes: The largest file.
    """

    def __init__(self, *, allow_private: bool = False, max_bytes: int = MAX_BYTES) -> None:
        self._allow_private = allow_private
        self._max_bytes = max_bytes
        self._known: dict[str, tuple[float, float]] = {}

    async def seconds(self, url: str) -> float:
        """Return the length of the sound file at a URL, in seconds.

        Args:
            url: Of a WAV file: mono, 16-bit PCM, 8 kHz.

        Raises:
            InvalidInput: It cannot be fetched, is too large, on a private address, or of another format.
        """
        known = self._known.get(url)
        if known is not None and time.monotonic() - known[1] < _REMEMBER_SECONDS:
            return known[0]
        length = check_announcement(await self._fetch(url), max_bytes=self._max_bytes).duration_seconds
        if len(self._known) >= _REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[url] = (length, time.monotonic())
        return length

    async def _fetch(self, url: str) -> bytes:
        try:
            # The environment's proxy would resolve names by itself, past the check of addresses.
            async with httpx2.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
                for _ in range(_REDIRECTS + 1):
                    found = await self._read(client, web_url(url, argument="announcement's URL"))
                    if isinstance(found, bytes):
                        return found
                    url = urljoin(url, found)
        except httpx2.HTTPError as error:
            raise InvalidInput(f"The announcement cannot be fetched: {type(error).__name__}.") from None
        raise InvalidInput("The announcement's URL redirects too often.")

    async def _read(self, client: httpx2.AsyncClient, url: str) -> bytes | str:
        """Return what is at a URL, or where it redirects to."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        # The address that was checked is the one connected to: a name may resolve differently the next time.
        address = await self._address(host, parts.port or (443 if parts.scheme == "https" else 80))
        target = httpx2.URL(url).copy_with(host=address)
        headers = {"host": parts.netloc.rpartition("@")[2]}
        async with client.stream(
            "GET", target, headers=headers, extensions={"sni_hostname": host}
        ) as response:
            if response.is_redirect and "location" in response.headers:
                return response.headers["location"]
            if response.status_code != 200:
                raise InvalidInput(f"The announcement's URL answers {response.status_code}.")
            content = bytearray()
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > self._max_bytes:
                    raise InvalidInput(f"The announcement is larger than {self._max_bytes} bytes.")
            return bytes(content)

    async def _address(self, host: str, port: int) -> str:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise InvalidInput("The announcement's host cannot be found.") from None
        addresses = [str(entry[4][0]) for entry in found]
        if not self._allow_private and not all(_is_public(one) for one in addresses):
            raise InvalidInput(
                "The announcement is on a private address.",
                hint="Set allow_private_announcements=True if it shall be.",
            )
        return addresses[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    return address.is_global and not address.is_multicast
