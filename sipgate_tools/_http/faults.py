"""Mapping of exceptions from HTTP libraries to causes, and of network faults to this package's errors."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, cast

import httpx2

from sipgate_tools import errors

from .messages import READING_METHODS, Cause, NetworkFault

if TYPE_CHECKING:
    from sipgate_api.types import Request

NOTHING_SENT: Final = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.InvalidURL,
    httpx2.LocalProtocolError,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)
"""The httpx2 exceptions that mean that no part of the request was sent."""

_CERTIFICATE_HINT: Final = (
    "Check this machine's clock, the host name, and SSL_CERT_FILE or SSL_CERT_DIR if set."
)
_EXPIRED: Final = Cause("the TLS certificate has expired", _CERTIFICATE_HINT, "connection.certificate")
_TOO_EARLY: Final = Cause("the TLS certificate is not valid yet", _CERTIFICATE_HINT, "connection.certificate")
_OTHER_NAME: Final = Cause(
    "the TLS certificate is for another host name", _CERTIFICATE_HINT, "connection.certificate"
)
_NO_AUTHORITY: Final = Cause(
    "the TLS certificate is not signed by an authority that is trusted here",
    "If a proxy inspects traffic, set SSL_CERT_FILE to a file with the proxy's certificate authority.",
    "connection.certificate",
)
_CERTIFICATE: Final = Cause(
    "the TLS certificate cannot be verified", _CERTIFICATE_HINT, "connection.certificate"
)
_NO_TLS: Final = Cause(
    "the TLS handshake failed",
    "Check the scheme and port of the URL, and whether the server uses TLS on that port.",
    "connection.tls",
)
_DNS: Final = Cause(
    "the host name cannot be resolved: DNS",
    "Check the host name in the URL and the DNS settings of this machine.",
    "connection.dns",
)
_REFUSED: Final = Cause(
    "connection refused", "Check host and port, and whether the server is running.", "connection.refused"
)
_UNREACHABLE: Final = Cause(
    "the host cannot be reached: no route", "Check the network of this machine.", "connection.no_route"
)
_CLOSED: Final = Cause(
    "the connection was closed before the response was complete", "Try again.", "connection.closed"
)
_PROXY: Final = Cause(
    "the proxy refused", "Check the proxy's address, user name and password.", "connection.proxy"
)

# Codes of OpenSSL (X509_V_ERR_*).
_BY_VERIFY_CODE: Final = {
    9: _TOO_EARLY,
    10: _EXPIRED,
    18: _NO_AUTHORITY,
    19: _NO_AUTHORITY,
    20: _NO_AUTHORITY,
    21: _NO_AUTHORITY,
    62: _OTHER_NAME,
    64: _OTHER_NAME,
}
_BY_CLASS: Final[tuple[tuple[type[BaseException], Cause], ...]] = (
    (socket.gaierror, _DNS),
    (ConnectionRefusedError, _REFUSED),
    (ConnectionResetError, _CLOSED),
    (BrokenPipeError, _CLOSED),
    (ssl.SSLError, _NO_TLS),
)
# Class names of httpx2 and aiohttp: aiohttp may be missing.
_BY_NAME: Final = {
    "ClientConnectorDNSError": _DNS,
    "ClientHttpProxyError": _PROXY,
    "ProxyError": _PROXY,
    "ReadError": _CLOSED,
    "WriteError": _CLOSED,
    "RemoteProtocolError": _CLOSED,
    "ServerDisconnectedError": _CLOSED,
    "ClientPayloadError": _CLOSED,
}


def cause_of(error: BaseException) -> Cause | None:
    """Return why a connection failed, from the innermost exception with a known cause, or `None` if unknown."""
    found = None
    for each in _chain(error):
        found = _cause_of_one(each) or found
    return found


def _cause_of_one(error: BaseException) -> Cause | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        # aiohttp's own subclass has no code; its cause has.
        return _BY_VERIFY_CODE.get(getattr(error, "verify_code", 0), _CERTIFICATE)
    for kind, cause in _BY_CLASS:
        if isinstance(error, kind):
            return cause
    if isinstance(error, OSError) and error.errno in _UNREACHABLE_CODES:
        return _UNREACHABLE
    return _BY_NAME.get(type(error).__name__)


def _unreachable_codes() -> frozenset[int]:
    names = ("ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EADDRNOTAVAIL")
    return frozenset(code for name in names if (code := getattr(errno, name, None)) is not None)


_UNREACHABLE_CODES: Final = _unreachable_codes()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes, the outermost exception first."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        behind: list[Any] = [one.__cause__, one.__context__, getattr(one, "os_error", None)]
        behind.append(getattr(one, "certificate_error", None))
        if isinstance(one, BaseExceptionGroup):
            behind += cast("BaseExceptionGroup[BaseException]", one).exceptions
        waiting += [each for each in behind if isinstance(each, BaseException)]


def connection_error(
    fault: NetworkFault, request: Request[Any], root: str, *, option: str = "limits="
) -> errors.SipgateError:
    """Return the exception for a request that failed with a network fault.

    Args:
        fault: The fault.
        request: The request.
        root: The URL of the API, without secrets.
        option: The argument that raises a size limit or deadline, for the hint.
    """
    name = f"{request.method} {request.path_template}"
    about: dict[str, Any] = {"method": request.method, "path": request.path_template}
    if fault.too_large is not None:
        return errors.ResponseTooLarge(
            f"{name}: the response from {root} is larger than {fault.too_large} bytes.",
            hint=f"Request less at a time, or raise the limit: {option}.",
            status=fault.response_started.status_code if fault.response_started else None,
            **about,
        )
    problem, hint = _describe(fault, root, option)
    if fault.sent and request.method not in READING_METHODS:
        return errors.OutcomeUnknown(
            f"{name} was sent, but {problem}, so the write may have happened.",
            hint="The request was sent once and is not retried. Check whether it took effect before sending it again.",
            **about,
        )
    kind = errors.TimedOut if fault.timed_out else errors.ConnectionFailed
    code = fault.cause.code if fault.cause is not None and not fault.timed_out else None
    return kind(f"{name}: {problem}.", hint=f"Nothing was changed. {hint}", code=code, **about)


def _describe(fault: NetworkFault, root: str, option: str) -> tuple[str, str]:
    """Return the problem as a clause, and a hint."""
    via = f" through the proxy {fault.proxy}" if fault.proxy else ""
    if fault.deadline:
        return (
            f"the request to {root}{via} exceeded its deadline",
            f"Try again, or allow more time: {option}.",
        )
    if fault.timed_out:
        problem = "no response arrived" if fault.sent else "no connection was established"
        preposition = "from" if fault.sent else "to"
        return f"{problem} in time {preposition} {root}{via}", "Try again, or pass a longer timeout=."
    if fault.cause is None:
        hint = "Check the network and the base URL, then try again."
        return f"the connection to {root}{via} failed ({fault.kind})", hint
    return f"the connection to {root}{via} failed ({fault.cause.text})", fault.cause.hint
