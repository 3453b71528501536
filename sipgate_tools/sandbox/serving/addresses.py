"""Where a sandbox is reached, and which of the names that requests ask for are certainly its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\Z")
_SINGLE_WORD = re.compile(r"[a-z0-9_-]+\Z")
VERSION = "/v2"


@dataclass(frozen=True, slots=True)
class SandboxAddress:
    """Where a sandbox is reached.

    Attributes:
        base_url: how it names itself; ends in `/v2`.
        fixed: whether it names itself so in every answer, instead of by the host that the request asked for.
        opened: whether other machines than this one reach it.
    """

    base_url: str
    fixed: bool = False
    opened: bool = False

    @classmethod
    def at(cls, base_url: str) -> SandboxAddress:
        """Return the address of a base URL, which is opened to a network unless it names loopback."""
        name = hostname(urlsplit(base_url).netloc)
        return cls(base_url, opened=not is_loopback(name))

    @property
    def root(self) -> str:
        """The address without the version of the API."""
        return self.base_url.removesuffix(VERSION)

    def root_for(self, host: str) -> str:
        """Return the root as the sender of a request reaches it.

        Args:
            host: the header Host. A name that may be somebody else's (DNS rebinding) is not repeated.
        """
        if self.fixed or not _HOST.match(host) or not self.owns(hostname(host)):
            return self.root
        return f"{urlsplit(self.base_url).scheme}://{host}"

    def owns(self, asked: str) -> bool:
        """Whether a host name cannot be one that somebody else points at this machine."""
        served = hostname(urlsplit(self.base_url).netloc)
        if _is_ip(asked) or asked in ("localhost", served) or asked.endswith(".localhost"):
            return bool(asked)
        # Opened to a network on purpose it is also reached by names of that network, such as those of containers:
        # a single word, or Docker's name for the machine. Names that anybody can register have a dot.
        return self.opened and (bool(_SINGLE_WORD.match(asked)) or asked == "host.docker.internal")


def listening(host: str, port: int, public_url: str = "") -> SandboxAddress:
    """Return the address of a sandbox that listens.

    Args:
        host: what it was told to listen on: an address or a name. Every address of the machine (`0.0.0.0`, `::`)
            names none, so loopback is named, which is one of them.
        port: where it listens.
        public_url: how it is reached instead, through a proxy or from a container; "" to go by `host`.

    Raises:
        ValueError: `public_url` is none.
    """
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
    named = loopback.get(host, host)
    opened = not is_loopback(host)
    if public_url:
        return SandboxAddress(f"{checked(public_url)}{VERSION}", fixed=True, opened=opened)
    bracketed = f"[{named}]" if ":" in named else named
    return SandboxAddress(f"http://{bracketed}:{port}{VERSION}", opened=opened)


def checked(public_url: str) -> str:
    """Return a public URL without a slash or version at its end.

    Raises:
        ValueError: it is not an absolute http or https URL without query and fragment.
    """
    try:
        parts = urlsplit(public_url)
        good = parts.scheme in ("http", "https") and bool(_HOST.match(parts.netloc)) and parts.port != 0
    except ValueError:
        good = False
    if not good or "?" in public_url or "#" in public_url or any(char.isspace() for char in public_url):
        raise ValueError(
            f"{public_url!r} is not a public URL. Write http or https, host and port: http://sandbox:8080"
        )
    return public_url.rstrip("/").removesuffix(VERSION).rstrip("/")


def hostname(netloc: str) -> str:
    """Return the host name of a `host:port`, in lower case without the root's dot; "" for none."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").removesuffix(".")
    except ValueError:
        return ""


def is_loopback(name: str) -> bool:
    """Whether a name or address is this machine's own and no other machine's."""
    return name == "localhost" or (_is_ip(name) and ip_address(name).is_loopback)


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
