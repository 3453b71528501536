"""Results of the checks of `client.doctor()`, and the rules by which they are judged."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

CheckState: TypeAlias = Literal["ok", "missing", "broken"]

_LOG_CODES: Final = {
    "500": "the certificate does not match the host name",
    "600": "the connection failed or timed out",
    "601": "the TLS handshake failed",
}
"""Statuses in sipgate's webhook log that are not from the server; observed, not documented."""


@dataclass(frozen=True)
class Check:
    """The result of one check.

    Attributes:
        name: The name of the check, such as `credentials`, or an operationId, such as `getContacts`.
        state: The result: `ok`, `missing` (some functions are not available) or `broken` (nothing works).
        message: The result in words, and what to do about it, without secrets.
    """

    name: str
    state: CheckState
    message: str


def covers(held: Collection[str], scope: str) -> bool:
    """Return whether scopes include another one: `sessions:write` includes `sessions:sms:write`."""
    *parents, kind = scope.split(":")
    above = {":".join([*parents[:depth], kind]) for depth in range(1, len(parents) + 1)}
    return not above.isdisjoint(held) or "all" in held


def webhook_url_check(url: str, *, neo: bool) -> Check:
    """Judge the form of a webhook URL, without a request. The message contains only the host name.

    Args:
        url: The URL in the account's settings.
        neo: Whether the account runs on neo, which requires https.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not _is_public_name(host):
        words = (
            f"the URL at {host or '(no host)'} cannot be reached from the internet; use a public host name"
        )
        return Check("webhook", "broken", words)
    if parts.scheme != "https":
        words = "which neo accounts require" if neo else "so events are not encrypted"
        return Check("webhook", "broken" if neo else "missing", f"the URL at {host} is not https, {words}")
    return Check("webhook", "ok", f"events are sent to {host}")


def webhook_log_message(status: str) -> str | None:
    """Return a failed status in sipgate's webhook log in words, or `None` for a success.

    Args:
        status: The status in the log, such as `200 OK` or `600 - General IO Error`.
    """
    found = re.match(r"\s*(\d{3})\b", status)
    code = found[1] if found else ""
    if code.startswith("2"):
        return None
    return (
        f"{code}: {_LOG_CODES[code]}"
        if code in _LOG_CODES
        else f"the server responded with {code or 'no status'}"
    )


def _is_public_name(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        name = host.lower().rstrip(".")
        return "." in name and not name.endswith((".localhost", ".local", ".internal", ".lan", ".test"))
