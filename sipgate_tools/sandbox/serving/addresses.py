"""The addresses of a sandbox, and protection against DNS rebinding by checking host names."""

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
        base_url: The base URL, ending in `/v2`.
        fixed: Whether all responses use this URL instead of the host of the request.
        opened: Whether other machines can connect to the sandbox.
    """

    base_url: str
    fixed: bool = False
    opened: bool = False

    @classmethod
    def at(cls, base_url: str) -> SandboxAddress:
        """Return the address for a base URL. Unless the URL is on loopback, the address is open to other machines."""
        name = hostname(urlsplit(base_url).netloc)
        return cls(base_url, opened=not is_loopback(name))

    @property
    def root(self) -> str:
        """The base URL without the API version."""
        return self.base_url.removesuffix(VERSION)

    def root_for(self, host: str) -> str:
        """Return the root URL for the client that sent a request.

        Args:
            host: The value of the `Host` header. If `owns` is false for the host name, `root` is returned.
        """
        if self.fixed or not _HOST.match(host) or not self.owns(hostname(host)):
            return self.root
        return f"{urlsplit(self.base_url).scheme}://{host}"

    def owns(self, name: str) -> bool:
        """Return whether requests with this host name are accepted, as protection against DNS rebinding.

        Accepted are IP addresses, `localhost` and names below it, and the host name of `base_url`. If the sandbox is
        open to other machines, single-word names (such as container names) and `host.docker.internal` are accepted,
        too. All other names are rejected, because a public DNS name could be made to resolve to this machine.

        Args:
            name: The host name without a port, in lower case.
        """
        served = hostname(urlsplit(self.base_url).netloc)
        if _is_ip(name) or name in ("localhost", served) or name.endswith(".localhost"):
            return bool(name)
        # Clients in a network also use local names, such as container names, which are a single word, or Docker's name
        # for the machine. Names that can be registered publicly contain a dot.
        return self.opened and (bool(_SINGLE_WORD.match(name)) or name == "host.docker.internal")


def listening_address(host: str, port: int, public_url: str = "") -> SandboxAddress:
    """Return the address of a listening sandbox.

    Args:
        host: The address or name that the sandbox listens on. For all addresses of the machine (`0.0.0.0`, `::`), the
            URL contains the loopback address.
        port: The port that the sandbox listens on.
        public_url: The URL for clients behind a proxy or in a container. If "", `host` and `port` are used.

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
    """Return a public URL without the trailing slash and the API version.

    Raises:
        ValueError: `public_url` is not an absolute http or https URL without a query and a fragment.
    """
    try:
        parts = urlsplit(public_url)
        valid = parts.scheme in ("http", "https") and bool(_HOST.match(parts.netloc)) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or "?" in public_url or "#" in public_url or any(char.isspace() for char in public_url):
        raise ValueError(
            f"Invalid public URL {public_url!r}. Use http or https, a host and a port: http://sandbox:8080"
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
    """Return whether a host is a loopback address or `localhost`."""
    return name == "localhost" or (_is_ip(name) and ip_address(name).is_loopback)


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
