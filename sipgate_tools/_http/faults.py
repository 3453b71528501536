"""Why there was no whole response: what the HTTP libraries raise, as one fault, and as an error of ours."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, cast

from sipgate_tools import errors

from .messages import READING_METHODS, Cause, NetworkFault

if TYPE_CHECKING:
    from sipgate_api.types import Request

_CERTIFICATE_HINT: Final = (
    "Check the clock of this machine, the host name, and SSL_CERT_FILE or SSL_CERT_DIR if set."
)
_EXPIRED: Final = Cause("the TLS certificate has expired", _CERTIFICATE_HINT)
_TOO_EARLY: Final = Cause("the TLS certificate is not valid yet", _CERTIFICATE_HINT)
_OTHER_NAME: Final = Cause("the TLS certificate is for another host name", _CERTIFICATE_HINT)
_NO_AUTHORITY: Final = Cause(
    "the TLS certificate is not signed by an authority that is trusted here",
    "A proxy that inspects traffic needs its own authority: name it in SSL_CERT_FILE.",
)
_CERTIFICATE: Final = Cause("the TLS certificate cannot be verified", _CERTIFICATE_HINT)
_NO_TLS: Final = Cause(
    "the TLS handshake failed", "Does the server speak TLS there? Check scheme and port of the URL."
)
_DNS: Final = Cause(
    "the host name cannot be resolved: DNS",
    "Check the host name in the URL, and the name server of this machine.",
)
_REFUSED: Final = Cause(
    "connection refused", "Nothing listens there: check host and port, and whether the server runs."
)
_UNREACHABLE: Final = Cause("the host cannot be reached: no route", "Check the network of this machine.")
_CLOSED: Final = Cause("the connection was closed before the whole response came", "Try again.")
_PROXY: Final = Cause("the proxy refused", "Check the proxy's address, user name and password.")

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
# Classes of httpx2 and aiohttp: neither has to be imported to know them.
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
    """Return why a connection failed, from the innermost error that says so; `None` where none does."""
    found = None
    for each in _chain(error):
        found = _cause_of_one(each) or found
    return found


def _cause_of_one(error: BaseException) -> Cause | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        # aiohttp's own subclass has no code; the error behind it has.
        return _BY_VERIFY_CODE.get(getattr(error, "verify_code", 0), _CERTIFICATE)
    for kind, cause in _BY_CLASS:
        if isinstance(error, kind):
            return cause
    if isinstance(error, OSError) and error.errno in _UNREACHABLE_CODES:
        return _UNREACHABLE
    return _BY_NAME.get(type(error).__name__)


def _unreachable_codes() -> frozenset[int]:
    import errno

    names = ("ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EADDRNOTAVAIL")
    return frozenset(code for name in names if (code := getattr(errno, name, None)) is not None)


_UNREACHABLE_CODES: Final = _unreachable_codes()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what is behind it, the outermost first."""
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
    """Return the error that a fault means for a request to an API root.

    Args:
        fault: What happened.
        request: What was to be sent.
        root: Where to, without secrets.
        option: The argument that raises a ceiling or a deadline.
    """
    name = f"{request.method} {request.path_template}"
    about: dict[str, Any] = {"method": request.method, "path": request.path_template}
    if fault.too_large is not None:
        return errors.ResponseTooLarge(
            f"{name}: the response from {root} is larger than {fault.too_large} bytes.",
            hint=f"Ask for less at a time, or raise the ceiling: {option}.",
            status=fault.response_started.status_code if fault.response_started else None,
            **about,
        )
    what, hint = _described(fault, root, option)
    if fault.sent and request.method not in READING_METHODS:
        return errors.OutcomeUnknown(
            f"{name} was sent, but {what}: it may have happened.",
            hint="It was sent once and is not repeated. Look whether it happened before you send it again.",
            **about,
        )
    kind = errors.TimedOut if fault.timed_out else errors.ConnectionFailed
    return kind(f"{name}: {what}.", hint=f"Nothing was changed. {hint}", **about)


def _described(fault: NetworkFault, root: str, option: str) -> tuple[str, str]:
    """Return what happened, and what to do about it."""
    via = f" through the proxy {fault.proxy}" if fault.proxy else ""
    if fault.deadline:
        return f"the request to {root}{via} passed its deadline", f"Try again, or give more time: {option}."
    if fault.timed_out:
        what = "no answer came" if fault.sent else "no connection came about"
        return f"{what} in time from {root}{via}", "Try again, or give a longer timeout=."
    if fault.cause is None:
        hint = "Check the network and the base URL, then try again."
        return f"the connection to {root}{via} failed ({fault.kind})", hint
    return f"the connection to {root}{via} failed ({fault.cause.text})", fault.cause.hint
