"""Network settings from environment variables: proxies, certificate authorities and TLS key logs.

The settings are validated before anything is sent. Errors contain the name of the invalid variable.
"""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from sipgate_tools.errors import InvalidInput, MissingExtra
from sipgate_tools.values import web_url

ALLOW_HTTP_VARIABLE: Final = "SIPGATE_ALLOW_HTTP"

_CERT_FILE: Final = "SSL_CERT_FILE"
_CERT_DIR: Final = "SSL_CERT_DIR"
_KEY_LOG: Final = "SSLKEYLOGFILE"
_SYSTEM: Final = "the system's proxy settings"
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SOCKS: Final = ("socks5", "socks5h")
_PROXY_HINT: Final = (
    "Use a URL such as http://proxy.example:8080; https, socks5 and socks5h are also supported."
)
_YES: Final = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True)
class Proxy:
    """A proxy that requests are sent through.

    Attributes:
        url: The URL of the proxy, which may contain a password.
        variable: The environment variable with the URL, or a description of the system's settings.
    """

    url: str = field(repr=False)
    variable: str

    @property
    def label(self) -> str:
        """The host, port and variable of the proxy, without its password."""
        host = urlsplit(self.url).netloc.rpartition("@")[2]
        return f"{host} ({self.variable})"


def is_loopback(host: str | None) -> bool:
    """Return whether a host name or IP address refers to this machine (loopback)."""
    name = (host or "").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_loopback or mapped.is_unspecified


def http_allowed(given: bool | None) -> bool:
    """Return whether plain http is allowed for hosts other than loopback.

    Args:
        given: The argument `allow_http`. If it is `None`, http is allowed if `SIPGATE_ALLOW_HTTP` is `1`, `true`, `yes`
            or `on`.

    Raises:
        InvalidInput: `given` is neither `True`, `False` nor `None`.
    """
    if given is None:
        return os.environ.get(ALLOW_HTTP_VARIABLE, "").strip().lower() in _YES
    if not isinstance(given, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("allow_http must be a bool.", hint="Pass True or False.")
    return given


def secure_url(text: str, *, argument: str, allow_http: bool) -> str:
    """Return a URL after checking that it is safe for secrets: it uses https, or http on loopback or if allowed.

    Raises:
        InvalidInput: The URL is malformed, or uses http where that is not allowed.
    """
    parts = urlsplit(web_url(text, argument=argument))
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname):
        raise InvalidInput(
            f"The {argument} is not https: credentials would be sent unencrypted.",
            hint="Use https. For a sandbox in another container, pass allow_http=True "
            f"or set {ALLOW_HTTP_VARIABLE}=1.",
        )
    return text


def proxy_for(url: str) -> Proxy | None:
    """Return the proxy for requests to a URL, or `None` if no proxy is set or the URL is on loopback.

    `HTTPS_PROXY` or `HTTP_PROXY`, depending on the scheme of the URL, takes precedence over `ALL_PROXY`. `NO_PROXY`
    lists exceptions.

    Raises:
        InvalidInput: The URL of the proxy is malformed, or its scheme is not supported.
        MissingExtra: The proxy is a SOCKS proxy, but the package for SOCKS is not installed.
    """
    parts = urlsplit(url)
    if is_loopback(parts.hostname):
        return None
    proxies = getproxies()
    kind, value = next(
        ((kind, text) for kind in (parts.scheme, "all") if (text := proxies.get(kind, "").strip())), ("", "")
    )
    if not value or _is_excepted(parts.hostname or "", parts.port, parts.scheme, proxies.get("no", "")):
        return None
    variable = _variable_of(kind)
    return Proxy(_checked_proxy(value, variable), variable)


def _variable_of(kind: str) -> str:
    name = f"{kind}_proxy"
    found = [key for key, value in os.environ.items() if key.lower() == name and value.strip()]
    # If both spellings are set, the one in lower case counts.
    return name if name in found else found[0] if found else _SYSTEM


def _checked_proxy(value: str, variable: str) -> str:
    url = value if _SCHEME.match(value) else f"http://{value}"
    scheme = url.partition("://")[0].lower()
    if scheme not in {"http", "https", *_SOCKS}:
        hint = _PROXY_HINT
        if scheme == "socks":
            hint = "Use socks5:// instead of socks://: the version of SOCKS is required."
        raise InvalidInput(f"The proxy in {variable} has an unsupported scheme.", hint=hint)
    try:
        web_url(re.sub(r"^[^:]+", "http", url), argument="proxy")
    except InvalidInput:
        usable = False
    else:
        usable = True
    if not usable:
        raise InvalidInput(f"The proxy in {variable} is not a usable URL.", hint=_PROXY_HINT)
    if scheme in _SOCKS and find_spec("socksio") is None:
        raise MissingExtra(
            f"{variable} contains a SOCKS proxy, but the package for SOCKS is not installed.",
            hint="Run pip install 'httpx2[socks]', use an http proxy, or unset the variable.",
        )
    return url


def _is_excepted(host: str, port: int | None, scheme: str, entries: str) -> bool:
    effective = port or (443 if scheme == "https" else 80)
    if proxy_bypass(host if port is None else f"{host}:{port}"):
        return True  # an exception of the system or the standard library
    return any(_matches(entry, host, effective, scheme) for entry in re.split(r"[,\s]+", entries) if entry)


def _matches(entry: str, host: str, port: int, scheme: str) -> bool:
    """Return whether an entry in `NO_PROXY` (name, domain, address or network; port optional) matches a host."""
    if entry == "*":
        return True
    entry_scheme, found, rest = entry.rpartition("://")
    if found and entry_scheme.lower() not in {scheme, "all"}:
        return False
    name, entry_port = _split_port(rest if found else entry)
    if entry_port is not None and entry_port != port:
        return False
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(name, strict=False)
    except ValueError:
        domain = name.lower().removeprefix("*").strip(".")
        plain = host.lower().rstrip(".")
        return bool(domain) and (plain == domain or plain.endswith(f".{domain}"))


def _split_port(text: str) -> tuple[str, int | None]:
    bracketed = re.fullmatch(r"\[(.+)\](?::(\d+))?", text)
    if bracketed:
        return bracketed[1], int(bracketed[2]) if bracketed[2] else None
    name, colon, digits = text.rpartition(":")
    if colon and digits.isdigit() and ":" not in name:
        return name, int(digits)
    return text, None


def tls_variables() -> list[str]:
    """Return the names of the TLS environment variables that are set."""
    return [name for name in (_CERT_FILE, _CERT_DIR, _KEY_LOG) if os.environ.get(name)]


def check_tls_settings() -> None:
    """Check the environment variables for TLS.

    The file with certificate authorities is parsed again only after a change.

    Raises:
        InvalidInput: A variable points to a file or folder that cannot be used.
    """
    _check_key_log()
    _check_authorities()


def tls_context() -> ssl.SSLContext:
    """Return a new TLS context with the certificate authorities from `SSL_CERT_FILE`, `SSL_CERT_DIR` or the system.

    The first of these sources that is set is used. Parsing the authorities takes about 50 ms.

    Raises:
        InvalidInput: A variable points to a file or folder that cannot be used.
    """
    check_tls_settings()
    import httpx2  # takes time to import, and the CLI reads this module without sending anything

    return httpx2.create_ssl_context()


def _check_key_log() -> None:
    path = os.environ.get(_KEY_LOG)
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8"):
            return
    except (OSError, ValueError) as error:
        reason = _reason(error)
    raise InvalidInput(
        f"{_KEY_LOG} points to a file that cannot be written ({reason}).",
        hint="Correct the path, or unset the variable, which is needed only for debugging TLS.",
    )


def _check_authorities() -> None:
    file, folder = os.environ.get(_CERT_FILE), os.environ.get(_CERT_DIR)
    if file:
        try:
            status = Path(file).stat()
            _parse_authorities(file, status.st_ino, status.st_size, status.st_mtime_ns)
        except ssl.SSLError:
            reason = "it contains no certificate in PEM format"
        except (OSError, ValueError) as error:
            reason = _reason(error)
        else:
            return
        raise InvalidInput(
            f"{_CERT_FILE} points to a file that cannot be used ({reason}).",
            hint="Use a file with certificate authorities in PEM format, or unset the variable.",
        )
    if folder and not any(Path(part).is_dir() for part in folder.split(os.pathsep) if part):
        raise InvalidInput(
            f"{_CERT_DIR} points to a folder that does not exist.",
            hint="Use a folder with certificate authorities, prepared by c_rehash, or unset the variable.",
        )


@lru_cache(maxsize=4)
def _parse_authorities(file: str, *_version: int) -> None:
    """Parse a certificate file, once for each version of the file."""
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=file)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
