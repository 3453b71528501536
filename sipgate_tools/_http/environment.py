"""Network settings from environment variables: proxies, certificate authorities, key logs.

They are validated before anything is sent; errors name the invalid variable.
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
_PROXY_HINT: Final = "Give a URL such as http://proxy.example:8080; https, socks5 and socks5h work too."
_YES: Final = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True)
class Proxy:
    """A proxy that requests are sent through.

    Attributes:
        url: Its URL, which may contain a password.
        variable: The environment variable that it comes from.
    """

    url: str = field(repr=False)
    variable: str

    @property
    def label(self) -> str:
        """Host, port and variable, without the password."""
        host = urlsplit(self.url).netloc.rpartition("@")[2]
        return f"{host} ({self.variable})"


def is_loopback(host: str | None) -> bool:
    """Return whether a host name or address is this machine's loopback."""
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
    """Return whether plain http may leave this machine: the argument, or if `None`, the value of `SIPGATE_ALLOW_HTTP`.

    Raises:
        InvalidInput: `given` is neither `True`, `False` nor `None`.
    """
    if given is None:
        return os.environ.get(ALLOW_HTTP_VARIABLE, "").strip().lower() in _YES
    if not isinstance(given, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("allow_http must be a bool.", hint="Give True or False.")
    return given


def secure_url(text: str, *, argument: str, allow_http: bool) -> str:
    """Return a URL after checking that secrets may be sent to it: https, http on loopback, or http if allowed.

    Raises:
        InvalidInput: It is not such a URL.
    """
    parts = urlsplit(web_url(text, argument=argument))
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname):
        raise InvalidInput(
            f"The {argument} is not https: credentials would leave this machine unencrypted.",
            hint="Use https. For a sandbox in another container, pass allow_http=True "
            f"(or {ALLOW_HTTP_VARIABLE}=1).",
        )
    return text


def proxy_for(url: str) -> Proxy | None:
    """Return the proxy for requests to a URL, or `None`; requests to loopback never use one.

    `HTTPS_PROXY` (or `HTTP_PROXY`, by the scheme of the URL) takes precedence over `ALL_PROXY`; `NO_PROXY` lists
    exceptions.

    Raises:
        InvalidInput: The URL of the proxy is malformed, or its scheme is not supported.
        MissingExtra: It is a SOCKS proxy, and the package for SOCKS is not installed.
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
            f"{variable} names a SOCKS proxy, but the package for SOCKS is not installed.",
            hint="Install it: pip install 'httpx2[socks]'. Or name an http proxy, or unset the variable.",
        )
    return url


def _is_excepted(host: str, port: int | None, scheme: str, entries: str) -> bool:
    effective = port or (443 if scheme == "https" else 80)
    if proxy_bypass(host if port is None else f"{host}:{port}"):
        return True  # an exception of the system or the standard library
    return any(_matches(entry, host, effective, scheme) for entry in re.split(r"[,\s]+", entries) if entry)


def _matches(entry: str, host: str, port: int, scheme: str) -> bool:
    """Return whether an entry of `NO_PROXY` (name, domain, address or network, with or without port) covers a host."""
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
    """Return the names of the environment variables that are set and affect TLS."""
    return [name for name in (_CERT_FILE, _CERT_DIR, _KEY_LOG) if os.environ.get(name)]


def check_tls_settings() -> None:
    """Check the environment variables that affect TLS; takes no time unless a file of authorities has changed.

    Raises:
        InvalidInput: A variable names a file or folder that cannot be used.
    """
    _check_key_log()
    _check_authorities()


def tls_context() -> ssl.SSLContext:
    """Return a new TLS context with the authorities of `SSL_CERT_FILE`, else `SSL_CERT_DIR`, else the system.

    It takes about 50 ms: authorities are parsed.

    Raises:
        InvalidInput: A variable names a file or folder that cannot be used.
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
        f"{_KEY_LOG} names a file that cannot be written ({reason}).",
        hint="Correct the path, or unset the variable: it is for debugging TLS only.",
    )


def _check_authorities() -> None:
    file, folder = os.environ.get(_CERT_FILE), os.environ.get(_CERT_DIR)
    if file:
        try:
            status = Path(file).stat()
            _parse_authorities(file, status.st_ino, status.st_size, status.st_mtime_ns)
        except ssl.SSLError:
            reason = "it contains no certificate in PEM form"
        except (OSError, ValueError) as error:
            reason = _reason(error)
        else:
            return
        raise InvalidInput(
            f"{_CERT_FILE} names a file that cannot be used ({reason}).",
            hint="It must contain certificate authorities in PEM form. Correct the path, or unset the variable.",
        )
    if folder and not any(Path(part).is_dir() for part in folder.split(os.pathsep) if part):
        raise InvalidInput(
            f"{_CERT_DIR} names a folder that does not exist.",
            hint="It must contain certificate authorities as c_rehash links them. Correct it, or unset the variable.",
        )


@lru_cache(maxsize=4)
def _parse_authorities(file: str, *_version: int) -> None:
    """Parse a file of certificates, once for each version of it."""
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=file)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
