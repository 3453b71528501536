"""Safe download from URLs that third parties supply (SSRF protection): public addresses only, limited size and time.

All addresses of the host name must be public, and the connection is made to an address that was checked, so that DNS
rebinding has no effect. Redirects are subject to the same checks.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from concurrent.futures import Future
from threading import Thread
from typing import Final
from urllib.parse import urljoin

import anyio
import httpx2

from sipgate_tools.errors import InvalidInput

_REDIRECTS: Final = 3
_ADDRESSES: Final = 4
_CONNECT_SECONDS: Final = 5.0
_LAST_PORT: Final = 65_535
_OK: Final = 200

# The special ranges of IANA's registries, listed here because `ipaddress` classifies some of them differently in
# different Python versions.
_SPECIAL_V4: Final = tuple(
    ipaddress.IPv4Network(one)
    for one in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
# Outside of 2000::/3 nothing is public: loopback, link-local, unique local, multicast, and IPv4 addresses in IPv6 form
# (mapped, compatible, NAT64). Inside, these hold protocol assignments with Teredo, documentation, 6to4 and 6bone.
_GLOBAL_V6: Final = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6: Final = tuple(
    ipaddress.IPv6Network(one)
    for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20")
)


def is_public_address(address: str) -> bool:
    """Return whether an IP address is public, that is, in none of the special ranges.

    Args:
        address: The address, as returned by `getaddrinfo`.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _SPECIAL_V4)
    if found.scope_id is not None:
        return False
    return found in _GLOBAL_V6 and not any(found in network for network in _SPECIAL_V6)


async def afetch_public(
    url: str,
    *,
    max_bytes: int,
    noun: str = "file",
    schemes: Collection[str] = ("https",),
    wait_seconds: float = 5.0,
    total_seconds: float = 30.0,
    allow_private: bool = False,
) -> bytes:
    """Return the content at a URL.

    Args:
        url: The URL. Up to three redirects are followed, each with the same checks.
        max_bytes: Maximum size of the content in bytes.
        noun: The word for the content in errors, such as `announcement`.
        schemes: The schemes that are allowed in the URL and its redirects.
        wait_seconds: Time limit in seconds for each wait for data.
        total_seconds: Time limit in seconds for the whole download.
        allow_private: Whether the host may have an address that is not public.

    Raises:
        InvalidInput: The URL is invalid, or the content cannot be fetched, is too large, takes too long, or has an
            address that is not public. The error does not contain the URL.
    """
    fetch = _Fetch(max_bytes, noun, tuple(schemes), wait_seconds, allow_private)
    try:
        with anyio.fail_after(total_seconds):
            return await fetch.follow(url)
    except TimeoutError:
        raise InvalidInput(f"The {noun} takes longer than {total_seconds:g} s to fetch.") from None


def fetch_public(
    url: str,
    *,
    max_bytes: int,
    noun: str = "file",
    schemes: Collection[str] = ("https",),
    wait_seconds: float = 5.0,
    total_seconds: float = 30.0,
    allow_private: bool = False,
) -> bytes:
    """Return the content at a URL; the synchronous form of `afetch_public`, with the same arguments and errors."""
    outcome: Future[bytes] = Future()

    async def fetch() -> None:
        try:
            content = await afetch_public(
                url,
                max_bytes=max_bytes,
                noun=noun,
                schemes=schemes,
                wait_seconds=wait_seconds,
                total_seconds=total_seconds,
                allow_private=allow_private,
            )
        except BaseException as error:
            outcome.set_exception(error)
        else:
            outcome.set_result(content)

    # In a separate thread: the current one may already run an event loop (a notebook), which cannot be nested. Wait for
    # the outcome rather than the end of the thread, which a slow DNS lookup may delay beyond the time limit.
    Thread(target=anyio.run, args=(fetch,), name="sipgate-tools-fetch", daemon=True).start()
    return outcome.result()


class _Fetch:
    """A download and its limits."""

    def __init__(
        self, max_bytes: int, noun: str, schemes: tuple[str, ...], wait_seconds: float, allow_private: bool
    ) -> None:
        self._max_bytes = max_bytes
        self._noun = noun
        self._schemes = schemes
        self._timeout = httpx2.Timeout(wait_seconds, connect=min(wait_seconds, _CONNECT_SECONDS))
        self._allow_private = allow_private

    async def follow(self, url: str) -> bytes:
        """Return the content at a URL after following redirects."""
        # A proxy of the environment would resolve names itself and bypass the check of addresses.
        async with httpx2.AsyncClient(timeout=self._timeout, trust_env=False) as client:
            for redirects in range(_REDIRECTS + 1):
                target = self._checked(url, redirected=redirects > 0)
                content_or_url = await self._from_any_address(client, target)
                if isinstance(content_or_url, bytes):
                    return content_or_url
                try:
                    url = urljoin(url, content_or_url)
                except ValueError:
                    raise self._unusable() from None
        raise InvalidInput(f"The {self._noun}'s URL redirects too often.")

    def _checked(self, url: str, *, redirected: bool) -> httpx2.URL:
        """Return a URL after checking its scheme and its syntax."""
        try:
            target = httpx2.URL(url)
            usable = bool(target.raw_host) and (target.port is None or 0 < target.port <= _LAST_PORT)
        except (httpx2.InvalidURL, ValueError, TypeError):
            raise self._unusable() from None
        if target.scheme not in self._schemes:
            allowed = " or ".join(self._schemes)
            if redirected:
                raise InvalidInput(f"The {self._noun}'s URL redirects away from {allowed}.")
            raise InvalidInput(f"The {self._noun}'s URL must begin with {allowed}://.")
        if not usable or "\\" in url or any(character.isspace() for character in url):
            raise self._unusable()
        return target

    async def _from_any_address(self, client: httpx2.AsyncClient, url: httpx2.URL) -> bytes | str:
        """Return the content at a URL, or the URL that it redirects to, from the first address that is reachable."""
        failure = "no address"
        for address in (await self._addresses(url))[:_ADDRESSES]:
            try:
                return await self._read(client, url, address)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = type(error).__name__
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                failure = type(error).__name__
                break
        raise InvalidInput(f"The {self._noun} cannot be fetched ({failure}).")

    async def _read(self, client: httpx2.AsyncClient, url: httpx2.URL, address: str) -> bytes | str:
        # Connect to the address that was checked; the certificate is still verified against the host name.
        target = url.copy_with(host=address)
        headers = {"host": url.netloc.decode("ascii"), "accept-encoding": "identity"}
        name = {"sni_hostname": url.raw_host.decode("ascii")}
        async with client.stream("GET", target, headers=headers, extensions=name) as response:
            if response.is_redirect and "location" in response.headers:
                return response.headers["location"]
            if response.status_code != _OK:
                raise InvalidInput(f"The {self._noun}'s URL returned status {response.status_code}.")
            if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
                # The request forbids it: a few compressed bytes could expand to very many.
                raise InvalidInput(f"The {self._noun}'s URL returned compressed content.")
            content = bytearray()
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > self._max_bytes:
                    raise InvalidInput(f"The {self._noun} is larger than {self._max_bytes} bytes.")
            return bytes(content)

    async def _addresses(self, url: httpx2.URL) -> list[str]:
        """Return the addresses of a URL's host after checking that all of them are public."""
        host = url.raw_host.decode("ascii").strip("[]")
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise InvalidInput(f"The {self._noun}'s host cannot be found.") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._allow_private and not all(is_public_address(one) for one in addresses):
            raise InvalidInput(
                f"The {self._noun} is on a private address.", hint="Only public addresses are fetched."
            )
        return addresses

    def _unusable(self) -> InvalidInput:
        return InvalidInput(
            f"The {self._noun}'s URL cannot be used.", hint="Use a URL such as https://example.org/file.pdf."
        )
