"""Where a document that is to be sent comes from: a folder that the operator allows, a public URL, or base64."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from sipgate_tools.errors import InvalidInput

if TYPE_CHECKING:
    import httpx2

__all__ = ["allowed_path", "read_document"]

_TIMEOUT_SECONDS: Final = 15.0
_REDIRECTS: Final = 3
_OK: Final = 200


async def read_document(source: str, folders: tuple[Path, ...], *, max_bytes: int) -> bytes:
    """The bytes of a document.

    Args:
        source: An https URL, a path in one of the folders, or base64, also as a data URL.
        folders: Where files may be read.
        max_bytes: How large it may be.

    Raises:
        InvalidInput: It is none of these, is not allowed, or is too large.
    """
    if source.startswith("https://"):
        return await _fetched(source, max_bytes)
    if source.startswith("data:") and ";base64," in source[:200]:
        return _decoded(source.partition(";base64,")[2])
    if source.startswith(("http://", "file:", "data:")):
        raise InvalidInput("Only https URLs are fetched.", hint="Give an https URL, a path, or base64.")
    if len(source) > 500 or _looks_like_base64(source):
        return _decoded(source)
    path = allowed_path(source, folders)
    if not path.is_file():
        raise InvalidInput("There is no such file in the allowed folders.", hint="Check the path.")
    if path.stat().st_size > max_bytes:
        raise InvalidInput(f"The file is larger than {max_bytes} bytes.")
    return path.read_bytes()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("The document is not base64.", hint="Give its bytes in base64.") from None


def allowed_path(text: str, folders: tuple[Path, ...]) -> Path:
    """A path that lies in one of the folders, whatever links lead to it.

    Raises:
        InvalidInput: It does not, or there are no such folders.
    """
    if not folders:
        raise InvalidInput(
            "This server may not use files.", hint="The operator can allow folders (--files FOLDER)."
        )
    for folder in folders:
        root = folder.expanduser().resolve()
        path = (root / Path(text).expanduser()).resolve()
        if path.is_relative_to(root):
            return path
    names = ", ".join(str(folder) for folder in folders)
    raise InvalidInput("This file is not in an allowed folder.", hint=f"Allowed: {names}.")


def _looks_like_base64(text: str) -> bool:
    return len(text) >= 64 and "." not in text and "\\" not in text


async def _fetched(url: str, max_bytes: int) -> bytes:
    import httpx2

    try:
        # The environment's proxy would resolve names by itself, past the check of addresses.
        async with httpx2.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
            for _ in range(_REDIRECTS + 1):
                found = await _read(client, url, max_bytes)
                if isinstance(found, bytes):
                    return found
                url = urljoin(url, found)
                if not url.startswith("https://"):
                    raise InvalidInput("The URL redirects away from https.")
    except httpx2.HTTPError as error:
        raise InvalidInput(f"The URL cannot be fetched: {type(error).__name__}.") from None
    raise InvalidInput("The URL redirects too often.")


async def _read(client: httpx2.AsyncClient, url: str, max_bytes: int) -> bytes | str:
    """What is at a URL, or where it redirects to."""
    import httpx2

    parts = urlsplit(url)
    host = parts.hostname or ""
    # The address that was checked is the one connected to: a name may resolve differently the next time.
    target = httpx2.URL(url).copy_with(host=await _public_address(host, parts.port or 443))
    headers = {"host": parts.netloc.rpartition("@")[2]}
    async with client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as response:
        if response.is_redirect and "location" in response.headers:
            return response.headers["location"]
        if response.status_code != _OK:
            raise InvalidInput(f"The URL answers {response.status_code}.")
        content = bytearray()
        async for piece in response.aiter_bytes():
            content += piece
            if len(content) > max_bytes:
                raise InvalidInput(f"The document is larger than {max_bytes} bytes.")
        return bytes(content)


async def _public_address(host: str, port: int) -> str:
    import anyio

    try:
        found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise InvalidInput("The URL's host cannot be found.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(ipaddress.ip_address(one).is_global for one in addresses):
        raise InvalidInput("The URL is on a private address.", hint="Only public addresses are fetched.")
    return addresses[0]
