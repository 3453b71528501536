"""Addresses of a sandbox, and the check of host names against DNS rebinding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\Z")
_SINGLE_WORD: Final = re.compile(r"[a-z0-9_-]+\Z")
VERSION: Final = "/v2"


@dataclass(frozen=True, slots=True)
class SandboxAddress:
    """The address of a sandbox.

    Attributes:
        base_url: The base URL; ends in `/v2`.
        fixed: Whether every response uses this URL, instead of the host of the request.
        opened: Whether other machines can reach the sandbox.
    """

    base_url: str
    fixed: bool = False
    opened: bool = False

    @classmethod
    def at(cls, base_url: str) -> SandboxAddress:
        """Return the address for a base URL; it is open to the network unless it is on loopback."""
        name = hostname(urlsplit(base_url).netloc)
        return cls(base_url, opened=not is_loopback(name))

    @property
    def root(self) -> str:
        """The address without the version of the API."""
        return self.base_url.removesuffix(VERSION)

    def root_for(self, host: str) -> str:
        """Return the root URL for the client that sent a request.

        Args:
            host: The header Host. A name that may come from DNS rebinding is not used.
        """
        if self.fixed or not _HOST.match(host) or not self.owns(hostname(host)):
            return self.root
        return f"{urlsplit(self.base_url).scheme}://{host}"

    def owns(self, name: str) -> bool:
        """Return whether a host name is safe: not a public name that an attacker could point to this machine."""
        served = hostname(urlsplit(self.base_url).netloc)
        if _is_ip(name) or name in ("localhost", served) or name.endswith(".localhost"):
            return bool(name)
        # A sandbox that is open to a network is also reached by local names, such as those of containers: a single
        # word, or Docker's name for the machine. Names that can be registered publicly have a dot.
        return self.opened and (bool(_SINGLE_WORD.match(name)) or name == "host.docker.internal")


def listening_address(host: str, port: int, public_url: str = "") -> SandboxAddress:
    """Return the address of a listening sandbox.

    Args:
        host: The address or name it listens on. For all addresses of the machine (`0.0.0.0`, `::`) the URL uses
            loopback.
        port: The port it listens on.
        public_url: The URL for clients, through a proxy or from a container; "" to use `host` and `port`.

    Raises:
        ValueError: `public_url` is invalid.
    """
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
    host_name = loopback.get(host, host)
    opened = not is_loopback(host)
    if public_url:
        return SandboxAddress(f"{checked_public_url(public_url)}{VERSION}", fixed=True, opened=opened)
    bracketed = f"[{host_name}]" if ":" in host_name else host_name
    return SandboxAddress(f"http://{bracketed}:{port}{VERSION}", opened=opened)


def checked_public_url(public_url: str) -> str:
    """Return a public URL without trailing slash and API version.

    Raises:
        ValueError: It is not an absolute http or https URL without query and fragment.
    """
    try:
        parts = urlsplit(public_url)
        valid = parts.scheme in ("http", "https") and bool(_HOST.match(parts.netloc)) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or "?" in public_url or "#" in public_url or any(char.isspace() for char in public_url):
        raise ValueError(
            f"{public_url!r} is not a public URL. Write http or https, host and port: http://sandbox:8080"
        )
    return public_url.rstrip("/").removesuffix(VERSION).rstrip("/")


def hostname(netloc: str) -> str:
    """Return the host name of `host:port` in lower case, without a trailing dot; "" for none or an invalid port."""
    try:
        parts = urlsplit(f"//{netloc}")
        _ = parts.port  # raises ValueError
    except ValueError:
        return ""
    # Some versions of Python ignore what is between the brackets of an IPv6 address and its port.
    behind = netloc.rpartition("]")[2] if "]" in netloc else ""
    return "" if behind and not behind.startswith(":") else (parts.hostname or "").removesuffix(".")


def is_loopback(name: str) -> bool:
    """Return whether a name or address is loopback."""
    return name == "localhost" or (_is_ip(name) and ip_address(name).is_loopback)


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
