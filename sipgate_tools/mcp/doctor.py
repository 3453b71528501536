"""What works and what does not, and why: credentials, network, scopes, kind of account, features, journal.

Everything is tried by reading; nothing is sent or changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlsplit

from sipgate_tools import errors

from .error_messages import error_message

if TYPE_CHECKING:
    from .account import McpAccount

__all__ = ["Finding", "examine"]

State = Literal["ok", "missing", "broken"]

# What is tried, by reading: the operation, and what an assistant can do with it.
_PROBES: Mapping[str, str] = {
    "getUser": "see names and time zones",
    "getAccount": "see the company's name",
    "getBalance": "see the balance",
    "getHistory": "search calls, messages, faxes and voicemails of the past",
    "getContacts": "search and change contacts",
    "getCalls": "see live calls, and act on them",
    "getDevices": "see devices, and start calls from them",
    "getUserNumbers": "see numbers and where they lead",
    "getSmsExtensions": "send text messages",
    "getUserFaxlines": "send faxes",
    "getSipgateIoUrls": "see and set where calls are announced (webhooks)",
}
# Scopes that only writing needs, which nothing but a token that lists its scopes can tell.
_WRITING: Mapping[str, str] = {
    "sessions:sms:write": "send text messages",
    "sessions:fax:write": "send faxes",
    "sessions:calls:write": "start calls",
    "rtcm:write": "hold, record, transfer and hang up live calls",
    "history:write": "mark history entries",
    "contacts:write": "create and change contacts",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What it is.
        state: `ok`; `missing`: it works without, but something cannot be done; `broken`: nothing works.
        words: What was found, and what to do about it.
    """

    name: str
    state: State
    words: str


async def examine(account: McpAccount) -> list[Finding]:
    """Everything that can be found out without changing anything."""
    findings = [_journal(account)]
    try:
        user = await account.ownership.user_id()
    except (errors.CredentialsMissing, errors.InvalidInput) as error:
        return [*findings, Finding("credentials", "broken", str(error))]
    except errors.NotAuthenticated:
        words = "refused by sipgate: wrong, expired or revoked. `sipgate-tools auth login` stores others."
        return [*findings, Finding("credentials", "broken", words)]
    except errors.ConnectionFailed as error:
        return [*findings, Finding("network", "broken", error_message(error))]
    findings.append(Finding("credentials", "ok", f"accepted by sipgate; the user is {user}"))
    findings.append(await _looked(account, "platform", _platform))
    for operation, use in _PROBES.items():
        findings.append(await _looked(account, operation, _probe(operation, use, user)))
    findings += _scopes(account)
    findings.append(await _looked(account, "webhook", _webhook))
    return findings


def _journal(account: McpAccount) -> Finding:
    try:
        open_ends = [one for one in account.audit_log.latest(100) if one.outcome == "unknown"]
    except errors.PolicyRefused as error:
        return Finding("journal", "broken", str(error))
    words = f"{len(open_ends)} actions of unknown outcome" if open_ends else "writable"
    return Finding("journal", "missing" if open_ends else "ok", words)


async def _looked(
    account: McpAccount, name: str, look: Callable[[McpAccount], Awaitable[Finding]]
) -> Finding:
    try:
        return await look(account)
    except errors.SipgateError as error:
        return Finding(name, "missing", error_message(error))


async def _platform(account: McpAccount) -> Finding:
    from .tools.overview import NEO_LACKS

    platform = await account.client.account.platform()
    return Finding("platform", "ok", f"sipgate {platform}." + (f" {NEO_LACKS}" if platform == "neo" else ""))


def _probe(operation_id: str, use: str, user: str) -> Callable[[McpAccount], Awaitable[Finding]]:
    async def look(account: McpAccount) -> Finding:
        operation = account.operation(operation_id)
        path = {
            one.name: user for one in operation.parameters if one.location == "path" and one.name == "userId"
        }
        query: dict[str, Any] = (
            {"limit": 1} if any(one.name == "limit" for one in operation.parameters) else {}
        )
        if operation_id == "getHistory" and await account.ownership.access() == "user":
            query["connectionIds"] = await account.ownership.connections()
        try:
            answer = await account.send(operation, path=path, query=query)
        except errors.PermissionDenied:
            scopes = " or ".join(scope for scope in operation.scopes if scope != "all")
            return Finding(
                operation_id,
                "missing",
                f"refused: with the scope {scopes} (and the feature booked, and the right) one could {use}",
            )
        held = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
        if "items" in held and not held["items"]:
            return Finding(
                operation_id, "missing", f"the user has none; to {use}, it has to be booked or assigned"
            )
        return Finding(operation_id, "ok", use)

    return look


def _scopes(account: McpAccount) -> list[Finding]:
    """What the scopes of an OAuth token allow; a personal access token does not tell its own."""
    from sipgate_tools.auth.credentials import jwt_claims

    scheme, _, token = account.client.api.credentials.authorization().partition(" ")
    claims = jwt_claims(token) if scheme == "Bearer" else None
    if claims is None:
        words = "a personal access token does not tell its scopes: whether it may send shows when it sends"
        return [Finding("scopes", "ok", words)]
    held = set(str(claims.get("scope", "")).split())
    return [
        Finding(scope, "missing", f"not in the token; with it one could {use}")
        for scope, use in _WRITING.items()
        if not _covers(held, scope)
    ] or [Finding("scopes", "ok", "the token may send, call and change")]


def _covers(held: set[str], scope: str) -> bool:
    """Whether scopes include one: `sessions:write` stands over `sessions:sms:write`."""
    *parents, kind = scope.split(":")
    above = {":".join([*parents[:depth], kind]) for depth in range(1, len(parents) + 1)}
    return bool(held & (above | {"all"}))


async def _webhook(account: McpAccount) -> Finding:
    settings = await account.client.webhook_settings.get()
    urls = [url for url in (settings.incoming_url, settings.outgoing_url) if url]
    if not urls:
        return Finding("webhook", "missing", "no URL is set: nobody is told about calls as they happen")
    neo = await account.client.account.platform() == "neo"
    hosts = ", ".join(sorted({str(urlsplit(url).hostname) for url in urls}))
    if any(url.startswith("http://") for url in urls):
        words = (
            "is not https; neo accounts need that" if neo else "is not https: anybody on the way can read it"
        )
        return Finding("webhook", "broken" if neo else "missing", f"the URL at {hosts} {words}")
    return Finding("webhook", "ok", f"announced at {hosts}")
